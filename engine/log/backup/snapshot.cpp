// Why this is one moment: the MANIFEST is copied first, then every sorted file is linked and every
// write-ahead log copied, then the MANIFEST is looked at again. If it has not grown nor been
// replaced, no file that it names can have gone meanwhile, and the write-ahead logs hold everything
// written since, up to somewhere in the last of them: what a power cut would have left. A writer
// begins a new log only when it writes no more to the one before, so the logs listed together have
// no gap between them.
#include "engine/log/backup/snapshot.hpp"

#include <algorithm>

#include "engine/log/format/checkpoint.hpp"
#include "engine/log/rocks/manifest_scan.hpp"
#include "engine/log/rocks/wal_scan.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;
using events::Result;

constexpr int most_tries = 100;

events::Error changing(const fs::path& store) {
    return {events::ErrorCode::reader_outrun,
            "cannot take a picture of the store " + store.string(),
            "a writer changes its files faster than they can be linked",
            "a picture of two moments could miss entries", "try again"};
}

// The MANIFEST in use; nothing where it was replaced just now.
Result<std::optional<std::string>> manifest_in_use(const fs::path& database, const Disk& disk) {
    const auto current = disk.read(database / "CURRENT");
    if (!current) return current.error();
    return *current ? std::optional{manifest_name(**current)} : std::nullopt;
}

// Copies a file as far as it goes, a write-ahead log as far as it is sound; false where it is gone.
Result<bool> copy(const fs::path& from, const fs::path& to, const Disk& disk) {
    auto bytes = disk.read(from);
    if (!bytes) return bytes.error();
    if (!*bytes) return false;
    if (from.extension() == ".log") (*bytes)->resize(readable_part(**bytes));
    const auto written = disk.write(to, **bytes);
    if (!written) return written.error();
    return true;
}

// Of a picture that may be newer than its HEADS nobody can say that it is closed.
Result<void> copy_heads(const fs::path& store, const fs::path& picture, const Disk& disk) {
    const auto text = disk.read(store / "HEADS");
    if (!text) return text.error();
    if (!*text) return {};
    auto checkpoint = parse_checkpoint(**text);
    if (checkpoint) checkpoint->cleanly = false;
    return disk.write(picture / "HEADS", checkpoint ? to_text(*checkpoint) : **text);
}

// Every sorted file and every write-ahead log; false where one went meanwhile.
Result<bool> gather(const fs::path& from, const fs::path& to, const Disk& disk) {
    auto names = disk.names_in(from);
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
        const bool sorted = name.ends_with(".sst");
        const bool copied = name.ends_with(".log") || name == "IDENTITY";
        if (!sorted && !copied) continue;
        auto there =
            sorted ? disk.link(from / name, to / name) : copy(from / name, to / name, disk);
        if (!there || !*there) return there;
    }
    return true;
}

// One try; false where the writer came between.
Result<bool> try_picture(const fs::path& from, const fs::path& to, const Disk& disk) {
    const auto name = manifest_in_use(from, disk);
    if (!name) return name.error();
    if (!*name || (*name)->empty()) return false;
    const auto manifest = disk.read(from / **name);
    if (!manifest) return manifest.error();
    if (!*manifest) return false;
    auto gathered = gather(from, to, disk);
    if (!gathered || !*gathered) return gathered;
    const auto again = manifest_in_use(from, disk);
    if (!again) return again.error();
    if (*again != *name || disk.size(from / **name) != (*manifest)->size()) return false;
    for (const auto& [file, bytes] :
         {std::pair{**name, **manifest}, std::pair{std::string{"CURRENT"}, **name + "\n"}}) {
        if (const auto written = disk.write(to / file, bytes); !written) return written.error();
    }
    return true;
}

}  // namespace

Result<void> take_picture(const fs::path& store, const fs::path& picture, const Disk& disk) {
    // What is cut off here would be cut off in the picture, which does not know how long it was.
    if (const auto sound = check_wals(store / "db", disk); !sound) {
        return events::Error{sound.error().code,
                             "cannot take a picture of the store " + store.string(),
                             "the write-ahead log is damaged: " + sound.error().found,
                             "a backup of a damaged store would be worth nothing later",
                             "longstop verify names all damage; keep the backups there are"};
    }
    for (int tries = 0; tries < most_tries; ++tries) {
        disk.remove_all(picture);
        if (auto made = disk.make_folders(picture / "db"); !made) return made;
        // Before the database: a picture may be newer than its HEADS, never older.
        if (auto heads = copy_heads(store, picture, disk); !heads) return heads;
        const auto taken = try_picture(store / "db", picture / "db", disk);
        if (!taken) return taken.error();
        if (*taken) return {};
    }
    return changing(store);
}

}  // namespace longstop::log
