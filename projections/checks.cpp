#include "projections/checks.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "events/type_no.hpp"
#include "projections/idle_entries.hpp"

namespace longstop::projections {
namespace {

using law::Fact;
using law::Status;
namespace type = events::type;

template <class... Nos>
bool is(const Fact& fact, Nos... nos) {
    return ((fact.type == nos) || ...);
}

// Something that begins a matter in which a plan may follow.
bool begins(const Fact& fact) {
    return is(fact, type::request_received, type::became_responsible, type::plan_transferred_in,
              type::tribunal_order, type::mediation_agreement, type::appeal_not_opposed);
}

std::string day(std::int32_t number) { return events::to_text(events::day_of(number)); }

// --- what hides answers ---

void no_clock(const CaseView& view, Findings& findings) {
    if (view.facts.empty() || !view.clocks.empty()) return;
    findings.add(view.position(0));
}

void cannot_start(const CaseView& view, Findings& findings) {
    using Why = law::NotStarted::Why;
    std::set<std::uint32_t> started;
    std::set<std::uint32_t> told;
    for (const auto& clock : view.clocks) started.insert(clock.started_by);
    for (const auto& none : view.recorder.not_started) {
        if (none.why != Why::not_in_force) started.insert(none.fact);
    }
    for (const auto& none : view.recorder.not_started) {
        if (started.count(none.fact) == 1 || !told.insert(none.fact).second) continue;
        findings.add(view.position(none.fact), view.law.duty(none.row).id);
    }
}

void beyond_calendar(const CaseView& view, Findings& findings) {
    for (const auto& clock : view.clocks) {
        if (clock.because == law::Because::beyond_the_calendar) {
            findings.add(view.position(clock.started_by), view.duty(clock).id);
        }
    }
}

void retraction_of_nothing(const CaseView& view, Findings& findings) {
    for (const auto& fact : view.facts) {
        const auto& header = view.log.log().headers[fact.source - 1];
        if (fact.type == type::retracted && header.target == 0) findings.add(fact.source);
    }
}

void after_closing(const CaseView& view, Findings& findings) {
    bool closed = false;
    for (const auto& fact : view.facts) {
        const auto effect = view.law.effect_at(fact.type, fact.choice, 0);
        if (closed && view.law.effects[effect].reopens_case) closed = false;
        const bool says_nothing = is(fact, type::case_closed, type::retracted, type::record_begins,
                                     type::exception_relied_on, type::note);
        if (closed && !says_nothing) {
            findings.add(fact.source);
        }
        if (fact.type == type::case_closed) closed = true;
    }
}

void changes_nothing(const CaseView& view, Findings& findings) {
    for (const auto at : idle_facts(view)) {
        findings.add(view.position(at), std::string{trimmed(view.subject(view.fact(at)))});
    }
}

// --- what bends them ---

void plan_without_request(const CaseView& view, Findings& findings) {
    for (const auto& fact : view.facts) {
        if (begins(fact) ||
            is(fact, type::reassessment_decision_notified, type::reassessment_own_initiative))
            return;
        if (!is(fact, type::draft_plan_sent, type::final_plan_sent)) continue;
        if (view.in_record(fact)) findings.add(fact.source);
        return;
    }
}

void decision_before_request(const CaseView& view, Findings& findings) {
    for (const auto& fact : view.facts) {
        if (begins(fact)) return;
        if (!view.in_record(fact)) continue;
        if (is(fact, type::assess_decision_notified, type::issue_decision_made,
               type::no_plan_decision_notified)) {
            findings.add(fact.source);
        }
    }
}

void review_decision_without_meeting(const CaseView& view, Findings& findings) {
    bool met = false;
    for (const auto& fact : view.facts) {
        if (fact.type == type::review_meeting_held) met = true;
        if (fact.type != type::review_decision_notified) continue;
        if (!met && view.in_record(fact)) findings.add(fact.source);
        met = false;
    }
}

void review_overdue_no_meeting(const CaseView& view, Findings& findings) {
    auto last_meeting = law::no_day;
    for (const auto& fact : view.facts) {
        if (fact.type == type::review_meeting_held) last_meeting = fact.date;
    }
    for (const auto& clock : view.clocks) {
        const bool review = view.duty(clock).counts_as(law::Measure::annual_review);
        if (!review || clock.status != Status::overdue) continue;
        const bool met = last_meeting > clock.started_on;
        if (!met) findings.add(view.position(clock.started_by), "due " + day(clock.due));
    }
}

void advice_never_asked(const CaseView& view, Findings& findings) {
    std::set<std::int32_t> asked;
    for (const auto& fact : view.facts) {
        // Advice recorded before its request on one day was asked for all the same.
        if (fact.type == type::advice_requested) asked.insert(fact.subject);
    }
    for (const auto& fact : view.facts) {
        if (fact.type == type::advice_received && asked.count(fact.subject) == 0) {
            findings.add(fact.source, std::string{trimmed(view.subject(fact))});
        }
    }
}

// A plan that names no matter, while more than one waits for a plan.
void answers_another(const CaseView& view, Findings& findings) {
    for (const auto& answer : view.recorder.answers) {
        if (answer.by_name || answer.left_alone.empty()) continue;
        law::RowSet duties;
        answer.left_alone.each([&](law::RowNo row) { duties.add(view.law.plans[row].duty); });
        std::string ids;
        duties.each(
            [&](law::RowNo row) { ids += (ids.empty() ? "" : ", ") + view.law.duty(row).id; });
        findings.add(view.position(answer.fact), "left open: " + ids);
    }
}

void exception_without_facts(const CaseView& view, Findings& findings) {
    for (const auto& exception_test : view.recorder.exception_tests) {
        if (exception_test.clock == law::no_clock ||
            exception_test.refusal == law::NotMadeOut::none)
            continue;
        findings.add(view.position(exception_test.reliance),
                     view.duty(view.clocks[exception_test.clock]).id, exception_test.refusal);
    }
}

void exception_of_no_clock(const CaseView& view, Findings& findings) {
    for (const auto& exception_test : view.recorder.exception_tests) {
        if (exception_test.clock != law::no_clock) continue;
        const auto row = view.fact(exception_test.reliance).other;
        findings.add(
            view.position(exception_test.reliance),
            row == Fact::none ? "no such duty" : view.law.duty(static_cast<std::size_t>(row)).id);
    }
}

void draft_after_final(const CaseView& view, Findings& findings) {
    bool sent = false;
    for (const auto& fact : view.facts) {
        if (begins(fact) ||
            is(fact, type::reassessment_decision_notified, type::reassessment_own_initiative))
            sent = false;
        if (fact.type == type::final_plan_sent) sent = true;
        if (fact.type == type::draft_plan_sent && sent) findings.add(fact.source);
    }
}

void final_without_draft(const CaseView& view, Findings& findings) {
    bool drafted = false;
    for (const auto& fact : view.facts) {
        if (fact.type == type::draft_plan_sent) drafted = true;
        if (fact.type != type::final_plan_sent) continue;
        if (!drafted && view.in_record(fact)) findings.add(fact.source);
        return;
    }
}

// --- slips ---

void recorded_twice(const CaseView& view, Findings& findings) {
    std::set<std::array<std::int32_t, 7>> seen;
    for (const auto& fact : view.facts) {
        if (is(fact, type::note, type::retracted)) continue;
        const auto matter = static_cast<std::int32_t>(fact.matter);
        if (!seen.insert({fact.type, fact.date, fact.choice, fact.subject, fact.other, fact.first,
                          matter})
                 .second)
            findings.add(fact.source);
    }
}

void dated_after_recording(const CaseView& view, Findings& findings) {
    for (const auto& fact : view.facts) {
        const auto recorded_at = view.log.log().headers[fact.source - 1].recorded_at;
        const auto recorded =
            std::chrono::floor<date::days>(Instant{std::chrono::microseconds{recorded_at}});
        // A night's leave: the legal day is London's, the instant is UTC.
        if (events::day_of(fact.date) > Day{recorded.time_since_epoch()} + date::days{1}) {
            findings.add(fact.source,
                         "recorded " + events::to_text(Day{recorded.time_since_epoch()}));
        }
    }
}

void before_2014(const CaseView& view, Findings& findings) {
    const auto first = events::number_of(Day{date::year{2014} / 1 / 1});
    for (const auto& fact : view.facts) {
        if (fact.date < first) findings.add(fact.source);
    }
}

void ends_before_it_begins(const CaseView& view, Findings& findings) {
    for (const auto& fact : view.facts) {
        if (!is(fact, type::personal_circumstances, type::absence_from_area,
                type::setting_closed)) {
            continue;
        }
        if (fact.first != Fact::none && fact.first < fact.date) {
            findings.add(fact.source, "until " + day(fact.first));
        }
    }
}

// What of a reference is left where programs and people write it otherwise: capital letters,
// blanks, hyphens and slashes, zeros in front, and the ".0" of a spreadsheet.
std::string plain_reference(std::string_view reference) {
    if (reference.ends_with(".0")) reference.remove_suffix(2);
    std::string plain;
    for (const char c : reference) {
        if (c == ' ' || c == '-' || c == '/' || c == '_' || c == '.') continue;
        if (c == '0' && plain.empty()) continue;
        plain += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return plain;
}

// The first entry of each case but the first of those that are alike.
void two_references(const CaseView& view, Findings& findings) {
    const auto* twin = view.twin;
    if (twin == nullptr || view.facts.empty()) return;
    findings.add(view.position(0), *twin);
}

constexpr std::array<Check, 21> table{{
    {"no-clock", "nothing recorded on the case starts a duty, so no list ever names it",
     "record what began it: request-received, became-responsible or plan-transferred-in", no_clock},
    {"cannot-start", "the event starts no clock: no row of the law is in force on its day",
     "check the date; retract the entry and record it anew", cannot_start},
    {"beyond-calendar",
     "a due date in working days lies beyond the calendar that is verified: status unknown",
     "add the bank holidays of that year to calendar.toml", beyond_calendar},
    {"retraction-of-nothing", "a retraction names an id that no earlier entry of the case has",
     "record a retraction with the id, source and case of the wrong entry", retraction_of_nothing,
     true},
    {"after-closing", "recorded of a day after the case was closed: it is not read",
     "retract the closing, or record what opened the case again", after_closing},
    {"changes-nothing",
     "it changes no clock though its type could: no duty was waiting for it, and it starts none",
     "record what it answers, or mend its case, day, body or matter", changes_nothing},
    {"plan-without-request", "a plan was sent and nothing is recorded that it answers",
     "record the request (request-received) with the day it arrived", plan_without_request},
    {"decision-before-request", "a decision is dated before any request, or none is recorded",
     "record the request, or retract the decision and record its right day",
     decision_before_request},
    {"review-decision-without-meeting", "a review was decided and no meeting of it is recorded",
     "record review-meeting-held", review_decision_without_meeting},
    {"review-overdue-no-meeting", "the review of the plan is overdue and no meeting is recorded",
     "record review-meeting-held if it took place; else hold it", review_overdue_no_meeting},
    {"advice-never-asked", "advice arrived from a body that was never asked",
     "record advice-requested, or mend the name of the body", advice_never_asked},
    {"matter-not-named",
     "a plan names no matter and several waited for one: it is read as answering the first",
     "record it anew with `matter`, as the order, notice or request that it answers has it",
     answers_another},
    {"exception-without-facts",
     "an exception is relied on and the recorded facts do not make it out",
     "record the closure, absence, circumstances or appointment, if it was so",
     exception_without_facts},
    {"exception-of-no-clock", "an exception is relied on for a duty that was not running",
     "check duty and body of the reliance; retract it and record it anew", exception_of_no_clock},
    {"draft-after-final", "a draft plan is dated after the final plan it should precede",
     "check both days; retract the wrong one and record it anew", draft_after_final},
    {"final-without-draft", "a first final plan was sent and no draft is recorded before it",
     "record draft-plan-sent, if one was sent", final_without_draft},
    {"two-references",
     "another case of the authority has the same reference but for letter case, marks or zeros",
     "see which is right; retract what stands under the other and record it anew", two_references},
    {"recorded-twice", "the same thing of the same day stands twice on the case",
     "retract one of the two, if it happened once", recorded_twice, true},
    {"dated-after-recording", "the legal day lies after the day of recording",
     "retract the entry and record it when it has happened", dated_after_recording, true},
    {"before-2014", "the legal day lies before 2014, when no duty held here existed",
     "check the year; retract the entry and record it anew", before_2014, true},
    {"ends-before-it-begins", "circumstances, an absence or a closure end before they begin",
     "retract the entry and record it with the right days", ends_before_it_begins, true},
}};

}  // namespace

std::span<const Check> checks() { return table; }

namespace {

constexpr Day last_day_of_all{date::year{2199} / 12 / 31};

// By case number - 1: the reference of an earlier case that is alike; null: none.
std::vector<const std::string*> twins_of(const FoldableLog& log) {
    const auto& cases = log.log().cases;
    std::vector<const std::string*> twins(cases.size());
    std::unordered_map<std::string, const std::string*> first;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const auto [found, added] = first.try_emplace(plain_reference(cases[i]), &cases[i]);
        if (!added) twins[i] = found->second;
    }
    return twins;
}

}  // namespace

std::vector<Finding> findings_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                 std::optional<std::size_t> only) {
    std::vector<Finding> list;
    const auto first_alike = twins_of(log);
    const auto find = [&](const CaseView& view, auto wanted) {
        for (std::size_t check = 0; check < table.size(); ++check) {
            if ((only && *only != check) || !wanted(table[check])) continue;
            Findings findings(list, check, view.case_no);
            table[check].find(view, findings);
        }
    };
    const law::Recorder none;
    const bool any_of_entries = std::any_of(table.begin(), table.end(), [&](const Check& check) {
        return check.whatever_day && (!only || &check == &table[*only]);
    });
    view_cases(log, law, as_of, [&](const CaseView& seen) {
        auto view = seen;
        view.twin = first_alike[view.case_no - 1];
        find(view, [](const Check& check) { return !check.whatever_day; });
        if (!any_of_entries) return;
        const auto all = log.of_case_of_any_authority(view.case_no, last_day_of_all);
        find(CaseView{log, law, as_of, view.case_no, all.facts, {}, none, view.record_begins},
             [](const Check& check) { return check.whatever_day; });
    });
    const auto& cases = log.log().cases;
    std::stable_sort(list.begin(), list.end(), [&](const Finding& a, const Finding& b) {
        if (a.check != b.check) return a.check < b.check;
        const auto& x = cases[a.case_no - 1];
        const auto& y = cases[b.case_no - 1];
        return x != y ? x < y : a.position < b.position;
    });
    return list;
}

}  // namespace longstop::projections
