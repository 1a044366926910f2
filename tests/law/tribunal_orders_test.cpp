// After an order of the First-tier Tribunal: SEND Regulations 2014, reg 44. Counted from the day of
// the order; a date the order fixes binds the last step. Monday 2026-04-20: 2 weeks 4 May (a bank
// holiday: not moved), 5 weeks 25 May (another), 10 weeks 29 June, 11 weeks 6 July, 14 weeks 27
// July.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

Case ordered(std::string kind, std::string by = {}) {
    return Case().on("2026-04-20", "tribunal-order", {{"kind", kind}, {"by", by}});
}

}  // namespace

TEST_CASE("reg 44(2)(a): a plan the Tribunal lets go ends on the day of the order",
          "[reg44.2a-dismissed-cease]") {
    both_sides(ordered("dismiss-cease"), "reg44.2a-dismissed-cease", "2026-04-20", "2026-04-21",
               {"plan-ceased"});
    both_sides(ordered("dismiss-cease", "2026-07-31"), "reg44.2a-dismissed-cease", "2026-07-31",
               "2026-08-01", {"plan-ceased"});
}

TEST_CASE("reg 44(2)(b): ordered to assess: notify within 2 weeks", "[reg44.2b-notify]") {
    both_sides(ordered("assess"), "reg44.2b-notify", "2026-05-04", "2026-05-05",
               {"order-assessment-notified"});
    both_sides(ordered("assess"), "reg44.2b-notify", "2026-05-04", "2026-05-05",
               {"assess-decision-notified", {{"outcome", "yes"}}});
    both_sides(ordered("assess"), "reg44.2b-notify", "2026-05-04", "2026-05-05",
               {"reassessment-decision-notified", {{"outcome", "yes"}}});
    CHECK(ordered("assess", "2026-09-30").clock("reg44.2b-notify", "2026-05-01").due ==
          "2026-05-04");
}

TEST_CASE("reg 44(2)(b)(i): ordered to assess: a decision against a plan within 10 weeks",
          "[reg44.2b.i-no-plan]") {
    both_sides(ordered("assess"), "reg44.2b.i-no-plan", "2026-06-29", "2026-06-30",
               {"no-plan-decision-notified"});
    CHECK(ordered("assess", "2026-09-30").clock("reg44.2b.i-no-plan", "2026-05-01").due ==
          "2026-06-29");
}

TEST_CASE("reg 44(2)(b)(ii): ordered to assess: the plan within 14 weeks", "[reg44.2b.ii-final]") {
    both_sides(ordered("assess"), "reg44.2b.ii-final", "2026-07-27", "2026-07-28",
               {"final-plan-sent"});
    both_sides(ordered("assess"), "reg44.2b.ii-final", "2026-07-27", "2026-07-28",
               {"amended-plan-sent"});
    both_sides(ordered("assess", "2026-09-30"), "reg44.2b.ii-final", "2026-09-30", "2026-10-01",
               {"final-plan-sent"});
}

TEST_CASE("reg 44(2)(b): a refusal after the order lets the 14 weeks rest, a draft wakes them",
          "[reg44.2b.ii-final][reg44.2b.i-no-plan]") {
    const auto refused = ordered("assess").on("2026-06-20", "no-plan-decision-notified");
    CHECK(refused.clock("reg44.2b.ii-final", "2026-08-01").status == Status::lapsed);
    CHECK(refused.clock("reg44.2b.i-no-plan", "2026-08-01").status == Status::met);
    const auto drafted = refused.on("2026-07-10", "draft-plan-sent");
    CHECK(drafted.clock("reg44.2b.ii-final", "2026-08-01").status == Status::overdue);
    CHECK(drafted.clock("reg44.2b.ii-final", "2026-08-01").days_late == 5);
}

TEST_CASE("reg 44(2)(b)(i): a draft lets the 10 weeks rest, a refusal after all is judged by them",
          "[reg44.2b.i-no-plan]") {
    const auto drafted = ordered("assess").on("2026-06-25", "draft-plan-sent");
    CHECK(drafted.clock("reg44.2b.i-no-plan", "2026-08-01").status == Status::lapsed);
    const auto refused = drafted.on("2026-07-02", "no-plan-decision-notified")
                             .clock("reg44.2b.i-no-plan", "2026-08-01");
    CHECK(refused.status == Status::met_late);
    CHECK(refused.days_late == 3);
}

TEST_CASE("reg 44(2)(c)(i): ordered to make a plan: the draft within 5 weeks",
          "[reg44.2c.i-draft]") {
    both_sides(ordered("make-plan"), "reg44.2c.i-draft", "2026-05-25", "2026-05-26",
               {"draft-plan-sent"});
    CHECK(ordered("make-plan", "2026-09-30").clock("reg44.2c.i-draft", "2026-05-01").due ==
          "2026-05-25");
}

TEST_CASE("reg 44(2)(c)(ii): ordered to make a plan: the plan within 11 weeks",
          "[reg44.2c.ii-final]") {
    both_sides(ordered("make-plan"), "reg44.2c.ii-final", "2026-07-06", "2026-07-07",
               {"final-plan-sent"});
    both_sides(ordered("make-plan", "2026-06-15"), "reg44.2c.ii-final", "2026-06-15", "2026-06-16",
               {"final-plan-sent"});
}

TEST_CASE("reg 44(2)(d): sent back to think again: a draft or a refusal within 2 weeks",
          "[reg44.2d-remit]") {
    for (const auto* act : {"draft-plan-sent", "no-plan-decision-notified"}) {
        both_sides(ordered("remit"), "reg44.2d-remit", "2026-05-04", "2026-05-05", {act});
        both_sides(ordered("remit", "2026-05-29"), "reg44.2d-remit", "2026-05-29", "2026-05-30",
                   {act});
    }
}

TEST_CASE("reg 44(2)(e): ordered to amend the contents: within 5 weeks",
          "[reg44.2e-amend-provision]") {
    for (const auto* act : {"amended-plan-sent", "final-plan-sent"}) {
        both_sides(ordered("amend-contents"), "reg44.2e-amend-provision", "2026-05-25",
                   "2026-05-26", {act});
        both_sides(ordered("amend-contents", "2026-05-08"), "reg44.2e-amend-provision",
                   "2026-05-08", "2026-05-09", {act});
    }
}

TEST_CASE("reg 44(2)(f): ordered to name another setting: within 2 weeks",
          "[reg44.2f-amend-setting]") {
    for (const auto* act : {"amended-plan-sent", "final-plan-sent"}) {
        both_sides(ordered("amend-setting"), "reg44.2f-amend-setting", "2026-05-04", "2026-05-05",
                   {act});
        both_sides(ordered("amend-setting", "2026-06-01"), "reg44.2f-amend-setting", "2026-06-01",
                   "2026-06-02", {act});
    }
}

TEST_CASE("reg 44(2)(h): ordered to continue the plan, amended: within 5 weeks",
          "[reg44.2h-amend]") {
    both_sides(ordered("continue-amend"), "reg44.2h-amend", "2026-05-25", "2026-05-26",
               {"amended-plan-sent"});
    both_sides(ordered("continue-amend", "2026-06-01"), "reg44.2h-amend", "2026-06-01",
               "2026-06-02", {"final-plan-sent"});
}

TEST_CASE("reg 44: an order to continue the plan as it stands asks for nothing",
          "[reg44.2h-amend]") {
    CHECK(ordered("continue").clocks("2027-01-01").empty());
}

TEST_CASE("reg 44: a second order of the kind replaces the first",
          "[reg44.2e-amend-provision][reg44.2b.ii-final]") {
    const auto twice =
        ordered("amend-contents").on("2026-06-01", "tribunal-order", {{"kind", "amend-contents"}});
    CHECK(twice.clock("reg44.2e-amend-provision", "2026-07-01", 1).status == Status::lapsed);
    CHECK(twice.clock("reg44.2e-amend-provision", "2026-07-01", 1).days_late == 7);
    CHECK(twice.clock("reg44.2e-amend-provision", "2026-07-01", 2).due == "2026-07-06");
    CHECK(ordered("assess")
              .on("2026-06-01", "tribunal-order", {{"kind", "make-plan"}})
              .clock("reg44.2b.ii-final", "2026-07-01")
              .status == Status::lapsed);
}
