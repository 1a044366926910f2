// The stages of an alert: due soon, due tomorrow, overdue, overdue by each further four weeks.
#include "projections/alerts.hpp"

#include <catch2/catch.hpp>

#include "tests/support/answers.hpp"

namespace {

using namespace longstop;
using projections::Stage;

// A clock of the 20 weeks due on 2025-06-02, asked about on `day`.
Stage stage_on(const char* day, const projections::AlertFilter& filter = {},
               const char* duty = "reg13.2-final-plan") {
    const auto& law = tests::law_of_england();
    law::Clock clock;
    clock.row = *law.written.row_of(duty);
    clock.due = events::number_of(*events::parse_day("2025-06-02"));
    const auto as_of = *events::parse_day(day);
    clock.status =
        events::number_of(as_of) <= clock.due ? law::Status::running : law::Status::overdue;
    return projections::stage_of(clock, law, as_of, filter);
}

}  // namespace

TEST_CASE("alerts: due soon begins as many days before as are asked for") {
    CHECK(stage_on("2025-05-18") == projections::no_stage);
    CHECK(stage_on("2025-05-19") == projections::due_soon);
    projections::AlertFilter week;
    week.within = 7;
    CHECK(stage_on("2025-05-25", week) == projections::no_stage);
    CHECK(stage_on("2025-05-26", week) == projections::due_soon);
}

TEST_CASE("alerts: due tomorrow covers the day before and the last day itself") {
    CHECK(stage_on("2025-05-31") == projections::due_soon);
    CHECK(stage_on("2025-06-01") == projections::due_tomorrow);
    CHECK(stage_on("2025-06-02") == projections::due_tomorrow);
}

TEST_CASE("alerts: overdue rises by a stage every four weeks") {
    CHECK(stage_on("2025-06-03") == projections::overdue);
    CHECK(stage_on("2025-06-29") == projections::overdue);
    CHECK(stage_on("2025-06-30") == projections::overdue + 1);
    CHECK(stage_on("2025-07-27") == projections::overdue + 1);
    CHECK(stage_on("2025-07-28") == projections::overdue + 2);
}

TEST_CASE("alerts: guidance, rights and windows are silent unless asked for") {
    CHECK(stage_on("2025-06-10", {}, "guid-draft-by-16w") == projections::no_stage);
    projections::AlertFilter asked;
    asked.guidance = asked.rights = true;
    CHECK(stage_on("2025-06-10", asked, "guid-draft-by-16w") == projections::overdue);
    CHECK(stage_on("2025-06-01", {}, "reg33-contact-adviser") == projections::no_stage);
    CHECK(stage_on("2025-06-01", asked, "reg33-contact-adviser") == projections::due_tomorrow);
    CHECK(stage_on("2025-06-01", asked, "reg13.1-representations") == projections::no_stage);
}

TEST_CASE("alerts: a stage's text reads back as the stage") {
    for (Stage stage = projections::due_soon; stage < 200; ++stage) {
        CHECK(projections::parse_stage(projections::stage_text(stage)) == stage);
    }
    CHECK(projections::stage_text(projections::overdue + 2) == "overdue-8-weeks");
    for (const auto* text : {"", "none", "overdue-", "overdue-3-weeks", "overdue-0-weeks",
                             "overdue-4-week", "overdue-99999999999-weeks"}) {
        CHECK_FALSE(projections::parse_stage(text));
    }
}
