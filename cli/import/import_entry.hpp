// The log's own entry about an import.
#pragma once

#include "cli/import/import_file.hpp"

namespace longstop::cli {

// Appends one `import-done` entry to each log that the import added something to, or whose entry an
// earlier run of the same import did not come to write. The counts are
// those of the whole file, so that they add up in every log.
events::Result<void> append_import_entries(const ImportOptions& options,
                                           const ImportSummary& summary, const Appender& append);

}  // namespace longstop::cli
