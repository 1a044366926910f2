// A line of JSON Lines: its names and texts are those that Boost.JSON's own tree has of it, and a
// line that the tree has nothing against is refused for a reason other than its form.
#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <limits>

#include "cli/import/json_row.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::cli;
namespace json = boost::json;

namespace {

/// Two readings of one number by Boost.JSON: integers to the unit, doubles to four units in the
/// last place.
bool nearly(const json::value& one, const json::value& other) {
    if (!one.is_double() || !other.is_double()) return one == other;
    const auto left = one.get_double();
    const auto right = other.get_double();
    if (std::isnan(left) || std::isnan(right)) return std::isnan(left) && std::isnan(right);
    if (left == right) return true;
    const auto larger = std::max(std::abs(left), std::abs(right));
    const auto allowed = std::max(larger * 4 * std::numeric_limits<double>::epsilon(),
                                  4 * std::numeric_limits<double>::denorm_min());
    return std::abs(left - right) <= allowed;
}

bool same(const RowField& field, const json::key_value_pair& said) {
    if (field.name != said.key()) return false;
    const auto& value = said.value();
    if (value.is_null()) return field.text.empty();
    if (value.is_string()) return field.text == value.get_string();
    if (!value.is_number()) return false;
    // Its text, as written. Boost reads 0e551615 as no number at all, and the last digit of a
    // double otherwise when less of the line follows it.
    return nearly(json::parse(field.text), value);
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
