// Whether somebody writes to a store, told by its files alone.
#pragma once

#include <optional>
#include <string>

#include "engine/log/store_folder.hpp"

namespace longstop::log {

// Whether no file has changed for a while. Writers that come and go are between two openings most
// of the time; to a store of theirs a reader looks closely.
bool is_long_unwritten(const StoreFolder& folder);

// Names and sizes of the database's files, and HEADS; nothing while a writer holds the store. Each
// writer begins a new MANIFEST, so one that came and went between two looks is seen, too.
std::optional<std::string> state_at_rest(const StoreFolder& folder);

}  // namespace longstop::log
