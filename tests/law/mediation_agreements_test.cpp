// Written mediation agreements: SEND Regulations 2014, reg 42. What reg 44 asks after an order is
// owed from the date of the agreement, unless the parties wrote another date (42(5)); that date
// binds the last step only. Monday 2025-03-03: 2 weeks 17 March, 5 weeks 7 April, 10 weeks 12 May,
// 11 weeks 19 May, 14 weeks 9 June. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

Case agreed(std::string kind, std::string by = {}) {
    return Case().on("2025-03-03", "mediation-agreement", {{"kind", kind}, {"by", by}});
}

}  // namespace

TEST_CASE("reg 42(2): an agreed end of the plan is due on the day of the agreement",
          "[reg42.2-cease]") {
    both_sides(agreed("dismiss-cease"), "reg42.2-cease", "2025-03-03", "2025-03-04",
               {"plan-ceased"});
    both_sides(agreed("dismiss-cease", "2025-08-31"), "reg42.2-cease", "2025-08-31", "2025-09-01",
               {"plan-ceased"});
    CHECK(Case()
              .on("2025-03-03", "plan-ceased")
              .on("2025-03-03", "mediation-agreement", {{"kind", "dismiss-cease"}})
              .clock("reg42.2-cease", "2025-04-01")
              .status == Status::met);
}

TEST_CASE("reg 42(2): agreed to assess: notify within 2 weeks", "[reg42.2-assess-notify]") {
    both_sides(agreed("assess"), "reg42.2-assess-notify", "2025-03-17", "2025-03-18",
               {"order-assessment-notified"});
    both_sides(agreed("assess"), "reg42.2-assess-notify", "2025-03-17", "2025-03-18",
               {"assess-decision-notified", {{"outcome", "yes"}}});
    both_sides(agreed("assess"), "reg42.2-assess-notify", "2025-03-17", "2025-03-18",
               {"reassessment-decision-notified", {{"outcome", "yes"}}});
}

TEST_CASE("reg 42(2): agreed to assess: a decision against a plan within 10 weeks",
          "[reg42.2-assess-no-plan]") {
    both_sides(agreed("assess"), "reg42.2-assess-no-plan", "2025-05-12", "2025-05-13",
               {"no-plan-decision-notified"});
}

TEST_CASE("reg 42(2): agreed to assess: the plan within 14 weeks", "[reg42.2-assess-final]") {
    both_sides(agreed("assess"), "reg42.2-assess-final", "2025-06-09", "2025-06-10",
               {"final-plan-sent"});
    both_sides(agreed("assess"), "reg42.2-assess-final", "2025-06-09", "2025-06-10",
               {"amended-plan-sent"});
}

TEST_CASE("reg 42(5): an agreed date governs the last step, earlier or later",
          "[reg42.2-assess-final][reg42.2-assess-notify][reg42.2-assess-no-plan]") {
    both_sides(agreed("assess", "2025-05-30"), "reg42.2-assess-final", "2025-05-30", "2025-05-31",
               {"final-plan-sent"});
    both_sides(agreed("assess", "2025-07-31"), "reg42.2-assess-final", "2025-07-31", "2025-08-01",
               {"final-plan-sent"});
    CHECK(agreed("assess", "2025-07-31").clock("reg42.2-assess-notify", "2025-03-04").due ==
          "2025-03-17");
    CHECK(agreed("assess", "2025-07-31").clock("reg42.2-assess-no-plan", "2025-03-04").due ==
          "2025-05-12");
}

TEST_CASE("reg 42(2): agreed to make a plan: the draft within 5 weeks",
          "[reg42.2-make-plan-draft]") {
    both_sides(agreed("make-plan"), "reg42.2-make-plan-draft", "2025-04-07", "2025-04-08",
               {"draft-plan-sent"});
    CHECK(agreed("make-plan", "2025-06-30").clock("reg42.2-make-plan-draft", "2025-03-04").due ==
          "2025-04-07");
}

TEST_CASE("reg 42(2): agreed to make a plan: the plan within 11 weeks",
          "[reg42.2-make-plan-final]") {
    both_sides(agreed("make-plan"), "reg42.2-make-plan-final", "2025-05-19", "2025-05-20",
               {"final-plan-sent"});
    both_sides(agreed("make-plan", "2025-06-30"), "reg42.2-make-plan-final", "2025-06-30",
               "2025-07-01", {"final-plan-sent"});
}

TEST_CASE("reg 42(2): agreed to think again: a draft or a refusal within 2 weeks",
          "[reg42.2-remit]") {
    for (const auto* act : {"draft-plan-sent", "no-plan-decision-notified"}) {
        both_sides(agreed("remit"), "reg42.2-remit", "2025-03-17", "2025-03-18", {act});
        both_sides(agreed("remit", "2025-04-30"), "reg42.2-remit", "2025-04-30", "2025-05-01",
                   {act});
    }
}

TEST_CASE("reg 42(2): agreed to amend the contents: within 5 weeks", "[reg42.2-amend-contents]") {
    for (const auto* act : {"amended-plan-sent", "final-plan-sent"}) {
        both_sides(agreed("amend-contents"), "reg42.2-amend-contents", "2025-04-07", "2025-04-08",
                   {act});
        both_sides(agreed("amend-contents", "2025-03-31"), "reg42.2-amend-contents", "2025-03-31",
                   "2025-04-01", {act});
    }
}

TEST_CASE("reg 42(2): agreed to name another setting: within 2 weeks", "[reg42.2-amend-setting]") {
    for (const auto* act : {"amended-plan-sent", "final-plan-sent"}) {
        both_sides(agreed("amend-setting"), "reg42.2-amend-setting", "2025-03-17", "2025-03-18",
                   {act});
        both_sides(agreed("amend-setting", "2025-03-31"), "reg42.2-amend-setting", "2025-03-31",
                   "2025-04-01", {act});
    }
}

TEST_CASE("reg 42(2): agreed to continue the plan, amended: within 5 weeks",
          "[reg42.2-continue-amend]") {
    both_sides(agreed("continue-amend"), "reg42.2-continue-amend", "2025-04-07", "2025-04-08",
               {"amended-plan-sent"});
    both_sides(agreed("continue-amend", "2025-06-30"), "reg42.2-continue-amend", "2025-06-30",
               "2025-07-01", {"final-plan-sent"});
}

TEST_CASE("reg 42(3): any other agreed step: within 2 weeks", "[reg42.3-agreement-other]") {
    both_sides(agreed("other"), "reg42.3-agreement-other", "2025-03-17", "2025-03-18",
               {"agreement-step-done"});
    both_sides(agreed("other", "2025-06-30"), "reg42.3-agreement-other", "2025-06-30", "2025-07-01",
               {"agreement-step-done"});
}

TEST_CASE("reg 42(2): to continue the plan as it stands asks for nothing", "[reg42.2-cease]") {
    CHECK(agreed("continue").clocks("2025-12-01").empty());
}

TEST_CASE("reg 42: a new agreement of the same kind replaces the old one, save for other steps",
          "[reg42.2-amend-contents][reg42.3-agreement-other]") {
    const auto twice = [](std::string kind) {
        return agreed(kind).on("2025-03-10", "mediation-agreement", {{"kind", kind}});
    };
    const auto old = twice("amend-contents").clock("reg42.2-amend-contents", "2025-04-01", 1);
    CHECK(old.status == Status::lapsed);
    CHECK(old.ended_by == "mediation-agreement");
    CHECK(twice("amend-contents").clock("reg42.2-amend-contents", "2025-04-01", 2).due ==
          "2025-04-14");
    CHECK(twice("other").count("reg42.3-agreement-other", "2025-04-01") == 1);
}

TEST_CASE("reg 42: an order of the same kind supersedes the agreement",
          "[reg42.2-cease][reg42.2-assess-notify][reg42.2-assess-no-plan][reg42.2-assess-final]"
          "[reg42.2-make-plan-draft][reg42.2-make-plan-final][reg42.2-remit]"
          "[reg42.2-amend-contents][reg42.2-amend-setting][reg42.2-continue-amend]") {
    const auto superseded = [](std::string kind, const char* duty) {
        INFO(duty);
        const auto clock = agreed(kind)
                               .on("2025-03-03", "tribunal-order", {{"kind", kind}})
                               .clock(duty, "2025-12-01");
        CHECK(clock.status == Status::lapsed);
        CHECK(clock.ended_by == "tribunal-order");
    };
    superseded("dismiss-cease", "reg42.2-cease");
    superseded("assess", "reg42.2-assess-notify");
    superseded("assess", "reg42.2-assess-no-plan");
    superseded("assess", "reg42.2-assess-final");
    superseded("make-plan", "reg42.2-make-plan-draft");
    superseded("make-plan", "reg42.2-make-plan-final");
    superseded("remit", "reg42.2-remit");
    superseded("amend-contents", "reg42.2-amend-contents");
    superseded("amend-setting", "reg42.2-amend-setting");
    superseded("continue-amend", "reg42.2-continue-amend");
}
