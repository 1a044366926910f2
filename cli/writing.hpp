// The store of a command that writes.
#pragma once

#include "cli/app.hpp"
#include "engine/log/store.hpp"

namespace longstop::cli {

// With --upgrade a store of an older format is kept beside itself and upgraded; without, it is
// refused. Waits so many seconds for a store that another process holds.
Result<log::Store> open_writing(const App& app, bool create, std::int64_t wait = 0);

}  // namespace longstop::cli
