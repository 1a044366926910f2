// A folder of backups, as RocksDB's backup engine keeps them. With each backup goes the text of
// HEADS: how far every log had come.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <vector>

#include "engine/log/backup.hpp"
#include "engine/log/heads_file.hpp"

namespace rocksdb {
class BackupEngine;
class BackupEngineReadOnly;
class DB;
}  // namespace rocksdb

namespace longstop::log {

// Every log of a store with its length and root.
Result<Closed> heads_of(const Store& store);
BackedUp counted(std::uint32_t number, const Closed& heads);

struct Backup {
    std::uint32_t number = 0;
    Closed heads;
};

class BackupFolder {
  public:
    static Result<BackupFolder> open_for_writing(const std::filesystem::path& folder,
                                                 const Disk& disk);
    static Result<BackupFolder> open_for_reading(const std::filesystem::path& folder,
                                                 const Disk& disk);
    BackupFolder(BackupFolder&&) noexcept;
    ~BackupFolder();

    std::optional<Backup> latest() const;
    // The backup of that number, or the latest; an error that says which there are.
    Result<Backup> find(std::optional<std::uint32_t> number) const;
    Result<BackedUp> add(rocksdb::DB* db, const Closed& heads);
    // Reads every file of the backup and holds it against its checksum.
    Result<void> prove(std::uint32_t number) const;
    Result<void> put_back(std::uint32_t number, const std::filesystem::path& database) const;

  private:
    struct Engines;
    explicit BackupFolder(std::filesystem::path folder);
    Error damaged(std::uint32_t number, std::string found) const;
    std::vector<Backup> all() const;

    std::filesystem::path folder_;
    std::unique_ptr<Engines> engines_;
};

}  // namespace longstop::log
