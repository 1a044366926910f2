// Keeps the file SYNCED beside a database while its write-ahead logs are written.
//
// A log's length is written down after each sync of it and is not synced itself: a sync for each
// would double what an append costs. So a killed process leaves it exact; a power loss may leave an
// older one, which is still true. It is synced when a log is begun and before one is removed, so
// that the lengths of finished logs last, and no log is missed that RocksDB has removed.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <mutex>
#include <string>

#include "engine/log/rocks/synced_logs.hpp"

namespace longstop::log {

// One for each database. Called by whoever commits and by RocksDB's own threads.
class SyncedRecorder {
  public:
    SyncedRecorder(std::shared_ptr<rocksdb::FileSystem> files, std::string folder);

    rocksdb::IOStatus begun(std::uint64_t number);
    rocksdb::IOStatus synced(const SyncedLog& log);
    rocksdb::IOStatus goes(std::uint64_t number);

  private:
    rocksdb::IOStatus open();
    rocksdb::IOStatus make() const;
    rocksdb::IOStatus write();
    rocksdb::IOStatus write_to_last();

    std::shared_ptr<rocksdb::FileSystem> files_;
    std::string folder_;
    std::mutex mutex_;
    std::unique_ptr<rocksdb::FSRandomRWFile> file_;
    SyncedLogs state_;
};

}  // namespace longstop::log
