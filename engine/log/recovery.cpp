#include "engine/log/recovery.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "engine/log/checkpoint_file.hpp"
#include "engine/log/rocks/manifest_scan.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "engine/log/store_at_rest.hpp"

namespace longstop::log {

using events::ErrorCode;

Result<void> Recovery::open_for_writing(bool create, bool upgrade) {
    if (auto allowed = folder_.check_access(true); !allowed) return allowed;
    const bool exists = folder_.has_database();
    if (auto sound = check_files(exists, create); !sound) return sound;
    if (auto opened = database_.open_for_writing(create); !opened) return opened;
    if (auto known = check_format(upgrade); !known) return known;
    // Once more, now that nobody else can write.
    const auto checkpoint = read_checkpoint(folder_);
    if (!checkpoint) return checkpoint.error();
    if (auto whole = check_logs(*checkpoint); !whole) return whole;
    // What is derived may be lacking: whoever needs it says so, and `rebuild` must be able to open.
    writer_.store_is_proven();  // only now may closing write anything
    if (exists && !checkpoint->cleanly) {
        if (auto secured = secure_tail(); !secured) return secured;
    }
    // From now on the log in use is known by its number, so that its loss would be seen.
    return write_checkpoint();
}

Result<void> Recovery::open_for_reading() {
    if (auto allowed = folder_.check_access(false); !allowed) return allowed;
    if (auto sound = check_files(folder_.has_database(), false); !sound) return sound;
    const auto long_at_rest = is_long_unwritten(folder_) ? state_at_rest(folder_) : std::nullopt;
    if (auto opened = database_.open_view(); !opened) return opened;
    if (auto known = check_format(false); !known) return known;
    return await_whole_view(long_at_rest);
}

// What RocksDB would take for sound, or for a store with fewer entries.
Result<void> Recovery::check_files(bool exists, bool create) const {
    const auto database = folder_.database();
    const auto& disk = folder_.disk();
    if (!exists && !folder_.is_unfinished()) {
        return folder_.damaged("the database in " + database.string() + " has no CURRENT file");
    }
    if (!exists && !create) return folder_.no_store();
    if (const auto sound = exists ? check_manifest(database, disk) : Result<void>{}; !sound) {
        return folder_.not_done(
            sound.error().code,
            "the list of the database's files is damaged: " + sound.error().found);
    }
    if (const auto sound = check_wals(database, disk); !sound) {
        return folder_.not_done(sound.error().code,
                                "the write-ahead log is damaged: " + sound.error().found);
    }
    const auto checkpoint = read_checkpoint(folder_);
    if (!checkpoint) return checkpoint.error();
    return check_newest_wal(checkpoint->wal);
}

// A write-ahead log that is gone takes acknowledged entries with it, and RocksDB would not say so.
// HEADS names the one in use before anything is acknowledged.
Result<void> Recovery::check_newest_wal(std::uint64_t in_use) const {
    if (in_use == 0 || newest_wal(folder_.database(), folder_.disk()) >= in_use) {
        return {};
    }
    return folder_.damaged(fmt::format("the write-ahead log {:06}.log is missing", in_use));
}

Result<void> Recovery::check_format(bool upgrade) {
    std::string version;
    const auto status = database_.get(Family::meta, format_key, version);
    if (status.IsNotFound()) return check_store_without_format();
    if (!status.ok()) return folder_.unreadable(status);
    if (version == std::to_string(format_version)) {
        if (database_.has_journal()) return {};
        return folder_.damaged("the journal is missing from the list of the database's files");
    }
    if (version == std::to_string(oldest_format_version)) {
        if (database_.is_view()) return {};
        return upgrade ? become_current_format() : older_format(version);
    }
    return Error{ErrorCode::unknown_format,
                 fmt::format("cannot open the store {}", folder_.path().string()),
                 fmt::format("its format is version {}, this program reads versions {} to {}",
                             version, oldest_format_version, format_version),
                 "a format that is not known could be read wrongly",
                 "use the longstop that wrote it, or a newer one (docs/operating.md, Upgrade)"};
}

Error Recovery::older_format(const std::string& version) const {
    return {ErrorCode::old_format,
            fmt::format("cannot write to the store {}", folder_.path().string()),
            fmt::format("its format is version {}, and this program writes version {}", version,
                        format_version),
            "an older longstop cannot read it any more once it is upgraded",
            "run the same again with --upgrade: the store is then kept beside itself as it is now "
            "(docs/operating.md, Upgrade)"};
}

Result<void> Recovery::check_store_without_format() {
    const auto known = SealedLogs(database_).heads();
    if (!known) return known.error();
    // A store just made has no HEADS yet.
    if (!known->empty() || folder_.disk().exists(folder_.checkpoint_file())) {
        return folder_.damaged("the store does not say its format version");
    }
    return database_.is_view() ? folder_.unfinished() : write_format();
}

Result<void> Recovery::become_current_format() {
    auto there = database_.has_journal() ? Result<void>{} : database_.add_journal();
    return there ? write_format() : there;
}

Result<void> Recovery::write_format() {
    Writes writes;
    writes.put(database_.family(Family::meta), format_key, std::to_string(format_version));
    return folder_.check_written(database_.write_synced(writes.batch()));
}

// A reader beside a writer that flushes may be opened with a family at an older version of itself,
// or without entries that left the write-ahead log just then; RocksDB says OK. A writer says in
// HEADS how far it has come before it flushes, so a view that reaches HEADS as it is now lacks
// nothing that was acknowledged before the opening. Until then: again, a little later.
// A view that lacks something of a store that stood still is the store's own fault.
//
// `long_at_rest` is how a store that nobody has written to of late stood before this view was
// taken. If it stands so still, the view is the store, and whoever reads finds what is missing of
// what it reads: to look at every log's last blocks would cost more than most answers.
Result<void> Recovery::await_whole_view(const std::optional<std::string>& long_at_rest) {
    if (long_at_rest && state_at_rest(folder_) == long_at_rest) {
        const auto checkpoint = read_checkpoint(folder_);
        return checkpoint ? check_tails(*checkpoint) : checkpoint.error();
    }
    constexpr int most_tries = 100;
    std::optional<std::string> at_rest;  // how the store stood before this view was taken
    for (int tries = 0;; ++tries) {
        const auto checkpoint = read_checkpoint(folder_);
        if (!checkpoint) return checkpoint.error();
        auto whole = check_logs(*checkpoint);
        if (whole && proof_.derived_reach_heads()) return {};
        // What is derived may be lacking: rebuild mends it.
        if (at_rest && state_at_rest(folder_) == at_rest) return whole;
        if (tries >= most_tries) return whole ? folder_.changes_too_fast() : whole;
        database_.close();
        std::this_thread::sleep_for(std::chrono::milliseconds{std::min(tries, 10)});
        at_rest = state_at_rest(folder_);
        if (auto opened = database_.open_view(); !opened) return opened;
    }
}

Result<void> Recovery::check_tails(const Checkpoint& checkpoint) {
    if (auto loaded = load_journal(); !loaded) return loaded;
    return proof_.check_heads(checkpoint);
}

Result<void> Recovery::check_logs(const Checkpoint& checkpoint) {
    if (auto whole = check_tails(checkpoint); !whole) return whole;
    return proof_.check_records();
}

// The commits that are not sealed, without a gap.
Result<void> Recovery::load_journal() {
    state_.journal = {};
    if (!database_.has_journal()) return {};
    if (auto loaded = load_last_sealed(); !loaded) return loaded;
    if (auto loaded = load_commits(); !loaded) return loaded;
    for (const auto& [la, tail] : state_.journal.tails()) {
        if (auto begins = check_tail_begins(la, tail); !begins) return begins;
    }
    return {};
}

Result<void> Recovery::load_last_sealed() {
    const auto sealed = SealedLogs(database_).meta_value(sealed_key);
    if (!sealed) return sealed.error();
    if (!*sealed) return {};
    Cursor cursor(**sealed);
    state_.journal.start_after(cursor.number<std::uint64_t>());
    if (cursor.ok() && cursor.at_end()) return {};
    return folder_.damaged("the number of the last sealed commit cannot be read");
}

Result<void> Recovery::load_commits() {
    const auto it = database_.iterator(Family::journal);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const auto number = commit_of(it->key().ToStringView());
        if (!number || !state_.journal.add(*number, it->value().ToString())) {
            return folder_.damaged(
                fmt::format("commit {} of the journal is missing or cannot be read",
                            state_.journal.last() + 1));
        }
    }
    if (!it->status().ok()) return folder_.unreadable(it->status());
    return {};
}

Result<void> Recovery::check_tail_begins(AuthorityId la, const Tail& tail) const {
    const auto head = SealedLogs(database_).head(la);
    if (!head) return head.error();
    const auto entries = *head ? (*head)->frontier.size() : 0;
    if (tail.first == entries + 1) return {};
    return folder_.damaged(place_of(la, entries + 1) + " is missing");
}

// A process that did not close was killed, or ended by a failed sync. What it wrote last may be in
// the system's memory alone, and a sync of its file may say OK and do nothing. What is written
// after it must not outlive it, so it is written once more.
Result<void> Recovery::secure_tail() { return folder_.check_written(database_.flush()); }

Result<void> Recovery::write_checkpoint() {
    const auto heads = Reader(database_, state_).heads();
    if (!heads) return heads.error();
    return log::write_checkpoint(folder_, *heads);
}

}  // namespace longstop::log
