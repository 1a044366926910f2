// Worked examples, numbered as in the research this law was drawn up from. P: a published source
// gives the date (named here). C: worked out by hand from the provision and a calendar. Numbers 6
// (the regulations of 2001) and 28 (deemed service by post) concern rules this law does not hold.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

std::string due(const Case& case_ref, std::string_view duty, std::string_view as_of) {
    return case_ref.clock(duty, as_of).due;
}

}  // namespace

TEST_CASE("worked example 1 (P: Ombudsman, Leeds, 25 018 809): requested 21 May 2025") {
    const auto case_ref = Case().on("2025-05-21", "request-received");
    CHECK(due(case_ref, "reg5.1-decide-whether-to-assess", "2025-06-01") == "2025-07-02");
    CHECK(due(case_ref, "reg10.1-no-plan", "2025-06-01") == "2025-09-10");
    CHECK(due(case_ref, "reg13.2-final-plan", "2025-06-01") == "2025-10-08");
}

TEST_CASE("worked example 2 (P: Ombudsman, Essex, 23 013 824, a day early): 18 May 2023") {
    // The decision says 6 September: it counted the day of the request. By the ordinary rule the
    // sixteen weeks end on the 7th, and on that day nobody is late.
    const auto case_ref = Case().on("2023-05-18", "request-received");
    CHECK(due(case_ref, "reg10.1-no-plan", "2023-06-01") == "2023-09-07");
    CHECK(case_ref.clock("reg10.1-no-plan", "2023-09-07").status == Status::running);
    CHECK(case_ref.clock("reg10.1-no-plan", "2023-09-08").status == Status::overdue);
}

TEST_CASE("worked example 3 (P: IPSEA; C: years): decided 1 October, certificate 29 November") {
    const auto appeal_by = [](std::string decided, std::string certified) {
        return due(Case()
                       .on(decided, "cease-decision-notified")
                       .on(certified, "mediation-certificate-issued"),
                   "rule20.1.c-appeal", "2027-06-01");
    };
    // The later limb ends on 29 December, in the closed days: the first working day of January.
    CHECK(appeal_by("2024-10-01", "2024-11-29") == "2025-01-02");
    CHECK(appeal_by("2025-10-01", "2025-11-29") == "2026-01-02");
    CHECK(appeal_by("2026-10-01", "2026-11-29") == "2027-01-04");  // 2 January is a Saturday
}

TEST_CASE("worked example 4 (P: R (L) v Hampshire [2024] EWHC 1928): order of 7 August 2023") {
    const auto case_ref = Case()
                              .on("2023-08-07", "tribunal-order", {{"kind", "amend-contents"}})
                              .on("2023-09-11", "amended-plan-sent");
    const auto clock = case_ref.clock("reg44.2e-amend-provision", "2023-12-01");
    CHECK(clock.due == "2023-09-11");
    CHECK(clock.status == Status::met);
}

TEST_CASE("worked example 5 (P: Surrey SENDIAS): a plan made on 1 January 2019") {
    const auto case_ref = Case().on("2019-01-01", "final-plan-sent");
    CHECK(due(case_ref, "cfa44.1a-first-review", "2019-02-01") == "2019-12-31");
    const auto reviewed =
        case_ref.on("2019-09-01", "review-decision-notified", {{"outcome", "maintain"}});
    CHECK(due(reviewed, "cfa44.1b-later-review", "2019-10-01") == "2020-08-31");
}

TEST_CASE("worked example 7 (C): summer does not stop the clock: requested 1 June 2026") {
    const auto case_ref = Case().on("2026-06-01", "request-received");
    CHECK(due(case_ref, "reg5.1-decide-whether-to-assess", "2026-06-02") == "2026-07-13");
    CHECK(due(case_ref, "reg10.1-no-plan", "2026-06-02") == "2026-09-21");
    CHECK(due(case_ref, "reg13.2-final-plan", "2026-06-02") == "2026-10-19");
}

TEST_CASE("worked example 8 (C): 20 weeks that end on Christmas Day stay there") {
    CHECK(due(Case().on("2026-08-07", "request-received"), "reg13.2-final-plan", "2026-09-01") ==
          "2026-12-25");
}

TEST_CASE("worked example 9 (C): a draft served on 2 March 2026") {
    const auto case_ref = Case().on("2026-03-02", "draft-plan-sent");
    CHECK(due(case_ref, "reg13.1-representations", "2026-03-03") == "2026-03-16");
    CHECK(case_ref.on("2026-03-16", "final-plan-sent")
              .clock("reg13.1-representations", "2026-04-01")
              .status == Status::too_early);
    CHECK(case_ref.on("2026-03-17", "final-plan-sent")
              .clock("reg13.1-representations", "2026-04-01")
              .status == Status::met);
}

TEST_CASE("worked example 10 (C): a review meeting on 14 January 2026") {
    const auto case_ref =
        Case()
            .on("2025-12-01", "review-meeting-notified", {{"meeting", "2026-01-14"}})
            .on("2026-01-14", "review-meeting-held");
    CHECK(due(case_ref, "reg20.3-meeting-notice", "2026-02-01") == "2025-12-31");
    CHECK(due(case_ref, "reg20.4-circulate-advice", "2026-02-01") == "2025-12-31");
    CHECK(due(case_ref, "reg20.9-report", "2026-02-01") == "2026-01-28");
    CHECK(due(case_ref, "reg20.10-decision", "2026-02-01") == "2026-02-11");
    CHECK(due(case_ref, "devon-4w-amendments", "2026-02-01") == "2026-02-11");
    CHECK(due(case_ref, "devon-12w-final", "2026-02-01") == "2026-04-08");
}

TEST_CASE("worked example 11 (C): amendments sent early, on 4 February 2026") {
    const auto case_ref =
        Case().on("2026-01-14", "review-meeting-held").on("2026-02-04", "amendment-notice-sent");
    CHECK(case_ref.clock("devon-4w-amendments", "2026-03-01").status == Status::met);
    CHECK(due(case_ref, "devon-12w-final", "2026-03-01") == "2026-04-01");
}

TEST_CASE("worked example 12 (C): amendments sent late, on 25 February 2026") {
    const auto case_ref =
        Case().on("2026-01-14", "review-meeting-held").on("2026-02-25", "amendment-notice-sent");
    CHECK(case_ref.clock("devon-4w-amendments", "2026-03-01").status == Status::met_late);
    CHECK(case_ref.clock("devon-4w-amendments", "2026-03-01").days_late == 14);
    CHECK(due(case_ref, "devon-12w-final", "2026-03-01") == "2026-04-08");
    CHECK(due(case_ref, "reg22.3-final-amended", "2026-03-01") == "2026-04-22");
}

TEST_CASE("worked example 13 (C): ordered to assess on 20 April 2026") {
    const auto case_ref = Case().on("2026-04-20", "tribunal-order", {{"kind", "assess"}});
    CHECK(due(case_ref, "reg44.2b-notify", "2026-04-21") == "2026-05-04");
    CHECK(due(case_ref, "reg44.2b.i-no-plan", "2026-04-21") == "2026-06-29");
    CHECK(due(case_ref, "reg44.2b.ii-final", "2026-04-21") == "2026-07-27");
}

TEST_CASE("worked example 14 (C): ordered to make a plan on 20 April 2026") {
    const auto case_ref = Case().on("2026-04-20", "tribunal-order", {{"kind", "make-plan"}});
    CHECK(due(case_ref, "reg44.2c.i-draft", "2026-04-21") == "2026-05-25");
    CHECK(due(case_ref, "reg44.2c.ii-final", "2026-04-21") == "2026-07-06");
}

TEST_CASE("worked example 15 (C): mediation declined on 1 April 2026, before Easter") {
    CHECK(due(Case().on("2026-04-01", "mediation-declined"), "reg34.1-certificate-no-mediation",
              "2026-04-02") == "2026-04-08");
}

TEST_CASE("worked example 16 (C): mediation declined on 15 September 2022, before the funeral") {
    CHECK(due(Case().on("2022-09-15", "mediation-declined"), "reg34.1-certificate-no-mediation",
              "2022-09-16") == "2022-09-21");
}

TEST_CASE("worked example 17 (C): a move long past is learnt of on 18 May 2026") {
    CHECK(due(Case().on("2026-05-18", "move-known", {{"moved", "2026-02-01"}}), "reg15.2-transfer",
              "2026-05-19") == "2026-06-08");
}

TEST_CASE("worked example 18 (C): a plan of 1 July 2025 is transferred on 8 June 2026") {
    const auto case_ref = Case().on("2026-06-08", "plan-transferred-in",
                                    {{"from_la", "330"}, {"plan_made", "2025-07-01"}});
    CHECK(due(case_ref, "reg15.4-new-la-informs", "2026-06-09") == "2026-07-20");
    CHECK(due(case_ref, "reg15.5-new-la-review", "2026-06-09") == "2026-09-07");
}

TEST_CASE("worked example 19 (C): a plan of 20 November 2025 is transferred on 8 June 2026") {
    CHECK(due(Case().on("2026-06-08", "plan-transferred-in",
                        {{"from_la", "330"}, {"plan_made", "2025-11-20"}}),
              "reg15.5-new-la-review", "2026-06-09") == "2026-11-19");
}

TEST_CASE("worked example 20 (C): five months before a move between post-16 institutions") {
    const auto by = [](std::string on) {
        return due(Case().on("2025-10-01", "post-16-move-planned", {{"on", on}}),
                   "reg18.2-post16-to-post16", "2025-10-02");
    };
    CHECK(by("2026-09-01") == "2026-04-01");
    CHECK(by("2026-07-31") == "2026-02-28");
}

TEST_CASE("worked example 21 (C): a re-assessment asked for on 5 March 2026, agreed on the 18th") {
    const auto case_ref =
        Case()
            .on("2026-03-05", "reassessment-requested")
            .on("2026-03-18", "reassessment-decision-notified", {{"outcome", "yes"}});
    CHECK(due(case_ref, "reg25.1-reassess-decision", "2026-04-01") == "2026-03-20");
    CHECK(due(case_ref, "reg27.2-final", "2026-04-01") == "2026-06-24");
}

TEST_CASE("worked example 22 (C): refused on 10 June 2026, no certificate later") {
    CHECK(due(Case().on("2026-06-10", "assess-decision-notified", {{"outcome", "no"}}),
              "rule20.1.c-appeal", "2026-06-11") == "2026-09-01");
}

TEST_CASE("worked example 23 (C): refused on 31 December 2025") {
    CHECK(due(Case().on("2025-12-31", "no-plan-decision-notified"), "rule20.1.c-appeal",
              "2026-01-01") == "2026-03-02");
}

TEST_CASE("worked example 24 (C): the authority receives an appeal on 6 July 2026") {
    CHECK(due(Case().on("2026-07-06", "appeal-received"), "rule21-la-response", "2026-07-07") ==
          "2026-09-15");
}

TEST_CASE("worked example 25 (C): the authority receives an appeal on 30 November 2026") {
    CHECK(due(Case().on("2026-11-30", "appeal-received"), "rule21-la-response", "2026-12-01") ==
          "2027-01-19");
}

TEST_CASE("worked example 26 (C): a school closed from 22 July to 2 September 2026") {
    const auto asked_on = [](std::string_view day) {
        return Case()
            .on("2026-06-01", "request-received")
            .on(day, "advice-requested", {{"body", "Oak School"}})
            .on("2026-07-22", "setting-closed",
                {{"setting", "Oak School"}, {"reopens", "2026-09-02"}})
            .on("2026-10-20", "exception-relied-on",
                {{"ground", "school-closed"},
                 {"duty", "reg13.2-final-plan"},
                 {"reason", "the school was closed"}})
            .clock("reg13.2-final-plan", "2026-10-20")
            .status;
    };
    CHECK(asked_on("2026-07-14") == Status::overdue);
    CHECK(asked_on("2026-07-15") == Status::excused);
    CHECK(asked_on("2026-08-26") == Status::excused);
    CHECK(asked_on("2026-08-27") == Status::overdue);
}

TEST_CASE("worked example 27 (C): requested on 20 January 2020, due in the pandemic") {
    const auto case_ref = Case().on("2020-01-20", "request-received");
    CHECK(due(case_ref, "reg13.2-final-plan", "2020-02-01") == "2020-06-08");
    CHECK(case_ref.clock("reg13.2-final-plan", "2020-06-09").status == Status::overdue);
    CHECK(case_ref
              .on("2020-06-09", "exception-relied-on",
                  {{"ground", "coronavirus"},
                   {"duty", "reg13.2-final-plan"},
                   {"reason", "no assessment could take place"}})
              .clock("reg13.2-final-plan", "2020-06-09")
              .status == Status::excused);
}

TEST_CASE("worked example 29 (C): a plan made on 29 February 2024") {
    CHECK(due(Case().on("2024-02-29", "final-plan-sent"), "cfa44.1a-first-review", "2024-03-01") ==
          "2025-02-28");
}
