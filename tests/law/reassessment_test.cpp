// Re-assessments: SEND Regulations 2014, regs 25 and 27. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

const Fields yes = {{"outcome", "yes"}};
const Fields no = {{"outcome", "no"}};

}  // namespace

TEST_CASE("reg 25(1): a request to re-assess is answered within 15 days",
          "[reg25.1-reassess-decision]") {
    // Calendar days: 5 March + 15 = 20 March.
    const auto requested = Case().on("2026-03-05", "reassessment-requested");
    both_sides(requested, "reg25.1-reassess-decision", "2026-03-20", "2026-03-21",
               {"reassessment-decision-notified", yes});
    both_sides(requested, "reg25.1-reassess-decision", "2026-03-20", "2026-03-21",
               {"reassessment-decision-notified", no});
}

TEST_CASE("reg 25(1): 15 days into a leap day", "[reg25.1-reassess-decision]") {
    both_sides(Case().on("2024-02-14", "reassessment-requested"), "reg25.1-reassess-decision",
               "2024-02-29", "2024-03-01", {"reassessment-decision-notified", yes});
}

TEST_CASE("reg 25(1): a re-assessment of the authority's own accord leaves nothing to answer",
          "[reg25.1-reassess-decision]") {
    CHECK(Case()
              .on("2026-03-05", "reassessment-requested")
              .on("2026-03-10", "reassessment-own-initiative")
              .clock("reg25.1-reassess-decision", "2026-06-01")
              .status == Status::lapsed);
}

TEST_CASE("reg 27(2): the plan follows within 14 weeks of the decision to re-assess",
          "[reg27.2-final]") {
    // 18 March + 98: 13 days of March, 30, 31, 24 of June.
    const auto agreed = Case()
                            .on("2026-03-05", "reassessment-requested")
                            .on("2026-03-18", "reassessment-decision-notified", yes);
    both_sides(agreed, "reg27.2-final", "2026-06-24", "2026-06-25", {"final-plan-sent"});
    both_sides(agreed, "reg27.2-final", "2026-06-24", "2026-06-25", {"amended-plan-sent"});
}

TEST_CASE("reg 27(2): or of the authority's own decision", "[reg27.2-final]") {
    // 2 January 2024 + 98: 29 days of January, 29, 31, 9 of April.
    both_sides(Case().on("2024-01-02", "reassessment-own-initiative"), "reg27.2-final",
               "2024-04-09", "2024-04-10", {"final-plan-sent"});
}

TEST_CASE("reg 27(2): a refusal starts nothing, and a decision not to amend lapses it",
          "[reg27.2-final]") {
    CHECK(Case()
              .on("2026-03-18", "reassessment-decision-notified", no)
              .count("reg27.2-final", "2026-12-01") == 0);
    const auto clock = Case()
                           .on("2026-03-18", "reassessment-decision-notified", yes)
                           .on("2026-06-30", "no-amendment-notified")
                           .clock("reg27.2-final", "2026-12-01");
    CHECK(clock.status == Status::lapsed);
    CHECK(clock.days_late == 6);
}

TEST_CASE("reg 27(2): an order to assess supersedes it, an order to amend does not",
          "[reg27.2-final]") {
    const auto agreed = Case().on("2026-03-18", "reassessment-decision-notified", yes);
    CHECK(agreed.on("2026-04-20", "tribunal-order", {{"kind", "assess"}})
              .clock("reg27.2-final", "2026-05-01")
              .status == Status::lapsed);
    CHECK(agreed.on("2026-04-20", "tribunal-order", {{"kind", "amend-contents"}})
              .clock("reg27.2-final", "2026-05-01")
              .status == Status::running);
}
