// The file HEADS of a store (format/checkpoint.hpp).
#pragma once

#include <vector>

#include "engine/log/format/checkpoint.hpp"
#include "engine/log/store.hpp"
#include "engine/log/store_folder.hpp"

namespace longstop::log {

// Empty where the store has never been opened for writing to the end.
Result<Checkpoint> read_checkpoint(const StoreFolder& folder);

// Says that the logs have come as far as `heads`. `cleanly`: the writer closes, and everything it
// has written is synced.
Result<void> write_checkpoint(const StoreFolder& folder, const std::vector<LogHead>& heads,
                              bool cleanly = false);

}  // namespace longstop::log
