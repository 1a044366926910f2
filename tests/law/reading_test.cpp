// How a case is read, whatever the provision: order, closed cases, clocks that rest, start again or
// look back, subjects, the day asked about. docs/law/reading.md words each rule.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

const Fields closed_other = {{"reason", "other"}};

// Fields with which an event of the type can be recorded.
Fields fields_of(std::string_view type) {
    using namespace longstop;
    Fields fields;
    for (const auto& field : events::find_type(type)->fields) {
        if (!field.needed) continue;
        const std::string name{events::field_name(field.no)};
        const std::string value = field.kind == events::FieldKind::choice
                                      ? std::string{field.choices[0]}
                                  : field.kind == events::FieldKind::day  ? "2025-06-15"
                                  : field.kind == events::FieldKind::year ? "2025"
                                                                          : "x";
        fields.push_back({name, value});
    }
    return fields;
}

}  // namespace

TEST_CASE("events are read by date, and those of one day in the order recorded") {
    // Recorded late, and out of order.
    CHECK(Case()
              .on("2025-06-02", "final-plan-sent")
              .on("2025-01-13", "request-received")
              .clock("reg13.2-final-plan", "2025-07-01")
              .status == Status::met);
    // Of one day: the plan ends the 20 weeks, whichever was recorded first; of the day before not.
    CHECK(Case()
              .on("2025-01-13", "final-plan-sent")
              .on("2025-01-13", "request-received")
              .clock("reg13.2-final-plan", "2025-07-01")
              .status == Status::met);
    CHECK(Case()
              .on("2025-01-12", "final-plan-sent")
              .on("2025-01-13", "request-received")
              .clock("reg13.2-final-plan", "2025-07-01")
              .status == Status::overdue);
    CHECK(Case()
              .on("2025-01-13", "request-received")
              .on("2025-01-13", "final-plan-sent")
              .clock("reg13.2-final-plan", "2025-07-01")
              .status == Status::met);
}

TEST_CASE("what is dated after the day asked about has not happened") {
    const auto case_ref =
        Case().on("2025-01-13", "request-received").on("2025-06-09", "final-plan-sent");
    CHECK(case_ref.clocks("2025-01-12").empty());
    CHECK(case_ref.count("reg13.2-final-plan", "2025-01-13") == 1);
    CHECK(case_ref.clock("reg13.2-final-plan", "2025-06-08").status == Status::overdue);
    CHECK(case_ref.clock("reg13.2-final-plan", "2025-06-09").status == Status::met_late);
}

TEST_CASE("a clock whose start lies ahead is not reported, yet keeps others away") {
    const Fields health_later = {{"body", "health"}, {"received", "2025-02-01"}};
    const auto case_ref = Case()
                              .on("2025-01-13", "advice-requested", health_later)
                              .on("2025-01-20", "advice-requested", {{"body", "health"}});
    CHECK(case_ref.count("reg8.1-advice", "2025-01-31") == 0);
    CHECK(case_ref.clock("reg8.1-advice", "2025-02-01").started_on == "2025-02-01");
    // Answered before it counts as received: met.
    CHECK(case_ref.on("2025-01-25", "advice-received", {{"body", "health"}})
              .clock("reg8.1-advice", "2025-02-01")
              .status == Status::met);
}

TEST_CASE("a closed case: every duty lapses") {
    const auto case_ref = Case()
                              .on("2025-01-13", "request-received")
                              .on("2025-03-03", "case-closed", {{"reason", "left-england"}});
    for (const auto& clock : case_ref.clocks("2026-01-01")) {
        INFO(clock.duty);
        CHECK(clock.status == Status::lapsed);
        CHECK(clock.ended_by == "case-closed");
    }
    CHECK(case_ref.clock("reg5.1-decide-whether-to-assess", "2026-01-01").days_late == 7);
    CHECK(case_ref.clock("reg13.2-final-plan", "2026-01-01").days_late == 0);
}

TEST_CASE("a closed case: eight kinds of event are passed over, every other opens it again") {
    const std::vector<std::string_view> passed = {"note",
                                                  "retracted",
                                                  "case-closed",
                                                  "record-begins",
                                                  "plan-ceased",
                                                  "plan-transferred-out",
                                                  "request-withdrawn",
                                                  "exception-relied-on"};
    // A transfer recorded a day later is skipped while the case is closed. Where it is read it
    // ends, looking back, the duty to transfer that starts on its day (4.3f).
    for (const auto& type : longstop::events::event_types()) {
        if (type.no >= longstop::events::first_own_type) continue;
        INFO(type.name);
        const auto case_ref = Case()
                                  .on("2025-01-13", "case-closed", closed_other)
                                  .on("2025-02-01", type.name, fields_of(type.name))
                                  .on("2025-02-02", "plan-transferred-out")
                                  .on("2025-02-02", "move-known", {{"moved", "2025-02-02"}});
        const bool open = std::find(passed.begin(), passed.end(), type.name) == passed.end();
        const auto transfers = case_ref.clocks("2025-02-03", "reg15.2-transfer");
        const bool read = std::any_of(transfers.begin(), transfers.end(), [](const auto& clock) {
            return clock.status == Status::met;
        });
        CHECK(read == open);
    }
}

TEST_CASE("a closed case: a concession after the response does not open it again") {
    const auto closed = Case()
                            .on("2025-01-10", "appeal-response-sent")
                            .on("2025-01-13", "case-closed", closed_other);
    const auto conceded = closed.on("2025-02-01", "appeal-not-opposed", {{"kind", "assess"}})
                              .on("2025-02-02", "plan-transferred-out")
                              .on("2025-02-02", "move-known", {{"moved", "2025-02-02"}});
    CHECK(conceded.clock("reg15.2-transfer", "2025-02-03").status == Status::running);
}

TEST_CASE("a closed case: what is passed over still makes a concession late") {
    const auto case_ref = Case()
                              .on("2025-01-10", "appeal-received")
                              .on("2025-01-13", "case-closed", closed_other)
                              .on("2025-01-20", "appeal-response-sent")
                              .on("2025-02-01", "appeal-not-opposed", {{"kind", "assess"}});
    CHECK(case_ref.count("reg45.3-notify", "2025-06-01") == 0);
}

TEST_CASE("a closed case: what is passed over is a fact for an exception all the same") {
    const auto case_ref = Case()
                              .on("2025-03-03", "request-received")
                              .on("2025-03-10", "case-closed", closed_other)
                              .on("2025-03-20", "personal-circumstances", {{"until", "2025-04-20"}})
                              .on("2025-04-01", "request-received")
                              .on("2025-09-01", "case-closed", closed_other)
                              .on("2025-09-02", "exception-relied-on",
                                  {{"ground", "personal-circumstances"},
                                   {"duty", "reg5.1-decide-whether-to-assess"},
                                   {"reason", "x"}});
    // The clock lapsed when the case was closed; the reliance is weighed and not refused.
    const auto clock = case_ref.clock("reg5.1-decide-whether-to-assess", "2025-10-01", 2);
    CHECK(clock.status == Status::lapsed);
    CHECK(clock.exception_refused.empty());
}

TEST_CASE("a closed case: an act passed over is not found by looking back") {
    const auto case_ref =
        Case()
            .on("2025-01-13", "case-closed", closed_other)
            .on("2025-10-01", "no-amendment-notified")
            .on("2025-10-02", "review-meeting-held")
            .on("2025-10-03", "phase-transfer-planned", {{"transfer", "other"}, {"year", "2026"}});
    CHECK(case_ref.clock("reg18.1b-phase-other", "2025-10-04").status == Status::running);
}

TEST_CASE("a closed case: looking back over its day finds what came before it closed") {
    for (const int more : {1, 30, 40}) {
        INFO(more << " more");
        auto one_day = Case().on("2025-01-13", "assess-decision-notified", {{"outcome", "yes"}});
        for (int i = 0; i < more; ++i) one_day = one_day.on("2025-01-13", "note", {{"text", "x"}});
        one_day = one_day.on("2025-01-13", "case-closed", closed_other);
        for (int i = 0; i < more; ++i) one_day = one_day.on("2025-01-13", "note", {{"text", "x"}});
        one_day = one_day.on("2025-01-13", "request-received");
        CHECK(one_day.clock("reg5.1-decide-whether-to-assess", "2025-06-02").status == Status::met);
    }
}

TEST_CASE("closed and opened again on one day, by the order recorded") {
    const auto requested_after =
        Case().on("2025-01-13", "case-closed", closed_other).on("2025-01-13", "request-received");
    CHECK(requested_after.clock("reg13.2-final-plan", "2025-02-01").status == Status::running);
    const auto requested_before =
        Case().on("2025-01-13", "request-received").on("2025-01-13", "case-closed", closed_other);
    CHECK(requested_before.clock("reg13.2-final-plan", "2025-02-01").status == Status::lapsed);
}

TEST_CASE("resting: lapsed for good it keeps what made it rest") {
    const auto rested =
        Case().on("2025-01-13", "request-received").on("2025-06-09", "no-plan-decision-notified");
    CHECK(rested.clock("reg13.2-final-plan", "2025-07-01").days_late == 7);
    const auto gone =
        rested.on("2025-08-01", "request-withdrawn").clock("reg13.2-final-plan", "2026-01-01");
    CHECK(gone.status == Status::lapsed);
    CHECK(gone.ended_by == "no-plan-decision-notified");
    CHECK(gone.ended_on == "2025-06-09");
    CHECK(gone.days_late == 7);
    // And nothing wakes it.
    CHECK(rested.on("2025-08-01", "request-withdrawn")
              .on("2025-08-10", "draft-plan-sent")
              .clock("reg13.2-final-plan", "2026-01-01")
              .status == Status::lapsed);
}

TEST_CASE("resting: a new clock of the row makes the old rest final") {
    const auto case_ref = Case()
                              .on("2025-01-13", "request-received")
                              .on("2025-02-24", "assess-decision-notified", {{"outcome", "no"}})
                              .on("2025-04-07", "request-received")
                              .on("2025-09-01", "final-plan-sent");
    CHECK(case_ref.clock("reg13.2-final-plan", "2026-01-01", 1).status == Status::lapsed);
    CHECK(case_ref.clock("reg13.2-final-plan", "2026-01-01", 2).status == Status::met_late);
    CHECK(case_ref.clock("reg13.2-final-plan", "2026-01-01", 2).days_late == 7);
}

TEST_CASE("waking: the event that wakes a clock may also end it") {
    const auto clock = Case()
                           .on("2025-01-13", "request-received")
                           .on("2025-02-24", "assess-decision-notified", {{"outcome", "no"}})
                           .on("2025-06-01", "final-plan-sent")
                           .clock("reg13.2-final-plan", "2026-01-01");
    CHECK(clock.status == Status::met);
    CHECK(clock.ended_by == "final-plan-sent");
}

TEST_CASE("waking twice: a clock can rest and wake as often as an authority changes its mind") {
    const Fields yes = {{"outcome", "yes"}};
    const Fields no = {{"outcome", "no"}};
    const auto case_ref = Case()
                              .on("2025-01-13", "request-received")
                              .on("2025-02-24", "assess-decision-notified", no)
                              .on("2025-03-10", "assess-decision-notified", yes)
                              .on("2025-04-28", "no-plan-decision-notified")
                              .on("2025-05-20", "draft-plan-sent");
    CHECK(case_ref.clock("reg13.2-final-plan", "2025-06-03").status == Status::overdue);
    CHECK(case_ref.on("2025-06-03", "no-plan-decision-notified")
              .clock("reg13.2-final-plan", "2025-12-01")
              .days_late == 1);
}

TEST_CASE("ignore: a second starting event while the clock runs changes nothing") {
    const auto case_ref = Case()
                              .on("2025-03-12", "amendment-notice-sent")
                              .on("2025-04-12", "amendment-notice-sent")
                              .on("2025-05-01", "amended-plan-sent")
                              .on("2025-05-02", "amendment-notice-sent");
    CHECK(case_ref.count("reg22.3-final-amended", "2025-06-01") == 2);
    CHECK(case_ref.clock("reg22.3-final-amended", "2025-06-01", 1).due == "2025-05-07");
    CHECK(case_ref.clock("reg22.3-final-amended", "2025-06-01", 2).due == "2025-06-27");
}

TEST_CASE("look back: an act ends one clock of its row, not two") {
    // The reply of the morning answered the consultation of the day before.
    const Fields oak = {{"setting", "Oak School"}};
    const auto case_ref = Case()
                              .on("2025-01-12", "setting-consulted", oak)
                              .on("2025-01-13", "setting-replied", oak)
                              .on("2025-01-13", "setting-consulted", oak);
    CHECK(case_ref.clock("guid9.83-setting-response", "2025-02-01", 1).status == Status::met);
    CHECK(case_ref.clock("guid9.83-setting-response", "2025-02-01", 2).status == Status::overdue);
    // The second reply of that morning is free.
    const auto two = Case()
                         .on("2025-01-12", "setting-consulted", oak)
                         .on("2025-01-13", "setting-replied", oak)
                         .on("2025-01-13", "setting-replied", oak)
                         .on("2025-01-13", "setting-consulted", oak);
    CHECK(two.clock("guid9.83-setting-response", "2025-02-01", 2).status == Status::met);
}

TEST_CASE("look back: not to the day before, and not for another subject") {
    CHECK(Case()
              .on("2025-01-12", "advice-received", {{"body", "health"}})
              .on("2025-01-13", "advice-requested", {{"body", "health"}})
              .clock("reg8.1-advice", "2025-02-01")
              .status == Status::running);
    CHECK(Case()
              .on("2025-01-13", "advice-received", {{"body", "school"}})
              .on("2025-01-13", "advice-requested", {{"body", "health"}})
              .clock("reg8.1-advice", "2025-02-01")
              .status == Status::running);
}

TEST_CASE("look back: to the day of the asking, not of its receipt") {
    const auto asked = [](std::string_view answered) {
        return Case()
            .on(answered, "advice-received", {{"body", "health"}})
            .on("2025-01-13", "advice-requested", {{"body", "health"}, {"received", "2025-01-10"}})
            .clock("reg8.1-advice", "2025-02-01")
            .status;
    };
    CHECK(asked("2025-01-10") == Status::running);
    CHECK(asked("2025-01-13") == Status::met);
}

TEST_CASE("subjects are equal after trimming and folding A to Z; the clock shows the first text") {
    const auto case_ref = Case()
                              .on("2025-01-13", "advice-requested", {{"body", "  Social-Care "}})
                              .on("2025-01-14", "advice-requested", {{"body", "social-care"}})
                              .on("2025-02-01", "advice-received", {{"body", "SOCIAL-CARE\t"}});
    const auto clock = case_ref.clock("reg8.1-advice", "2025-03-01");
    CHECK(clock.subject == "Social-Care");
    CHECK(clock.status == Status::met);
    // Letters beyond A-Z fold too, and a run of white space is one space.
    const auto other = Case()
                           .on("2025-01-13", "setting-consulted", {{"setting", "\u00c9cole"}})
                           .on("2025-01-14", "setting-replied", {{"setting", "\u00e9cole"}});
    CHECK(other.clock("guid9.83-setting-response", "2025-01-20").status == Status::met);
    CHECK(Case()
              .on("2025-01-13", "setting-consulted", {{"setting", "Oak  School"}})
              .on("2025-01-14", "setting-replied", {{"setting", "Oak School"}})
              .clock("guid9.83-setting-response", "2025-01-20")
              .status == Status::met);
}

TEST_CASE("what lapses a duty takes no account of its subject") {
    const auto case_ref = Case()
                              .on("2025-01-13", "advice-requested", {{"body", "health"}})
                              .on("2025-01-13", "advice-requested", {{"body", "school"}})
                              .on("2025-02-01", "final-plan-sent");
    for (const auto& clock : case_ref.clocks("2025-06-01", "reg8.1-advice")) {
        CHECK(clock.status == Status::lapsed);
    }
}

TEST_CASE("a field that does not belong to the type is kept and means nothing") {
    // A review decision has no meeting: it ends every open review clock.
    const auto case_ref = Case()
                              .on("2025-01-14", "review-meeting-held")
                              .on("2025-02-01", "review-meeting-held", {{"meeting", "2025-09-09"}})
                              .on("2025-02-10", "review-decision-notified",
                                  {{"outcome", "maintain"}, {"meeting", "2025-01-14"}});
    CHECK(case_ref.clock("reg20.10-decision", "2025-03-01", "2025-01-14").status == Status::met);
    CHECK(case_ref.clock("reg20.10-decision", "2025-03-01", "2025-02-01").status == Status::met);
    // A request has no `received`.
    CHECK(Case()
              .on("2025-01-13", "request-received", {{"received", "2025-01-20"}})
              .clock("reg13.2-final-plan", "2025-02-01")
              .due == "2025-06-02");
}

TEST_CASE("in force: a duty starts on 1 September 2014 and not the day before",
          "[reg13.2-final-plan][reg8.1-advice][rule20.1.c-appeal][reg20.10-decision]") {
    CHECK(Case().on("2014-08-31", "request-received").clocks("2015-12-01").empty());
    CHECK(
        Case().on("2014-09-01", "request-received").clock("reg13.2-final-plan", "2014-09-02").due ==
        "2015-01-19");
    CHECK(Case().on("2014-08-31", "no-plan-decision-notified").clocks("2015-12-01").empty());
    CHECK(Case()
              .on("2014-09-01", "no-plan-decision-notified")
              .clock("rule20.1.c-appeal", "2014-09-02")
              .due == "2014-11-03");  // Saturday 1 November to Monday
    CHECK(Case().on("2014-08-31", "review-meeting-held").clocks("2015-12-01").empty());
    // What counts is the day the clock starts, not the event's.
    CHECK(
        Case()
            .on("2014-08-29", "advice-requested", {{"body", "health"}, {"received", "2014-09-01"}})
            .clock("reg8.1-advice", "2014-09-10")
            .due == "2014-10-13");
    CHECK(
        Case()
            .on("2014-09-01", "advice-requested", {{"body", "health"}, {"received", "2014-08-29"}})
            .clocks("2014-12-01")
            .empty());
}

TEST_CASE("an empty case, and one of notes, have no clocks") {
    CHECK(Case().clocks("2025-01-01").empty());
    CHECK(Case().on("2025-01-01", "note", {{"text", "rang"}}).clocks("2025-01-02").empty());
}
