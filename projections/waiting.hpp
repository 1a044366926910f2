// How many cases wait for what, and for whom: the open duties of each case at the stage at which it
// waits.
#pragma once

#include "projections/clock_filter.hpp"

namespace longstop::projections {

// What some cases wait for. A case may wait for several.
struct Waiting {
    std::uint8_t stage = 0;  // stages.hpp
    law::RowNo duty = 0;     // its first version
    std::string subject;     // the body or setting; empty: none
    std::uint64_t cases = 0;
    std::uint64_t late = 0;          // of them those where it is a breach of law
    std::int32_t since = INT32_MAX;  // the earliest start of such a clock
};

// By stage, duty and subject. The filter is asked of the clocks that wait.
std::vector<Waiting> waiting_in(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                const ClockFilter& filter);

}  // namespace longstop::projections
