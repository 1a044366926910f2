#include "projections/questions.hpp"

#include <algorithm>
#include <array>

#include "engine/law/limit.hpp"
#include "projections/iso_week.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
namespace type = events::type;

constexpr std::string_view plan_duty = "reg13.2-final-plan";
constexpr std::string_view decision_duty = "reg20.10-decision";
constexpr std::array<std::string_view, 3> review_duties{
    "cfa44.1a-first-review", "cfa44.1b-later-review", "reg15.5-new-la-review"};

bool is_review(std::string_view duty) {
    return std::find(review_duties.begin(), review_duties.end(), duty) != review_duties.end();
}

bool is_open(const Clock& clock) { return clock.state == Clock::State::open; }

// A review is completed by its decision (docs/law, readings).
void reviews_completed(const CaseLook& look, const Days& days, Counts& counts) {
    for (const auto& clock : look.clocks) {
        if (look.duty(clock).id != decision_duty || clock.state != Clock::State::ended) continue;
        if (!days.hold(clock.ended_on)) continue;
        const bool in_time = clock.ended_on <= clock.due;
        ++counts[{0, "reviews completed",
                  in_time ? "decided within 4 weeks of the meeting" : "decided later"}];
    }
}

void reviews_due(const CaseLook& look, const Days& days, Counts& counts) {
    for (const auto& clock : look.clocks) {
        if (!is_review(look.duty(clock).id) || !days.hold(clock.due)) continue;
        if (clock.state == Clock::State::ended) {
            ++counts[{0, "reviews due",
                      clock.ended_on <= clock.due ? "completed in time" : "completed late"}];
        } else if (is_open(clock)) {
            ++counts[{0, "reviews due",
                      clock.due < events::number_of(look.as_of) ? "not completed, overdue"
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

void reviews_incomplete(const CaseLook& look, const Days& days, Counts& counts) {
    for (const auto& clock : look.clocks) {
        if (look.duty(clock).id != decision_duty || !is_open(clock)) continue;
        if (clock.started_on > events::number_of(look.as_of) || !days.hold(clock.started_on)) {
            continue;
        }
        const auto meeting = events::day_of(clock.started_on);
        const auto age = std::find_if(ages.begin(), ages.end(), [&](const Age& a) {
            return law::add_months(meeting, a.months) <= look.as_of;
        });
        ++counts[{age->months, std::string{age->text}, "reviews undecided"}];
    }
}

void requests_and_plans(const CaseLook& look, const Days& days, Counts& counts) {
    static const auto request = type_no("request-received");
    static const auto plan = type_no("final-plan-sent");
    for (const auto& fact : look.facts) {
        if ((fact.type != request && fact.type != plan) || !days.hold(fact.date)) continue;
        ++counts[{0, iso_week(events::day_of(fact.date)),
                  fact.type == request ? "requests received" : "final plans sent"}];
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

    explicit PsychologistsAdvice(const CaseLook& look) {
        static const auto received_type = type_no("advice-received");
        for (const auto& fact : look.facts) {
            if (fact.type != received_type && fact.type != type::advice_requested) continue;
            if (!is_psychologist(look.subject(fact))) continue;
            (fact.type == received_type ? received : asked) = fact.date;
        }
    }
    std::string_view since(std::int32_t day) const {
        if (received >= day) return "psychologist's advice received";
        return asked >= day ? "psychologist asked, advice not received" : "psychologist not asked";
    }
};

void plans_past_20_weeks(const CaseLook& look, const Days& days, Counts& counts) {
    const PsychologistsAdvice advice(look);
    for (const auto& clock : look.clocks) {
        if (look.duty(clock).id != plan_duty || !is_open(clock) || !days.hold(clock.due)) continue;
        if (clock.due >= events::number_of(look.as_of)) continue;
        ++counts[{0, "plans past 20 weeks", std::string{advice.since(clock.started_on)}}];
    }
}

// Every reliance, made out or not, by the ground in law it names.
void exceptions(const CaseLook& look, const Days& days, Counts& counts) {
    for (const auto& weighing : look.recorder.weighings) {
        const auto& fact = look.fact(weighing.reliance);
        if (!days.hold(fact.date)) continue;
        const auto ground = std::string{events::choice_text(fact.type, fact.choice)};
        ++counts[{0, ground,
                  weighing.clock == law::no_clock          ? "claimed for a duty not running"
                  : weighing.refusal == law::Refusal::none ? "claimed and made out"
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

Counts counts_of(const NamedQuestion& question, const FoldableLog& log, const law::Law& law,
                 Day as_of, const Days& days) {
    Counts counts;
    look_at_cases(log, law, as_of, [&](const CaseLook& look) {
        if (!look.facts.empty()) question.count(look, days, counts);
    });
    return counts;
}

}  // namespace longstop::projections
