// Fifteen days for representations: SEND Regulations 2014, regs 13(1)(a) and 22(2)(c). "At least 15
// days ... beginning with the day on which the draft was served": that day is day one, so the
// window ends 14 days later and the plan may follow on the 15th day after service. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

TEST_CASE("reg 13(1)(a): the first plan may follow the day after the 15 days are over",
          "[reg13.1-representations]") {
    both_sides_of_a_window(Case().on("2026-03-02", "draft-plan-sent"), "reg13.1-representations",
                           "2026-03-16", "2026-03-17", {"final-plan-sent"});
    both_sides_of_a_window(Case().on("2026-03-02", "draft-plan-sent"), "reg13.1-representations",
                           "2026-03-16", "2026-03-17", {"amended-plan-sent"});
}

TEST_CASE("reg 13(1)(a): the days are counted from service, not from sending",
          "[reg13.1-representations]") {
    const auto posted = Case().on("2026-02-27", "draft-plan-sent", {{"served", "2026-03-02"}});
    both_sides_of_a_window(posted, "reg13.1-representations", "2026-03-16", "2026-03-17",
                           {"final-plan-sent"});
    CHECK(posted.count("reg13.1-representations", "2026-03-01") == 0);
}

TEST_CASE("reg 13(1)(a): 15 days over a leap day", "[reg13.1-representations]") {
    // 16 February 2024 is day one; 14 days of February and 1 March make 15.
    both_sides_of_a_window(Case().on("2024-02-16", "draft-plan-sent"), "reg13.1-representations",
                           "2024-03-01", "2024-03-02", {"final-plan-sent"});
}

TEST_CASE("reg 13(1)(a): a plan sent with the draft cuts the window short by all its days",
          "[reg13.1-representations]") {
    const auto clock = Case()
                           .on("2026-03-02", "draft-plan-sent")
                           .on("2026-03-02", "final-plan-sent")
                           .clock("reg13.1-representations", "2026-04-01");
    CHECK(clock.status == Status::too_early);
    CHECK(clock.days_early == 15);
}

TEST_CASE(
    "reg 13(1)(a): a plan recorded before the draft of the same day cuts the window short too",
    "[reg13.1-representations]") {
    const auto clock = Case()
                           .on("2026-03-02", "final-plan-sent")
                           .on("2026-03-02", "draft-plan-sent")
                           .clock("reg13.1-representations", "2026-04-01");
    CHECK(clock.status == Status::too_early);
    CHECK(clock.days_early == 15);
}

TEST_CASE("reg 13(1)(a): a second draft opens a new window", "[reg13.1-representations]") {
    const auto case_ref = Case()
                              .on("2026-03-02", "draft-plan-sent")
                              .on("2026-03-10", "draft-plan-sent")
                              .on("2026-03-20", "final-plan-sent");
    const auto first = case_ref.clock("reg13.1-representations", "2026-04-01", 1);
    CHECK(first.status == Status::lapsed);
    CHECK(first.ended_by == "draft-plan-sent");
    const auto second = case_ref.clock("reg13.1-representations", "2026-04-01", 2);
    CHECK(second.due == "2026-03-24");
    CHECK(second.status == Status::too_early);
    CHECK(second.days_early == 5);
}

TEST_CASE("reg 13(1)(a): a refusal inside the window lapses it, and nobody is late",
          "[reg13.1-representations]") {
    const auto clock = Case()
                           .on("2026-03-02", "draft-plan-sent")
                           .on("2026-03-20", "no-plan-decision-notified")
                           .clock("reg13.1-representations", "2026-04-01");
    CHECK(clock.status == Status::lapsed);
    CHECK(clock.days_late == 0);
}

TEST_CASE("reg 22(2)(c): the amended plan may follow the day after the 15 days are over",
          "[reg22.2c-representations]") {
    both_sides_of_a_window(Case().on("2025-03-12", "amendment-notice-sent"),
                           "reg22.2c-representations", "2025-03-26", "2025-03-27",
                           {"amended-plan-sent"});
    both_sides_of_a_window(Case().on("2025-03-12", "amendment-notice-sent"),
                           "reg22.2c-representations", "2025-03-26", "2025-03-27",
                           {"final-plan-sent"});
}

TEST_CASE("reg 22(2)(c): the days are counted from service", "[reg22.2c-representations]") {
    both_sides_of_a_window(
        Case().on("2025-03-10", "amendment-notice-sent", {{"served", "2025-03-12"}}),
        "reg22.2c-representations", "2025-03-26", "2025-03-27", {"amended-plan-sent"});
}

TEST_CASE("reg 22(2)(c): a decision not to amend lapses the window", "[reg22.2c-representations]") {
    CHECK(Case()
              .on("2025-03-12", "amendment-notice-sent")
              .on("2025-03-20", "no-amendment-notified")
              .clock("reg22.2c-representations", "2025-06-01")
              .status == Status::lapsed);
}
