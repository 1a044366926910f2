#include "projections/questions.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/law/limit.hpp"
#include "events/type_no.hpp"
#include "projections/iso_week.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
using law::Measure;
namespace type = events::type;

bool is_open(const Clock& clock) { return clock.state == Clock::State::open; }

// A review is completed by its decision (docs/law, readings).
void reviews_completed(const CaseView& view, const Days& days, const CountSink& count) {
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::review_decision) ||
            clock.state != Clock::State::ended)
            continue;
        if (!view.counts_here(clock) || !days.hold(clock.ended_on)) continue;
        const bool in_time = clock.ended_on <= clock.due;
        count({0, "reviews completed",
               in_time ? "decided within 4 weeks of the meeting" : "decided later"},
              {view, &clock});
    }
}

void reviews_due(const CaseView& view, const Days& days, const CountSink& count) {
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::annual_review) || !days.hold(clock.due)) continue;
        if (!view.counts_here(clock)) continue;
        if (clock.state == Clock::State::ended) {
            count({0, "reviews due",
                   clock.ended_on <= clock.due ? "completed in time" : "completed late"},
                  {view, &clock});
        } else if (is_open(clock)) {
            count({0, "reviews due",
                   clock.due < events::number_of(view.as_of) ? "not completed, overdue"
                                                             : "not completed, not yet due"},
                  {view, &clock});
        }
    }
}

struct Age {
    int months;
    std::string_view text;
};
constexpr std::array<Age, 4> ages{{{24, "24 months or more after the meeting"},
                                   {12, "12 to 24 months after the meeting"},
                                   {6, "6 to 12 months after the meeting"},
                                   {0, "less than 6 months after the meeting"}}};

void reviews_incomplete(const CaseView& view, const Days& days, const CountSink& count) {
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::review_decision) || !is_open(clock)) continue;
        if (!view.counts_here(clock)) continue;
        if (clock.started_on > events::number_of(view.as_of) || !days.hold(clock.started_on)) {
            continue;
        }
        const auto meeting = events::day_of(clock.started_on);
        const auto age = std::find_if(ages.begin(), ages.end(), [&](const Age& a) {
            return law::add_months(meeting, a.months) <= view.as_of;
        });
        count({age->months, std::string{age->text}, "reviews undecided"}, {view, &clock});
    }
}

void requests_and_plans(const CaseView& view, const Days& days, const CountSink& count) {
    for (const auto& fact : view.facts) {
        if ((fact.type != type::request_received && fact.type != type::final_plan_sent) ||
            !days.hold(fact.date))
            continue;
        if (!view.counts_here(fact.date)) continue;
        count({0, iso_week(events::day_of(fact.date)),
               fact.type == type::request_received ? "requests received" : "final plans sent"},
              {view, nullptr, &fact});
    }
}

bool is_psychologist(std::string_view body) {
    std::string lower{body};
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return lower.find("psycholog") != std::string::npos;
}

// The last days on which psychologist's advice was asked for and received; no_day: never.
struct PsychologistsAdvice {
    std::int32_t asked = law::no_day;
    std::int32_t received = law::no_day;

    explicit PsychologistsAdvice(const CaseView& view) {
        for (const auto& fact : view.facts) {
            if (fact.type != type::advice_received && fact.type != type::advice_requested) continue;
            if (!is_psychologist(view.subject(fact))) continue;
            (fact.type == type::advice_received ? received : asked) = fact.date;
        }
    }
    std::string_view since(std::int32_t day) const {
        if (received >= day) return "psychologist's advice received";
        return asked >= day ? "psychologist asked, advice not received" : "psychologist not asked";
    }
};

void plans_past_20_weeks(const CaseView& view, const Days& days, const CountSink& count) {
    std::optional<PsychologistsAdvice> advice;  // few cases have such a plan
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::twenty_weeks) || !is_open(clock) ||
            !days.hold(clock.due))
            continue;
        if (clock.due >= events::number_of(view.as_of) || !view.counts_here(clock)) continue;
        if (!advice) advice.emplace(view);
        count({0, "plans past 20 weeks", std::string{advice->since(clock.started_on)}},
              {view, &clock});
    }
}

// Every reliance, made out or not, by the ground in law it names.
void exceptions(const CaseView& view, const Days& days, const CountSink& count) {
    for (const auto& exception_test : view.recorder.exception_tests) {
        const auto& fact = view.fact(exception_test.reliance);
        if (!days.hold(fact.date) || !view.counts_here(fact.date)) continue;
        const auto ground = std::string{events::choice_text(fact.type, fact.choice)};
        const bool running = exception_test.clock != law::no_clock;
        count({0, ground,
               !running                                          ? "claimed for a duty not running"
               : exception_test.refusal == law::NotMadeOut::none ? "claimed and made out"
                                                                 : "claimed, not made out"},
              {view, running ? &view.clocks[exception_test.clock] : nullptr, &fact});
    }
}

// Events of one type, of one listed value where it says one (0: whatever).
template <events::TypeNo of, events::Choice choice>
void each_event(const CaseView& view, const Days& days, const CountSink& count,
                std::string_view what) {
    for (const auto& fact : view.facts) {
        if (fact.type != of || (choice != 0 && fact.choice != choice)) continue;
        if (!days.hold(fact.date) || !view.counts_here(fact.date)) continue;
        count({0, "", std::string{what}}, {view, nullptr, &fact});
    }
}

void requests(const CaseView& view, const Days& days, const CountSink& count) {
    each_event<type::request_received, 0>(view, days, count, "requests received");
}
void withdrawn(const CaseView& view, const Days& days, const CountSink& count) {
    each_event<type::request_withdrawn, 0>(view, days, count, "requests withdrawn");
}

// Clocks of a measure that were ended in the days, in time and late, as `stats` counts them.
void ended(const CaseView& view, const Days& days, const CountSink& count, Measure measure,
           std::string_view group) {
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(measure) || clock.state != Clock::State::ended) continue;
        if (!days.hold(clock.ended_on) || !view.counts_here(clock)) continue;
        if (clock.due == law::no_day || clock.status == law::Status::unknown) {
            count({2, std::string{group}, "not known whether in time"}, {view, &clock});
        } else {
            const bool in_time = clock.ended_on <= clock.due;
            count({in_time ? 0 : 1, std::string{group}, in_time ? "in time" : "late"},
                  {view, &clock});
        }
    }
}

void plans_finalised(const CaseView& view, const Days& days, const CountSink& count) {
    ended(view, days, count, Measure::twenty_weeks, "plans finalised");
}
void refused_to_issue(const CaseView& view, const Days& days, const CountSink& count) {
    ended(view, days, count, Measure::no_plan_decision, "refused to issue a plan");
}

// Decisions of "no" whether to assess: the clock says whether in time.
void refused_to_assess(const CaseView& view, const Days& days, const CountSink& count) {
    constexpr events::Choice no = 2;  // after `yes` (type_rows.def)
    each_event<type::assess_decision_notified, no>(view, days, count, "refused to assess");
}

constexpr std::array<NamedQuestion, 11> table{{
    {"requests", "requests for an assessment", "the day it was received", requests},
    {"withdrawn", "requests withdrawn", "the day it was withdrawn", withdrawn},
    {"refused-to-assess", "requests answered by a refusal to assess",
     "the day the decision was notified", refused_to_assess},
    {"refused-to-issue", "assessments that ended without a plan, in time and late",
     "the day the decision was notified", refused_to_issue},
    {"plans-finalised", "first final plans sent, within 20 weeks and late",
     "the day the plan was sent", plans_finalised},
    {"reviews-completed", "annual reviews completed, in time and late",
     "the day the decision was notified", reviews_completed},
    {"reviews-due", "annual reviews due, completed or not", "the due date", reviews_due},
    {"reviews-incomplete", "reviews undecided 6, 12 and 24 months after their meeting",
     "the day of the meeting", reviews_incomplete},
    {"requests-and-plans", "requests received and final plans sent, by ISO week",
     "the day of the event", requests_and_plans},
    {"plans-past-20-weeks", "plans past 20 weeks, with and without psychologist's advice",
     "the due date", plans_past_20_weeks},
    {"exceptions", "exceptions claimed, made out or not, by legal ground",
     "the day of the reliance", exceptions},
}};

}  // namespace

std::span<const NamedQuestion> questions() { return table; }

void each_counted(const NamedQuestion& question, const FoldableLog& log,
                  const law::CompiledLaw& law, Day as_of, const Days& days, const CountSink& sink) {
    view_cases_of_any_day(log, law, as_of, [&](const CaseView& view) {
        if (!view.facts.empty()) question.count(view, days, sink);
    });
}

Counts counts_of(const NamedQuestion& question, const FoldableLog& log, const law::CompiledLaw& law,
                 Day as_of, const Days& days) {
    Counts counts;
    each_counted(question, log, law, as_of, days,
                 [&](const Counted& counted, const CountedItem&) { ++counts[counted]; });
    return counts;
}

}  // namespace longstop::projections
