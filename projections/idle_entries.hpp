// Entries that change no clock although events of their type can: advice from a body that was never
// asked, a plan that nothing waits for.
#pragma once

#include "projections/case_view.hpp"

namespace longstop::projections {

// Whether the law lets an event of the type and listed value start a duty, or act on one.
bool can_change_a_clock(const law::CompiledLaw& law, events::TypeNo type, events::Choice choice);

// Places among the facts of the case, ascending.
std::vector<std::uint32_t> idle_facts(const CaseView& view);

struct IdleEntry {
    std::uint32_t case_no = 0;
    Position position = 0;
};

// Of the entries behind `after`, in the order of positions. Looks only at the cases that have such
// entries.
std::vector<IdleEntry> idle_entries_after(const FoldableLog& log, const law::CompiledLaw& law,
                                          Day as_of, Position after);

}  // namespace longstop::projections
