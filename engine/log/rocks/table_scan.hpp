// Looks at what RocksDB reads of a sorted table unproven, before it does. It parses the properties
// of a table first and compares their checksum after; Debian's RocksDB, which is built with its
// assertions, aborts over some damage there.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace longstop::log {

// `size` bytes from `offset`; fewer where the file ends, nothing where it cannot be read.
using ReadAt = std::function<std::optional<std::string>(std::uint64_t offset, std::size_t size)>;

// What is wrong with the footer, the metaindex or the properties of a finished table; nothing where
// all three are sound.
std::optional<std::string> damage_in_table(const ReadAt& read, std::uint64_t size);

}  // namespace longstop::log
