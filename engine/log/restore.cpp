// A backup put back. It is made beside its place, proven there, and renamed: a store that is there
// is whole.
#include <fmt/format.h>

#include "engine/log/backup.hpp"
#include "engine/log/backup_folder.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

Error failed_restore(const fs::path& store, std::string found, std::string why, std::string hint) {
    return {events::ErrorCode::backup_damaged, fmt::format("cannot restore to {}", store.string()),
            std::move(found), std::move(why), std::move(hint)};
}

Result<void> check_place(const fs::path& store, const Disk& disk) {
    if (!disk.exists(store)) return {};
    if (disk.is_folder(store) && disk.names_in(store).empty()) return {};
    return Error{events::ErrorCode::folder_in_use,
                 fmt::format("cannot restore to {}", store.string()),
                 "there is something in this folder",
                 "a store is never written over: what is there may be the only copy",
                 "name a folder that is empty or new with --store DIR"};
}

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
    if (heads->heads != backup.heads.heads) return damaged("its logs end elsewhere");
    return {};
}

}  // namespace

Result<BackedUp> restore(const fs::path& folder, const fs::path& store,
                         std::optional<std::uint32_t> number, const Progress& progress,
                         const Disk& disk) {
    if (auto free = check_place(store, disk); !free) return free.error();
    const auto backups = BackupFolder::open_for_reading(folder, disk);
    if (!backups) return backups.error();
    const auto backup = backups->find(number);
    if (!backup) return backup.error();
    if (auto whole = backups->prove(backup->number); !whole) return whole.error();

    const fs::path made = store.string() + ".restoring";
    disk.remove_all(made);
    const auto steps = [&]() -> Result<void> {
        if (auto folders = disk.make_folders(made / "db"); !folders) return folders;
        if (auto back = backups->put_back(backup->number, made / "db"); !back) return back;
        if (auto heads = disk.replace(made / "HEADS", to_text(backup->heads)); !heads) return heads;
        if (auto whole = prove(store, *backup, made, progress, disk); !whole) return whole;
        if (auto lasting = disk.sync_all(made); !lasting) return lasting;
        return disk.rename(made, store);
    }();
    if (!steps) {
        disk.remove_all(made);
        return steps.error();
    }
    return counted(backup->number, backup->heads);
}

}  // namespace longstop::log
