// What the Tribunal directs, and a date fixed for the response (docs/law/reading.md, 5.10).
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

Fields directed(std::string step, std::string by) {
    return {{"step", std::move(step)}, {"by", std::move(by)}};
}

const Case appealed = Case().on("2026-03-02", "appeal-received");
constexpr std::string_view response = "rule21-la-response";

}  // namespace

TEST_CASE("rules 5, 6: a directed step is due on the day that is fixed, Sunday or not",
          "[rule5-direction]") {
    const auto case_ref =
        Case().on("2026-03-02", "tribunal-direction", directed("final evidence", "2026-05-03"));
    both_sides(case_ref, "rule5-direction", "2026-05-03", "2026-05-04",
               {"direction-complied", {{"step", "Final\u00a0Evidence"}}});
    CHECK(case_ref.on("2026-04-01", "direction-complied", {{"step", "bundle"}})
              .clock("rule5-direction", "2026-05-04")
              .status == Status::overdue);
}

TEST_CASE("rules 5, 6: a later direction about the step takes the place of the earlier",
          "[rule5-direction]") {
    const auto case_ref =
        Case()
            .on("2026-03-02", "tribunal-direction", directed("final evidence", "2026-05-01"))
            .on("2026-04-10", "tribunal-direction", directed("final evidence", "2026-06-15"));
    CHECK(case_ref.clock("rule5-direction", "2026-06-15", 1).status == Status::lapsed);
    CHECK(case_ref.clock("rule5-direction", "2026-06-15", 2).due == "2026-06-15");
    const auto decided = case_ref.on("2026-06-20", "tribunal-order", {{"kind", "continue"}})
                             .clock("rule5-direction", "2026-07-01", 2);
    CHECK(decided.overtaken);
    CHECK(decided.days_late == 5);
}

TEST_CASE("rule 21: the day directed for the response governs, earlier or later, the last of them",
          "[rule21-la-response]") {
    const auto due = [](const Case& case_ref) {
        return case_ref.clock(response, "2026-03-20").due;
    };
    CHECK(due(appealed) == "2026-04-15");  // 30 working days, Easter left out
    CHECK(due(appealed.on("2026-03-04", "tribunal-direction",
                          directed("Response", "2026-04-05"))) == "2026-04-05");
    const auto two =
        appealed.on("2026-03-04", "tribunal-direction", directed("response", "2026-04-05"))
            .on("2026-03-05", "tribunal-direction", directed("response", "2026-05-01"));
    CHECK(due(two) == "2026-05-01");
    CHECK(two.count("rule5-direction", "2026-03-20") == 0);
    CHECK(due(appealed.on("2026-03-04", "tribunal-direction",
                          directed("evidence", "2026-04-05"))) == "2026-04-15");
}

TEST_CASE("rule 21: a direction read before the receipt counts for the same appeal or day only",
          "[rule21-la-response]") {
    const auto direction = [](const Case& case_ref, std::string_view day) {
        return case_ref.on(day, "tribunal-direction", directed("response", "2026-04-01"));
    };
    const auto due = [](const Case& case_ref) {
        return case_ref.on("2026-03-02", "appeal-received").clock(response, "2026-03-20").due;
    };
    CHECK(due(direction(Case(), "2026-03-02")) == "2026-04-01");
    CHECK(due(direction(Case(), "2026-03-01")) == "2026-04-15");
    const auto registered = Case().on("2026-02-20", "appeal-registered");
    CHECK(due(direction(registered, "2026-03-01")) == "2026-04-01");
    CHECK(due(direction(Case(), "2026-02-20").on("2026-02-20", "appeal-registered")) ==
          "2026-04-01");
    CHECK(due(direction(Case(), "2026-02-19").on("2026-02-20", "appeal-registered")) ==
          "2026-04-15");
}

TEST_CASE("rule 21: a direction of after the response changes nothing", "[rule21-la-response]") {
    const auto answered = appealed.on("2026-04-16", "appeal-response-sent");
    CHECK(answered.clock(response, "2026-05-01").days_late == 1);
    CHECK(answered.on("2026-04-17", "tribunal-direction", directed("response", "2026-04-20"))
              .clock(response, "2026-05-01")
              .days_late == 1);
}
