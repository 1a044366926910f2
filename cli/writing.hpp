// The store of a command that writes.
#pragma once

#include "cli/app.hpp"
#include "engine/log/store.hpp"

namespace longstop::cli {

// With --upgrade a store of an older format is kept beside itself and upgraded; without, it is
// refused.
Result<log::Store> open_writing(const App& app, bool create);

}  // namespace longstop::cli
