// One case as a projection looks at it: its facts, its clocks, and what the evaluator wrote down.
#pragma once

#include "projections/fold.hpp"

namespace longstop::projections {

struct CaseLook {
    const FoldableLog& log;
    const law::Law& law;
    Day as_of;
    std::uint32_t case_no;
    std::span<const law::Fact> facts;    // known, in force, dated by the day; in reading order
    std::span<const law::Clock> clocks;  // in the order of opening, also those that start later
    const law::Recorder& recorder;

    const law::Fact& fact(std::uint32_t index) const { return facts[index]; }
    Position position(std::uint32_t index) const { return facts[index].source; }
    const law::Duty& duty(const law::Clock& clock) const { return law.duties[clock.row]; }
    // The body or setting an event names, as given; empty where it names none.
    std::string_view subject(const law::Fact& fact) const {
        const auto text = log.log().headers[fact.source - 1].subject;
        return text == 0 ? std::string_view{} : std::string_view{log.log().texts[text - 1]};
    }
};

// Calls `f(const CaseLook&)` for every case of the log, by its number, also where it has no facts.
template <class F>
void look_at_cases(const FoldableLog& log, const law::Law& law, Day as_of, F f) {
    law::Evaluator evaluator(law, log.vocabulary());
    law::Recorder recorder;
    for (std::uint32_t no = 1; no <= log.case_count(); ++no) {
        const auto of_case = log.of_case(no, as_of);
        const auto facts = of_case.facts;
        recorder = {};
        const auto clocks = facts.empty() ? std::span<const law::Clock>{}
                                          : evaluator.run(of_case, as_of, &recorder);
        f(CaseLook{log, law, as_of, no, facts, clocks, recorder});
    }
}

// The number of an event type of that name, which must exist.
inline events::TypeNo type_no(std::string_view name) { return events::find_type(name)->no; }

}  // namespace longstop::projections
