// What one entry changes: the clocks of its case as they stand with it and stood before it.
#pragma once

#include "projections/comparison.hpp"

namespace longstop::projections {

struct EntryEffect {
    // The clocks that it opened, took away (a retraction may), or left otherwise than they were; in
    // the order of their due dates, those without one last.
    std::vector<ClockPair> changes;
    bool could_change = false;  // the law asks for events of its type
};

// Of the log's entry at `position`, which belongs to a case; what was recorded after it is left
// aside.
EntryEffect effect_of(const log::LogColumns& log, Position position, const law::CompiledLaw& law,
                      Day as_of);

}  // namespace longstop::projections
