// What one entry changes: the clocks of its case as they stand with it and stood before it.
#pragma once

#include "projections/fold.hpp"

namespace longstop::projections {

// A clock that the entry opened (no `before`), took away (no `after`: a retraction may), or left
// otherwise than it was.
struct ClockChange {
    std::optional<ReportedClock> before;
    std::optional<ReportedClock> after;
    const ReportedClock& shown() const { return after ? *after : *before; }
};

struct EntryEffect {
    std::vector<ClockChange> changes;  // in the order of the due dates, those without one last
    bool could_change = false;         // the law asks for events of its type
};

// Of the log's entry at `position`, which belongs to a case; what was recorded after it is left
// aside.
EntryEffect effect_of(const log::LogColumns& log, Position position, const law::CompiledLaw& law,
                      Day as_of);

}  // namespace longstop::projections
