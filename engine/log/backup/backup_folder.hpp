// A folder of backups.
//
//   BACKUPS         the list of the backups, so that none can be missing unnoticed
//   manifests/N     what backup N is: how far every log had come, and every file
//   files/SHA-256   the files, each once, by what is in them
//   meta, private, shared_checksum   older backups (old_backups.hpp)
//
// Nothing of a backup is used before its text fits the list and its files fit its text.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "engine/log/backup/backup.hpp"
#include "engine/log/backup/backup_manifest.hpp"
#include "engine/log/backup/old_backups.hpp"

namespace longstop::log {

// Every log of a store with its length and root.
Result<std::vector<CheckpointHead>> heads_of(const Store& store);
BackedUp backed_up(std::uint32_t number, const std::vector<CheckpointHead>& heads);

struct Backup {
    std::uint32_t number = 0;
    std::string sum;  // SHA-256 of its text
    std::vector<CheckpointHead> heads;
    std::variant<std::vector<KeptFile>, std::vector<OldFile>> files;
};

class BackupFolder {
  public:
    // What is there; an error where the list of backups cannot be read at all.
    static Result<BackupFolder> open(std::filesystem::path folder, const Disk& disk);

    bool empty() const { return numbers_.empty(); }
    // The backup of that number, or the latest; an error that says which there are.
    Result<Backup> find(std::optional<std::uint32_t> number) const;
    // Copies a store's files, proves the copies, and lists the backup last.
    Result<BackedUp> add(const std::filesystem::path& store,
                         const std::vector<CheckpointHead>& heads,
                         const std::optional<Backup>& before);
    // Copies the files to a store's folder, each proven.
    Result<void> put_back(const Backup& backup, const std::filesystem::path& store) const;

  private:
    BackupFolder(std::filesystem::path folder, const Disk& disk)
        : folder_(std::move(folder)), disk_(disk) {}
    Result<void> look();
    std::filesystem::path list() const { return folder_ / "BACKUPS"; }
    std::filesystem::path manifest(std::uint32_t number) const;
    std::filesystem::path kept(const std::string& sum) const { return folder_ / "files" / sum; }
    Error damaged(std::uint32_t number, std::string found) const;
    Result<std::string> text_of(std::uint32_t number) const;
    Result<Backup> read(std::uint32_t number) const;
    bool is_listed(const Backup& backup) const;
    Result<void> keep(const std::filesystem::path& file, const KeptFile& as,
                      std::vector<std::filesystem::path>& made) const;
    Result<BackupManifest> keep_all(const std::filesystem::path& store,
                                    std::vector<std::filesystem::path>& made) const;
    Result<void> prove(const BackupManifest& manifest) const;
    Result<void> write_list(const Backup& latest);

    std::filesystem::path folder_;
    Disk disk_;
    std::set<std::uint32_t> numbers_;  // of which anything is there, or that are listed
    std::vector<ListedBackup> listed_;
    std::string no_list_;  // why there is none to go by, though there should be
};

}  // namespace longstop::log
