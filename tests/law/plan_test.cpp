// The first plan: reg 13(2) (20 weeks), reg 13(1) is in representations_test.cpp; the Code's
// timeline (draft by week 16, answers of settings in 15 days). Monday 2025-01-13 + 16 weeks is
// 2025-05-05, + 20 weeks 2025-06-02. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

TEST_CASE("reg 13(2): a plan sent on the last day of the 20th week is in time",
          "[reg13.2-final-plan]") {
    both_sides(Case().on("2025-01-13", "request-received", {{"by", "parent"}}),
               "reg13.2-final-plan", "2025-06-02", "2025-06-03", {"final-plan-sent"});
}

TEST_CASE("reg 13(2): the 20 weeks run from becoming responsible too", "[reg13.2-final-plan]") {
    both_sides(Case().on("2025-01-13", "became-responsible"), "reg13.2-final-plan", "2025-06-02",
               "2025-06-03", {"final-plan-sent"});
}

TEST_CASE("reg 13(2): 20 weeks over a leap day are 140 days all the same", "[reg13.2-final-plan]") {
    // 2024-01-15 + 140: 16 days of January, 29, 31, 30, 31, then 3 of June.
    both_sides(Case().on("2024-01-15", "request-received"), "reg13.2-final-plan", "2024-06-03",
               "2024-06-04", {"final-plan-sent"});
    // A year earlier: 16, 28, 31, 30, 31, then 4 of June.
    both_sides(Case().on("2023-01-15", "request-received"), "reg13.2-final-plan", "2023-06-04",
               "2023-06-05", {"final-plan-sent"});
}

TEST_CASE("reg 13(2): a limit that ends on a Sunday or a bank holiday does not move",
          "[reg13.2-final-plan]") {
    // Sunday 2025-01-12: Sunday 2025-06-01.
    both_sides(Case().on("2025-01-12", "request-received"), "reg13.2-final-plan", "2025-06-01",
               "2025-06-02", {"final-plan-sent"});
    // 2025-08-08 + 140 is Boxing Day.
    both_sides(Case().on("2025-08-08", "request-received"), "reg13.2-final-plan", "2025-12-26",
               "2025-12-27", {"final-plan-sent"});
}

TEST_CASE("reg 13(2): what ends the duty late does not end the breach", "[reg13.2-final-plan]") {
    const auto case_ref =
        Case().on("2025-01-13", "request-received").on("2025-06-09", "final-plan-sent");
    const auto clock = case_ref.clock("reg13.2-final-plan", "2026-11-22");
    CHECK(clock.status == Status::met_late);
    CHECK(clock.days_late == 7);
    CHECK(clock.started_by == "request-received");
    CHECK(clock.started_on == "2025-01-13");
}

TEST_CASE("reg 13(2): a refusal lets the 20 weeks rest, a change of mind wakes them",
          "[reg13.2-final-plan]") {
    const auto refused = Case()
                             .on("2025-01-13", "request-received")
                             .on("2025-02-24", "assess-decision-notified", {{"outcome", "no"}});
    CHECK(refused.clock("reg13.2-final-plan", "2025-12-01").status == Status::lapsed);
    CHECK(refused.clock("reg13.2-final-plan", "2025-12-01").days_late == 0);

    const auto changed = refused.on("2025-04-01", "assess-decision-notified", {{"outcome", "yes"}});
    const auto woken = changed.clock("reg13.2-final-plan", "2025-06-03");
    CHECK(woken.status == Status::overdue);
    CHECK(woken.days_late == 1);
    CHECK(woken.started_on == "2025-01-13");
    CHECK(woken.due == "2025-06-02");

    CHECK(refused.on("2025-06-05", "final-plan-sent")
              .clock("reg13.2-final-plan", "2025-12-01")
              .days_late == 3);
    CHECK(refused.on("2025-05-30", "draft-plan-sent")
              .clock("reg13.2-final-plan", "2025-06-03")
              .status == Status::overdue);
}

TEST_CASE("reg 13(2): an order, an agreement or a concession in time makes the rest final",
          "[reg13.2-final-plan]") {
    const Fields no = {{"outcome", "no"}};
    const Fields yes = {{"outcome", "yes"}};
    const Fields assess = {{"kind", "assess"}};
    const auto refused = Case()
                             .on("2025-01-13", "request-received")
                             .on("2025-02-24", "assess-decision-notified", no)
                             .on("2025-03-10", "appeal-received");
    for (const auto* superseding :
         {"tribunal-order", "mediation-agreement", "appeal-not-opposed"}) {
        INFO(superseding);
        const auto clock = refused.on("2025-03-20", superseding, assess)
                               .on("2025-04-01", "assess-decision-notified", yes)
                               .clock("reg13.2-final-plan", "2025-12-01");
        CHECK(clock.status == Status::lapsed);
        CHECK(clock.ended_by == "assess-decision-notified");  // what made it rest
        CHECK(clock.ended_on == "2025-02-24");
        CHECK(clock.days_late == 0);
    }
    // Conceded after the response: the law never stopped the 20 weeks.
    const auto late = refused.on("2025-03-15", "appeal-response-sent")
                          .on("2025-03-20", "appeal-not-opposed", assess)
                          .clock("reg13.2-final-plan", "2025-06-03");
    CHECK(late.status == Status::overdue);
    CHECK(late.days_late == 1);
}

TEST_CASE("reg 13(2): a new request after a refusal has its own clock", "[reg13.2-final-plan]") {
    const auto case_ref = Case()
                              .on("2025-01-13", "request-received")
                              .on("2025-02-24", "assess-decision-notified", {{"outcome", "no"}})
                              .on("2025-04-07", "request-received")
                              .on("2025-05-12", "assess-decision-notified", {{"outcome", "yes"}});
    const auto first = case_ref.clock("reg13.2-final-plan", "2025-08-26", 1);
    CHECK(first.status == Status::lapsed);
    CHECK(first.ended_on == "2025-02-24");
    const auto second = case_ref.clock("reg13.2-final-plan", "2025-08-26", 2);
    CHECK(second.due == "2025-08-25");  // the summer bank holiday: not moved
    CHECK(second.status == Status::overdue);
}

TEST_CASE("reg 13(2): a second request while the first runs starts nothing",
          "[reg13.2-final-plan][reg5.1-decide-whether-to-assess][reg10.1-no-plan]") {
    const auto case_ref = Case()
                              .on("2025-01-13", "request-received")
                              .on("2025-02-10", "assess-decision-notified", {{"outcome", "yes"}})
                              .on("2025-02-20", "request-received");
    for (const auto* duty :
         {"reg13.2-final-plan", "reg5.1-decide-whether-to-assess", "reg10.1-no-plan"}) {
        CHECK(case_ref.count(duty, "2025-03-01") == 1);
    }
}

TEST_CASE("Code 9.44: a draft by week 16 leaves room for the rest", "[guid-draft-by-16w]") {
    both_sides(Case().on("2025-01-13", "request-received"), "guid-draft-by-16w", "2025-05-05",
               "2025-05-06", {"draft-plan-sent"});
}

TEST_CASE("Code 9.44: a refusal lets the draft rest, a draft after all is judged by week 16",
          "[guid-draft-by-16w]") {
    const auto refused =
        Case().on("2025-01-13", "request-received").on("2025-04-01", "no-plan-decision-notified");
    CHECK(refused.clock("guid-draft-by-16w", "2025-07-01").status == Status::lapsed);
    const auto drafted =
        refused.on("2025-05-08", "draft-plan-sent").clock("guid-draft-by-16w", "2025-07-01");
    CHECK(drafted.status == Status::met_late);
    CHECK(drafted.days_late == 3);
}

TEST_CASE("Code 9.83: a setting answers a consultation within 15 days",
          "[guid9.83-setting-response]") {
    // Calendar days: 13 January + 15 = 28 January; 20 December + 15 = 4 January.
    const Fields oak = {{"setting", "Oak School"}};
    both_sides(Case().on("2025-01-13", "setting-consulted", oak), "guid9.83-setting-response",
               "2025-01-28", "2025-01-29", {"setting-replied", oak});
    both_sides(Case().on("2024-12-20", "setting-consulted", oak), "guid9.83-setting-response",
               "2025-01-04", "2025-01-05", {"setting-replied", oak});
}

TEST_CASE("Code 9.83: each setting has its own clock; a final plan lapses those left",
          "[guid9.83-setting-response]") {
    const auto case_ref = Case()
                              .on("2025-01-13", "setting-consulted", {{"setting", "Oak School"}})
                              .on("2025-01-13", "setting-consulted", {{"setting", "Elm School"}})
                              .on("2025-01-20", "setting-replied", {{"setting", "Elm School"}})
                              .on("2025-02-01", "final-plan-sent");
    CHECK(case_ref.clock("guid9.83-setting-response", "2025-03-01", "Elm School").status ==
          Status::met);
    const auto oak = case_ref.clock("guid9.83-setting-response", "2025-03-01", "Oak School");
    CHECK(oak.status == Status::lapsed);
    CHECK(oak.days_late == 4);
}
