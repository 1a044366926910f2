// The audit trail: every entry in the order recorded, with what it did to the clocks.
#pragma once

#include <functional>

#include "projections/fold.hpp"

namespace longstop::projections {

// One thing an entry did to one clock.
struct Change {
    law::Step::What what;
    law::RowNo row = 0;
    std::string subject;  // of the clock; may be empty
};
std::string_view change_text(law::Step::What what);  // "opened", "ended", ...

struct AuditLine {
    const events::Entry& entry;     // as read from the store: good for one call of `f`
    std::chrono::microseconds lag;  // from the start of the legal date to the recording
    std::vector<Change> changes;    // as of the day asked for
    bool in_force = true;
    Position retracted_by = 0;  // the retraction in force that takes it out; 0: none
    Position retracts = 0;      // what a retraction takes out; 0: nothing
};

// Calls `f` with each known entry of a case, or of the whole log where `reference` is empty (then
// with the log's own entries too), in the order recorded. Answers how many changes are not told:
// of clocks that changed more often than a recorder keeps.
using AuditFunction = std::function<void(const AuditLine&)>;
Result<std::uint64_t> audit_trail(const log::Store& store, const FoldableLog& log,
                                  const law::CompiledLaw& law, Day as_of,
                                  std::string_view reference, const AuditFunction& f);

}  // namespace longstop::projections
