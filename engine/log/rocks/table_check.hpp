// Proves one sorted table of a database.
#pragma once

#include <filesystem>

#include "engine/log/rocks/disk.hpp"

namespace rocksdb {
class Status;
}

namespace longstop::log {

// Reads a sorted file and holds it against its checksums.
rocksdb::Status check_table_file(const std::filesystem::path& file, const Disk& disk);

}  // namespace longstop::log
