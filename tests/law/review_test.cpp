// Annual reviews: Children and Families Act 2014 s.44(1), SEND Regulations 2014 regs 20 to 22, and
// what R (L, M and P) v Devon CC [2022] EWHC 493 (Admin) made of them together. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

const Fields maintain = {{"outcome", "maintain"}};
const Fields amend = {{"outcome", "amend"}};
const Fields cease = {{"outcome", "cease"}};
const Fields mid_january = {{"meeting", "2026-01-14"}};

Case met_on(std::string_view day) { return Case().on(day, "review-meeting-held"); }

}  // namespace

TEST_CASE("s.44(1)(a): the first review is complete within 12 months starting with the plan's day",
          "[cfa44.1a-first-review]") {
    // Made on 1 January 2019: the last day is 31 December, not the anniversary.
    both_sides(Case().on("2019-01-01", "final-plan-sent"), "cfa44.1a-first-review", "2019-12-31",
               "2020-01-01", {"review-decision-notified", maintain});
    both_sides(Case().on("2022-08-04", "final-plan-sent"), "cfa44.1a-first-review", "2023-08-03",
               "2023-08-04", {"review-decision-notified", cease});
}

TEST_CASE("s.44(1)(a): a plan made on 29 February, and one made on 1 March",
          "[cfa44.1a-first-review]") {
    // No 29 February 2025: the last day of that month, and no further day off.
    both_sides(Case().on("2024-02-29", "final-plan-sent"), "cfa44.1a-first-review", "2025-02-28",
               "2025-03-01", {"review-decision-notified", maintain});
    both_sides(Case().on("2023-03-01", "final-plan-sent"), "cfa44.1a-first-review", "2024-02-29",
               "2024-03-01", {"review-decision-notified", maintain});
}

TEST_CASE("s.44(1)(a): neither an amended plan nor a second final plan starts it afresh",
          "[cfa44.1a-first-review]") {
    const auto case_ref = Case()
                              .on("2019-01-01", "final-plan-sent")
                              .on("2019-06-01", "amended-plan-sent")
                              .on("2019-07-01", "final-plan-sent");
    CHECK(case_ref.clock("cfa44.1a-first-review", "2020-01-01").due == "2019-12-31");
    // Nor does one sent while a later review's year runs.
    const auto reviewed = case_ref.on("2019-09-01", "review-decision-notified", amend)
                              .on("2019-10-20", "final-plan-sent");
    CHECK(reviewed.count("cfa44.1a-first-review", "2020-01-01") == 1);
}

TEST_CASE("s.44(1)(a): a plan that came from elsewhere has its first review under reg 15(5)",
          "[cfa44.1a-first-review]") {
    const auto case_ref = Case()
                              .on("2026-06-08", "plan-transferred-in",
                                  {{"from_la", "330"}, {"plan_made", "2025-07-01"}})
                              .on("2026-07-01", "final-plan-sent");
    CHECK(case_ref.count("cfa44.1a-first-review", "2026-08-01") == 0);
}

TEST_CASE("s.44(1)(b): the next review is complete within 12 months starting with the last one's",
          "[cfa44.1b-later-review]") {
    both_sides(Case().on("2019-09-01", "review-decision-notified", maintain),
               "cfa44.1b-later-review", "2020-08-31", "2020-09-01",
               {"review-decision-notified", amend});
    both_sides(Case().on("2024-02-29", "review-decision-notified", maintain),
               "cfa44.1b-later-review", "2025-02-28", "2025-03-01",
               {"review-decision-notified", amend});
}

TEST_CASE("s.44(1)(b): each decision ends one year and starts the next",
          "[cfa44.1b-later-review][cfa44.1a-first-review]") {
    const auto case_ref = Case()
                              .on("2019-01-01", "final-plan-sent")
                              .on("2019-09-01", "review-decision-notified", maintain)
                              .on("2020-09-03", "review-decision-notified", maintain);
    CHECK(case_ref.clock("cfa44.1a-first-review", "2021-01-01").status == Status::met);
    const auto second = case_ref.clock("cfa44.1b-later-review", "2021-01-01", 1);
    CHECK(second.status == Status::met_late);
    CHECK(second.days_late == 3);
    CHECK(case_ref.clock("cfa44.1b-later-review", "2021-01-01", 2).due == "2021-09-02");
}

TEST_CASE("reg 20(3): two weeks' notice of the meeting is given on the 14th day before it",
          "[reg20.3-meeting-notice]") {
    const auto in_time = Case().on("2025-12-31", "review-meeting-notified", mid_january);
    const auto clock = in_time.clock("reg20.3-meeting-notice", "2026-01-01");
    CHECK(clock.due == "2025-12-31");
    CHECK(clock.status == Status::met);
    CHECK(clock.subject == "2026-01-14");

    const auto late = Case().on("2026-01-01", "review-meeting-notified", mid_january);
    CHECK(late.clock("reg20.3-meeting-notice", "2026-01-01").status == Status::met_late);
    CHECK(late.clock("reg20.3-meeting-notice", "2026-01-01").days_late == 1);
    // Nothing is owed before anybody has fixed a meeting: the first notice is judged, and only it.
    CHECK(in_time.count("reg20.3-meeting-notice", "2025-12-30") == 0);
    CHECK(in_time.on("2026-01-05", "review-meeting-notified", mid_january)
              .count("reg20.3-meeting-notice", "2026-02-01") == 1);
}

TEST_CASE("reg 20(3): two weeks before a meeting in March, in a leap year and not",
          "[reg20.3-meeting-notice]") {
    const auto due = [](std::string_view notified, std::string_view meeting) {
        return Case()
            .on(notified, "review-meeting-notified", {{"meeting", std::string{meeting}}})
            .clock("reg20.3-meeting-notice", "2026-01-01")
            .due;
    };
    CHECK(due("2024-01-10", "2024-03-14") == "2024-02-29");
    CHECK(due("2025-01-10", "2025-03-14") == "2025-02-28");
}

TEST_CASE("reg 20(4): advice for the meeting is circulated by the 14th day before it",
          "[reg20.4-circulate-advice]") {
    both_sides(Case().on("2025-12-01", "review-meeting-notified", mid_january),
               "reg20.4-circulate-advice", "2025-12-31", "2026-01-01",
               {"review-advice-circulated", mid_january});
}

TEST_CASE("reg 20(4): circulating without a recorded notice starts and ends the clock at once",
          "[reg20.4-circulate-advice]") {
    const auto status = [](std::string_view day) {
        return Case()
            .on(day, "review-advice-circulated", mid_january)
            .clock("reg20.4-circulate-advice", "2026-02-01")
            .status;
    };
    CHECK(status("2025-12-31") == Status::met);
    CHECK(status("2026-01-01") == Status::met_late);
}

TEST_CASE("reg 20(4): notice of another date, or the meeting itself, lapses it",
          "[reg20.4-circulate-advice]") {
    const auto notified = Case().on("2025-12-01", "review-meeting-notified", mid_january);
    const auto moved =
        notified.on("2025-12-20", "review-meeting-notified", {{"meeting", "2026-02-11"}});
    CHECK(moved.clock("reg20.4-circulate-advice", "2026-02-20", "2026-01-14").status ==
          Status::lapsed);
    CHECK(moved.clock("reg20.4-circulate-advice", "2026-02-20", "2026-02-11").due == "2026-01-28");
    CHECK(moved.clock("reg20.4-circulate-advice", "2026-02-20", "2026-02-11").status ==
          Status::overdue);
    // The same date notified again changes nothing.
    CHECK(notified.on("2025-12-20", "review-meeting-notified", mid_january)
              .clock("reg20.4-circulate-advice", "2025-12-31")
              .status == Status::running);
    const auto held = notified.on("2026-01-14", "review-meeting-held")
                          .clock("reg20.4-circulate-advice", "2026-02-20");
    CHECK(held.status == Status::lapsed);
    CHECK(held.days_late == 14);
}

TEST_CASE("reg 20(9): the report goes out within 2 weeks of the meeting", "[reg20.9-report]") {
    both_sides(met_on("2026-01-14"), "reg20.9-report", "2026-01-28", "2026-01-29",
               {"review-report-sent"});
    both_sides(met_on("2024-02-15"), "reg20.9-report", "2024-02-29", "2024-03-01",
               {"review-report-sent"});
}

TEST_CASE("reg 20(9): each meeting has its own clock, and one report ends those still open",
          "[reg20.9-report]") {
    const auto case_ref = met_on("2026-01-14")
                              .on("2026-01-20", "review-meeting-held")
                              .on("2026-01-30", "review-report-sent");
    CHECK(case_ref.clock("reg20.9-report", "2026-06-01", "2026-01-14").status == Status::met_late);
    CHECK(case_ref.clock("reg20.9-report", "2026-06-01", "2026-01-20").status == Status::met);
}

TEST_CASE("reg 20(9): the decision lapses a report that never came", "[reg20.9-report]") {
    const auto clock = met_on("2026-01-14")
                           .on("2026-02-04", "review-decision-notified", maintain)
                           .clock("reg20.9-report", "2026-06-01");
    CHECK(clock.status == Status::lapsed);
    CHECK(clock.days_late == 7);
}

TEST_CASE("reg 20(10): the decision is notified within 4 weeks of the meeting",
          "[reg20.10-decision]") {
    both_sides(met_on("2026-01-14"), "reg20.10-decision", "2026-02-11", "2026-02-12",
               {"review-decision-notified", maintain});
    both_sides(met_on("2024-02-01"), "reg20.10-decision", "2024-02-29", "2024-03-01",
               {"review-decision-notified", amend});
}

TEST_CASE("reg 20(10): from the meeting, not from the report", "[reg20.10-decision]") {
    both_sides(met_on("2026-01-14").on("2026-01-28", "review-report-sent"), "reg20.10-decision",
               "2026-02-11", "2026-02-12", {"review-decision-notified", cease});
}

TEST_CASE("reg 20(10): an old review left undecided is met late by the next decision",
          "[reg20.10-decision]") {
    const auto case_ref = met_on("2025-01-14")
                              .on("2026-01-14", "review-meeting-held")
                              .on("2026-02-11", "review-decision-notified", maintain);
    const auto old = case_ref.clock("reg20.10-decision", "2026-06-01", "2025-01-14");
    CHECK(old.due == "2025-02-11");
    CHECK(old.status == Status::met_late);
    CHECK(old.days_late == 365);
    CHECK(case_ref.clock("reg20.10-decision", "2026-06-01", "2026-01-14").status == Status::met);
}

TEST_CASE("reg 20(10): a decision of the day of the meeting counts whatever was written first",
          "[reg20.10-decision]") {
    const auto case_ref = Case()
                              .on("2026-01-14", "review-decision-notified", maintain)
                              .on("2026-01-14", "review-meeting-held");
    CHECK(case_ref.clock("reg20.10-decision", "2026-06-01").status == Status::met);
}

TEST_CASE("Devon: proposed amendments go out within 4 weeks of the meeting",
          "[devon-4w-amendments]") {
    both_sides(met_on("2026-01-14"), "devon-4w-amendments", "2026-02-11", "2026-02-12",
               {"amendment-notice-sent"});
    both_sides(met_on("2026-01-14").on("2026-01-30", "review-decision-notified", amend),
               "devon-4w-amendments", "2026-02-11", "2026-02-12", {"amendment-notice-sent"});
}

TEST_CASE("Devon: a decision to keep or cease the plan lapses both limits",
          "[devon-4w-amendments][devon-12w-final]") {
    for (const auto& outcome : {maintain, cease}) {
        const auto case_ref =
            met_on("2026-01-14").on("2026-02-04", "review-decision-notified", outcome);
        CHECK(case_ref.clock("devon-4w-amendments", "2026-06-01").status == Status::lapsed);
        CHECK(case_ref.clock("devon-12w-final", "2026-06-01").status == Status::lapsed);
        CHECK(case_ref.clock("devon-12w-final", "2026-06-01").days_late == 0);
    }
}

TEST_CASE("Devon: while the decision is outstanding only the decision is listed",
          "[devon-4w-amendments][devon-12w-final][reg20.10-decision]") {
    const auto undecided = met_on("2026-01-14");
    CHECK(undecided.clock("reg20.10-decision", "2026-06-01").listed);
    CHECK_FALSE(undecided.clock("devon-4w-amendments", "2026-06-01").listed);
    CHECK_FALSE(undecided.clock("devon-12w-final", "2026-06-01").listed);
    CHECK(undecided.clock("devon-12w-final", "2026-06-01").status == Status::overdue);
    const auto decided = undecided.on("2026-02-11", "review-decision-notified", amend);
    CHECK(decided.clock("devon-4w-amendments", "2026-06-01").listed);
    CHECK(decided.clock("devon-12w-final", "2026-06-01").listed);
}

TEST_CASE("Devon: the final amended plan is sent within 12 weeks of the meeting",
          "[devon-12w-final]") {
    both_sides(met_on("2026-01-14"), "devon-12w-final", "2026-04-08", "2026-04-09",
               {"amended-plan-sent"});
    both_sides(met_on("2026-01-14"), "devon-12w-final", "2026-04-08", "2026-04-09",
               {"final-plan-sent"});
}

TEST_CASE("Devon: an early notice makes it 8 weeks from the notice", "[devon-12w-final]") {
    both_sides(met_on("2026-01-14").on("2026-02-04", "amendment-notice-sent"), "devon-12w-final",
               "2026-04-01", "2026-04-02", {"amended-plan-sent"});
    // On the last day of the 4 weeks both counts end together.
    both_sides(met_on("2026-01-14").on("2026-02-11", "amendment-notice-sent"), "devon-12w-final",
               "2026-04-08", "2026-04-09", {"amended-plan-sent"});
}

TEST_CASE("Devon: a late notice does not move the 12 weeks", "[devon-12w-final]") {
    both_sides(met_on("2026-01-14").on("2026-02-25", "amendment-notice-sent"), "devon-12w-final",
               "2026-04-08", "2026-04-09", {"amended-plan-sent"});
}

TEST_CASE("Devon: the first notice of the day of the meeting or after it counts, none from before",
          "[devon-12w-final]") {
    CHECK(Case()
              .on("2026-01-07", "amendment-notice-sent")
              .on("2026-01-14", "review-meeting-held")
              .on("2026-02-04", "amendment-notice-sent")
              .on("2026-02-06", "amendment-notice-sent")
              .clock("devon-12w-final", "2026-03-01")
              .due == "2026-04-01");
    CHECK(Case()
              .on("2026-01-14", "amendment-notice-sent")
              .on("2026-01-14", "review-meeting-held")
              .clock("devon-12w-final", "2026-03-01")
              .due == "2026-03-11");
}

TEST_CASE("reg 22(3): the amended plan is sent within 8 weeks of the notice",
          "[reg22.3-final-amended]") {
    const auto noticed = Case().on("2025-03-12", "amendment-notice-sent");
    both_sides(noticed, "reg22.3-final-amended", "2025-05-07", "2025-05-08", {"amended-plan-sent"});
    both_sides(noticed, "reg22.3-final-amended", "2025-05-07", "2025-05-08", {"final-plan-sent"});
}

TEST_CASE("reg 22(4): a decision not to amend after all is due by the same day",
          "[reg22.3-final-amended]") {
    both_sides(Case().on("2025-03-12", "amendment-notice-sent"), "reg22.3-final-amended",
               "2025-05-07", "2025-05-08", {"no-amendment-notified"});
}

TEST_CASE("reg 22(3): the 8 weeks run from sending, not from service, and a second notice is idle",
          "[reg22.3-final-amended]") {
    const auto case_ref = Case()
                              .on("2025-03-12", "amendment-notice-sent", {{"served", "2025-03-17"}})
                              .on("2025-04-02", "amendment-notice-sent");
    CHECK(case_ref.clock("reg22.3-final-amended", "2025-05-01").due == "2025-05-07");
}
