// A backup is taken of a picture of the store (snapshot.hpp), which is proven whole first. The
// picture lies in the store's folder, so that its sorted files can be links, and is gone at the
// end.
#include "engine/log/backup.hpp"

#include <fmt/format.h>
#include <rocksdb/utilities/backup_engine.h>

#include <algorithm>
#include <set>

#include "engine/log/backup_folder.hpp"
#include "engine/log/snapshot.hpp"
#include "engine/log/status.hpp"
#include "engine/log/store_impl.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

Error failed_backup(events::ErrorCode code, const fs::path& store, std::string found,
                    std::string why, std::string hint) {
    return {code, fmt::format("cannot back up the store {}", store.string()), std::move(found),
            std::move(why), std::move(hint)};
}

// The place for the picture, which one backup at a time has. A process that dies lets go of it.
class PicturePlace {
  public:
    PicturePlace(const fs::path& store, const Disk& disk)
        : folder_(store / "backup"), disk_(disk) {}
    ~PicturePlace() {
        if (lock_ == nullptr) return;
        disk_.remove_all(picture());
        (void)disk_.env()->UnlockFile(lock_);
    }
    PicturePlace(const PicturePlace&) = delete;
    PicturePlace& operator=(const PicturePlace&) = delete;

    Result<void> take() {
        if (auto made = disk_.make_folders(folder_); !made) return made;
        const auto status = disk_.env()->LockFile((folder_ / "LOCK").string(), &lock_);
        if (status.ok()) return {};
        return failed_backup(events::ErrorCode::backup_held, folder_.parent_path(),
                             status.ToString(), "one backup of a store is taken at a time",
                             "wait until the other backup has finished");
    }
    fs::path picture() const { return folder_ / "picture"; }

  private:
    fs::path folder_;
    Disk disk_;
    rocksdb::FileLock* lock_ = nullptr;
};

// The picture must be whole, or the backup would keep its damage.
Result<Closed> prove(const fs::path& store, const fs::path& picture, const Progress& progress,
                     const Disk& disk) {
    const auto reader = Store::open_for_reading(picture, disk);
    if (!reader) {
        return failed_backup(reader.error().code, store, reader.error().found,
                             "a backup of a damaged store would be worth nothing later",
                             "longstop verify names all damage; keep the backups there are");
    }
    const auto findings = reader->verify(progress);
    if (!findings) return findings.error();
    if (!findings->empty()) {
        const auto& first = findings->front();
        return failed_backup(
            events::ErrorCode::store_damaged, store,
            fmt::format("{}: {} (and {} more)", first.where, first.what, findings->size() - 1),
            "a backup of a damaged store would be worth nothing later",
            "longstop verify names all damage; keep the backups there are");
    }
    return heads_of(*reader);
}

// The picture opened by RocksDB's own means, for its backup engine. It is changed by that: no
// matter, it is a copy.
class OpenPicture {
  public:
    ~OpenPicture() {
        for (auto* handle : families_) (void)db_->DestroyColumnFamilyHandle(handle);
        delete db_;
    }
    OpenPicture() = default;
    OpenPicture(const OpenPicture&) = delete;
    OpenPicture& operator=(const OpenPicture&) = delete;

    rocksdb::Status open(const fs::path& picture, const Disk& disk) {
        const auto options = database_options(disk);
        const auto database = (picture / "db").string();
        std::vector<std::string> names;  // fewer in a store of an older version
        auto listed = rocksdb::DB::ListColumnFamilies(options, database, &names);
        if (!listed.ok()) return listed;
        auto families = all_families(names.size());
        for (auto& family : families) family.options.disable_auto_compactions = true;
        return rocksdb::DB::Open(options, database, families, &families_, &db_);
    }
    rocksdb::DB* db() const { return db_; }

  private:
    rocksdb::DB* db_ = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> families_;
};

// Each log must go on where the backup before ended: another store's would, or should, not.
std::string why_not_after(const Closed& before, const Closed& now) {
    for (const auto& [la, entries, root] : before.heads) {
        const auto head = std::find_if(now.heads.begin(), now.heads.end(),
                                       [&](const auto& one) { return one.la == la; });
        const auto found = head == now.heads.end() ? 0 : head->entries;
        if (found < entries) {
            return fmt::format("log {} has {} entries, {} in the backup before",
                               events::to_text(la), found, entries);
        }
        if (found == entries && head->root != root) {
            return fmt::format("log {} is another log than in the backup before",
                               events::to_text(la));
        }
    }
    return {};
}

Result<void> check_folder(const fs::path& store, const fs::path& folder, const Disk& disk) {
    if (!disk.exists(folder)) return {};
    // Some of these alone: a first backup was stopped.
    static const std::set<std::string> of_backups{"meta", "private", "shared", "shared_checksum"};
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
    const auto heads = prove(store, place.picture(), progress, disk);
    if (!heads) return heads.error();

    if (auto made = disk.make_folders(folder); !made) return made.error();
    auto backups = BackupFolder::open_for_writing(folder, disk);
    if (!backups) return backups.error();
    if (const auto latest = backups->latest()) {
        if (auto why = why_not_after(latest->heads, *heads); !why.empty()) {
            return failed_backup(events::ErrorCode::other_store, store, std::move(why),
                                 "either this is another store, or it has lost entries",
                                 "longstop verify; if this store is right, name a new folder");
        }
    }
    const auto bytes_before = disk.bytes_in(folder);
    OpenPicture picture;
    if (const auto status = picture.open(place.picture(), disk); !status.ok()) {
        return failed_backup(code_of(status), store, status.ToString(), "", "longstop verify");
    }
    auto made = backups->add(picture.db(), *heads);
    if (!made) return made.error();
    if (auto whole = backups->prove(made->number); !whole) return whole.error();
    const auto bytes_now = disk.bytes_in(folder);
    made->new_bytes = bytes_now - std::min(bytes_before, bytes_now);
    return *made;
}

}  // namespace longstop::log
