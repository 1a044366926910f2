// The Tribunal's own limits: First-tier Tribunal (HESC) Rules 2008, rules 20(1)(c), 21(1) and 12.
// The only limits that move for the calendar: time for an appeal that ends between 25 December and
// 1 January or in August ends on the first working day after, and otherwise on the next working
// day; the 30 working days of the response pass those spells over. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

Case refused(std::string_view day) { return Case().on(day, "no-plan-decision-notified"); }

std::string appeal_by(const Case& case_ref) {
    return case_ref.clock("rule20.1.c-appeal", "2027-12-31").due;
}

}  // namespace

TEST_CASE("rule 20(1)(c): an appeal is received within 2 months of the decision",
          "[rule20.1.c-appeal]") {
    // 13 January 2025: Thursday 13 March.
    both_sides_of_a_right(refused("2025-01-13"), "rule20.1.c-appeal", "2025-03-13", "2025-03-14",
                          {"appeal-registered"});
    // 1 October 2025: Monday 1 December.
    both_sides_of_a_right(Case().on("2025-10-01", "cease-decision-notified"), "rule20.1.c-appeal",
                          "2025-12-01", "2025-12-02", {"appeal-registered"});
}

TEST_CASE("rule 20(1)(c): month ends", "[rule20.1.c-appeal]") {
    CHECK(appeal_by(refused("2023-12-31")) == "2024-02-29");  // a Thursday
    CHECK(appeal_by(refused("2023-12-30")) == "2024-02-29");
    CHECK(appeal_by(refused("2024-12-31")) == "2025-02-28");  // a Friday
    CHECK(appeal_by(refused("2025-12-31")) == "2026-03-02");  // Saturday 28 February: Monday
}

TEST_CASE("rule 20(1)(c): or within 1 month of the certificate, where that is later",
          "[rule20.1.c-appeal]") {
    // Decision 13 January 2025, certificate 10 March: Thursday 10 April.
    const auto certified = refused("2025-01-13").on("2025-03-10", "mediation-certificate-issued");
    both_sides_of_a_right(certified, "rule20.1.c-appeal", "2025-04-10", "2025-04-11",
                          {"appeal-registered"});
    // An early certificate adds nothing: 20 February, when the two months end on 13 March.
    CHECK(appeal_by(refused("2025-01-13").on("2025-01-20", "mediation-certificate-issued")) ==
          "2025-03-13");
    // The first certificate counts; one from before the decision is another matter's.
    CHECK(appeal_by(certified.on("2025-03-20", "mediation-certificate-issued")) == "2025-04-10");
    CHECK(appeal_by(Case()
                        .on("2025-01-10", "mediation-certificate-issued")
                        .on("2025-01-13", "no-plan-decision-notified")) == "2025-03-13");
    // 31 January 2025 + 1 month: 28 February; the two months are later here.
    CHECK(appeal_by(refused("2025-01-13").on("2025-01-31", "mediation-certificate-issued")) ==
          "2025-03-13");
    // 31 March 2025 + 1 month: 30 April.
    CHECK(appeal_by(refused("2025-02-03").on("2025-03-31", "mediation-certificate-issued")) ==
          "2025-04-30");
}

TEST_CASE("rule 20(1)(c): a late certificate revives the right it comes too late for",
          "[rule20.1.c-appeal]") {
    const auto late = refused("2025-01-13").on("2025-06-02", "mediation-certificate-issued");
    CHECK(late.clock("rule20.1.c-appeal", "2025-05-01").status == Status::lapsed);
    const auto revived = late.clock("rule20.1.c-appeal", "2025-07-02");
    CHECK(revived.due == "2025-07-02");
    CHECK(revived.status == Status::running);
}

TEST_CASE("rule 12(3)(a): time that ends from 25 December to 1 January, both days included",
          "[rule20.1.c-appeal]") {
    CHECK(appeal_by(refused("2025-10-24")) == "2025-12-24");  // Wednesday: not moved
    CHECK(appeal_by(refused("2025-10-25")) == "2026-01-02");  // Christmas Day to Friday
    CHECK(appeal_by(refused("2025-10-29")) == "2026-01-02");  // Monday 29 December
    CHECK(appeal_by(refused("2025-11-01")) == "2026-01-02");  // New Year's Day
    CHECK(appeal_by(refused("2025-11-02")) == "2026-01-02");  // Friday: not moved
    CHECK(appeal_by(refused("2025-11-03")) == "2026-01-05");  // Saturday: Monday
    CHECK(appeal_by(refused("2026-10-25")) == "2027-01-04");  // 2 January 2027 is a Saturday
    CHECK(appeal_by(refused("2021-10-28")) == "2022-01-04");  // 3 January 2022: bank holiday
}

TEST_CASE("rule 12(3)(a): time that ends in August", "[rule20.1.c-appeal]") {
    CHECK(appeal_by(refused("2026-05-31")) == "2026-07-31");  // Friday: not moved
    CHECK(appeal_by(refused("2026-06-01")) == "2026-09-01");  // 1 August: Tuesday 1 September
    CHECK(appeal_by(refused("2026-06-10")) == "2026-09-01");
    CHECK(appeal_by(refused("2026-06-30")) == "2026-09-01");  // 30 August, a Sunday
    CHECK(appeal_by(refused("2026-07-01")) == "2026-09-01");  // 1 September itself
    CHECK(appeal_by(refused("2019-06-20")) == "2019-09-02");  // 1 September 2019 is a Sunday
}

TEST_CASE("rule 12(2): any other day that is no working day gives way to the next that is",
          "[rule20.1.c-appeal]") {
    CHECK(appeal_by(refused("2026-02-03")) == "2026-04-07");  // Good Friday to Tuesday
    CHECK(appeal_by(refused("2026-03-04")) == "2026-05-05");  // the May bank holiday
    CHECK(appeal_by(refused("2025-01-15")) == "2025-03-17");  // Saturday to Monday
    CHECK(appeal_by(refused("2025-01-16")) == "2025-03-17");  // Sunday to Monday
}

TEST_CASE("rule 12: one step only: Saturday 31 July runs to Monday 2 August",
          "[rule20.1.c-appeal]") {
    CHECK(appeal_by(refused("2021-05-31")) == "2021-08-02");
}

TEST_CASE("rule 20(1)(c): the right goes with the plan to another authority, not with the case",
          "[rule20.1.c-appeal][reg33-contact-adviser]") {
    for (const auto* right : {"rule20.1.c-appeal", "reg33-contact-adviser"}) {
        CHECK(refused("2025-01-13")
                  .on("2025-02-01", "plan-transferred-out")
                  .clock(right, "2025-02-10")
                  .status == Status::lapsed);
        CHECK(refused("2025-01-13")
                  .on("2025-02-01", "case-closed", {{"reason", "other"}})
                  .clock(right, "2025-02-10")
                  .status == Status::running);
    }
}

TEST_CASE("rule 21: the authority's response is in within 30 working days of the appeal",
          "[rule21-la-response]") {
    const Act sent = {"appeal-response-sent"};
    // 3 February to 17 March 2025: six weeks without a holiday.
    both_sides(Case().on("2025-02-03", "appeal-received"), "rule21-la-response", "2025-03-17",
               "2025-03-18", sent);
    // 19 days of July after the 6th, then 1 to 15 September: August is not counted.
    both_sides(Case().on("2026-07-06", "appeal-received"), "rule21-la-response", "2026-09-15",
               "2026-09-16", sent);
    // 18 days of December to the 24th, then 4 to 19 January: 25 December to 1 January are not.
    both_sides(Case().on("2026-11-30", "appeal-received"), "rule21-la-response", "2027-01-19",
               "2027-01-20", sent);
}

TEST_CASE("rule 21: an appeal received in August begins to count in September",
          "[rule21-la-response]") {
    // 1 September 2025 is a Monday: 30 working days end on Friday 10 October.
    for (const auto* day : {"2025-07-31", "2025-08-01", "2025-08-15", "2025-08-31"}) {
        CHECK(Case().on(day, "appeal-received").clock("rule21-la-response", "2025-09-01").due ==
              "2025-10-10");
    }
    const auto in_september = Case().on("2025-09-01", "appeal-received");
    CHECK(in_september.clock("rule21-la-response", "2025-09-01").due == "2025-10-13");
}

TEST_CASE("rule 21: what makes a response needless lapses it", "[rule21-la-response]") {
    const auto received = Case().on("2025-02-03", "appeal-received");
    for (const auto& [type, fields] : {std::pair{"appeal-not-opposed", Fields{{"kind", "assess"}}},
                                       std::pair{"appeal-withdrawn", Fields{}},
                                       std::pair{"tribunal-order", Fields{{"kind", "continue"}}}}) {
        const auto clock =
            received.on("2025-03-20", type, fields).clock("rule21-la-response", "2025-06-01");
        CHECK(clock.status == Status::lapsed);
        CHECK(clock.days_late == 3);
    }
}
