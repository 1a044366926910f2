// The folder of a store: where its files lie, and the errors that name it.
#pragma once

#include <filesystem>
#include <string>
#include <utility>

#include "engine/log/rocks/disk.hpp"
#include "events/ids.hpp"
#include "events/result.hpp"

namespace rocksdb {
class Status;
}

namespace longstop::log {

// How errors name a place: "log 330, position 12".
std::string place_of(events::AuthorityId la, events::Position position);

// Any thread may call any of it; it never changes.
class StoreFolder {
  public:
    StoreFolder(std::filesystem::path path, const Disk& disk)
        : path_(std::move(path)), disk_(disk) {}

    const std::filesystem::path& path() const { return path_; }
    const Disk& disk() const { return disk_; }
    std::filesystem::path database() const { return path_ / "db"; }
    std::filesystem::path lock_file() const { return database() / "LOCK"; }
    std::filesystem::path checkpoint_file() const { return path_ / "HEADS"; }

    bool has_database() const { return disk_.exists(database() / "CURRENT"); }
    // Its first writer was stopped before it had said in HEADS that the store is made. Only then is
    // anything acknowledged.
    bool is_unfinished() const;
    // A store that this process is kept from would otherwise look as if it were not there.
    events::Result<void> check_access(bool for_writing) const;

    events::Error no_store() const;
    events::Error unfinished() const;
    events::Error held(std::string holder) const;
    events::Error changes_too_fast() const;
    // Entries may be lost. What cannot be read after a failed write is no damage, though: it was
    // never written, and the error says that.
    events::Error damaged(std::string found) const;
    // A disk that does not do as asked is one thing, damage another: the code tells which it is.
    events::Error not_done(events::ErrorCode code, std::string found) const;
    events::Error not_written(events::ErrorCode code, std::string found) const;
    events::Error unreadable(const rocksdb::Status& status) const;
    // Whether a write reached the disk. RocksDB may call a failed one well (halting_files.hpp), so
    // every write of the database is asked of here.
    events::Result<void> check_written(const rocksdb::Status& status) const;

  private:
    std::filesystem::path path_;
    Disk disk_;
};

}  // namespace longstop::log
