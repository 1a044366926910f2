// The RocksDB database of a store, open.
#pragma once

#include <rocksdb/db.h>

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/key_format.hpp"
#include "engine/log/store_folder.hpp"

namespace longstop::log {

// Owns the handles of RocksDB and, of a reader, its temporary folder. Iterators, and whatever else
// refers to it, must be gone before it is closed or opened again.
//
// Threads: opening and closing are for one thread that has it alone. Reading is for any. Writing is
// for whoever holds the store's state for writing (store_state.hpp): RocksDB is told that there is
// one writer.
class Database {
  public:
    explicit Database(StoreFolder folder) : folder_(std::move(folder)) {}
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    // Takes the lock of the store; `create` makes the database where there is none.
    events::Result<void> open_for_writing(bool create);
    // Takes a consistent view of the store as it is now; one that was taken before is given up.
    events::Result<void> open_view();
    void close();

    const StoreFolder& folder() const { return folder_; }
    bool is_open() const { return db_ != nullptr; }
    bool is_view() const { return is_view_; }
    // Whether a writer has changed the list of files since the view was taken.
    bool is_outrun() const;
    // False: a store of version 1.
    bool has_journal() const { return families_.size() == family_names.size(); }
    events::Result<void> add_journal();

    const std::vector<rocksdb::ColumnFamilyHandle*>& families() const { return families_; }
    rocksdb::ColumnFamilyHandle* family(Family which) const {
        return families_[static_cast<std::size_t>(which)];
    }
    std::unique_ptr<rocksdb::Iterator> iterator(Family which,
                                                const rocksdb::ReadOptions& options = {}) const;
    rocksdb::Status get(Family which, std::string_view key, std::string& value) const;
    std::set<std::string> tables() const;  // the names of the sorted files in use
    int files_at_level_0(rocksdb::ColumnFamilyHandle* family) const;

    rocksdb::Status write_synced(rocksdb::WriteBatch& batch);
    rocksdb::Status flush();  // every family, as of one moment
    rocksdb::Status sync_wal();
    rocksdb::Status compact(rocksdb::ColumnFamilyHandle* family);

  private:
    rocksdb::Status open_primary(bool create);
    rocksdb::Status open_secondary();
    // Whether the view has come to hold all that the list of files names.
    bool catch_up(std::string list_before, rocksdb::Status& status);
    events::Result<void> make_private_folder();
    void remove_private_folder() const;
    std::string list_of_files() const;

    StoreFolder folder_;
    rocksdb::DB* db_ = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> families_;
    bool is_view_ = false;
    std::filesystem::path private_folder_;  // of a view: for RocksDB's own log
    std::string list_seen_;                 // by a view
    // RocksDB threw while it wrote, and holds locks that nobody lets go of any more.
    bool abandoned_ = false;
};

}  // namespace longstop::log
