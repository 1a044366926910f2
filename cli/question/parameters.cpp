#include "cli/question/parameters.hpp"

#include <algorithm>
#include <array>
#include <cassert>

#include "cli/question/values.hpp"

namespace longstop::cli {
namespace {

// clang-format off
constexpr auto of_reading = std::to_array<Parameter>({
    {"--as-of", Takes::text, "DAY", "The day asked about (default: today in Europe/London)"},
    {"--known-at", Takes::text, "INSTANT", "What had been recorded by then: an RFC 3339 instant, or a day"},
    {.name = "--format", .value = "FORMAT", .means = "table, json, jsonl or csv (default: table on a terminal, else jsonl)", .values = values::formats},
    {"--law", Takes::text, "DIR", "A folder of TOML files in place of the law built in"},
    {"--as-law-stood", Takes::text, "DAY", "Only the rows of the law in force and known on this day"},
    {.name = "--reading", .value = "NAME", .means = "How disputed law is read: strict, lenient or a name (longstop rules DUTY)", .values = values::readings},
    {"--basis", Takes::flag, "", "Tell what makes the answer repeatable"},
    {"--basis-file", Takes::text, "FILE", "Write that to a file, for longstop diff"},
});
constexpr auto of_lists = std::to_array<Parameter>({
    {"--columns", Takes::texts, "FIELDS", "Only these fields, in this order: due,case,duty (docs/cli.md lists them)"},
    {"--sort", Takes::text, "FIELD", "In the order of this field; FIELD:desc the other way round"},
    {.name = "--limit", .takes = Takes::number, .value = "N", .means = "At most so many rows; the foot tells how many are left", .standard = -1, .least = 1, .most = 1'000'000'000},
});
// clang-format on

}  // namespace

std::span<const Parameter> list_parameters() { return of_lists; }

std::span<const Parameter> reading_parameters() { return of_reading; }

std::vector<Parameter> with_reading_parameters(std::span<const Parameter> own) {
    std::vector<Parameter> rows(own.begin(), own.end());
    std::copy_if(
        of_reading.begin(), of_reading.end(), std::back_inserter(rows), [&](const Parameter& row) {
            return std::none_of(own.begin(), own.end(),
                                [&](const Parameter& mine) { return mine.name == row.name; });
        });
    return rows;
}

Parameters::Parameters(std::span<const Parameter> rows) {
    for (const auto& row : rows) values_[row.name].number = row.standard;
}

Parameters::Value& Parameters::operator[](std::string_view name) {
    const auto found = values_.find(name);
    assert(found != values_.end());
    return found->second;
}

const Parameters::Value& Parameters::at(std::string_view name) const {
    const auto found = values_.find(name);
    assert(found != values_.end());
    return found->second;
}

}  // namespace longstop::cli
