// A picture of a store at one moment, taken beside a running writer without its knowledge.
#pragma once

#include <filesystem>

#include "engine/log/rocks/disk.hpp"
#include "events/result.hpp"

namespace longstop::log {

// Makes `picture` a store of its own: the state that `store` has at some moment of the call. Sorted
// files, which never change, get a second name; what may grow is copied.
events::Result<void> take_picture(const std::filesystem::path& store,
                                  const std::filesystem::path& picture, const Disk& disk);

}  // namespace longstop::log
