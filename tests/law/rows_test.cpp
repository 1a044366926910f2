// Row by row: what a second starting event does while the clock runs, and that an act of the
// starting day counts although it was recorded first.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

enum class Again { nothing, anew };  // the second start is idle, or opens a new clock

struct Row {
    std::string_view duty;
    Act start;
    Act act;
    Again again;
};

const Fields health = {{"body", "health"}};
const Fields oak = {{"setting", "Oak School"}};
const Fields yes = {{"outcome", "yes"}};
const Fields no = {{"outcome", "no"}};
const Fields maintain = {{"outcome", "maintain"}};
const Fields of_kind_assess = {{"kind", "assess"}};
const Fields from_330 = {{"from_la", "330"}, {"plan_made", "2024-07-01"}};
const Fields to_health = {{"to", "health"}};
const Fields to_social_care = {{"to", "social-care"}};

Fields kind(std::string name) { return {{"kind", name}}; }

// Not here: rows that start with another duty of the same request still open (regs 5(1), 10(1),
// the Code's 16 weeks), the two of s.44(1), which follow each other, rows started by what ends
// them (regs 20(3), 20(4)), rows that ask whether a field has changed (regs 15(2), 18). Their
// tests stand in the files of their parts.
const std::vector<Row> rows = {
    {"reg8.1-advice", {"advice-requested", health}, {"advice-received", health}, Again::nothing},
    {"reg13.1-representations", {"draft-plan-sent"}, {"final-plan-sent"}, Again::anew},
    {"reg13.2-final-plan", {"request-received"}, {"final-plan-sent"}, Again::nothing},
    {"guid9.83-setting-response",
     {"setting-consulted", oak},
     {"setting-replied", oak},
     Again::nothing},
    {"reg15.4-new-la-informs",
     {"plan-transferred-in", from_330},
     {"transfer-information-sent"},
     Again::nothing},
    {"reg15.5-new-la-review",
     {"plan-transferred-in", from_330},
     {"review-decision-notified", maintain},
     Again::nothing},
    {"reg20.9-report", {"review-meeting-held"}, {"review-report-sent"}, Again::nothing},
    {"reg20.10-decision",
     {"review-meeting-held"},
     {"review-decision-notified", maintain},
     Again::nothing},
    {"devon-4w-amendments", {"review-meeting-held"}, {"amendment-notice-sent"}, Again::nothing},
    {"devon-12w-final", {"review-meeting-held"}, {"amended-plan-sent"}, Again::nothing},
    {"reg22.2c-representations", {"amendment-notice-sent"}, {"amended-plan-sent"}, Again::anew},
    {"reg22.3-final-amended", {"amendment-notice-sent"}, {"amended-plan-sent"}, Again::nothing},
    {"reg25.1-reassess-decision",
     {"reassessment-requested"},
     {"reassessment-decision-notified", no},
     Again::nothing},
    {"reg27.2-final", {"reassessment-decision-notified", yes}, {"final-plan-sent"}, Again::nothing},
    {"reg33-contact-adviser",
     {"no-plan-decision-notified"},
     {"mediation-adviser-contacted"},
     Again::anew},
    {"reg34.1-certificate-no-mediation",
     {"mediation-declined"},
     {"mediation-certificate-issued"},
     Again::nothing},
    {"reg35.2-tell-commissioners",
     {"mediation-requested", {{"issues", "mixed"}}},
     {"mediation-commissioners-told"},
     Again::nothing},
    {"reg35.4-mixed-arrange",
     {"mediation-requested", {{"issues", "mixed"}}},
     {"mediation-held"},
     Again::nothing},
    {"reg36.2-la-arrange", {"mediation-requested"}, {"mediation-held"}, Again::nothing},
    {"reg39.1-certificate-after",
     {"mediation-held"},
     {"mediation-certificate-issued"},
     Again::nothing},
    {"reg42.2-cease", {"mediation-agreement", kind("dismiss-cease")}, {"plan-ceased"}, Again::anew},
    {"reg42.2-assess-notify",
     {"mediation-agreement", of_kind_assess},
     {"order-assessment-notified"},
     Again::anew},
    {"reg42.2-assess-no-plan",
     {"mediation-agreement", of_kind_assess},
     {"no-plan-decision-notified"},
     Again::anew},
    {"reg42.2-assess-final",
     {"mediation-agreement", of_kind_assess},
     {"final-plan-sent"},
     Again::anew},
    {"reg42.2-make-plan-draft",
     {"mediation-agreement", kind("make-plan")},
     {"draft-plan-sent"},
     Again::anew},
    {"reg42.2-make-plan-final",
     {"mediation-agreement", kind("make-plan")},
     {"final-plan-sent"},
     Again::anew},
    {"reg42.2-remit", {"mediation-agreement", kind("remit")}, {"draft-plan-sent"}, Again::anew},
    {"reg42.2-amend-contents",
     {"mediation-agreement", kind("amend-contents")},
     {"amended-plan-sent"},
     Again::anew},
    {"reg42.2-amend-setting",
     {"mediation-agreement", kind("amend-setting")},
     {"amended-plan-sent"},
     Again::anew},
    {"reg42.2-continue-amend",
     {"mediation-agreement", kind("continue-amend")},
     {"amended-plan-sent"},
     Again::anew},
    {"reg42.3-agreement-other",
     {"mediation-agreement", kind("other")},
     {"agreement-step-done"},
     Again::nothing},
    {"reg44.2a-dismissed-cease",
     {"tribunal-order", kind("dismiss-cease")},
     {"plan-ceased"},
     Again::anew},
    {"reg44.2b-notify",
     {"tribunal-order", of_kind_assess},
     {"order-assessment-notified"},
     Again::anew},
    {"reg44.2b.i-no-plan",
     {"tribunal-order", of_kind_assess},
     {"no-plan-decision-notified"},
     Again::anew},
    {"reg44.2b.ii-final", {"tribunal-order", of_kind_assess}, {"final-plan-sent"}, Again::anew},
    {"reg44.2c.i-draft", {"tribunal-order", kind("make-plan")}, {"draft-plan-sent"}, Again::anew},
    {"reg44.2c.ii-final", {"tribunal-order", kind("make-plan")}, {"final-plan-sent"}, Again::anew},
    {"reg44.2d-remit", {"tribunal-order", kind("remit")}, {"draft-plan-sent"}, Again::anew},
    {"reg44.2e-amend-provision",
     {"tribunal-order", kind("amend-contents")},
     {"amended-plan-sent"},
     Again::anew},
    {"reg44.2f-amend-setting",
     {"tribunal-order", kind("amend-setting")},
     {"amended-plan-sent"},
     Again::anew},
    {"reg44.2h-amend",
     {"tribunal-order", kind("continue-amend")},
     {"amended-plan-sent"},
     Again::anew},
    {"reg45.3-notify",
     {"appeal-not-opposed", of_kind_assess},
     {"order-assessment-notified"},
     Again::nothing},
    {"reg45.3A.a-no-plan",
     {"appeal-not-opposed", of_kind_assess},
     {"no-plan-decision-notified"},
     Again::nothing},
    {"reg45.3A.b-final",
     {"appeal-not-opposed", of_kind_assess},
     {"final-plan-sent"},
     Again::nothing},
    {"reg45.6-draft",
     {"appeal-not-opposed", kind("make-plan")},
     {"draft-plan-sent"},
     Again::nothing},
    {"reg45.6-final",
     {"appeal-not-opposed", kind("make-plan")},
     {"final-plan-sent"},
     Again::nothing},
    {"reg45.4-contents",
     {"appeal-not-opposed", kind("contents")},
     {"amended-plan-sent"},
     Again::nothing},
    {"reg45.5-setting",
     {"appeal-not-opposed", kind("setting")},
     {"amended-plan-sent"},
     Again::nothing},
    {"reg45.6A-cease-amend",
     {"appeal-not-opposed", kind("cease-amend")},
     {"amended-plan-sent"},
     Again::nothing},
    {"rule20.1.c-appeal", {"no-plan-decision-notified"}, {"appeal-registered"}, Again::anew},
    {"rule21-la-response", {"appeal-received"}, {"appeal-response-sent"}, Again::nothing},
    {"rec-health-response",
     {"recommendation-made", to_health},
     {"recommendation-answered", to_health},
     Again::nothing},
    {"rec-social-care-response",
     {"recommendation-made", to_social_care},
     {"recommendation-answered", to_social_care},
     Again::nothing},
};

}  // namespace

TEST_CASE("a second starting event while the clock runs: idle, or a new clock, row by row") {
    for (const auto& row : rows) {
        // Reviews run per meeting, and a meeting is its day: only on that day can it be held twice.
        const bool per_meeting = row.start.type == "review-meeting-held";
        INFO(row.duty);
        const auto twice =
            Case()
                .on("2025-03-03", row.start.type, row.start.fields)
                .on(per_meeting ? "2025-03-03" : "2025-03-04", row.start.type, row.start.fields);
        CHECK(twice.count(row.duty, "2025-03-05") == (row.again == Again::anew ? 2U : 1U));
        const auto first = twice.clock(row.duty, "2025-03-05", 1);
        CHECK((first.status == Status::lapsed) == (row.again == Again::anew));
    }
}

// What a plan answers is settled when it is read (semantics 4.3f, 4.7): read before the review or
// the decision to reassess of the same day it answered nothing, and these rows want an answer.
static bool wants_an_answer(std::string_view duty) {
    return duty == "devon-12w-final" || duty == "reg27.2-final";
}

TEST_CASE("a plan recorded before the start, on the same day, is not the end where it must answer",
          "[devon-12w-final][reg27.2-final]") {
    for (const auto& row : rows) {
        if (!wants_an_answer(row.duty)) continue;
        INFO(row.duty);
        const auto first = Case().on("2025-03-03", row.act.type, row.act.fields);
        CHECK(first.on("2025-03-03", row.start.type, row.start.fields)
                  .clock(row.duty, "2025-03-03")
                  .status == Status::running);
        CHECK(Case()
                  .on("2025-03-03", row.start.type, row.start.fields)
                  .on("2025-03-03", row.act.type, row.act.fields)
                  .clock(row.duty, "2025-03-03")
                  .status == Status::met);
    }
}

TEST_CASE("an act recorded before the start, on the same day, is the end, row by row") {
    for (const auto& row : rows) {
        if (wants_an_answer(row.duty)) continue;
        INFO(row.duty);
        const auto clock = Case()
                               .on("2025-03-03", row.act.type, row.act.fields)
                               .on("2025-03-03", row.start.type, row.start.fields)
                               .clock(row.duty, "2025-03-03");
        const bool in_time = clock.status == Status::met || clock.status == Status::too_early;
        CHECK(in_time);
        CHECK(clock.ended_on == "2025-03-03");
    }
}

TEST_CASE("the old reg 45: a second concession is idle, an act of the day recorded first the end",
          "[reg45old.3-assess][reg45old.4-contents][reg45old.5-setting]") {
    for (const auto& [matter, duty] :
         {std::pair{"assess", "reg45old.3-assess"}, std::pair{"contents", "reg45old.4-contents"},
          std::pair{"setting", "reg45old.5-setting"}}) {
        INFO(duty);
        const auto conceded = Case().on("2014-11-10", "appeal-not-opposed", {{"kind", matter}});
        CHECK(Case()
                  .on("2014-11-10", "amended-plan-sent")
                  .on("2014-11-10", "appeal-not-opposed", {{"kind", matter}})
                  .clock(duty, "2014-11-10")
                  .status == Status::met);
        CHECK(conceded.on("2014-11-12", "appeal-not-opposed", {{"kind", matter}})
                  .count(duty, "2014-11-13") == 1);
    }
}

TEST_CASE("reg 35(3): told a second time is idle, mediation of the day recorded first the end",
          "[reg35.3-health-only-arrange]") {
    const auto told = Case()
                          .on("2025-03-01", "mediation-requested", {{"issues", "health"}})
                          .on("2025-03-03", "mediation-commissioners-told");
    CHECK(Case()
              .on("2025-03-01", "mediation-requested", {{"issues", "health"}})
              .on("2025-03-03", "mediation-held")
              .on("2025-03-03", "mediation-commissioners-told")
              .clock("reg35.3-health-only-arrange", "2025-03-03")
              .status == Status::met);
    CHECK(told.on("2025-03-04", "mediation-commissioners-told")
              .count("reg35.3-health-only-arrange", "2025-03-05") == 1);
}
