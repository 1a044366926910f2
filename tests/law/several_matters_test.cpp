// Several matters on one case: what belongs to another matter leaves a clock alone, and a plan
// answers one of the matters that wait for it (docs/law/reading.md, 3.8, 4.7, 4.8).
#include <catch2/catch.hpp>

#include "tests/support/case_history.hpp"

using namespace longstop::tests;

namespace {

Fields of(std::string matter, Fields more = {}) {
    more.emplace_back("matter", std::move(matter));
    return more;
}

const Case ordered = Case()
                         .on("2025-09-01", "final-plan-sent")
                         .on("2026-03-02", "tribunal-order", {{"kind", "amend-contents"}});
const Case reviewed = Case().on("2026-02-02", "review-meeting-held");

}  // namespace

TEST_CASE("3.8: two requests of two matters run two clocks, and each decision ends its own",
          "[reg5.1-decide-whether-to-assess][reg13.2-final-plan]") {
    const auto both = Case()
                          .on("2026-01-05", "request-received", of("a"))
                          .on("2026-01-12", "request-received", of("b"));
    CHECK(both.count("reg13.2-final-plan", "2026-02-01") == 2);
    const auto decided =
        both.on("2026-02-16", "assess-decision-notified", of("B", {{"outcome", "yes"}}));
    CHECK(decided.clock("reg5.1-decide-whether-to-assess", "2026-02-17", 1).status ==
          Status::overdue);
    CHECK(decided.clock("reg5.1-decide-whether-to-assess", "2026-02-17", 2).status == Status::met);
    // The same without names: the second request starts nothing, the decision is of all.
    const auto nameless = Case()
                              .on("2026-01-05", "request-received")
                              .on("2026-01-12", "request-received")
                              .on("2026-02-16", "assess-decision-notified", {{"outcome", "yes"}});
    CHECK(nameless.count("reg13.2-final-plan", "2026-02-01") == 1);
    CHECK(nameless.clock("reg5.1-decide-whether-to-assess", "2026-02-17").status == Status::met);
}

TEST_CASE("3.8: a list names several matters, and what is of the whole case is of every matter",
          "[reg13.2-final-plan]") {
    const auto both = Case()
                          .on("2026-01-05", "request-received", of("a"))
                          .on("2026-01-12", "request-received", of("b"));
    const auto listed = both.on("2026-05-11", "final-plan-sent", of("x, b ,, A"));
    CHECK(listed.clock("reg13.2-final-plan", "2026-06-01", 1).status == Status::met);
    CHECK(listed.clock("reg13.2-final-plan", "2026-06-01", 2).status == Status::met);
    const auto other = both.on("2026-05-11", "final-plan-sent", of("x"));
    CHECK(other.clock("reg13.2-final-plan", "2026-05-12", 1).status == Status::running);
    const auto closed = both.on("2026-05-11", "case-closed", of("x", {{"reason", "other"}}));
    CHECK(closed.clock("reg13.2-final-plan", "2026-06-01", 1).status == Status::lapsed);
    CHECK(closed.clock("reg13.2-final-plan", "2026-06-01", 2).status == Status::lapsed);
}

TEST_CASE("3.8: duties of the plan as such do not look at matters",
          "[cfa44.1a-first-review][reg18.1b-phase-other]") {
    const auto plan = Case().on("2025-09-01", "final-plan-sent", of("a"));
    CHECK(plan.on("2026-08-31", "review-decision-notified", of("b", {{"outcome", "maintain"}}))
              .clock("cfa44.1a-first-review", "2026-09-02")
              .status == Status::met);
}

TEST_CASE("4.7: an ordered plan ends the order's clock and no review",
          "[reg44.2e-amend-provision][reg20.10-decision][devon-12w-final]") {
    const auto sent =
        ordered.on("2026-03-09", "review-meeting-held").on("2026-03-20", "amended-plan-sent");
    CHECK(sent.clock("reg44.2e-amend-provision", "2026-05-01").status == Status::met);
    CHECK(sent.clock("reg20.10-decision", "2026-04-07").status == Status::overdue);
    CHECK(sent.clock("devon-12w-final", "2026-06-01").status == Status::running);
    // Once the order is obeyed, the next plan is the review's.
    const auto next = sent.on("2026-05-20", "amended-plan-sent");
    CHECK(next.clock("devon-12w-final", "2026-06-02").status == Status::met);
}

TEST_CASE(
    "4.7a: a final plan asks for a re-assessment before an amendment, an amended one after it",
    "[reg27.2-final][reg22.3-final-amended]") {
    const auto both = Case()
                          .on("2026-01-05", "reassessment-own-initiative")
                          .on("2026-01-12", "amendment-notice-sent");
    const auto final = both.on("2026-03-02", "final-plan-sent");
    CHECK(final.clock("reg27.2-final", "2026-03-03").status == Status::met);
    CHECK(final.clock("reg22.3-final-amended", "2026-03-03").status == Status::running);
    const auto amended = both.on("2026-03-02", "amended-plan-sent");
    CHECK(amended.clock("reg27.2-final", "2026-03-03").status == Status::running);
    CHECK(amended.clock("reg22.3-final-amended", "2026-03-03").status == Status::met);
}

TEST_CASE(
    "4.7b: a plan that names matters answers those; one that names an unknown one, as if none",
    "[reg44.2e-amend-provision][devon-12w-final][reg22.3-final-amended]") {
    const auto both = Case()
                          .on("2026-03-02", "tribunal-order", of("o", {{"kind", "amend-contents"}}))
                          .on("2026-03-09", "review-meeting-held", of("r"));
    const auto review = both.on("2026-03-20", "amended-plan-sent", of("r"));
    CHECK(review.clock("reg44.2e-amend-provision", "2026-03-21").status == Status::running);
    CHECK(review.clock("devon-12w-final", "2026-03-21").status == Status::met);
    const auto two = both.on("2026-03-20", "amended-plan-sent", of("r,o"));
    CHECK(two.clock("reg44.2e-amend-provision", "2026-03-21").status == Status::met);
    CHECK(two.clock("devon-12w-final", "2026-03-21").status == Status::met);
    const auto unknown = both.on("2026-03-20", "amended-plan-sent", of("z"));
    CHECK(unknown.clock("reg44.2e-amend-provision", "2026-03-21").status == Status::running);
    CHECK(unknown.clock("devon-12w-final", "2026-03-21").status == Status::running);
    const auto nameless_order = ordered.on("2026-03-20", "amended-plan-sent", of("z"))
                                    .clock("reg44.2e-amend-provision", "2026-03-21");
    CHECK(nameless_order.status == Status::met);
}

TEST_CASE(
    "4.7d: a phase transfer is discharged by a plan of any matter that names the next setting",
    "[reg18.1b-phase-other]") {
    const auto planned = ordered.on("2026-03-03", "phase-transfer-planned",
                                    {{"transfer", "other"}, {"year", "2027"}});
    const auto on = [&](const Fields& fields) {
        return planned.on("2026-09-10", "tribunal-order", {{"kind", "amend-setting"}})
            .on("2026-09-14", "amended-plan-sent", fields)
            .clock("reg18.1b-phase-other", "2027-02-16")
            .status;
    };
    CHECK(on({}) == Status::overdue);
    CHECK(on({{"names_next", "no"}}) == Status::overdue);
    CHECK(on({{"names_next", "yes"}}) == Status::met);
    const auto of_review = [&](const Fields& fields) {
        return planned.on("2026-09-01", "amendment-notice-sent")
            .on("2026-09-14", "amended-plan-sent", fields)
            .clock("reg18.1b-phase-other", "2027-02-16")
            .status;
    };
    // The order of March was never obeyed, and comes first; once it is gone the amendment does.
    CHECK(of_review({}) == Status::overdue);
    const auto obeyed =
        planned.on("2026-03-20", "amended-plan-sent").on("2026-09-01", "amendment-notice-sent");
    CHECK(obeyed.on("2026-09-14", "amended-plan-sent")
              .clock("reg18.1b-phase-other", "2027-02-16")
              .status == Status::met);
    CHECK(obeyed.on("2026-09-14", "amended-plan-sent", {{"names_next", "no"}})
              .clock("reg18.1b-phase-other", "2027-02-16")
              .status == Status::overdue);
}

TEST_CASE("4.7e: the plan of one review leaves alone a review that nobody has decided",
          "[reg20.10-decision][devon-12w-final]") {
    const auto two = reviewed.on("2026-02-20", "amendment-notice-sent")
                         .on("2026-03-09", "review-meeting-held")
                         .on("2026-03-20", "amended-plan-sent");
    CHECK(two.clock("devon-12w-final", "2026-03-21", "2026-02-02").status == Status::met);
    CHECK(two.clock("devon-12w-final", "2026-03-21", "2026-03-09").status == Status::running);
    // A notice after the second meeting makes both amending.
    const auto both = reviewed.on("2026-02-20", "amendment-notice-sent")
                          .on("2026-03-09", "review-meeting-held")
                          .on("2026-03-12", "review-decision-notified", {{"outcome", "amend"}})
                          .on("2026-03-20", "amended-plan-sent");
    CHECK(both.clock("devon-12w-final", "2026-03-21", "2026-03-09").status == Status::met);
}

TEST_CASE("4.7e: a notice of the day of the meeting makes it amending, one of the day before not",
          "[devon-12w-final]") {
    const auto plan = [](const Case& case_ref) {
        return case_ref.on("2026-03-02", "amended-plan-sent")
            .clock("devon-12w-final", "2026-03-03")
            .status;
    };
    CHECK(plan(Case()
                   .on("2026-02-02", "amendment-notice-sent")
                   .on("2026-02-02", "review-meeting-held")) == Status::met);
    CHECK(plan(Case()
                   .on("2026-02-01", "amendment-notice-sent")
                   .on("2026-02-02", "review-meeting-held")) == Status::running);
}

TEST_CASE("4.8: an order leaves alone what came after its appeal began",
          "[reg13.2-final-plan][reg27.2-final]") {
    const auto order = [](const Case& case_ref) {
        return case_ref.on("2026-03-02", "tribunal-order", {{"kind", "assess"}})
            .clock("reg13.2-final-plan", "2026-03-03")
            .status;
    };
    const auto appeal = Case().on("2026-01-05", "appeal-registered");
    CHECK(order(appeal.on("2026-01-05", "request-received")) == Status::running);
    CHECK(
        order(Case().on("2026-01-05", "request-received").on("2026-01-05", "appeal-registered")) ==
        Status::lapsed);
    // Registered and received are one appeal; a second receipt begins another.
    CHECK(order(appeal.on("2026-01-06", "request-received").on("2026-01-07", "appeal-received")) ==
          Status::running);
    CHECK(order(appeal.on("2026-01-06", "request-received")
                    .on("2026-01-07", "appeal-received")
                    .on("2026-01-08", "appeal-received")) == Status::lapsed);
    CHECK(order(Case().on("2026-01-06", "request-received")) == Status::lapsed);
    const auto agreed = Case()
                            .on("2026-01-05", "mediation-requested")
                            .on("2026-01-06", "request-received")
                            .on("2026-03-02", "mediation-agreement", {{"kind", "assess"}});
    CHECK(agreed.clock("reg13.2-final-plan", "2026-03-03").status == Status::running);
}

TEST_CASE("6.2: a reliance of another matter speaks of no clock", "[reg13.2-final-plan]") {
    const Fields relying{{"ground", "personal-circumstances"},
                         {"duty", "reg13.2-final-plan"},
                         {"reason", "told the parent"}};
    const auto ill = Case()
                         .on("2025-03-03", "request-received", of("a"))
                         .on("2025-05-01", "personal-circumstances");
    const auto status = [&](std::string matter) {
        return ill.on("2025-08-01", "exception-relied-on", of(std::move(matter), relying))
            .clock("reg13.2-final-plan", "2025-08-02")
            .status;
    };
    CHECK(status("a") == Status::excused);
    CHECK(status("b") == Status::overdue);
    CHECK(status("") == Status::excused);
}

TEST_CASE("3.8: a notice of another matter links nothing, not on the day of the meeting either",
          "[devon-12w-final]") {
    const auto due = [](std::string matter) {
        return Case()
            .on("2026-02-02", "amendment-notice-sent", of(std::move(matter)))
            .on("2026-02-02", "review-meeting-held", of("a"))
            .clock("devon-12w-final", "2026-02-03")
            .due;
    };
    CHECK(due("a") == "2026-03-30");  // 8 weeks from the notice
    CHECK(due("b") == "2026-04-27");  // 12 weeks from the meeting
}
