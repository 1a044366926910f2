#include "engine/log/backup/backup_folder.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/log/format/digest.hpp"
#include "engine/log/rocks/wal_scan.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view none = "none";

std::string sum_of(std::string_view text) { return to_hex(sha256({text})); }

Backup backup_of(const BackupManifest& manifest, std::string_view text) {
    return {manifest.number, sum_of(text), manifest.heads, manifest.files};
}

// What a file holds, as a backup says it does; nothing where it fits.
std::optional<std::string> misfit(const fs::path& file, std::uint64_t size, std::string_view sum,
                                  const KeptFile& wanted) {
    if (size == wanted.size && sum == wanted.sum) return std::nullopt;
    return fmt::format("{} is not what was backed up as {}", file.string(), wanted.name);
}

std::set<std::uint32_t> manifests_in(const fs::path& folder, const Disk& disk) {
    std::set<std::uint32_t> numbers;
    for (const auto& name : disk.names_in(folder / "manifests")) {
        std::uint32_t number = 0;
        const auto end = name.data() + name.size();
        const auto read = std::from_chars(name.data(), end, number);
        if (read.ec == std::errc{} && read.ptr == end) numbers.insert(number);
    }
    return numbers;
}

}  // namespace

Result<std::vector<CheckpointHead>> heads_of(const Store& store) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    std::vector<CheckpointHead> all;
    for (const auto& head : *heads) all.push_back({head.la, head.entries, to_hex(head.root)});
    return all;
}

BackedUp backed_up(std::uint32_t number, const std::vector<CheckpointHead>& heads) {
    BackedUp counts;
    counts.number = number;
    counts.logs = heads.size();
    for (const auto& head : heads) counts.entries += head.entries;
    return counts;
}

Result<BackupFolder> BackupFolder::open(fs::path folder, const Disk& disk) {
    BackupFolder backups(std::move(folder), disk);
    if (auto looked = backups.look(); !looked) return looked.error();
    return backups;
}

Result<void> BackupFolder::look() {
    const auto text = disk_.read(list());
    if (!text) return text.error();
    const auto manifests = manifests_in(folder_, disk_);
    numbers_ = old_backups_in(folder_, disk_);
    numbers_.insert(manifests.begin(), manifests.end());
    if (!*text) {
        // The first one is listed a moment after its text is written.
        const bool just_begun =
            manifests.empty() || (numbers_.size() == 1 && manifests.contains(1));
        if (!just_begun) no_list_ = "the list of the backups, BACKUPS, is missing";
        return {};
    }
    const auto listed = parse_list(**text);
    if (!listed) {
        no_list_ = "the list of the backups, BACKUPS, is damaged";
        return {};
    }
    listed_ = *listed;
    for (const auto& backup : listed_) numbers_.insert(backup.number);
    return {};
}

fs::path BackupFolder::manifest(std::uint32_t number) const {
    return folder_ / "manifests" / std::to_string(number);
}

Error BackupFolder::damaged(std::uint32_t number, std::string found) const {
    std::string others;
    for (const auto other : numbers_) {
        if (other != number) others += fmt::format(" {}", other);
    }
    return {events::ErrorCode::backup_damaged,
            fmt::format("cannot use backup {} in {}", number, folder_.string()), std::move(found),
            "a store put back from it could lack entries, and a breach with them",
            others.empty() ? "there is no other backup in this folder"
                           : fmt::format("the others there:{} (longstop restore --backup N); begin "
                                         "a new folder for the next backup",
                                         others)};
}

// The text that says what a backup is.
Result<std::string> BackupFolder::text_of(std::uint32_t number) const {
    for (const auto& file : {manifest(number), old_list_of_files(folder_, number)}) {
        auto text = disk_.read(file);
        if (!text) return text.error();
        if (*text) return std::move(**text);
    }
    return damaged(number, "its list of files is missing");
}

Result<Backup> BackupFolder::read(std::uint32_t number) const {
    const auto text = text_of(number);
    if (!text) return text.error();
    if (const auto manifest = parse_manifest(*text)) {
        if (manifest->number == number) return backup_of(*manifest, *text);
        return damaged(number,
                       fmt::format("its list of files is that of backup {}", manifest->number));
    }
    if (const auto old = parse_old_backup(*text)) {
        return Backup{number, sum_of(*text), old->heads.heads, old->files};
    }
    return damaged(number, "its list of files is damaged");
}

// In the list with the same text; or the next one, whose text says that it follows the last of
// them: it was listed a moment later, or not any more.
bool BackupFolder::is_listed(const Backup& backup) const {
    const auto found = std::find_if(listed_.begin(), listed_.end(),
                                    [&](const auto& one) { return one.number == backup.number; });
    if (found != listed_.end()) return found->sum == backup.sum;
    if (listed_.empty()) return true;  // none has been listed yet
    const auto text = text_of(backup.number);
    const auto manifest = text ? parse_manifest(*text) : std::nullopt;
    return manifest && backup.number == listed_.back().number + 1 &&
           manifest->before == listed_.back().sum;
}

Result<Backup> BackupFolder::find(std::optional<std::uint32_t> number) const {
    // The latest by its number, damaged or not: an older one must be asked for.
    const auto wanted = number.value_or(numbers_.empty() ? 0 : *numbers_.rbegin());
    if (!number && !no_list_.empty()) return damaged(wanted, no_list_);
    if (!numbers_.contains(wanted)) return damaged(wanted, "there is no such backup");
    auto backup = read(wanted);
    if (!backup) return backup;
    if (no_list_.empty() && !is_listed(*backup)) {
        return damaged(wanted, "its list of files is not the one that BACKUPS names");
    }
    return backup;
}

// Copies a file that is not there yet.
Result<void> BackupFolder::keep(const fs::path& file, const KeptFile& as,
                                std::vector<fs::path>& made) const {
    const auto place = kept(as.sum);
    if (disk_.exists(place)) return {};
    made.push_back(place);
    const auto aside = place.string() + ".new";
    made.push_back(aside);
    if (auto copied = disk_.copy(file, aside); !copied) return copied.error();
    return disk_.rename(aside, place);
}

Result<BackupManifest> BackupFolder::keep_all(const fs::path& store,
                                              std::vector<fs::path>& made) const {
    BackupManifest manifest;
    std::vector<std::string> names{"HEADS"};
    for (const auto& name : disk_.names_in(store / "db")) names.push_back("db/" + name);
    std::sort(names.begin(), names.end());
    for (const auto& name : names) {
        const auto file = store / name;
        if (!disk_.exists(file)) continue;  // a store without HEADS
        const auto summed = disk_.sum(file);
        if (!summed) return summed.error();
        KeptFile as{name, summed->size, to_hex(summed->sum)};
        if (auto kept_it = keep(file, as, made); !kept_it) return kept_it.error();
        manifest.files.push_back(std::move(as));
    }
    return manifest;
}

// As they lie in the folder now, those that were there before too.
Result<void> BackupFolder::prove(const BackupManifest& manifest) const {
    for (const auto& file : manifest.files) {
        const auto place = kept(file.sum);
        const auto summed = disk_.sum(place);
        if (!summed) return summed.error();
        if (const auto wrong = misfit(place, summed->size, to_hex(summed->sum), file)) {
            return damaged(manifest.number, *wrong);
        }
    }
    return {};
}

Result<void> BackupFolder::write_list(const Backup& latest) {
    auto list_now = listed_;
    for (const auto number : numbers_) {  // those taken before there was a list
        const bool known = std::any_of(list_now.begin(), list_now.end(),
                                       [number](const auto& one) { return one.number == number; });
        if (known || number >= latest.number) continue;
        const auto backup = read(number);
        if (backup) list_now.push_back({number, backup->sum});
    }
    std::sort(list_now.begin(), list_now.end(),
              [](const auto& a, const auto& b) { return a.number < b.number; });
    list_now.push_back({latest.number, latest.sum});
    return disk_.replace(list(), to_text(list_now));
}

Result<BackedUp> BackupFolder::add(const fs::path& store, const std::vector<CheckpointHead>& heads,
                                   const std::optional<Backup>& before) {
    for (const auto* part : {"files", "manifests"}) {
        if (auto folder = disk_.make_folders(folder_ / part); !folder) return folder.error();
    }
    std::vector<fs::path> made;
    const auto number = numbers_.empty() ? 1 : *numbers_.rbegin() + 1;
    const auto steps = [&]() -> Result<void> {
        auto manifest_now = keep_all(store, made);
        if (!manifest_now) return manifest_now.error();
        manifest_now->number = number;
        manifest_now->before = before ? before->sum : std::string{none};
        manifest_now->heads = heads;
        if (auto proven = prove(*manifest_now); !proven) return proven;
        const auto text = to_text(*manifest_now);
        made.push_back(manifest(number));
        if (auto written = disk_.replace(manifest(number), text); !written) return written;
        return write_list(backup_of(*manifest_now, text));
    }();
    if (!steps) {
        for (const auto& file : made) disk_.remove_all(file);
        return steps.error();
    }
    return backed_up(number, heads);
}

Result<void> BackupFolder::put_back(const Backup& backup, const fs::path& store) const {
    if (const auto* files = std::get_if<std::vector<KeptFile>>(&backup.files)) {
        for (const auto& file : *files) {
            const auto place = kept(file.sum);
            if (!disk_.exists(place)) {
                return damaged(backup.number, place.string() + " is missing");
            }
            const auto copied = disk_.copy(place, store / file.name);
            if (!copied) return copied.error();
            if (const auto wrong = misfit(place, copied->size, to_hex(copied->sum), file)) {
                return damaged(backup.number, *wrong);
            }
        }
        return {};
    }
    for (const auto& file : std::get<std::vector<OldFile>>(backup.files)) {
        const auto bytes = disk_.read(folder_ / file.place);
        if (!bytes) return bytes.error();
        if (!*bytes) return damaged(backup.number, file.place + " is missing");
        if (crc32c(**bytes) != file.crc32c) {
            return damaged(backup.number, file.place + " does not fit its checksum");
        }
        if (auto written = disk_.write(store / file.name, **bytes); !written) return written;
    }
    return disk_.replace(store / "HEADS", to_text(Checkpoint{0, false, backup.heads}));
}

}  // namespace longstop::log
