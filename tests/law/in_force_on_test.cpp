// The law as it stood on a day: rows in force on it and known on it. Both sides of each boundary.
#include <algorithm>
#include <catch2/catch.hpp>

#include "engine/law/in_force_on.hpp"
#include "tests/support/case_history.hpp"

namespace longstop::tests {
namespace {

using events::parse_day;

bool stood(std::string_view id, std::string_view day) {
    return law::in_force_on(england().written, *parse_day(day)).law.find(id) != nullptr;
}

TEST_CASE("the Devon rows are known from 8 March 2022, though the law was always so", "[stood]") {
    for (const auto* id : {"devon-4w-amendments", "devon-12w-final"}) {
        INFO(id);
        CHECK_FALSE(stood(id, "2022-03-07"));
        CHECK(stood(id, "2022-03-08"));
        CHECK(england().written.find(id)->in_force_from == *parse_day("2014-09-01"));
    }
}

TEST_CASE("a row stands from its first day in force to its last", "[stood]") {
    CHECK_FALSE(stood("reg13.2-final-plan", "2014-08-31"));
    CHECK(stood("reg13.2-final-plan", "2014-09-01"));
    // Regulation 45 as first made, and as it now stands (SI 2015/359).
    const auto& rows = england().rows();
    const auto old = std::find_if(rows.begin(), rows.end(), [](const law::Duty& duty) {
        return duty.in_force_to == parse_day("2015-03-22");
    });
    REQUIRE(old != rows.end());
    CHECK(stood(old->id, "2015-03-22"));
    CHECK_FALSE(stood(old->id, "2015-03-23"));
}

TEST_CASE("the law as it stood holds those rows alone, under numbers of their own", "[stood]") {
    const auto then = law::in_force_on(england().written, *parse_day("2022-03-07"));
    CHECK(then.law.find("devon-12w-final") == nullptr);
    CHECK(then.law.rows().size() + then.left_out.size() == england().rows().size());
    CHECK(std::count(then.left_out.begin(), then.left_out.end(), "devon-12w-final") == 1);
    for (std::size_t row = 0; row < then.law.rows().size(); ++row) {
        CHECK(then.law.row_of(then.law.rows()[row].id) == row);
    }
    // A row that names others still finds them by their new numbers.
    const auto waits = then.law.row_of("guid-draft-by-16w");
    REQUIRE(waits.has_value());
    const auto compiled = law::compile(then.law);
    CHECK(compiled.plans[*waits].unless_open.has(*then.law.row_of("reg13.2-final-plan")));
}

}  // namespace
}  // namespace longstop::tests
