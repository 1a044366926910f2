// The bank holidays of England, and what becomes of a date that would need one nobody has
// published.
#include <map>

#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

std::optional<bool> works(std::string_view text) {
    return england().calendar().is_working(longstop::events::parse_day(text).value());
}

}  // namespace

TEST_CASE("working days: Monday to Friday, no Christmas Day, no bank holiday") {
    CHECK(works("2026-04-02") == true);
    CHECK(works("2026-04-03") == false);  // Good Friday
    CHECK(works("2026-04-04") == false);  // Saturday
    CHECK(works("2026-04-06") == false);  // Easter Monday
    CHECK(works("2026-04-07") == true);
    CHECK(works("2021-12-25") == false);  // Christmas Day on a Saturday
    CHECK(works("2021-12-27") == false);  // and its substitute
    CHECK(works("2021-12-28") == false);
    CHECK(works("2021-12-29") == true);
}

TEST_CASE("holidays that were moved or added stand as they came to be") {
    CHECK(works("2020-05-04") == true);  // moved to the Friday for VE Day
    CHECK(works("2020-05-08") == false);
    CHECK(works("2022-05-30") == true);  // moved to the Thursday for the Jubilee
    CHECK(works("2022-06-02") == false);
    CHECK(works("2022-06-03") == false);
    CHECK(works("2022-09-19") == false);  // the Queen's funeral
    CHECK(works("2023-05-08") == false);  // the Coronation
}

TEST_CASE("every year of the calendar has its eight holidays, 2022 two more and 2023 one") {
    std::map<int, int> by_year;
    for (const auto& holiday : england().calendar().holidays()) {
        ++by_year[static_cast<int>(date::year_month_day{holiday.day}.year())];
    }
    CHECK(by_year.size() == 15);
    for (const auto& [year, holidays] : by_year) {
        INFO(year);
        CHECK(holidays == (year == 2022 ? 10 : year == 2023 ? 9 : 8));
    }
}

TEST_CASE("the calendar as it was known on a day: four changes, each with its day") {
    const auto& calendar = england().calendar();
    const auto day = [](std::string_view text) {
        return longstop::events::parse_day(text).value();
    };
    const auto known = [&](std::string_view on, std::string_view asked) {
        return calendar.as_known_on(day(on)).is_working(day(asked));
    };
    struct Change {
        std::string_view published, eve, gained, lost;
    };
    // docs/law/calendar.md: what was published when, and the holiday that gave way.
    for (const auto& change : {Change{"2019-06-10", "2019-06-09", "2020-05-08", "2020-05-04"},
                               Change{"2020-11-12", "2020-11-11", "2022-06-02", "2022-05-30"},
                               Change{"2020-11-12", "2020-11-11", "2022-06-03", ""},
                               Change{"2022-09-10", "2022-09-09", "2022-09-19", ""},
                               Change{"2022-11-10", "2022-11-09", "2023-05-08", ""}}) {
        INFO(change.gained);
        CHECK(known(change.eve, change.gained) == true);
        CHECK(known(change.published, change.gained) == false);
        if (change.lost.empty()) continue;
        CHECK(known(change.eve, change.lost) == false);
        CHECK(known(change.published, change.lost) == true);
    }
    CHECK(calendar.publications() ==
          std::vector{day("2019-06-10"), day("2020-11-12"), day("2022-09-10"), day("2022-11-10")});
}

TEST_CASE("the days a count passes over have names") {
    const auto& calendar = england().calendar();
    const auto day = [](std::string_view text) {
        return longstop::events::parse_day(text).value();
    };
    const auto names = [&](std::string_view from, std::string_view to, bool tribunal) {
        std::string all;
        for (const auto& one : calendar.skipped(day(from), day(to), tribunal)) {
            all += longstop::events::to_text(one.day).substr(5) + " " + one.name + "; ";
        }
        return all;
    };
    CHECK(names("2026-04-02", "2026-04-08", false) ==
          "04-03 Good Friday; 04-04 Saturday; 04-05 Sunday; 04-06 Easter Monday; ");
    CHECK(names("2026-07-31", "2026-08-01", true) == "08-01 August; ");
    CHECK(names("2021-12-24", "2021-12-28", false) ==
          "12-25 Saturday; 12-26 Sunday; 12-27 Christmas Day (substitute day); "
          "12-28 Boxing Day (substitute day); ");
}

TEST_CASE("a day passed over is a weekend's, a holiday or the Tribunal's") {
    using What = longstop::law::Skipped::What;
    const auto what = [](std::string_view text) {
        const auto day = longstop::events::parse_day(text).value();
        return england().calendar().skipped(day, day, true).at(0).what;
    };
    CHECK(what("2026-04-04") == What::weekend);
    CHECK(what("2026-04-06") == What::holiday);
    CHECK(what("2026-08-01") == What::vacation);  // a Saturday in August
}

TEST_CASE("outside 2014 to 2028 nobody can say whether a day is a working day") {
    CHECK(works("2013-12-31") == std::nullopt);
    CHECK(works("2014-01-01") == false);
    CHECK(works("2014-01-02") == true);
    CHECK(works("2028-12-29") == true);
    CHECK(works("2028-12-31") == false);
    CHECK(works("2029-01-01") == std::nullopt);
    CHECK(works("2029-01-06") == std::nullopt);
}

TEST_CASE("a limit in working days beyond the calendar is unknown, not guessed",
          "[reg34.1-certificate-no-mediation]") {
    const auto declined = [](std::string_view day) { return Case().on(day, "mediation-declined"); };
    constexpr std::string_view duty = "reg34.1-certificate-no-mediation";
    // Tuesday 26 December 2028 is a holiday: 27, 28 and 29 are the three days.
    CHECK(declined("2028-12-26").clock(duty, "2028-12-30").due == "2028-12-29");
    CHECK(declined("2028-12-26").clock(duty, "2028-12-30").status == Status::overdue);
    const auto beyond = declined("2028-12-27").clock(duty, "2029-02-01");
    CHECK(beyond.status == Status::unknown);
    CHECK(beyond.due.empty());
    CHECK(beyond.days_late == 0);
    const auto ended = declined("2028-12-27")
                           .on("2028-12-28", "mediation-certificate-issued")
                           .clock(duty, "2029-02-01");
    CHECK(ended.status == Status::unknown);
    CHECK(ended.ended_on == "2028-12-28");
    const auto later = declined("2030-06-03").clock(duty, "2030-07-01");
    CHECK(later.status == Status::unknown);
}

TEST_CASE("time for an appeal beyond the calendar is unknown where rule 12 asks for a working day",
          "[rule20.1.c-appeal]") {
    const auto due = [](std::string_view refused) {
        return Case()
            .on(refused, "no-plan-decision-notified")
            .clock("rule20.1.c-appeal", "2029-12-31")
            .due;
    };
    CHECK(due("2028-10-20") == "2028-12-20");
    CHECK(due("2028-10-24") == "2028-12-27");  // Sunday 24 December: one step to Wednesday
    CHECK(due("2028-10-25").empty());          // Christmas Day: to a January not yet published
    CHECK(due("2028-12-01").empty());
}

TEST_CASE("rule 21: thirty working days that reach beyond the calendar are unknown",
          "[rule21-la-response][reg15.2-transfer]") {
    const auto due = [](std::string_view received) {
        return Case().on(received, "appeal-received").clock("rule21-la-response", "2028-12-31").due;
    };
    CHECK(due("2028-11-10") == "2028-12-22");
    CHECK(due("2028-11-13").empty());
    CHECK(Case()
              .on("2028-12-20", "move-known", {{"moved", "2028-12-01"}})
              .clock("reg15.2-transfer", "2028-12-21")
              .status == Status::unknown);
}

TEST_CASE("limits in weeks and months know no end of the calendar",
          "[reg13.2-final-plan][cfa44.1a-first-review]") {
    // 1 December 2028 + 140: 30 days of December, 31, 28, 31, 20 of April.
    both_sides(Case().on("2028-12-01", "request-received"), "reg13.2-final-plan", "2029-04-20",
               "2029-04-21", {"final-plan-sent"});
    CHECK(Case()
              .on("2028-02-29", "final-plan-sent")
              .clock("cfa44.1a-first-review", "2028-03-01")
              .due == "2029-02-28");
}
