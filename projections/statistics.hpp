// Timeliness as the national statistics count it: one authority, a calendar year or other days.
#pragma once

#include <string>

#include "projections/questions.hpp"

namespace longstop::projections {

// Clocks of one duty that ended in the days asked about, and those of them that ended in time.
struct Tally {
    std::uint64_t all = 0;
    std::uint64_t on_time = 0;
};

struct Statistics {
    AuthorityId la;
    Tally plans;                  // reg 13(2)
    std::uint64_t relied_on = 0;  // plans for which some exception was relied on
    std::uint64_t made_out = 0;   // and made out, late or not
    Tally plans_without_excused;  // the made-out ones left out of both sides
    Tally assess_decisions;       // reg 5(1)
    Tally no_plan_decisions;      // reg 10(1)
    Tally review_decisions;       // reg 20(10)
    bool has_events = false;
};

// With `sink`, each clock that is counted, under the name of the figure that it is counted in
// ("plans_issued"): a plan in more than one.
Statistics statistics_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                         const Days& days, const CountSink& sink = {});

// Per cent with one decimal, halves rounded up ("46.4"); empty when nothing is counted.
std::string rate(const Tally& tally);

}  // namespace longstop::projections
