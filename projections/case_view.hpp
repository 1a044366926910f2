// One case as a projection looks at it: its facts, its clocks, and what the evaluator wrote down.
// Facts are the log's; clocks are the evaluator's and the recorder's content is this case's, so a
// view is good for the one call of `f` that is handed it.
#pragma once

#include <algorithm>

#include "events/type_no.hpp"
#include "projections/fold.hpp"

namespace longstop::projections {

struct CaseView {
    const FoldableLog& log;
    const law::CompiledLaw& law;
    Day as_of;
    std::uint32_t case_no;
    std::span<const law::Fact> facts;    // known, in force, dated by the day; in reading order
    std::span<const law::Clock> clocks;  // in the order of opening, also those that start later
    const law::Recorder& recorder;
    std::int32_t record_begins;  // the day from which the record is complete; Fact::none: unsaid
    const std::string* twin = nullptr;  // for checks: the reference of a case that is alike

    // What came before the record is complete may be lacking.
    bool in_record(const law::Fact& fact) const {
        return record_begins == law::Fact::none || fact.date >= record_begins;
    }

    // Whether a clock, or what happened on a day, counts for the log's authority: for the one that
    // answered on the day it ended, or answers now while it is open.
    bool counts_here(const law::Clock& clock) const {
        const bool over = clock.ended_on != law::no_day;
        return counts_here(over ? clock.ended_on : events::number_of(as_of));
    }
    bool counts_here(std::int32_t day) const { return log.answers(case_no, day); }

    const law::Fact& fact(std::uint32_t index) const { return facts[index]; }
    Position position(std::uint32_t index) const { return facts[index].source; }
    const law::Duty& duty(const law::Clock& clock) const { return law.duty(clock.row); }
    // The body or setting an event names, as given; empty where it names none. A text of the log.
    std::string_view subject(const law::Fact& fact) const {
        const auto text = log.log().headers[fact.source - 1].subject;
        return text == 0 ? std::string_view{} : std::string_view{log.log().texts[text - 1]};
    }
};

// The last in reading order counts, of whatever day (semantics 7.6).
inline std::int32_t record_begins_of(const law::CaseFacts& of_case) {
    if (of_case.later_record_begins != law::Fact::none) return of_case.later_record_begins;
    const auto last =
        std::find_if(of_case.facts.rbegin(), of_case.facts.rend(),
                     [](const auto& fact) { return fact.type == events::type::record_begins; });
    return last == of_case.facts.rend() ? law::Fact::none : last->date;
}

// Calls `f(const CaseView&)` for a case, also where it has no facts.
template <class F>
void view_case(law::Evaluator& evaluator, const FoldableLog& log, const law::CompiledLaw& law,
               Day as_of, std::uint32_t no, const law::CaseFacts& of_case, F&& f) {
    law::Recorder recorder;
    const auto facts = of_case.facts;
    const auto clocks =
        facts.empty() ? std::span<const law::Clock>{} : evaluator.run(of_case, as_of, &recorder);
    const auto begins = log.some_record_begins() ? record_begins_of(of_case) : law::Fact::none;
    f(CaseView{log, law, as_of, no, facts, clocks, recorder, begins});
}

// For every case of the log, by its number.
template <class F>
void view_cases(const FoldableLog& log, const law::CompiledLaw& law, Day as_of, F&& f) {
    law::Evaluator evaluator(law, log.vocabulary());
    for (std::uint32_t no = 1; no <= log.case_count(); ++no) {
        view_case(evaluator, log, law, as_of, no, log.of_case(no, as_of), f);
    }
}

// The same for counting: also the cases that other authorities answer for on the day.
template <class F>
void view_cases_of_any_day(const FoldableLog& log, const law::CompiledLaw& law, Day as_of, F&& f) {
    law::Evaluator evaluator(law, log.vocabulary());
    for (std::uint32_t no = 1; no <= log.case_count(); ++no) {
        view_case(evaluator, log, law, as_of, no, log.of_case_of_any_authority(no, as_of), f);
    }
}

}  // namespace longstop::projections
