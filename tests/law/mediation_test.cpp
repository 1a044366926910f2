// Mediation: SEND Regulations 2014, regs 33 to 39. "Within 3 working days of": the day itself is
// not counted. The right to mediate (reg 33) ends on the corresponding day two months on and,
// unlike the time for an appeal, moves for nothing. Counted by hand against the bank holidays of
// England.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

TEST_CASE("reg 33: the mediation adviser is contacted within 2 months of the decision",
          "[reg33-contact-adviser]") {
    const auto refused = Case().on("2025-01-13", "assess-decision-notified", {{"outcome", "no"}});
    for (const auto* act : {"mediation-adviser-contacted", "mediation-declined",
                            "mediation-requested", "mediation-certificate-issued"}) {
        both_sides_of_a_right(refused, "reg33-contact-adviser", "2025-03-13", "2025-03-14", {act});
    }
}

TEST_CASE("reg 33: month ends, and no moving for a weekend", "[reg33-contact-adviser]") {
    const auto due = [](std::string_view day) {
        return Case()
            .on(day, "no-plan-decision-notified")
            .clock("reg33-contact-adviser", "2026-01-10")
            .due;
    };
    CHECK(due("2023-12-31") == "2024-02-29");
    CHECK(due("2023-12-29") == "2024-02-29");
    CHECK(due("2024-12-31") == "2025-02-28");
    CHECK(due("2025-12-31") == "2026-02-28");  // a Saturday
    CHECK(due("2025-06-30") == "2025-08-30");
    CHECK(due("2024-02-29") == "2024-04-29");
}

TEST_CASE("reg 33: every decision that can be appealed starts it, a new one afresh",
          "[reg33-contact-adviser]") {
    for (const auto* decision :
         {"no-plan-decision-notified", "final-plan-sent", "amended-plan-sent",
          "no-amendment-notified", "cease-decision-notified"}) {
        CHECK(Case().on("2025-01-13", decision).count("reg33-contact-adviser", "2025-02-01") == 1);
    }
    const auto decided = [](const char* type, std::string outcome) {
        return Case()
            .on("2025-01-13", type, {{"outcome", outcome}})
            .count("reg33-contact-adviser", "2025-02-01");
    };
    CHECK(decided("assess-decision-notified", "no") == 1);
    CHECK(decided("assess-decision-notified", "yes") == 0);
    CHECK(decided("reassessment-decision-notified", "no") == 1);
    CHECK(decided("reassessment-decision-notified", "yes") == 0);
    CHECK(decided("review-decision-notified", "maintain") == 1);
    CHECK(decided("review-decision-notified", "cease") == 1);
    CHECK(decided("review-decision-notified", "amend") == 0);

    const auto twice =
        Case().on("2025-01-13", "final-plan-sent").on("2025-02-20", "amended-plan-sent");
    CHECK(twice.clock("reg33-contact-adviser", "2025-03-01", 1).status == Status::lapsed);
    CHECK(twice.clock("reg33-contact-adviser", "2025-03-01", 1).ended_by == "amended-plan-sent");
    CHECK(twice.clock("reg33-contact-adviser", "2025-03-01", 2).due == "2025-04-20");
}

TEST_CASE("reg 34(1): a certificate follows within 3 working days of declining mediation",
          "[reg34.1-certificate-no-mediation]") {
    const Act issued = {"mediation-certificate-issued"};
    // Good Friday 3 April and Easter Monday 6 April 2026 are passed over.
    both_sides(Case().on("2026-04-01", "mediation-declined"), "reg34.1-certificate-no-mediation",
               "2026-04-08", "2026-04-09", issued);
    // The early May bank holiday is Monday 5 May 2025.
    both_sides(Case().on("2025-05-01", "mediation-declined"), "reg34.1-certificate-no-mediation",
               "2025-05-07", "2025-05-08", issued);
    // Christmas: 24, 29, 30 December.
    both_sides(Case().on("2025-12-23", "mediation-declined"), "reg34.1-certificate-no-mediation",
               "2025-12-30", "2025-12-31", issued);
}

TEST_CASE("reg 34(1): a certificate of the same day counts, whatever was written first",
          "[reg34.1-certificate-no-mediation][reg39.1-certificate-after]") {
    CHECK(Case()
              .on("2026-04-01", "mediation-certificate-issued")
              .on("2026-04-01", "mediation-declined")
              .clock("reg34.1-certificate-no-mediation", "2026-05-01")
              .status == Status::met);
    CHECK(Case()
              .on("2026-04-01", "mediation-certificate-issued")
              .on("2026-04-01", "mediation-held")
              .clock("reg39.1-certificate-after", "2026-05-01")
              .status == Status::met);
}

TEST_CASE("reg 35(2): the commissioning bodies are told within 3 working days",
          "[reg35.2-tell-commissioners]") {
    for (const auto* issues : {"health", "mixed"}) {
        both_sides(Case().on("2025-05-01", "mediation-requested", {{"issues", issues}}),
                   "reg35.2-tell-commissioners", "2025-05-07", "2025-05-08",
                   {"mediation-commissioners-told"});
    }
    CHECK(Case()
              .on("2025-05-01", "mediation-requested", {{"issues", "education"}})
              .count("reg35.2-tell-commissioners", "2025-06-01") == 0);
}

TEST_CASE("reg 35(3): mediation on health alone is arranged within 30 days of telling the bodies",
          "[reg35.3-health-only-arrange]") {
    const auto told = Case()
                          .on("2024-01-30", "mediation-requested", {{"issues", "health"}})
                          .on("2024-02-01", "mediation-commissioners-told");
    // 1 February 2024 + 30: 28 days of February are left, then 2 March.
    both_sides(told, "reg35.3-health-only-arrange", "2024-03-02", "2024-03-03", {"mediation-held"});
    both_sides(told, "reg35.3-health-only-arrange", "2024-03-02", "2024-03-03",
               {"mediation-agreement", {{"kind", "other"}}});
}

TEST_CASE("reg 35(3): what is told takes its issues from the last request before it",
          "[reg35.3-health-only-arrange]") {
    const auto told = [](const Case& before) {
        return before.on("2024-02-01", "mediation-commissioners-told")
            .count("reg35.3-health-only-arrange", "2024-02-10");
    };
    const auto health = Case().on("2024-01-10", "mediation-requested", {{"issues", "health"}});
    CHECK(told(health) == 1);
    CHECK(told(Case()) == 0);
    CHECK(told(Case().on("2024-01-10", "mediation-requested", {{"issues", "mixed"}})) == 0);
    CHECK(told(health.on("2024-01-20", "mediation-requested")) == 0);  // education by default
    CHECK(told(Case()
                   .on("2024-01-10", "mediation-requested")
                   .on("2024-01-20", "mediation-requested", {{"issues", "health"}})) == 1);
    CHECK(told(health.on("2024-02-02", "mediation-requested")) == 1);
}

TEST_CASE("reg 35(4): mediation on mixed issues is arranged within 30 days of the request",
          "[reg35.4-mixed-arrange]") {
    both_sides(Case().on("2025-03-10", "mediation-requested", {{"issues", "mixed"}}),
               "reg35.4-mixed-arrange", "2025-04-09", "2025-04-10", {"mediation-held"});
}

TEST_CASE("reg 36(2): mediation on education is arranged within 30 days, not working days",
          "[reg36.2-la-arrange]") {
    both_sides(Case().on("2025-03-10", "mediation-requested"), "reg36.2-la-arrange", "2025-04-09",
               "2025-04-10", {"mediation-held"});
    both_sides(Case().on("2023-12-15", "mediation-requested", {{"issues", "education"}}),
               "reg36.2-la-arrange", "2024-01-14", "2024-01-15", {"mediation-held"});
}

TEST_CASE("regs 35, 36: a certificate lets the clock rest, mediation after all is still judged",
          "[reg35.3-health-only-arrange][reg35.4-mixed-arrange][reg36.2-la-arrange]") {
    const auto check = [](const Case& requested, const char* duty) {
        const auto certified = requested.on("2025-04-01", "mediation-certificate-issued");
        CHECK(certified.clock(duty, "2025-06-01").status == Status::lapsed);
        CHECK(certified.clock(duty, "2025-06-01").days_late == 0);
        const auto held = certified.on("2025-04-15", "mediation-held").clock(duty, "2025-06-01");
        CHECK(held.status == Status::met_late);
        CHECK(held.days_late == 6);
        CHECK(requested.on("2025-04-01", "mediation-declined").clock(duty, "2025-06-01").status ==
              Status::lapsed);
    };
    check(Case().on("2025-03-10", "mediation-requested"), "reg36.2-la-arrange");
    check(Case().on("2025-03-10", "mediation-requested", {{"issues", "mixed"}}),
          "reg35.4-mixed-arrange");
    check(Case()
              .on("2025-03-10", "mediation-requested", {{"issues", "health"}})
              .on("2025-03-10", "mediation-commissioners-told"),
          "reg35.3-health-only-arrange");
}

TEST_CASE("reg 39(1): a certificate follows within 3 working days of the mediation",
          "[reg39.1-certificate-after]") {
    // Monday 19 September 2022 was a bank holiday.
    both_sides(Case().on("2022-09-15", "mediation-held"), "reg39.1-certificate-after", "2022-09-21",
               "2022-09-22", {"mediation-certificate-issued"});
}
