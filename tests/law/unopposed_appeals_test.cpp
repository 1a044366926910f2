// Appeals the authority does not oppose: SEND Regulations 2014, reg 45, as made and as it has stood
// since 23 March 2015. Only a concession made before the response to the appeal is one; a later one
// needs a consent order. Monday 2025-02-10: 2 weeks 24 February, 5 weeks 17 March, 10 weeks 21
// April (Easter Monday: not moved), 11 weeks 28 April, 14 weeks 19 May. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

Case conceded(std::string kind, std::string_view day = "2025-02-10") {
    return Case().on(day, "appeal-not-opposed", {{"kind", kind}});
}

}  // namespace

TEST_CASE("reg 45(3): not opposing an assessment: notify within 2 weeks", "[reg45.3-notify]") {
    both_sides(conceded("assess"), "reg45.3-notify", "2025-02-24", "2025-02-25",
               {"order-assessment-notified"});
    both_sides(conceded("assess"), "reg45.3-notify", "2025-02-24", "2025-02-25",
               {"assess-decision-notified", {{"outcome", "yes"}}});
    both_sides(conceded("assess"), "reg45.3-notify", "2025-02-24", "2025-02-25",
               {"reassessment-decision-notified", {{"outcome", "yes"}}});
}

TEST_CASE("reg 45(3A)(a): not opposing an assessment: a decision against a plan in 10 weeks",
          "[reg45.3A.a-no-plan]") {
    both_sides(conceded("assess"), "reg45.3A.a-no-plan", "2025-04-21", "2025-04-22",
               {"no-plan-decision-notified"});
}

TEST_CASE("reg 45(3A)(b): not opposing an assessment: the plan in 14 weeks", "[reg45.3A.b-final]") {
    both_sides(conceded("assess"), "reg45.3A.b-final", "2025-05-19", "2025-05-20",
               {"final-plan-sent"});
    both_sides(conceded("assess"), "reg45.3A.b-final", "2025-05-19", "2025-05-20",
               {"amended-plan-sent"});
}

TEST_CASE("reg 45(6): not opposing a plan: the draft in 5 weeks", "[reg45.6-draft]") {
    both_sides(conceded("make-plan"), "reg45.6-draft", "2025-03-17", "2025-03-18",
               {"draft-plan-sent"});
}

TEST_CASE("reg 45(6): not opposing a plan: the plan in 11 weeks", "[reg45.6-final]") {
    both_sides(conceded("make-plan"), "reg45.6-final", "2025-04-28", "2025-04-29",
               {"final-plan-sent"});
}

TEST_CASE("reg 45(4): not opposing a change of contents: 5 weeks", "[reg45.4-contents]") {
    both_sides(conceded("contents"), "reg45.4-contents", "2025-03-17", "2025-03-18",
               {"amended-plan-sent"});
    both_sides(conceded("contents"), "reg45.4-contents", "2025-03-17", "2025-03-18",
               {"final-plan-sent"});
}

TEST_CASE("reg 45(5): not opposing another setting: 2 weeks", "[reg45.5-setting]") {
    both_sides(conceded("setting"), "reg45.5-setting", "2025-02-24", "2025-02-25",
               {"amended-plan-sent"});
    both_sides(conceded("setting"), "reg45.5-setting", "2025-02-24", "2025-02-25",
               {"final-plan-sent"});
}

TEST_CASE("reg 45(6A): not opposing that the plan goes on, amended: 5 weeks",
          "[reg45.6A-cease-amend]") {
    both_sides(conceded("cease-amend"), "reg45.6A-cease-amend", "2025-03-17", "2025-03-18",
               {"amended-plan-sent"});
    both_sides(conceded("cease-amend"), "reg45.6A-cease-amend", "2025-03-17", "2025-03-18",
               {"final-plan-sent"});
}

TEST_CASE("reg 45: not opposing that the plan goes on as it stands asks for nothing",
          "[reg45.6A-cease-amend]") {
    CHECK(conceded("cease-continue").clocks("2026-01-01").empty());
}

TEST_CASE("reg 45 as made: 4 weeks to assess", "[reg45old.3-assess]") {
    const auto case_ref = conceded("assess", "2014-11-10");
    for (const auto* act : {"draft-plan-sent", "no-plan-decision-notified", "final-plan-sent",
                            "amended-plan-sent", "no-amendment-notified"}) {
        both_sides(case_ref, "reg45old.3-assess", "2014-12-08", "2014-12-09", {act});
    }
}

TEST_CASE("reg 45 as made: 4 weeks for contents", "[reg45old.4-contents]") {
    both_sides(conceded("contents", "2014-11-10"), "reg45old.4-contents", "2014-12-08",
               "2014-12-09", {"amended-plan-sent"});
}

TEST_CASE("reg 45 as made: 2 weeks for a setting", "[reg45old.5-setting]") {
    both_sides(conceded("setting", "2014-11-10"), "reg45old.5-setting", "2014-11-24", "2014-11-25",
               {"final-plan-sent"});
}

TEST_CASE("reg 45: SI 2015/359 changed it from 23 March 2015",
          "[reg45old.3-assess][reg45old.4-contents][reg45old.5-setting][reg45.3-notify]"
          "[reg45.3A.a-no-plan][reg45.3A.b-final][reg45.4-contents][reg45.5-setting]"
          "[reg45.6-draft][reg45.6-final][reg45.6A-cease-amend]") {
    const auto duties_of = [](std::string_view day, std::string kind) {
        std::vector<std::string> duties;
        for (const auto& clock : conceded(kind, day).clocks("2015-04-01")) {
            duties.push_back(clock.duty);
        }
        return duties;
    };
    using Duties = std::vector<std::string>;
    CHECK(duties_of("2015-03-22", "assess") == Duties{"reg45old.3-assess"});
    CHECK(duties_of("2015-03-23", "assess") ==
          Duties{"reg45.3-notify", "reg45.3A.a-no-plan", "reg45.3A.b-final"});
    CHECK(duties_of("2015-03-22", "contents") == Duties{"reg45old.4-contents"});
    CHECK(duties_of("2015-03-23", "contents") == Duties{"reg45.4-contents"});
    CHECK(duties_of("2015-03-22", "setting") == Duties{"reg45old.5-setting"});
    CHECK(duties_of("2015-03-23", "setting") == Duties{"reg45.5-setting"});
    CHECK(duties_of("2015-03-22", "make-plan").empty());
    CHECK(duties_of("2015-03-23", "make-plan") == Duties{"reg45.6-draft", "reg45.6-final"});
    CHECK(duties_of("2015-03-22", "cease-amend").empty());
    CHECK(duties_of("2015-03-23", "cease-amend") == Duties{"reg45.6A-cease-amend"});
    CHECK(duties_of("2014-08-31", "assess").empty());
    CHECK(duties_of("2014-09-01", "assess") == Duties{"reg45old.3-assess"});
    // The old 4 weeks run on past the change.
    CHECK(conceded("assess", "2015-03-22").clock("reg45old.3-assess", "2015-04-20").due ==
          "2015-04-19");
}

TEST_CASE("reg 45: a concession after the response starts no clock of it",
          "[reg45.3-notify][reg45.3A.b-final][reg45.6-final]") {
    const auto answered =
        Case().on("2025-01-10", "appeal-received").on("2025-02-03", "appeal-response-sent");
    CHECK(answered.on("2025-02-10", "appeal-not-opposed", {{"kind", "assess"}})
              .count("reg45.3A.b-final", "2025-03-01") == 0);
    // A new appeal opens the door again, a withdrawn one does not.
    CHECK(answered.on("2025-02-08", "appeal-registered")
              .on("2025-02-10", "appeal-not-opposed", {{"kind", "assess"}})
              .count("reg45.3A.b-final", "2025-03-01") == 1);
    CHECK(answered.on("2025-02-08", "appeal-received")
              .on("2025-02-10", "appeal-not-opposed", {{"kind", "make-plan"}})
              .count("reg45.6-final", "2025-03-01") == 1);
    CHECK(answered.on("2025-02-08", "appeal-withdrawn")
              .on("2025-02-10", "appeal-not-opposed", {{"kind", "assess"}})
              .count("reg45.3-notify", "2025-03-01") == 0);
}

TEST_CASE("reg 45: response and concession of one day are read in the order recorded",
          "[reg45.5-setting]") {
    const auto received = Case().on("2025-01-10", "appeal-received");
    const Fields setting = {{"kind", "setting"}};
    CHECK(received.on("2025-02-10", "appeal-response-sent")
              .on("2025-02-10", "appeal-not-opposed", setting)
              .count("reg45.5-setting", "2025-03-01") == 0);
    CHECK(received.on("2025-02-10", "appeal-not-opposed", setting)
              .on("2025-02-10", "appeal-response-sent")
              .count("reg45.5-setting", "2025-03-01") == 1);
    // A response with no appeal before it is a response all the same.
    CHECK(Case()
              .on("2025-02-03", "appeal-response-sent")
              .on("2025-02-10", "appeal-not-opposed", setting)
              .count("reg45.5-setting", "2025-03-01") == 0);
}

TEST_CASE("reg 45: an order of the same matter supersedes the concession",
          "[reg45.3-notify][reg45.3A.a-no-plan][reg45.3A.b-final][reg45.6-draft][reg45.6-final]"
          "[reg45.4-contents][reg45.5-setting][reg45.6A-cease-amend]") {
    const auto superseded = [](std::string concession, std::string order, const char* duty) {
        INFO(duty);
        CHECK(conceded(concession)
                  .on("2025-02-20", "tribunal-order", {{"kind", order}})
                  .clock(duty, "2025-12-01")
                  .status == Status::lapsed);
    };
    superseded("assess", "assess", "reg45.3-notify");
    superseded("assess", "make-plan", "reg45.3A.a-no-plan");
    superseded("assess", "remit", "reg45.3A.b-final");
    superseded("make-plan", "make-plan", "reg45.6-draft");
    superseded("make-plan", "make-plan", "reg45.6-final");
    superseded("contents", "amend-contents", "reg45.4-contents");
    superseded("setting", "amend-setting", "reg45.5-setting");
    superseded("cease-amend", "continue-amend", "reg45.6A-cease-amend");
}
