// A line of JSON Lines: its names and texts are those that Boost.JSON's own tree has of it, and a
// line that the tree has nothing against is refused for a reason other than its form.
#include <boost/json.hpp>
#include <cmath>

#include "cli/import/json_row.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::cli;
namespace json = boost::json;

namespace {

bool same(const RowField& field, const json::key_value_pair& said) {
    if (field.name != said.key()) return false;
    const auto& value = said.value();
    if (value.is_null()) return field.text.empty();
    if (value.is_string()) return field.text == value.get_string();
    if (!value.is_number()) return false;
    // Its text, as written. Boost reads 0e551615 as no number at all, which equals nothing.
    const auto again = json::parse(field.text);
    const auto is_nan = [](const json::value& v) {
        return v.is_double() && std::isnan(v.get_double());
    };
    return again == value || (is_nan(again) && is_nan(value));
}

bool same(const RowFields& fields, const json::object& said) {
    return std::equal(fields.begin(), fields.end(), said.begin(), said.end(),
                      [](const auto& field, const auto& pair) { return same(field, pair); });
}

}  // namespace

void fuzz(std::string_view line) {
    static JsonRow reader;
    TextArena arena(line.size() + 16);
    RowFields fields;
    const auto refused = reader.read(line, arena, fields);
    RowFields others;
    reader.read(R"({"\u0041":"\u0041"})", arena, others);  // writes over what the reader keeps

    json::error_code broken;
    const auto tree = json::parse(line, broken);
    if (!refused) {
        promise(!broken && tree.is_object() && same(fields, tree.get_object()));
    } else if (refused->why == Why::not_json || refused->why == Why::not_utf8) {
        promise(bool{broken});
    }
}
