// Moves between phases: SEND Regulations 2014, reg 18. "Before 31 March" and "before 15 February"
// are read leniently, as the day itself. An act ends the clock only if it was done within the
// school year before the move (from 1 September), or within 12 months of a move between post-16
// institutions.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

// A plan that says that it names the next setting counts whatever it answers.
const Fields names_next = {{"names_next", "yes"}};

Case noted(std::string_view day, std::string transfer, std::string year) {
    return Case().on(day, "phase-transfer-planned", {{"transfer", transfer}, {"year", year}});
}

Case move_noted(std::string_view day, std::string on) {
    return Case().on(day, "post-16-move-planned", {{"on", on}});
}

// A review that waits for its decision: what follows answers it.
Case reviewed(const Case& case_ref, std::string_view day) {
    return case_ref.on(day, "review-meeting-held");
}

}  // namespace

TEST_CASE("reg 18(1)(a): the plan is amended by 31 March before a move to post-16",
          "[reg18.1a-phase-post16]") {
    const auto case_ref = noted("2025-09-15", "post-16", "2026");
    for (const auto* act : {"amended-plan-sent", "final-plan-sent"}) {
        both_sides(case_ref, "reg18.1a-phase-post16", "2026-03-31", "2026-04-01",
                   {act, names_next});
    }
    both_sides(reviewed(case_ref, "2026-02-02"), "reg18.1a-phase-post16", "2026-03-31",
               "2026-04-01", {"no-amendment-notified"});
    for (const auto* outcome : {"maintain", "cease"}) {
        both_sides(case_ref, "reg18.1a-phase-post16", "2026-03-31", "2026-04-01",
                   {"review-decision-notified", {{"outcome", outcome}}});
    }
}

TEST_CASE("reg 18(1)(a): a decision to amend is not yet an amended plan",
          "[reg18.1a-phase-post16]") {
    CHECK(noted("2025-09-15", "post-16", "2026")
              .on("2026-03-01", "review-decision-notified", {{"outcome", "amend"}})
              .clock("reg18.1a-phase-post16", "2026-04-01")
              .status == Status::overdue);
}

TEST_CASE(
    "reg 18(1)(a): a plan that answers nothing, or an order, is read as naming the next setting "
    "only where it says so",
    "[reg18.1a-phase-post16]") {
    const auto case_ref = noted("2025-09-15", "post-16", "2026");
    const auto status = [](const Case& told) {
        return told.clock("reg18.1a-phase-post16", "2026-04-01").status;
    };
    CHECK(status(case_ref.on("2026-03-01", "amended-plan-sent")) == Status::overdue);
    CHECK(status(case_ref.on("2026-03-01", "amended-plan-sent", names_next)) == Status::met);
    const auto ordered = case_ref.on("2026-02-20", "tribunal-order", {{"kind", "amend-contents"}});
    CHECK(status(ordered.on("2026-03-01", "amended-plan-sent")) == Status::overdue);
    CHECK(status(ordered.on("2026-03-01", "amended-plan-sent", names_next)) == Status::met);
    const auto of_review = reviewed(case_ref, "2026-02-20");
    CHECK(status(of_review.on("2026-03-01", "amended-plan-sent")) == Status::met);
    CHECK(status(of_review.on("2026-03-01", "amended-plan-sent", {{"names_next", "no"}})) ==
          Status::overdue);
}

TEST_CASE("reg 18(1)(b): the plan is amended by 15 February before any other move",
          "[reg18.1b-phase-other]") {
    both_sides(noted("2025-09-15", "other", "2026"), "reg18.1b-phase-other", "2026-02-15",
               "2026-02-16", {"amended-plan-sent", names_next});
    both_sides(reviewed(noted("2014-09-01", "other", "2015"), "2015-02-02"), "reg18.1b-phase-other",
               "2015-02-15", "2015-02-16", {"no-amendment-notified"});
}

TEST_CASE("reg 18(1): each kind of move has its own date and no other",
          "[reg18.1a-phase-post16][reg18.1b-phase-other]") {
    CHECK(noted("2025-09-15", "other", "2026").count("reg18.1a-phase-post16", "2026-06-01") == 0);
    CHECK(noted("2025-09-15", "post-16", "2026").count("reg18.1b-phase-other", "2026-06-01") == 0);
}

TEST_CASE("reg 18(1): an act from 1 September of the year before counts, one of 31 August does not",
          "[reg18.1a-phase-post16][reg18.1b-phase-other]") {
    const Fields other = {{"transfer", "other"}, {"year", "2026"}};
    const Fields post_16 = {{"transfer", "post-16"}, {"year", "2026"}};
    const auto amended_on = [](std::string_view day, const Fields& transfer) {
        return Case()
            .on("2025-06-01", "phase-transfer-planned", transfer)
            .on(day, "amended-plan-sent", names_next);
    };
    CHECK(amended_on("2025-08-31", other).clock("reg18.1b-phase-other", "2026-02-16").status ==
          Status::overdue);
    CHECK(amended_on("2025-09-01", other).clock("reg18.1b-phase-other", "2026-02-16").status ==
          Status::met);
    CHECK(amended_on("2025-08-31", post_16).clock("reg18.1a-phase-post16", "2026-04-01").status ==
          Status::overdue);
    CHECK(amended_on("2025-09-01", post_16).clock("reg18.1a-phase-post16", "2026-04-01").status ==
          Status::met);
}

TEST_CASE("reg 18(1): a plan amended before anybody noted the move counts",
          "[reg18.1b-phase-other]") {
    const Fields other = {{"transfer", "other"}, {"year", "2026"}};
    const auto clock = Case()
                           .on("2025-08-31", "amended-plan-sent", names_next)
                           .on("2025-09-01", "review-decision-notified", {{"outcome", "maintain"}})
                           .on("2025-12-01", "amended-plan-sent", names_next)
                           .on("2026-01-10", "phase-transfer-planned", other)
                           .clock("reg18.1b-phase-other", "2026-06-01");
    CHECK(clock.status == Status::met);
    CHECK(clock.ended_by == "review-decision-notified");  // the first that could
    CHECK(clock.ended_on == "2025-09-01");
    CHECK(Case()
              .on("2025-08-31", "amended-plan-sent", names_next)
              .on("2026-01-10", "phase-transfer-planned", other)
              .clock("reg18.1b-phase-other", "2026-02-15")
              .status == Status::running);
}

TEST_CASE("reg 18(1): noted again for the same year nothing changes, for another year it restarts",
          "[reg18.1b-phase-other]") {
    const auto noted_once = noted("2025-09-15", "other", "2026");
    CHECK(noted_once
              .on("2025-10-01", "phase-transfer-planned", {{"transfer", "other"}, {"year", "2026"}})
              .count("reg18.1b-phase-other", "2026-01-01") == 1);
    const auto deferred = noted_once.on("2025-10-01", "phase-transfer-planned",
                                        {{"transfer", "other"}, {"year", "2027"}});
    CHECK(deferred.clock("reg18.1b-phase-other", "2026-06-01", 1).status == Status::lapsed);
    CHECK(deferred.clock("reg18.1b-phase-other", "2026-06-01", 1).days_late == 0);
    CHECK(deferred.clock("reg18.1b-phase-other", "2026-06-01", 2).due == "2027-02-15");
}

TEST_CASE("reg 18(2): five months before a move between post-16 institutions",
          "[reg18.2-post16-to-post16]") {
    both_sides(move_noted("2025-10-01", "2026-09-01"), "reg18.2-post16-to-post16", "2026-04-01",
               "2026-04-02", {"amended-plan-sent", names_next});
    // No 31 February: the last day of that month.
    both_sides(move_noted("2025-10-01", "2026-07-31"), "reg18.2-post16-to-post16", "2026-02-28",
               "2026-03-01", {"amended-plan-sent", names_next});
    both_sides(reviewed(move_noted("2023-10-01", "2024-07-31"), "2024-02-05"),
               "reg18.2-post16-to-post16", "2024-02-29", "2024-03-01", {"no-amendment-notified"});
}

TEST_CASE("reg 18(2): an act counts from 12 months before the move", "[reg18.2-post16-to-post16]") {
    const auto amended_on = [](std::string_view day) {
        return Case()
            .on(day, "amended-plan-sent", names_next)
            .on("2025-10-01", "post-16-move-planned", {{"on", "2026-09-01"}})
            .clock("reg18.2-post16-to-post16", "2026-04-02")
            .status;
    };
    CHECK(amended_on("2025-08-31") == Status::overdue);
    CHECK(amended_on("2025-09-01") == Status::met);
}

TEST_CASE("reg 18(2): a move on 29 February looks back to 28 February",
          "[reg18.2-post16-to-post16]") {
    const auto amended_on = [](std::string_view day) {
        return Case()
            .on(day, "amended-plan-sent", names_next)
            .on("2023-06-01", "post-16-move-planned", {{"on", "2024-02-29"}})
            .clock("reg18.2-post16-to-post16", "2023-10-01");
    };
    CHECK(amended_on("2023-02-27").due == "2023-09-29");
    CHECK(amended_on("2023-02-27").status == Status::overdue);
    CHECK(amended_on("2023-02-28").status == Status::met);
}

TEST_CASE("reg 18(3): for September 2015 the day was 31 May", "[reg18.3-phase-2015]") {
    const auto case_ref = noted("2014-10-01", "post-16", "2015");
    both_sides(case_ref, "reg18.3-phase-2015", "2015-05-31", "2015-06-01",
               {"amended-plan-sent", names_next});
    CHECK(case_ref.count("reg18.1a-phase-post16", "2015-09-01") == 0);
}

TEST_CASE("reg 18(3): noted on 1 September 2015 it still ran; a day later it did not",
          "[reg18.3-phase-2015]") {
    CHECK(noted("2015-09-01", "post-16", "2015").count("reg18.3-phase-2015", "2015-10-01") == 1);
    CHECK(noted("2015-09-02", "post-16", "2015").count("reg18.3-phase-2015", "2015-10-01") == 0);
    CHECK(noted("2015-09-02", "post-16", "2016").clock("reg18.1a-phase-post16", "2015-10-01").due ==
          "2016-03-31");
}

TEST_CASE("reg 18: noted again for the same day is idle, for another day a new clock, row by row",
          "[reg18.1a-phase-post16][reg18.2-post16-to-post16][reg18.3-phase-2015]") {
    const auto counts = [](const char* duty, const char* type, const Fields& first,
                           const Fields& second) {
        return Case()
            .on("2014-10-01", type, first)
            .on("2014-11-01", type, second)
            .count(duty, "2014-12-01");
    };
    const auto post_16 = [](std::string year) {
        return Fields{{"transfer", "post-16"}, {"year", year}};
    };
    const auto move = [](std::string on) { return Fields{{"on", on}}; };
    const auto* phase = "phase-transfer-planned";
    CHECK(counts("reg18.1a-phase-post16", phase, post_16("2016"), post_16("2016")) == 1);
    CHECK(counts("reg18.1a-phase-post16", phase, post_16("2016"), post_16("2017")) == 2);
    CHECK(counts("reg18.3-phase-2015", phase, post_16("2015"), post_16("2015")) == 1);
    const auto* planned = "post-16-move-planned";
    const auto* between = "reg18.2-post16-to-post16";
    CHECK(counts(between, planned, move("2015-09-01"), move("2015-09-01")) == 1);
    CHECK(counts(between, planned, move("2015-09-01"), move("2015-09-02")) == 2);
}

TEST_CASE("reg 18(3): an act from 1 September 2014 counts although the move was noted later",
          "[reg18.3-phase-2015]") {
    CHECK(
        Case()
            .on("2014-09-01", "amended-plan-sent", names_next)
            .on("2015-01-10", "phase-transfer-planned", {{"transfer", "post-16"}, {"year", "2015"}})
            .clock("reg18.3-phase-2015", "2015-06-01")
            .status == Status::met);
}
