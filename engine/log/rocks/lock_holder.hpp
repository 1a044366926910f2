// Who holds the lock file of a database.
#pragma once

#include <filesystem>
#include <string>

namespace rocksdb {
class Status;
}

namespace longstop::log {

// The process that holds the lock; 0 where none does. The kernel's list is read, because asking by
// opening the lock file would let go of a lock of our own.
long holder_pid(const std::filesystem::path& lock_file);

// Whether RocksDB did not open a database because somebody holds its lock.
bool is_held(const rocksdb::Status& status);

// Who that is: "process 4711 (longstop import ...)", "this process", or "another process".
std::string describe_holder(const rocksdb::Status& status, const std::filesystem::path& lock_file);

}  // namespace longstop::log
