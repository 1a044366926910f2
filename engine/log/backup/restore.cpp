// A backup put back. It is made beside its place, proven there, and renamed: a store that is there
// is whole.
#include <fmt/format.h>
#include <rocksdb/env.h>

#include "engine/log/backup/backup.hpp"
#include "engine/log/backup/backup_folder.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

Error failed_restore(const fs::path& store, std::string found, std::string why, std::string hint) {
    return {events::ErrorCode::backup_damaged, fmt::format("cannot restore to {}", store.string()),
            std::move(found), std::move(why), std::move(hint)};
}

// "NEW" of "NEW/".
fs::path without_end_slash(const fs::path& path) {
    return path.has_filename() || path == path.root_path() ? path : path.parent_path();
}

// Where a store is made before it takes its place: in that place, where there is an empty folder
// (which may be a disk of its own), else beside it. What a restore has made has the file RESTORING
// in it, locked while the restore lives; no other folder is written to.
class Workshop {
  public:
    Workshop(const fs::path& store, const Disk& disk)
        : store_(store),
          disk_(disk),
          in_place_(disk.exists(store)),
          folder_(in_place_ ? store / ".restoring" : fs::path{store.string() + ".restoring"}) {}
    ~Workshop() {
        if (lock_ == nullptr) return;
        disk_.remove_all(made());
        (void)disk_.env()->UnlockFile(lock_);
        disk_.remove_all(was_there_ ? mark() : folder_);
    }
    Workshop(const Workshop&) = delete;
    Workshop& operator=(const Workshop&) = delete;

    Result<void> take() {
        if (auto free = check_place(); !free) return free;
        if (auto ours = check_folder(); !ours) return ours;
        if (auto folder = disk_.make_folders(folder_); !folder) return folder;
        const auto status = disk_.env()->LockFile(mark().string(), &lock_);
        if (!status.ok()) {
            return failed_restore(store_, status.ToString(),
                                  "one restore to a place is made at a time",
                                  "is another one running there, or the folder not writable?");
        }
        disk_.remove_all(made());
        return disk_.make_folders(made() / "db");
    }
    fs::path made() const { return folder_ / "store"; }

    // What was made takes its place.
    Result<void> put_in_place() const {
        if (!in_place_) return disk_.rename(made(), store_);
        // A store is there once its database is.
        if (disk_.exists(made() / "HEADS")) {
            auto moved = disk_.rename(made() / "HEADS", store_ / "HEADS");
            if (!moved) return moved;
        }
        return disk_.rename(made() / "db", store_ / "db");
    }

  private:
    fs::path mark() const { return folder_ / "RESTORING"; }

    Result<void> check_place() const {
        if (!in_place_) return {};
        auto names = disk_.names_in(store_);
        std::erase(names, folder_.filename().string());
        if (disk_.exists(mark())) std::erase(names, "HEADS");  // of a restore that was stopped
        if (disk_.is_folder(store_) && names.empty()) return {};
        return Error{events::ErrorCode::folder_in_use,
                     fmt::format("cannot restore to {}", store_.string()),
                     "there is something in this folder",
                     "a store is never written over: what is there may be the only copy",
                     "name a folder that is empty or new with --store DIR"};
    }

    Result<void> check_folder() {
        if (!disk_.exists(folder_) || disk_.exists(mark())) return {};
        was_there_ = true;
        if (disk_.is_folder(folder_) && disk_.names_in(folder_).empty()) return {};
        return Error{events::ErrorCode::folder_in_use,
                     fmt::format("cannot restore to {}", store_.string()),
                     fmt::format("{} is in the way, and no restore has made it", folder_.string()),
                     "the store is made there before it takes its place",
                     "move it away, or name another folder with --store DIR"};
    }

    fs::path store_;
    Disk disk_;
    bool in_place_;
    fs::path folder_;
    bool was_there_ = false;  // empty, and stays
    rocksdb::FileLock* lock_ = nullptr;
};

// The store as it was put back holds what the backup says it does, to the last entry.
Result<void> prove(const fs::path& store, const Backup& backup, const fs::path& made,
                   const Progress& progress, const Disk& disk) {
    const auto damaged = [&](std::string found) {
        return failed_restore(store, std::move(found), "the backup does not hold what it says",
                              "restore another backup (--backup N)");
    };
    const auto reader = Store::open_for_reading(made, disk);
    if (!reader) return damaged(reader.error().found);
    const auto findings = reader->verify(progress);
    if (!findings) return damaged(findings.error().found);
    for (const auto& [where, what] : *findings) return damaged(fmt::format("{}: {}", where, what));
    const auto heads = heads_of(*reader);
    if (!heads) return damaged(heads.error().found);
    if (*heads != backup.heads) return damaged("its logs end elsewhere");
    return {};
}

Result<BackupFolder> backups_in(const fs::path& folder, const Disk& disk) {
    auto backups = BackupFolder::open(folder, disk);
    if (!backups || !backups->empty()) return backups;
    return Error{events::ErrorCode::no_backup,
                 fmt::format("cannot open the backups in {}", folder.string()),
                 "there are no backups in this folder", "",
                 "name the folder that longstop backup was given"};
}

}  // namespace

Result<BackedUp> restore(const fs::path& folder, const fs::path& to,
                         std::optional<std::uint32_t> number, const Progress& progress,
                         const Disk& disk) {
    const auto store = without_end_slash(to);
    const auto backups = backups_in(folder, disk);
    if (!backups) return backups.error();
    Workshop workshop(store, disk);
    if (auto taken = workshop.take(); !taken) return taken.error();
    const auto backup = backups->find(number);
    if (!backup) return backup.error();
    if (auto back = backups->put_back(*backup, workshop.made()); !back) return back.error();
    if (auto whole = prove(store, *backup, workshop.made(), progress, disk); !whole) {
        return whole.error();
    }
    if (auto lasting = disk.sync_all(workshop.made()); !lasting) return lasting.error();
    if (auto placed = workshop.put_in_place(); !placed) return placed.error();
    return backed_up(backup->number, backup->heads);
}

}  // namespace longstop::log
