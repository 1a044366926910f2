// Files of a source system held against what is recorded of it: row by row as they stream by, and
// at their end what no row of them speaks of.
//
// A row is known by its source and id, and without an id by its content (RowNames). What was
// recorded under an id and mended since is what the last entry says that took its place.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include "cli/import/import_file.hpp"
#include "cli/reconcile/finding.hpp"
#include "cli/reconcile/log_state.hpp"
#include "cli/reconcile/mender.hpp"

namespace longstop::cli {

struct ReconcileOptions {
    std::vector<ImportOptions> files;  // with the source of all of them
    bool part = false;                 // the files are not all that the source holds
    bool mend = false;                 // the store is open for writing
    bool as_import = false;            // with `mend`: rows are judged as an import judges them
    bool everywhere = false;           // also authorities of which the files have no row
};

struct ReconcileTotals {
    std::array<std::uint64_t, held_count> held{};
    std::uint64_t mended = 0;  // of those
    std::vector<ImportSummary> files;
    std::uint64_t count(Held what) const { return held[static_cast<std::size_t>(what)]; }
    // Found and left as they were.
    std::uint64_t differ() const {
        return count(Held::different) + count(Held::missing) + count(Held::lacking) - mended;
    }
};

// Called with everything but rows that are the same, in the order of the files; then with what
// concerns no one row.
using FindingFunction = std::function<void(const Finding&)>;

// With `mend`, each log that was added to is told of each file, as of an import.
events::Result<ReconcileTotals> reconcile(log::Store& store, const ReconcileOptions& options,
                                          const FindingFunction& tell,
                                          const ImportProgress& progress = {});

}  // namespace longstop::cli
