// A backup is taken of a picture of the store (snapshot.hpp), which is proven whole first. The
// picture lies in the store's folder, so that its sorted files can be links, and is gone at the
// end.
#include "engine/log/backup/backup.hpp"

#include <fmt/format.h>
#include <rocksdb/env.h>

#include <algorithm>
#include <set>

#include "engine/log/backup/backup_folder.hpp"
#include "engine/log/backup/snapshot.hpp"
#include "events/codec.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

Error failed_backup(events::ErrorCode code, const fs::path& store, std::string found,
                    std::string why, std::string hint) {
    return {code, fmt::format("cannot back up the store {}", store.string()), std::move(found),
            std::move(why), std::move(hint)};
}

// A file that one process at a time has locked. A process that dies lets go of it.
class Locked {
  public:
    Locked(fs::path file, const Disk& disk) : file_(std::move(file)), disk_(disk) {}
    ~Locked() {
        if (lock_ != nullptr) (void)disk_.env()->UnlockFile(lock_);
    }
    Locked(const Locked&) = delete;
    Locked& operator=(const Locked&) = delete;

    rocksdb::Status take() { return disk_.env()->LockFile(file_.string(), &lock_); }
    bool held() const { return lock_ != nullptr; }

  private:
    fs::path file_;
    Disk disk_;
    rocksdb::FileLock* lock_ = nullptr;
};

Error busy(const fs::path& store, const rocksdb::Status& status, std::string why) {
    return failed_backup(events::ErrorCode::backup_held, store, status.ToString(), std::move(why),
                         "wait until the other backup has finished; or is that folder not "
                         "writable?");
}

// The place for the picture, which one backup at a time has.
class PicturePlace {
  public:
    PicturePlace(const fs::path& store, const Disk& disk)
        : folder_(store / "backup"), disk_(disk), locked_(folder_ / "LOCK", disk) {}
    ~PicturePlace() {
        if (locked_.held()) disk_.remove_all(picture());
    }
    PicturePlace(const PicturePlace&) = delete;
    PicturePlace& operator=(const PicturePlace&) = delete;

    Result<void> take() {
        if (auto made = disk_.make_folders(folder_); !made) return made;
        if (const auto status = locked_.take(); !status.ok()) {
            return busy(folder_.parent_path(), status, "one backup of a store is taken at a time");
        }
        return {};
    }
    fs::path picture() const { return folder_ / "picture"; }

  private:
    fs::path folder_;
    Disk disk_;
    Locked locked_;
};

// The picture must be whole, or the backup would keep its damage.
Result<Store> proven(const fs::path& store, const fs::path& picture, const Progress& progress,
                     const Disk& disk) {
    const auto damaged = [&store](events::ErrorCode code, std::string found) {
        return failed_backup(code, store, std::move(found),
                             "a backup of a damaged store would be worth nothing later",
                             "longstop verify names all damage; keep the backups there are");
    };
    auto reader = Store::open_for_reading(picture, disk);
    if (!reader) return damaged(reader.error().code, reader.error().found);
    const auto findings = reader->verify(progress);
    if (!findings) return findings.error();
    if (findings->empty()) return reader;
    const auto& [where, what] = findings->front();
    return damaged(events::ErrorCode::store_damaged,
                   fmt::format("{}: {} (and {} more)", where, what, findings->size() - 1));
}

// The root that a log had at an earlier length.
Result<std::string> root_after(const Store& store, AuthorityId la, std::uint64_t entries) {
    Frontier frontier;
    std::string record;
    const auto read = store.each_entry(la, 1, entries, [&](const Entry& entry) {
        record.clear();
        events::encode(entry, record);
        frontier.add(record);
        return true;
    });
    if (!read) return read.error();
    return to_hex(frontier.root());
}

// Each log must go on where the backup before ended: another store's does not. Why it does not;
// nothing where all do.
Result<std::string> why_not_after(const std::vector<CheckpointHead>& before, const Store& store,
                                  const std::vector<CheckpointHead>& now) {
    for (const auto& [la, entries, root] : before) {
        const auto head = std::find_if(now.begin(), now.end(),
                                       [id = la](const auto& one) { return one.la == id; });
        const auto found = head == now.end() ? 0 : head->entries;
        if (found < entries) {
            return fmt::format("log {} has {} entries, {} in the backup before",
                               events::to_text(la), found, entries);
        }
        const auto then =
            found == entries ? Result<std::string>{head->root} : root_after(store, la, entries);
        if (!then) return then.error();
        if (*then != root) {
            return fmt::format("log {} is another log than in the backup before",
                               events::to_text(la));
        }
    }
    return std::string{};
}

Result<void> check_folder(const fs::path& store, const fs::path& folder, const Disk& disk) {
    if (!disk.exists(folder)) return {};
    // Some of these alone: a first backup was stopped.
    static const std::set<std::string> of_backups{"BACKUPS", "BACKUPS.new", "LOCK",
                                                  "files",   "manifests",   "meta",
                                                  "private", "shared",      "shared_checksum"};
    const auto names = disk.names_in(folder);
    const bool fits = disk.is_folder(folder) &&
                      std::all_of(names.begin(), names.end(),
                                  [](const auto& name) { return of_backups.contains(name); });
    if (fits) return {};
    return Error{events::ErrorCode::folder_in_use,
                 fmt::format("cannot back up the store {}", store.string()),
                 fmt::format("{} is no folder of backups", folder.string()),
                 "what lies there could be taken for part of a backup",
                 "name a folder that is empty or new, or the one of the last backup"};
}

}  // namespace

Result<BackedUp> back_up(const fs::path& store, const fs::path& folder, const Progress& progress,
                         const Disk& disk) {
    if (!disk.exists(store / "db" / "CURRENT")) {
        // The same words for a store that is missing or damaged as everywhere.
        const auto reader = Store::open_for_reading(store, disk);
        if (!reader) return reader.error();
    }
    if (auto fits = check_folder(store, folder, disk); !fits) return fits.error();
    PicturePlace place(store, disk);
    if (auto taken = place.take(); !taken) return taken.error();
    if (auto taken = take_picture(store, place.picture(), disk); !taken) return taken.error();
    const auto reader = proven(store, place.picture(), progress, disk);
    if (!reader) return reader.error();
    const auto heads = heads_of(*reader);
    if (!heads) return heads.error();

    if (auto made = disk.make_folders(folder); !made) return made.error();
    Locked locked(folder / "LOCK", disk);
    if (auto held = locked.take(); !held.ok())
        return busy(store, held, "one backup is written to a folder at a time");
    auto backups = BackupFolder::open(folder, disk);
    if (!backups) return backups.error();
    std::optional<Backup> before;
    if (!backups->empty()) {
        auto latest = backups->find(std::nullopt);
        if (!latest) return latest.error();
        const auto why = why_not_after(latest->heads, *reader, *heads);
        if (!why) return why.error();
        if (!why->empty()) {
            return failed_backup(events::ErrorCode::other_store, store, *why,
                                 "either this is another store, or it has lost entries",
                                 "longstop verify; if this store is right, name a new folder");
        }
        before = std::move(*latest);
    }
    const auto bytes_before = disk.bytes_in(folder);
    auto made = backups->add(place.picture(), *heads, before);
    if (!made) return made.error();
    const auto bytes_now = disk.bytes_in(folder);
    made->new_bytes = bytes_now - std::min(bytes_before, bytes_now);
    return *made;
}

}  // namespace longstop::log
