// Statutory exceptions: SEND Regulations 2014, regs 5(4), 8(2), 10(4), 13(3), 27(3), 44(3), 45(7).
// One must be relied on and be made out by the recorded facts. It excuses lateness and moves no
// date. Monday 2025-03-03 + 20 weeks is Monday 2025-07-21. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

constexpr std::string_view plan = "reg13.2-final-plan";

Fields relying(std::string ground, std::string duty = std::string{plan}) {
    return {{"ground", ground}, {"duty", duty}, {"reason", "told the parent"}};
}

// A request of 3 March 2025, 20 weeks to 21 July, and what else is recorded; relied on in August.
ClockView relied(const Case& case_ref, std::string ground, std::string duty = std::string{plan}) {
    return case_ref.on("2025-08-01", "exception-relied-on", relying(ground, duty))
        .clock(duty, "2025-08-02");
}

const Case requested = Case().on("2025-03-03", "request-received");

}  // namespace

TEST_CASE("an exception relied on and made out excuses, and the due date stands",
          "[reg13.2-final-plan]") {
    const auto ill = requested.on("2025-05-01", "personal-circumstances");
    CHECK(ill.clock(plan, "2025-08-02").status == Status::overdue);  // nobody relied on it
    const auto clock = relied(ill, "personal-circumstances");
    CHECK(clock.status == Status::excused);
    CHECK(clock.due == "2025-07-21");
    CHECK(clock.days_late == 12);
    CHECK(clock.excused_by == "personal-circumstances");
    CHECK(clock.relied_on == "2025-08-01");
    CHECK(clock.exception_refused.empty());

    const auto sent = relied(ill.on("2025-07-31", "final-plan-sent"), "personal-circumstances");
    CHECK(sent.status == Status::excused);
    CHECK(sent.days_late == 10);
}

TEST_CASE("an exception changes nothing but lateness", "[reg13.2-final-plan]") {
    const auto ill =
        requested.on("2025-05-01", "personal-circumstances")
            .on("2025-06-01", "exception-relied-on", relying("personal-circumstances"));
    CHECK(ill.clock(plan, "2025-07-21").status == Status::running);
    CHECK(ill.clock(plan, "2025-07-21").excused_by.empty());
    CHECK(ill.on("2025-07-21", "final-plan-sent").clock(plan, "2025-09-01").status == Status::met);
    CHECK(ill.on("2025-08-21", "request-withdrawn").clock(plan, "2025-09-01").status ==
          Status::lapsed);
}

TEST_CASE("a ground the provision does not allow is refused before anything else is looked at",
          "[reg13.2-final-plan][reg18.1b-phase-other][reg8.1-advice]") {
    CHECK(relied(requested, "missed-appointment").exception_refused == "ground-not-allowed");
    const auto phase =
        Case()
            .on("2025-01-10", "phase-transfer-planned", {{"transfer", "other"}, {"year", "2025"}})
            .on("2025-01-11", "personal-circumstances");
    const auto clock = relied(phase, "personal-circumstances", "reg18.1b-phase-other");
    CHECK(clock.exception_refused == "ground-not-allowed");
    CHECK(clock.status == Status::overdue);
    const auto advice = Case().on("2025-03-03", "advice-requested", {{"body", "health"}});
    CHECK(relied(advice, "school-closed", "reg8.1-advice").exception_refused ==
          "ground-not-allowed");
}

TEST_CASE("the limits without any exception",
          "[reg15.2-transfer][reg15.5-new-la-review]"
          "[reg18.1a-phase-post16][reg18.1b-phase-other][reg18.2-post16-to-post16]"
          "[reg18.3-phase-2015][reg20.3-meeting-notice][reg20.4-circulate-advice]"
          "[reg13.1-representations][reg22.2c-representations][reg42.2-cease]"
          "[reg44.2a-dismissed-cease][rule20.1.c-appeal][rule21-la-response][guid-draft-by-16w]"
          "[guid9.83-setting-response]") {
    const std::vector<std::string_view> without = {
        "guid-draft-by-16w",      "guid9.83-setting-response", "reg13.1-representations",
        "reg15.2-transfer",       "reg15.5-new-la-review",     "reg18.1a-phase-post16",
        "reg18.1b-phase-other",   "reg18.2-post16-to-post16",  "reg18.3-phase-2015",
        "reg20.3-meeting-notice", "reg20.4-circulate-advice",  "reg22.2c-representations",
        "reg42.2-cease",          "reg44.2a-dismissed-cease",  "reg45old.3-assess",
        "reg45old.4-contents",    "reg45old.5-setting",        "rule20.1.c-appeal",
        "rule21-la-response",     "cfa42.2-provision",         "cfa45.4-keep-plan",
        "rule5-direction"};
    for (const auto& duty : england().rows()) {
        INFO(duty.id);
        CHECK(duty.excused_by.empty() ==
              (std::find(without.begin(), without.end(), duty.id) != without.end()));
    }
}

TEST_CASE("reg 10(4)(a): the school closed for four weeks, advice asked in the window",
          "[reg13.2-final-plan]") {
    // Closed 22 July 2026, open again 2 September: the window is 15 July to 26 August.
    const auto asked_on = [](std::string_view day) {
        return Case()
            .on("2026-06-01", "request-received")
            .on(day, "advice-requested", {{"body", "school"}, {"setting", "Oak School"}})
            .on("2026-07-22", "setting-closed",
                {{"setting", "Oak School"}, {"reopens", "2026-09-02"}})
            .on("2026-10-20", "exception-relied-on", relying("school-closed"))
            .clock(plan, "2026-10-20");
    };
    CHECK(asked_on("2026-07-14").status == Status::overdue);
    CHECK(asked_on("2026-07-14").exception_refused == "no-advice-in-window");
    CHECK(asked_on("2026-07-15").status == Status::excused);
    CHECK(asked_on("2026-08-26").status == Status::excused);
    CHECK(asked_on("2026-08-27").status == Status::overdue);
    CHECK(asked_on("2026-08-27").exception_refused == "no-advice-in-window");
}

TEST_CASE("reg 10(4)(a), (b): four weeks are 28 days from closing to opening again",
          "[reg13.2-final-plan]") {
    for (const auto* ground : {"school-closed", "early-years-closed"}) {
        const auto reopened = [&](std::string day) {
            return Case()
                .on("2026-06-01", "request-received")
                .on("2026-07-22", "advice-requested", {{"body", "Oak School"}})
                .on("2026-07-22", "setting-closed", {{"setting", "oak school"}, {"reopens", day}})
                .on("2026-10-20", "exception-relied-on", relying(ground))
                .clock(plan, "2026-10-20");
        };
        CHECK(reopened("2026-08-18").status == Status::overdue);
        CHECK(reopened("2026-08-18").exception_refused == "closure-too-short");
        CHECK(reopened("2026-08-19").status == Status::excused);
    }
}

TEST_CASE("reg 10(4)(a): without a closure, or with another school's, there is no ground",
          "[reg13.2-final-plan]") {
    CHECK(relied(requested, "school-closed").exception_refused == "no-closure-recorded");
    const auto closed = requested.on("2025-04-01", "setting-closed",
                                     {{"setting", "Oak School"}, {"reopens", "2025-05-06"}});
    CHECK(relied(closed.on("2025-04-02", "advice-requested", {{"body", "Elm School"}}),
                 "school-closed")
              .exception_refused == "no-advice-in-window");
    // The setting of a request for advice goes before its body.
    CHECK(relied(closed.on("2025-04-02", "advice-requested",
                           {{"body", "Oak School"}, {"setting", "Elm School"}}),
                 "school-closed")
              .exception_refused == "no-advice-in-window");
    CHECK(relied(closed.on("2025-04-02", "advice-requested",
                           {{"body", "school"}, {"setting", " OAK SCHOOL "}}),
                 "school-closed")
              .status == Status::excused);
    // One closure of two may make it out.
    CHECK(relied(closed
                     .on("2025-05-28", "setting-closed",
                         {{"setting", "Oak School"}, {"reopens", "2025-06-02"}})
                     .on("2025-04-29", "advice-requested", {{"body", "Oak School"}}),
                 "school-closed")
              .status == Status::excused);
}

TEST_CASE("reg 10(4)(a): the advice is asked within the time of the duty, both days included",
          "[reg5.1-decide-whether-to-assess]") {
    // Requested 10 June 2026: six weeks to 22 July. The window is 15 July to 26 August.
    const auto asked_on = [](std::string_view day, std::string_view requested_on) {
        return Case()
            .on(requested_on, "request-received")
            .on("2026-07-22", "setting-closed",
                {{"setting", "Oak School"}, {"reopens", "2026-09-02"}})
            .on(day, "advice-requested", {{"body", "Oak School"}, {"received", "2026-07-20"}})
            .on("2026-10-01", "exception-relied-on",
                relying("school-closed", "reg5.1-decide-whether-to-assess"))
            .clock("reg5.1-decide-whether-to-assess", "2026-10-01")
            .status;
    };
    CHECK(asked_on("2026-07-22", "2026-06-10") == Status::excused);
    CHECK(asked_on("2026-07-23", "2026-06-10") == Status::overdue);
    CHECK(asked_on("2026-07-16", "2026-07-16") == Status::excused);
    CHECK(asked_on("2026-07-16", "2026-07-17") == Status::overdue);
}

TEST_CASE("reg 10(4)(c): circumstances that touch the time of the duty on a single day",
          "[reg13.2-final-plan]") {
    const auto during = [](std::string_view from, std::string until) {
        return relied(requested.on(from, "personal-circumstances", {{"until", until}}),
                      "personal-circumstances");
    };
    CHECK(during("2025-01-01", "2025-03-02").exception_refused == "circumstances-outside-period");
    CHECK(during("2025-01-01", "2025-03-03").status == Status::excused);
    CHECK(during("2025-07-21", "2025-07-30").status == Status::excused);
    CHECK(during("2025-07-22", "2025-07-30").exception_refused == "circumstances-outside-period");
    CHECK(during("2025-07-22", "").status == Status::overdue);
    CHECK(during("2025-01-01", "").status == Status::excused);
    CHECK(during("2025-05-01", "2025-04-30").exception_refused == "circumstances-outside-period");
    CHECK(relied(requested, "personal-circumstances").exception_refused ==
          "no-circumstances-recorded");
}

TEST_CASE("reg 10(4)(d): four weeks away are 28 days, first and last included",
          "[reg13.2-final-plan][reg8.1-advice]") {
    const auto away = [](std::string_view from, std::string until) {
        return relied(requested.on(from, "absence-from-area", {{"until", until}}), "absence");
    };
    CHECK(away("2025-04-01", "2025-04-27").exception_refused == "absence-too-short");
    CHECK(away("2025-04-01", "2025-04-28").status == Status::excused);
    // Enough days away, and enough of them inside 3 March to 21 July.
    CHECK(away("2025-02-01", "2025-03-29").exception_refused == "absence-outside-period");
    CHECK(away("2025-02-01", "2025-03-30").status == Status::excused);
    CHECK(away("2025-06-24", "2025-09-01").status == Status::excused);
    CHECK(away("2025-06-25", "2025-09-01").exception_refused == "absence-outside-period");
    CHECK(relied(requested, "absence").exception_refused == "no-absence-recorded");
    // Two absences of two weeks are not one of four.
    CHECK(relied(requested.on("2025-04-01", "absence-from-area", {{"until", "2025-04-14"}})
                     .on("2025-04-15", "absence-from-area", {{"until", "2025-04-28"}}),
                 "absence")
              .exception_refused == "absence-too-short");
}

TEST_CASE("reg 10(4)(d): still away: up to the day one asks", "[reg5.1-decide-whether-to-assess]") {
    // Requested 3 March 2025, due 14 April; away since 10 March: 28 days on 6 April.
    const auto away = Case()
                          .on("2025-03-03", "became-responsible")
                          .on("2025-03-10", "absence-from-area")
                          .on("2025-03-20", "exception-relied-on",
                              relying("absence", "reg5.1-decide-whether-to-assess"));
    CHECK(away.clock("reg5.1-decide-whether-to-assess", "2025-04-05").exception_refused ==
          "absence-too-short");
    CHECK(away.clock("reg5.1-decide-whether-to-assess", "2025-04-06").exception_refused.empty());
    CHECK(away.clock("reg5.1-decide-whether-to-assess", "2025-04-15").status == Status::excused);
}

TEST_CASE("regs 44(3), 45(7): two weeks away are 14 days, after an order, agreement or concession",
          "[reg44.2b.ii-final][reg42.2-assess-final][reg45.3A.b-final]") {
    const auto away = [](const char* type, const char* duty, std::string until) {
        return Case()
            .on("2025-03-03", type, {{"kind", "assess"}})
            .on("2025-04-01", "absence-from-area", {{"until", until}})
            .on("2025-07-01", "exception-relied-on", relying("absence", duty))
            .clock(duty, "2025-07-02");
    };
    for (const auto& [type, duty] : {std::pair{"tribunal-order", "reg44.2b.ii-final"},
                                     std::pair{"mediation-agreement", "reg42.2-assess-final"},
                                     std::pair{"appeal-not-opposed", "reg45.3A.b-final"}}) {
        CHECK(away(type, duty, "2025-04-13").exception_refused == "absence-too-short");
        CHECK(away(type, duty, "2025-04-14").status == Status::excused);
    }
}

TEST_CASE("reg 8(2)(c): an appointment missed with that body within its six weeks",
          "[reg8.1-advice]") {
    // Asked 13 January 2025: to 24 February.
    const auto missed = [](std::string_view day, std::string body) {
        return Case()
            .on("2025-01-13", "advice-requested", {{"body", "health"}})
            .on(day, "missed-appointment", {{"body", body}})
            .on("2025-03-01", "exception-relied-on", relying("missed-appointment", "reg8.1-advice"))
            .clock("reg8.1-advice", "2025-03-01");
    };
    CHECK(missed("2025-01-12", "health").exception_refused == "no-missed-appointment");
    CHECK(missed("2025-01-13", "health").status == Status::excused);
    CHECK(missed("2025-02-24", " Health").status == Status::excused);
    CHECK(missed("2025-02-25", "health").exception_refused == "no-missed-appointment");
    CHECK(missed("2025-02-01", "social-care").exception_refused == "no-missed-appointment");
}

TEST_CASE("a reliance that names a body speaks of that body's clock alone", "[reg8.1-advice]") {
    const auto asked = Case()
                           .on("2025-01-13", "advice-requested", {{"body", "health"}})
                           .on("2025-01-13", "advice-requested", {{"body", "school"}})
                           .on("2025-02-01", "personal-circumstances");
    const auto reliance = relying("personal-circumstances", "reg8.1-advice");
    const auto all = asked.on("2025-03-01", "exception-relied-on", reliance);
    CHECK(all.clock("reg8.1-advice", "2025-03-01", "health").status == Status::excused);
    CHECK(all.clock("reg8.1-advice", "2025-03-01", "school").status == Status::excused);
    auto of_one = reliance;
    of_one.push_back({"body", "HEALTH"});
    const auto one = asked.on("2025-03-01", "exception-relied-on", of_one);
    CHECK(one.clock("reg8.1-advice", "2025-03-01", "health").status == Status::excused);
    CHECK(one.clock("reg8.1-advice", "2025-03-01", "school").status == Status::overdue);
    CHECK(one.clock("reg8.1-advice", "2025-03-01", "school").exception_refused.empty());
    // A body named for a duty that runs once for the whole case means nothing.
    auto plan_reliance = relying("personal-circumstances");
    plan_reliance.push_back({"body", "health"});
    CHECK(requested.on("2025-05-01", "personal-circumstances")
              .on("2025-08-01", "exception-relied-on", plan_reliance)
              .clock(plan, "2025-08-02")
              .status == Status::excused);
}

TEST_CASE("a reliance speaks of the clock opened last before it", "[reg13.2-final-plan]") {
    const auto twice = Case()
                           .on("2024-01-08", "request-received")
                           .on("2024-06-10", "final-plan-sent")  // due 27 May: late
                           .on("2025-03-03", "request-received")
                           .on("2025-05-01", "personal-circumstances");
    const auto later =
        twice.on("2025-08-01", "exception-relied-on", relying("personal-circumstances"));
    CHECK(later.clock(plan, "2025-08-02", 1).status == Status::met_late);
    CHECK(later.clock(plan, "2025-08-02", 1).exception_refused.empty());
    CHECK(later.clock(plan, "2025-08-02", 2).status == Status::excused);
    const auto earlier =
        twice.on("2025-03-02", "exception-relied-on", relying("personal-circumstances"));
    CHECK(earlier.clock(plan, "2025-08-02", 1).exception_refused == "circumstances-outside-period");
    CHECK(earlier.clock(plan, "2025-08-02", 2).status == Status::overdue);
    // On the day itself the new clock has started.
    CHECK(twice.on("2025-03-03", "exception-relied-on", relying("personal-circumstances"))
              .clock(plan, "2025-08-02", 2)
              .status == Status::excused);
}

TEST_CASE("a reliance from before any clock speaks of none", "[reg13.2-final-plan]") {
    const auto clock = Case()
                           .on("2025-03-02", "exception-relied-on", relying("absence"))
                           .on("2025-03-03", "request-received")
                           .clock(plan, "2025-08-02");
    CHECK(clock.status == Status::overdue);
    CHECK(clock.exception_refused.empty());
}

TEST_CASE("a reliance need not be recorded after the clock it speaks of", "[reg13.2-final-plan]") {
    const auto clock =
        Case()
            .on("2025-03-03", "exception-relied-on", relying("personal-circumstances"))
            .on("2025-03-03", "request-received")
            .on("2025-05-01", "personal-circumstances")
            .clock(plan, "2025-08-02");
    CHECK(clock.status == Status::excused);
}

TEST_CASE("a reliance after the duty was met in time speaks of none; on that day it does",
          "[reg13.2-final-plan]") {
    const auto met = requested.on("2025-07-01", "final-plan-sent");
    CHECK(met.on("2025-07-02", "exception-relied-on", relying("absence"))
              .clock(plan, "2025-08-02")
              .exception_refused.empty());
    const auto same_day =
        met.on("2025-07-01", "exception-relied-on", relying("absence")).clock(plan, "2025-08-02");
    CHECK(same_day.exception_refused == "no-absence-recorded");
    CHECK(same_day.status == Status::met);
}

TEST_CASE("of many reliances the first made out excuses, else the first refusal is told",
          "[reg13.2-final-plan]") {
    const auto both = requested.on("2025-05-01", "personal-circumstances")
                          .on("2025-07-01", "exception-relied-on", relying("absence"))
                          .on("2025-07-02", "exception-relied-on", relying("school-closed"));
    CHECK(both.clock(plan, "2025-08-02").exception_refused == "no-absence-recorded");
    const auto third =
        both.on("2025-07-03", "exception-relied-on", relying("personal-circumstances"))
            .clock(plan, "2025-08-02");
    CHECK(third.status == Status::excused);
    CHECK(third.relied_on == "2025-07-03");
    CHECK(third.exception_refused.empty());
}

TEST_CASE("a reliance on a duty nobody knows is a fact without effect", "[reg13.2-final-plan]") {
    CHECK(requested.on("2025-07-01", "exception-relied-on", relying("absence", "reg99"))
              .clock(plan, "2025-08-02")
              .status == Status::overdue);
}

TEST_CASE("an exception counts only when the day asked about has reached it",
          "[reg13.2-final-plan]") {
    const auto case_ref =
        requested.on("2025-05-01", "personal-circumstances")
            .on("2025-08-01", "exception-relied-on", relying("personal-circumstances"));
    CHECK(case_ref.clock(plan, "2025-07-31").status == Status::overdue);
    CHECK(case_ref.clock(plan, "2025-08-01").status == Status::excused);
}
