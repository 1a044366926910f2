// Entries that change no clock although events of their type can: advice from a body that was never
// asked, a plan that nothing waits for.
#pragma once

#include "projections/case_look.hpp"

namespace longstop::projections {

// Places among the facts of the case, ascending.
std::vector<std::uint32_t> idle_facts(const CaseLook& look);

struct IdleEntry {
    std::uint32_t case_no = 0;
    Position position = 0;
};

// Of the entries behind `after`, in the order of positions. Looks only at the cases that have such
// entries.
std::vector<IdleEntry> idle_entries_after(const FoldableLog& log, const law::Law& law, Day as_of,
                                          Position after);

}  // namespace longstop::projections
