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
void reviews_completed(const CaseView& view, const Days& days, Counts& counts) {
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::review_decision) ||
            clock.state != Clock::State::ended)
            continue;
        if (!view.counts_here(clock) || !days.hold(clock.ended_on)) continue;
        const bool in_time = clock.ended_on <= clock.due;
        ++counts[{0, "reviews completed",
                  in_time ? "decided within 4 weeks of the meeting" : "decided later"}];
    }
}

void reviews_due(const CaseView& view, const Days& days, Counts& counts) {
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::annual_review) || !days.hold(clock.due)) continue;
        if (!view.counts_here(clock)) continue;
        if (clock.state == Clock::State::ended) {
            ++counts[{0, "reviews due",
                      clock.ended_on <= clock.due ? "completed in time" : "completed late"}];
        } else if (is_open(clock)) {
            ++counts[{0, "reviews due",
                      clock.due < events::number_of(view.as_of) ? "not completed, overdue"
                                                                : "not completed, not yet due"}];
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

void reviews_incomplete(const CaseView& view, const Days& days, Counts& counts) {
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
        ++counts[{age->months, std::string{age->text}, "reviews undecided"}];
    }
}

void requests_and_plans(const CaseView& view, const Days& days, Counts& counts) {
    for (const auto& fact : view.facts) {
        if ((fact.type != type::request_received && fact.type != type::final_plan_sent) ||
            !days.hold(fact.date))
            continue;
        if (!view.counts_here(fact.date)) continue;
        ++counts[{0, iso_week(events::day_of(fact.date)),
                  fact.type == type::request_received ? "requests received" : "final plans sent"}];
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

void plans_past_20_weeks(const CaseView& view, const Days& days, Counts& counts) {
    std::optional<PsychologistsAdvice> advice;  // few cases have such a plan
    for (const auto& clock : view.clocks) {
        if (!view.duty(clock).counts_as(Measure::twenty_weeks) || !is_open(clock) ||
            !days.hold(clock.due))
            continue;
        if (clock.due >= events::number_of(view.as_of) || !view.counts_here(clock)) continue;
        if (!advice) advice.emplace(view);
        ++counts[{0, "plans past 20 weeks", std::string{advice->since(clock.started_on)}}];
    }
}

// Every reliance, made out or not, by the ground in law it names.
void exceptions(const CaseView& view, const Days& days, Counts& counts) {
    for (const auto& exception_test : view.recorder.exception_tests) {
        const auto& fact = view.fact(exception_test.reliance);
        if (!days.hold(fact.date) || !view.counts_here(fact.date)) continue;
        const auto ground = std::string{events::choice_text(fact.type, fact.choice)};
        ++counts[{0, ground,
                  exception_test.clock == law::no_clock ? "claimed for a duty not running"
                  : exception_test.refusal == law::NotMadeOut::none ? "claimed and made out"
                                                                    : "claimed, not made out"}];
    }
}

constexpr std::array<NamedQuestion, 6> table{{
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

Counts counts_of(const NamedQuestion& question, const FoldableLog& log, const law::CompiledLaw& law,
                 Day as_of, const Days& days) {
    Counts counts;
    view_cases_of_any_day(log, law, as_of, [&](const CaseView& view) {
        if (!view.facts.empty()) question.count(view, days, counts);
    });
    return counts;
}

}  // namespace longstop::projections
