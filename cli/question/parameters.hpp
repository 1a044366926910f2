// What a question takes: each parameter is a row, and what was given is read by its name.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace longstop::cli {

enum class Takes : std::uint8_t { text, texts, flag, number };

// A row of a constant table, of static texts.
struct Parameter {
    std::string_view name;  // "--la"; without dashes it stands by its place ("case")
    Takes takes = Takes::text;
    std::string_view value;  // what stands for the value in help: "LA"
    std::string_view means;
    bool required = false;
    bool hidden = false;          // left out of help and documents
    std::string_view needs = {};  // another parameter, without which this one means nothing
    // Of a number.
    std::int64_t standard = 0;  // where it is not given; below `least`: then there is none
    std::int64_t least = 0;
    std::int64_t most = 0;
    // What may be given, where it can be listed (values.hpp).
    std::vector<std::string> (*values)() = nullptr;

    constexpr bool has_standard() const { return standard >= least; }
};

// The values given for a question's parameters. Names are those of its rows; another name is a
// mistake of ours.
class Parameters {
  public:
    struct Value {
        std::string text;
        std::vector<std::string> texts;
        bool flag = false;
        std::int64_t number = 0;
    };

    explicit Parameters(std::span<const Parameter> rows);

    const std::string& text(std::string_view name) const { return at(name).text; }
    const std::vector<std::string>& texts(std::string_view name) const { return at(name).texts; }
    bool flag(std::string_view name) const { return at(name).flag; }
    std::int64_t number(std::string_view name) const { return at(name).number; }
    const Value& value(std::string_view name) const { return at(name); }
    bool takes(std::string_view name) const { return values_.contains(name); }
    // The place of a value, to be filled in; it stays as long as this lives.
    Value& operator[](std::string_view name);

  private:
    const Value& at(std::string_view name) const;
    std::map<std::string_view, Value> values_;
};

// Those that several questions take.
namespace parameter {
inline constexpr Parameter la{"--la", Takes::texts, "LA",
                              "These authorities alone, by their codes: 330 or 330,331"};
inline constexpr Parameter case_ref{"case", Takes::text, "LA/CASE", "The case", true};
inline constexpr Parameter from{"--from", Takes::text, "DAY", "Due on or after this day"};
inline constexpr Parameter to{"--to", Takes::text, "DAY", "Due on or before this day"};
inline constexpr Parameter other_law{"dir", Takes::text, "DIR", "The folder of the amended law",
                                     true};

// The same parameter with another meaning in a question.
constexpr Parameter meaning(Parameter parameter, std::string_view means) {
    parameter.means = means;
    return parameter;
}
}  // namespace parameter

// What every list takes: which columns, in which order, how many rows.
std::span<const Parameter> list_parameters();

// What every reading command takes; and a command's own rows with those behind them. A row of its
// own replaces that of the same name.
std::span<const Parameter> reading_parameters();
std::vector<Parameter> with_reading_parameters(std::span<const Parameter> own);

}  // namespace longstop::cli
