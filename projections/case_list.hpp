// One line a case: how many duties are open on it, what is next, what is worst.
#pragma once

#include "projections/clock_filter.hpp"

namespace longstop::projections {

struct CaseLine {
    std::uint32_t case_no = 0;
    std::uint8_t stage = 0;               // where it waits (stages.hpp)
    std::uint32_t open = 0;               // clocks that have not ended, lapsed or come to rest
    std::uint32_t overdue = 0;            // of them breaches
    std::int32_t next_due = law::no_day;  // the next last day of an open clock, from the as-of day
    law::RowNo next_row = 0;
    std::int32_t worst_late = 0;  // days, of the open breach that is latest
    law::RowNo worst_row = 0;
    Position last_entry = 0;  // the last recorded that is known, in force or not
};

// The cases of which the filter keeps some clock; without a filter every case. Those with the
// latest breach first, then those with the next due date, then by reference.
std::vector<CaseLine> case_list(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                const ClockFilter& filter);

}  // namespace longstop::projections
