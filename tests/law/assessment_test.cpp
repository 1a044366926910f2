// SEND Regulations 2014, regs 4 to 10: from a request to the decision whether a plan is needed.
// "Within N weeks of receiving": the day of receipt is not counted, so N weeks are 7N days on. Days
// counted by hand: Monday 2025-01-13 is followed by 2025-02-24 (6 weeks) and 2025-05-05 (16).
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

TEST_CASE("reg 5(1): the answer whether to assess is due within 6 weeks of the request",
          "[reg5.1-decide-whether-to-assess]") {
    const auto requested = Case().on("2025-01-13", "request-received", {{"by", "parent"}});
    both_sides(requested, "reg5.1-decide-whether-to-assess", "2025-02-24", "2025-02-25",
               {"assess-decision-notified", {{"outcome", "yes"}}});
    both_sides(requested, "reg5.1-decide-whether-to-assess", "2025-02-24", "2025-02-25",
               {"assess-decision-notified", {{"outcome", "no"}}});
}

TEST_CASE("reg 5(1): without a request the 6 weeks run from becoming responsible",
          "[reg5.1-decide-whether-to-assess]") {
    both_sides(Case().on("2025-01-13", "became-responsible"), "reg5.1-decide-whether-to-assess",
               "2025-02-24", "2025-02-25", {"assess-decision-notified", {{"outcome", "yes"}}});
}

TEST_CASE("reg 5(1): 6 weeks over a leap day", "[reg5.1-decide-whether-to-assess]") {
    // 18 January 2024 + 42 days: 13 days left of January, 29 of February.
    both_sides(Case().on("2024-01-18", "request-received"), "reg5.1-decide-whether-to-assess",
               "2024-02-29", "2024-03-01", {"assess-decision-notified", {{"outcome", "yes"}}});
}

TEST_CASE("reg 5(1): a later step without a recorded answer lapses the clock, late or not",
          "[reg5.1-decide-whether-to-assess]") {
    const auto requested = Case().on("2025-01-13", "request-received");
    const auto in_time = requested.on("2025-02-20", "final-plan-sent")
                             .clock("reg5.1-decide-whether-to-assess", "2025-12-01");
    CHECK(in_time.status == Status::lapsed);
    CHECK(in_time.days_late == 0);
    const auto late = requested.on("2025-03-01", "no-plan-decision-notified")
                          .clock("reg5.1-decide-whether-to-assess", "2025-12-01");
    CHECK(late.status == Status::lapsed);
    CHECK(late.ended_by == "no-plan-decision-notified");
    CHECK(late.days_late == 5);  // 25 to 28 February, 1 March
}

TEST_CASE("reg 5(1): a concession after the response supersedes nothing",
          "[reg5.1-decide-whether-to-assess]") {
    const auto appealed =
        Case().on("2025-01-13", "request-received").on("2025-01-20", "appeal-received");
    const Fields assess = {{"kind", "assess"}};
    CHECK(appealed.on("2025-02-01", "appeal-not-opposed", assess)
              .clock("reg5.1-decide-whether-to-assess", "2025-02-02")
              .status == Status::lapsed);
    CHECK(appealed.on("2025-01-30", "appeal-response-sent")
              .on("2025-02-01", "appeal-not-opposed", assess)
              .clock("reg5.1-decide-whether-to-assess", "2025-02-02")
              .status == Status::running);
}

TEST_CASE("reg 8(1): a body answers within 6 weeks of receiving the request for advice",
          "[reg8.1-advice]") {
    const Fields health = {{"body", "health"}};
    both_sides(Case().on("2025-01-13", "advice-requested", health), "reg8.1-advice", "2025-02-24",
               "2025-02-25", {"advice-received", health});
}

TEST_CASE("reg 8(1): the 6 weeks run from the day the body received the request",
          "[reg8.1-advice]") {
    // Asked on Friday the 10th, received on Monday the 13th.
    const auto asked = Case().on("2025-01-10", "advice-requested",
                                 {{"body", "health"}, {"received", "2025-01-13"}});
    both_sides(asked, "reg8.1-advice", "2025-02-24", "2025-02-25",
               {"advice-received", {{"body", "health"}}});
    CHECK(asked.clock("reg8.1-advice", "2025-01-13").started_on == "2025-01-13");
    CHECK(asked.count("reg8.1-advice", "2025-01-12") == 0);
}

TEST_CASE("reg 8(1): each body has its own clock", "[reg8.1-advice]") {
    const auto case_ref = Case()
                              .on("2025-01-13", "advice-requested", {{"body", "health"}})
                              .on("2025-01-20", "advice-requested", {{"body", "social-care"}})
                              .on("2025-02-10", "advice-received", {{"body", "social-care"}});
    CHECK(case_ref.clock("reg8.1-advice", "2025-03-01", "health").status == Status::overdue);
    CHECK(case_ref.clock("reg8.1-advice", "2025-03-01", "health").days_late == 5);
    const auto other = case_ref.clock("reg8.1-advice", "2025-03-01", "social-care");
    CHECK(other.status == Status::met);
    CHECK(other.due == "2025-03-03");
}

TEST_CASE("reg 8(1): advice that came on the day it was asked counts, whatever was written first",
          "[reg8.1-advice]") {
    const auto case_ref = Case()
                              .on("2025-01-13", "advice-received", {{"body", "school"}})
                              .on("2025-01-13", "advice-requested", {{"body", "school"}});
    const auto clock = case_ref.clock("reg8.1-advice", "2025-06-01");
    CHECK(clock.status == Status::met);
    CHECK(clock.ended_by == "advice-received");
    CHECK(clock.ended_on == "2025-01-13");
}

TEST_CASE("reg 10(1): a decision against a plan is notified within 16 weeks of the request",
          "[reg10.1-no-plan]") {
    both_sides(Case().on("2025-01-13", "request-received"), "reg10.1-no-plan", "2025-05-05",
               "2025-05-06", {"no-plan-decision-notified"});
    both_sides(Case().on("2025-01-13", "became-responsible"), "reg10.1-no-plan", "2025-05-05",
               "2025-05-06", {"no-plan-decision-notified"});
}

TEST_CASE("reg 10(1): the 16 weeks run from the request, not from the agreement to assess",
          "[reg10.1-no-plan]") {
    const auto assessed = Case()
                              .on("2025-01-13", "request-received")
                              .on("2025-02-24", "assess-decision-notified", {{"outcome", "yes"}});
    both_sides(assessed, "reg10.1-no-plan", "2025-05-05", "2025-05-06",
               {"no-plan-decision-notified"});
}

TEST_CASE("reg 10(1): a draft lets the clock rest, and a later refusal wakes it",
          "[reg10.1-no-plan]") {
    const auto drafted =
        Case().on("2025-01-13", "request-received").on("2025-04-28", "draft-plan-sent");
    const auto resting = drafted.clock("reg10.1-no-plan", "2025-06-01");
    CHECK(resting.status == Status::lapsed);
    CHECK(resting.ended_by == "draft-plan-sent");
    CHECK(resting.days_late == 0);
    const auto refused = drafted.on("2025-05-12", "no-plan-decision-notified")
                             .clock("reg10.1-no-plan", "2025-06-01");
    CHECK(refused.status == Status::met_late);
    CHECK(refused.days_late == 7);
    CHECK(refused.due == "2025-05-05");
}

TEST_CASE("reg 10(1): a recorded decision that a plan is needed lets the clock rest",
          "[reg10.1-no-plan]") {
    const auto requested = Case().on("2025-01-13", "request-received");
    CHECK(requested.on("2025-05-05", "issue-decision-made")
              .clock("reg10.1-no-plan", "2025-06-01")
              .days_late == 0);
    const auto late =
        requested.on("2025-05-07", "issue-decision-made").clock("reg10.1-no-plan", "2025-06-01");
    CHECK(late.status == Status::lapsed);
    CHECK(late.days_late == 2);
}

TEST_CASE(
    "regs 5(1), 10(1): an act of the day of the request ends it, whichever was recorded first",
    "[reg5.1-decide-whether-to-assess][reg10.1-no-plan][guid-draft-by-16w]") {
    const auto requested_after = [](std::string_view act, const Fields& fields = {}) {
        return Case().on("2025-01-13", act, fields).on("2025-01-13", "request-received");
    };
    CHECK(requested_after("assess-decision-notified", {{"outcome", "yes"}})
              .clock("reg5.1-decide-whether-to-assess", "2025-01-14")
              .status == Status::met);
    CHECK(requested_after("no-plan-decision-notified")
              .clock("reg10.1-no-plan", "2025-01-14")
              .status == Status::met);
    CHECK(requested_after("draft-plan-sent").clock("guid-draft-by-16w", "2025-01-14").status ==
          Status::met);
}
