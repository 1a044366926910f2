#include "engine/log/backup_folder.hpp"

#include <fmt/format.h>
#include <rocksdb/env.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>

#include "engine/log/status.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

rocksdb::BackupEngineOptions engine_options(const fs::path& folder, const Disk& disk) {
    rocksdb::BackupEngineOptions options{folder.string(), disk.env()};
    options.sync = true;
    return options;
}

Error unusable(const fs::path& folder, const rocksdb::Status& status) {
    return {code_of(status), fmt::format("cannot open the backups in {}", folder.string()),
            status.ToString(), "", "is it a folder of backups, and may you read and write it?"};
}

}  // namespace

Result<Closed> heads_of(const Store& store) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    Closed closed;
    for (const auto& head : *heads) {
        closed.heads.push_back({head.la, head.entries, to_hex(head.root)});
    }
    return closed;
}

BackedUp counted(std::uint32_t number, const Closed& heads) {
    BackedUp counts;
    counts.number = number;
    counts.logs = heads.heads.size();
    for (const auto& head : heads.heads) counts.entries += head.entries;
    return counts;
}

struct BackupFolder::Engines {
    std::unique_ptr<rocksdb::BackupEngine> writing;
    std::unique_ptr<rocksdb::BackupEngineReadOnly> reading_only;
    const rocksdb::BackupEngineReadOnlyBase& reading() const {
        if (writing) return *writing;
        return *reading_only;
    }
};

BackupFolder::BackupFolder(fs::path folder)
    : folder_(std::move(folder)), engines_(std::make_unique<Engines>()) {}
BackupFolder::BackupFolder(BackupFolder&&) noexcept = default;
BackupFolder::~BackupFolder() = default;

Result<BackupFolder> BackupFolder::open_for_writing(const fs::path& folder, const Disk& disk) {
    BackupFolder backups(folder);
    rocksdb::BackupEngine* engine = nullptr;
    const auto status =
        rocksdb::BackupEngine::Open(engine_options(folder, disk), disk.env(), &engine);
    if (!status.ok()) return unusable(folder, status);
    backups.engines_->writing.reset(engine);
    return backups;
}

Result<BackupFolder> BackupFolder::open_for_reading(const fs::path& folder, const Disk& disk) {
    if (!disk.exists(folder / "meta")) {
        return Error{events::ErrorCode::no_backup,
                     fmt::format("cannot open the backups in {}", folder.string()),
                     "there are no backups in this folder", "",
                     "name the folder that longstop backup was given"};
    }
    BackupFolder backups(folder);
    rocksdb::BackupEngineReadOnly* engine = nullptr;
    const auto status =
        rocksdb::BackupEngineReadOnly::Open(engine_options(folder, disk), disk.env(), &engine);
    if (!status.ok()) return unusable(folder, status);
    backups.engines_->reading_only.reset(engine);
    return backups;
}

std::vector<Backup> BackupFolder::all() const {
    std::vector<rocksdb::BackupInfo> infos;
    engines_->reading().GetBackupInfo(&infos);
    std::vector<Backup> backups;
    for (const auto& info : infos) {
        const auto heads = parse_closed(info.app_metadata);
        if (heads) backups.push_back({info.backup_id, *heads});
    }
    return backups;
}

std::optional<Backup> BackupFolder::latest() const {
    const auto backups = all();
    return backups.empty() ? std::nullopt : std::optional{backups.back()};
}

Error BackupFolder::damaged(std::uint32_t number, std::string found) const {
    std::string others;
    for (const auto& backup : all()) {
        if (backup.number != number) others += fmt::format(" {}", backup.number);
    }
    return {events::ErrorCode::backup_damaged,
            fmt::format("cannot use backup {} in {}", number, folder_.string()), std::move(found),
            "a store put back from it could lack entries, and a breach with them",
            others.empty() ? "there is no other backup in this folder"
                           : fmt::format("the others there:{} (longstop restore --backup N); begin "
                                         "a new folder for the next backup",
                                         others)};
}

Result<Backup> BackupFolder::find(std::optional<std::uint32_t> number) const {
    // The latest by its number, damaged or not: an older one must be asked for.
    std::vector<rocksdb::BackupID> corrupt;
    engines_->reading().GetCorruptedBackups(&corrupt);
    const auto backups = all();
    std::uint32_t wanted = number.value_or(0);
    if (!number) {
        for (const auto one : corrupt) wanted = std::max(wanted, one);
        for (const auto& backup : backups) wanted = std::max(wanted, backup.number);
    }
    for (const auto& backup : backups) {
        if (backup.number == wanted) return backup;
    }
    if (std::count(corrupt.begin(), corrupt.end(), wanted) != 0) {
        return damaged(wanted, "files of it are missing, or its list of files cannot be read");
    }
    return damaged(wanted, "there is no such backup");
}

Result<BackedUp> BackupFolder::add(rocksdb::DB* db, const Closed& heads) {
    rocksdb::BackupID number = 0;
    const auto status = engines_->writing->CreateNewBackupWithMetadata(
        rocksdb::CreateBackupOptions{}, db, to_text(heads), &number);
    if (!status.ok()) {
        return Error{code_of(status), fmt::format("cannot write a backup to {}", folder_.string()),
                     status.ToString(), "the backups before it are as they were",
                     "is the disk full, or the folder not writable?"};
    }
    return counted(number, heads);
}

Result<void> BackupFolder::prove(std::uint32_t number) const {
    const auto status = engines_->reading().VerifyBackup(number, true);
    if (!status.ok()) return damaged(number, status.ToString());
    return {};
}

Result<void> BackupFolder::put_back(std::uint32_t number, const fs::path& database) const {
    const auto status = engines_->reading().RestoreDBFromBackup(
        rocksdb::RestoreOptions{}, number, database.string(), database.string());
    if (!status.ok()) return damaged(number, status.ToString());
    return {};
}

}  // namespace longstop::log
