// How a period is counted, and how a limit is worded in the law's files. Days worked out by hand.
#include <catch2/catch.hpp>

#include "engine/law/limit.hpp"
#include "events/field_no.hpp"
#include "tests/support/case_history.hpp"

using namespace longstop::law;
using longstop::events::FieldNo;
using longstop::tests::england;

namespace {

Day day(std::string_view text) { return longstop::events::parse_day(text).value(); }

std::string text(std::optional<Day> when) {
    return when ? longstop::events::to_text(*when) : "unknown";
}

std::string after(std::string_view start, int n, Unit unit) {
    return text(count(day(start), {n, unit}, Counting::after, false, england().calendar()));
}

std::string beginning_with(std::string_view start, int n, Unit unit) {
    return text(count(day(start), {n, unit}, Counting::from_incl, false, england().calendar()));
}

std::string rolled(std::string_view when) {
    return text(roll_appeal(day(when), england().calendar()));
}

}  // namespace

TEST_CASE("weeks and days after a day: the day itself is not counted") {
    CHECK(after("2025-05-21", 16, Unit::weeks) == "2025-09-10");
    CHECK(after("2025-05-21", 20, Unit::weeks) == "2025-10-08");
    CHECK(after("2025-01-13", 15, Unit::days) == "2025-01-28");
    CHECK(after("2025-01-13", 0, Unit::days) == "2025-01-13");
    CHECK(after("2024-02-28", 1, Unit::days) == "2024-02-29");
    CHECK(after("2023-02-28", 1, Unit::days) == "2023-03-01");
    CHECK(after("2025-12-31", 1, Unit::weeks) == "2026-01-07");
}

TEST_CASE("weeks and days beginning with a day: it is day one") {
    CHECK(beginning_with("2026-03-02", 15, Unit::days) == "2026-03-16");
    CHECK(beginning_with("2026-03-02", 1, Unit::days) == "2026-03-02");
    CHECK(beginning_with("2026-03-02", 2, Unit::weeks) == "2026-03-15");
}

TEST_CASE("months after a day: the corresponding day, or the last day of the month") {
    CHECK(after("2025-10-01", 2, Unit::months) == "2025-12-01");
    CHECK(after("2025-11-29", 1, Unit::months) == "2025-12-29");
    CHECK(after("2023-12-31", 2, Unit::months) == "2024-02-29");
    CHECK(after("2024-12-31", 2, Unit::months) == "2025-02-28");
    CHECK(after("2025-01-29", 1, Unit::months) == "2025-02-28");
    CHECK(after("2024-01-29", 1, Unit::months) == "2024-02-29");
    CHECK(after("2024-01-30", 1, Unit::months) == "2024-02-29");
    CHECK(after("2025-02-28", 1, Unit::months) == "2025-03-28");  // not the last day of March
    CHECK(after("2024-02-29", 12, Unit::months) == "2025-02-28");
    CHECK(after("2024-02-29", 48, Unit::months) == "2028-02-29");
    CHECK(after("2025-05-31", 1, Unit::months) == "2025-06-30");
}

TEST_CASE("months beginning with a day: the day before the corresponding day") {
    CHECK(beginning_with("2019-01-01", 12, Unit::months) == "2019-12-31");
    CHECK(beginning_with("2019-09-01", 12, Unit::months) == "2020-08-31");
    CHECK(beginning_with("2023-03-01", 12, Unit::months) == "2024-02-29");
    CHECK(beginning_with("2022-03-01", 12, Unit::months) == "2023-02-28");
    CHECK(beginning_with("2026-06-08", 3, Unit::months) == "2026-09-07");
    // Where there is no corresponding day, the last day of the month, and no further day off.
    CHECK(beginning_with("2024-02-29", 12, Unit::months) == "2025-02-28");
    CHECK(beginning_with("2025-11-30", 3, Unit::months) == "2026-02-28");
    CHECK(beginning_with("2025-03-31", 3, Unit::months) == "2025-06-30");
    CHECK(beginning_with("2025-03-30", 3, Unit::months) == "2025-06-29");
}

TEST_CASE("months back from a day") {
    CHECK(text(add_months(day("2026-09-01"), -5)) == "2026-04-01");
    CHECK(text(add_months(day("2026-07-31"), -5)) == "2026-02-28");
    CHECK(text(add_months(day("2024-07-31"), -5)) == "2024-02-29");
    CHECK(text(add_months(day("2025-01-31"), -2)) == "2024-11-30");
    CHECK(text(add_months(day("2024-02-29"), -12)) == "2023-02-28");
}

TEST_CASE("working days after a day, and beginning with one") {
    CHECK(after("2026-04-01", 3, Unit::working_days) == "2026-04-08");
    CHECK(after("2022-09-15", 3, Unit::working_days) == "2022-09-21");
    CHECK(after("2026-04-03", 1, Unit::working_days) == "2026-04-07");  // from Good Friday
    CHECK(beginning_with("2026-05-18", 15, Unit::working_days) == "2026-06-08");
    CHECK(beginning_with("2026-05-25", 1, Unit::working_days) == "2026-05-26");
    CHECK(beginning_with("2026-05-26", 1, Unit::working_days) == "2026-05-26");
}

TEST_CASE("working days of the Tribunal pass over August and Christmas") {
    const auto counted = [](std::string_view start, int n) {
        return text(count(day(start), {n, Unit::working_days}, Counting::after, true,
                          england().calendar()));
    };
    CHECK(counted("2026-07-06", 30) == "2026-09-15");
    CHECK(counted("2026-11-30", 30) == "2027-01-19");
    CHECK(counted("2026-07-31", 1) == "2026-09-01");
    CHECK(counted("2025-12-24", 1) == "2026-01-02");
}

TEST_CASE("rule 12: one step, and only one") {
    CHECK(rolled("2025-12-24") == "2025-12-24");
    CHECK(rolled("2025-12-25") == "2026-01-02");
    CHECK(rolled("2026-01-01") == "2026-01-02");
    CHECK(rolled("2026-12-29") == "2027-01-04");
    CHECK(rolled("2025-01-01") == "2025-01-02");
    CHECK(rolled("2026-07-31") == "2026-07-31");
    CHECK(rolled("2026-08-01") == "2026-09-01");
    CHECK(rolled("2026-08-31") == "2026-09-01");
    CHECK(rolled("2021-07-31") == "2021-08-02");  // Saturday to Monday, though in August
    CHECK(rolled("2022-12-24") == "2022-12-28");  // Saturday; 26 and 27 are holidays
    CHECK(rolled("2026-02-28") == "2026-03-02");
    CHECK(rolled("2026-05-04") == "2026-05-05");
}

TEST_CASE("a period in words") {
    const auto reads = [](std::string_view words, int n, Unit unit) {
        const auto period = parse_period(words);
        return period && period->count == n && period->unit == unit;
    };
    CHECK(reads("6 weeks", 6, Unit::weeks));
    CHECK(reads("1 week", 1, Unit::weeks));
    CHECK(reads("15 days", 15, Unit::days));
    CHECK(reads("0 days", 0, Unit::days));
    CHECK(reads("12 months", 12, Unit::months));
    CHECK(reads("3 working days", 3, Unit::working_days));
    for (const auto* words : {"", "6", "weeks", "six weeks", "-1 weeks", "6 fortnights", "6  weeks",
                              "6 weeks ", " 6 weeks", "6w", "1001 days", "99999999999 days"}) {
        INFO(words);
        CHECK_FALSE(parse_period(words));
    }
}

TEST_CASE("a day of the year in words") {
    CHECK(parse_month_day("15 Feb") == date::month_day{date::February, date::day{15}});
    CHECK(parse_month_day("29 Feb"));
    for (const auto* words :
         {"", "15", "Feb 15", "30 Feb", "31 Jun", "0 Jan", "15 feb", "15 Foo"}) {
        INFO(words);
        CHECK_FALSE(parse_month_day(words));
    }
}

TEST_CASE("a limit in words") {
    const auto only = [](std::string_view words) { return parse_limit(words).limit->limbs.at(0); };
    CHECK(only("20 weeks").from == Limb::From::start);
    CHECK(only("20 weeks from start").from == Limb::From::start);
    CHECK(only("8 weeks from amendment-notice-sent").from == Limb::From::event);
    CHECK(only("12 months from last_review or plan_made").fields ==
          std::vector{FieldNo::last_review, FieldNo::plan_made});
    CHECK(only("moved").from == Limb::From::the_field);
    CHECK(only("before 15 Feb of year").from == Limb::From::before_fixed);
    CHECK(only("2 weeks before meeting").from == Limb::From::before_field);
    CHECK(parse_limit("later of (moved, 15 working days from start)").limit->choose ==
          Limit::Choose::later);
    CHECK(parse_limit("earlier of (12 weeks from start, 8 weeks from amendment-notice-sent)")
              .limit->choose == Limit::Choose::earlier);
    for (const auto* words :
         {"", "soon", "20w", "6 weeks, 8 weeks", "later of (6 weeks)", "later of (6 weeks, 8 weeks",
          "latest of (6 weeks, 8 weeks)", "6 weeks from nowhere", "before 30 Feb of year",
          "before 15 Feb of nothing", "2 weeks before lunch",
          "12 months from plan_made or lunch"}) {
        INFO(words);
        CHECK_FALSE(parse_limit(words).limit);
        CHECK_FALSE(parse_limit(words).why.empty());
    }
}
