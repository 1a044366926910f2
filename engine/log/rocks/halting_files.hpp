// A file system on which nothing is written any more once a write has failed.
//
// Debian's RocksDB is built with assertions, and some of its answers to a failed write run into
// them: a full disk would abort the process. So it is told that all goes well, and nothing more
// reaches the disk, which stays as if power had gone at the failure. Whoever wrote asks here before
// anything is acknowledged.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "events/error_code.hpp"

namespace rocksdb {
class FileSystem;
class Status;
}  // namespace rocksdb

namespace longstop::log {

// The first write that failed. Noted before the writer is answered.
class WriteFailure {
  public:
    struct Failed {
        events::ErrorCode code;
        std::string what;
    };

    void note(const rocksdb::Status& status);
    bool came() const { return came_; }
    std::optional<Failed> what() const;

  private:
    std::atomic<bool> came_ = false;
    mutable std::mutex mutex_;
    std::optional<Failed> failed_;
};

std::shared_ptr<rocksdb::FileSystem> halting_at(std::shared_ptr<WriteFailure> failure,
                                                std::shared_ptr<rocksdb::FileSystem> base);

}  // namespace longstop::log
