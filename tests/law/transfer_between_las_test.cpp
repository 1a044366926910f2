// Moves between authorities: SEND Regulations 2014, reg 15. Working days counted by hand against
// the bank holidays of England.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

Case learnt(std::string_view day, std::string moved) {
    return Case().on(day, "move-known", {{"moved", moved}});
}

Case came(std::string_view day, std::string made, std::string reviewed = {}) {
    return Case().on(day, "plan-transferred-in",
                     {{"from_la", "330"}, {"plan_made", made}, {"last_review", reviewed}});
}

}  // namespace

TEST_CASE("reg 15(2): a plan is transferred by the day of a move known long before",
          "[reg15.2-transfer]") {
    both_sides(learnt("2026-05-18", "2026-09-01"), "reg15.2-transfer", "2026-09-01", "2026-09-02",
               {"plan-transferred-out"});
}

TEST_CASE("reg 15(2): a move learnt late leaves 15 working days beginning with that day",
          "[reg15.2-transfer]") {
    // Monday 18 May is day one; 25 May is a bank holiday; 8 June is day fifteen.
    both_sides(learnt("2026-05-18", "2026-05-01"), "reg15.2-transfer", "2026-06-08", "2026-06-09",
               {"plan-transferred-out"});
    // Learnt on the Saturday or the Sunday before: the Monday is day one all the same.
    both_sides(learnt("2026-05-16", "2026-05-01"), "reg15.2-transfer", "2026-06-08", "2026-06-09",
               {"plan-transferred-out"});
    both_sides(learnt("2026-05-17", "2026-05-01"), "reg15.2-transfer", "2026-06-08", "2026-06-09",
               {"plan-transferred-out"});
}

TEST_CASE("reg 15(2): 15 working days over Christmas and the New Year", "[reg15.2-transfer]") {
    // From Wednesday 2025-12-24: 24, 29, 30, 31 December; 2, 5-9, 12-16 January.
    both_sides(learnt("2025-12-24", "2025-12-01"), "reg15.2-transfer", "2026-01-16", "2026-01-17",
               {"plan-transferred-out"});
}

TEST_CASE("reg 15(2): the two limbs meet", "[reg15.2-transfer]") {
    // Monday 2 March 2026 and 15 working days: Friday 20 March. The move a day before, on, after
    // it.
    CHECK(learnt("2026-03-02", "2026-03-19").clock("reg15.2-transfer", "2026-03-03").due ==
          "2026-03-20");
    CHECK(learnt("2026-03-02", "2026-03-20").clock("reg15.2-transfer", "2026-03-03").due ==
          "2026-03-20");
    CHECK(learnt("2026-03-02", "2026-03-21").clock("reg15.2-transfer", "2026-03-03").due ==
          "2026-03-21");
}

TEST_CASE("reg 15(2): another day for the move starts it afresh, the same day does not",
          "[reg15.2-transfer]") {
    const auto case_ref = learnt("2026-05-18", "2026-09-01");
    CHECK(case_ref.on("2026-06-01", "move-known", {{"moved", "2026-09-01"}, {"to_la", "330"}})
              .count("reg15.2-transfer", "2026-07-01") == 1);
    const auto later = case_ref.on("2026-06-01", "move-known", {{"moved", "2026-10-01"}});
    CHECK(later.clock("reg15.2-transfer", "2026-07-01", 1).status == Status::lapsed);
    CHECK(later.clock("reg15.2-transfer", "2026-07-01", 2).due == "2026-10-01");
}

TEST_CASE("reg 15(2): a plan handed over on the day of learning counts, whatever was written first",
          "[reg15.2-transfer]") {
    CHECK(Case()
              .on("2026-05-18", "plan-transferred-out")
              .on("2026-05-18", "move-known", {{"moved", "2026-05-01"}})
              .clock("reg15.2-transfer", "2026-05-18")
              .status == Status::met);
}

TEST_CASE("reg 15(4): the new authority writes within 6 weeks of the transfer",
          "[reg15.4-new-la-informs]") {
    both_sides(came("2026-06-08", "2025-07-01"), "reg15.4-new-la-informs", "2026-07-20",
               "2026-07-21", {"transfer-information-sent"});
}

TEST_CASE("reg 15(4): a letter of the day of the transfer counts whatever was written first",
          "[reg15.4-new-la-informs]") {
    const auto case_ref = Case()
                              .on("2026-06-08", "transfer-information-sent")
                              .on("2026-06-08", "plan-transferred-in",
                                  {{"from_la", "330"}, {"plan_made", "2025-07-01"}});
    CHECK(case_ref.clock("reg15.4-new-la-informs", "2026-08-01").status == Status::met);
}

TEST_CASE("reg 15(5): the review is due 12 months from the plan, or 3 months from the transfer",
          "[reg15.5-new-la-review]") {
    const Act kept = {"review-decision-notified", {{"outcome", "maintain"}}};
    // Made 2025-07-01: 12 months end on 2026-06-30, 3 months on 2026-09-07. The later governs.
    both_sides(came("2026-06-08", "2025-07-01"), "reg15.5-new-la-review", "2026-09-07",
               "2026-09-08", kept);
    // Made 2025-11-20: 12 months end on 2026-11-19.
    both_sides(came("2026-06-08", "2025-11-20"), "reg15.5-new-la-review", "2026-11-19",
               "2026-11-20", kept);
    // Made long ago, but reviewed on 2025-11-20.
    both_sides(came("2026-06-08", "2019-01-01", "2025-11-20"), "reg15.5-new-la-review",
               "2026-11-19", "2026-11-20", kept);
}

TEST_CASE("reg 15(5): month ends", "[reg15.5-new-la-review]") {
    // Three months beginning with 30 November 2023 have no 30 February: 29 February, no day off.
    CHECK(came("2023-11-30", "2022-12-01").clock("reg15.5-new-la-review", "2023-12-01").due ==
          "2024-02-29");
    CHECK(came("2024-11-30", "2023-12-01").clock("reg15.5-new-la-review", "2024-12-01").due ==
          "2025-02-28");
    CHECK(came("2024-03-01", "2024-02-29").clock("reg15.5-new-la-review", "2024-12-01").due ==
          "2025-02-28");
}
