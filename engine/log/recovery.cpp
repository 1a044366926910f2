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

std::optional<Error> Recovery::open_for_writing(bool create, bool upgrade) {
    if (auto trouble = folder_.barred(true)) return trouble;
    const bool exists = folder_.has_database();
    if (auto trouble = check_files(exists, create)) return trouble;
    if (auto trouble = database_.open_for_writing(create)) return trouble;
    if (auto trouble = check_format(upgrade)) return trouble;
    // Once more, now that nobody else can write.
    const auto checkpoint = read_checkpoint(folder_);
    if (!checkpoint) return checkpoint.error();
    if (auto trouble = check_logs(*checkpoint)) return trouble;
    // What is derived may be lacking: whoever needs it says so, and `rebuild` must be able to open.
    writer_.store_is_proven();  // only now may closing write anything
    if (exists && !checkpoint->cleanly) {
        if (auto failed = secure_tail()) return failed;
    }
    // From now on the log in use is known by its number, so that its loss would be seen.
    return write_checkpoint();
}

std::optional<Error> Recovery::open_for_reading() {
    if (auto trouble = folder_.barred(false)) return trouble;
    if (auto trouble = check_files(folder_.has_database(), false)) return trouble;
    const auto long_at_rest = is_long_unwritten(folder_) ? state_at_rest(folder_) : std::nullopt;
    if (auto trouble = database_.open_view()) return trouble;
    if (auto trouble = check_format(false)) return trouble;
    return await_whole_view(long_at_rest);
}

// What RocksDB would take for sound, or for a store with fewer entries.
std::optional<Error> Recovery::check_files(bool exists, bool create) const {
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
std::optional<Error> Recovery::check_newest_wal(std::uint64_t in_use) const {
    if (in_use == 0 || newest_wal(folder_.database(), folder_.disk()) >= in_use) {
        return std::nullopt;
    }
    return folder_.damaged(fmt::format("the write-ahead log {:06}.log is missing", in_use));
}

std::optional<Error> Recovery::check_format(bool upgrade) {
    std::string version;
    const auto status = database_.get(Family::meta, format_key, version);
    if (status.IsNotFound()) return check_store_without_format();
    if (!status.ok()) return folder_.unreadable(status);
    if (version == std::to_string(format_version)) {
        if (database_.has_journal()) return std::nullopt;
        return folder_.damaged("the journal is missing from the list of the database's files");
    }
    if (version == std::to_string(oldest_format_version)) {
        if (database_.is_view()) return std::nullopt;
        return upgrade ? become_current_format() : std::optional{older_format(version)};
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

std::optional<Error> Recovery::check_store_without_format() {
    const auto known = SealedLogs(database_).heads();
    if (!known) return known.error();
    // A store just made has no HEADS yet.
    if (!known->empty() || folder_.disk().exists(folder_.checkpoint_file())) {
        return folder_.damaged("the store does not say its format version");
    }
    return database_.is_view() ? std::optional{folder_.unfinished()} : write_format();
}

std::optional<Error> Recovery::become_current_format() {
    auto failed = database_.has_journal() ? std::nullopt : database_.add_journal();
    return failed ? failed : write_format();
}

std::optional<Error> Recovery::write_format() {
    Writes writes;
    writes.put(database_.family(Family::meta), format_key, std::to_string(format_version));
    return folder_.unwritten(database_.write_synced(writes.batch()));
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
std::optional<Error> Recovery::await_whole_view(const std::optional<std::string>& long_at_rest) {
    if (long_at_rest && state_at_rest(folder_) == long_at_rest) {
        const auto checkpoint = read_checkpoint(folder_);
        return checkpoint ? check_tails(*checkpoint) : std::optional{checkpoint.error()};
    }
    constexpr int most_tries = 100;
    std::optional<std::string> at_rest;  // how the store stood before this view was taken
    for (int tries = 0;; ++tries) {
        const auto checkpoint = read_checkpoint(folder_);
        if (!checkpoint) return checkpoint.error();
        auto trouble = check_logs(*checkpoint);
        if (!trouble && proof_.derived_reach_heads()) return std::nullopt;
        // What is derived may be lacking: rebuild mends it.
        if (at_rest && state_at_rest(folder_) == at_rest) return trouble;
        if (tries >= most_tries) {
            return trouble ? trouble : std::optional{folder_.changes_too_fast()};
        }
        database_.close();
        std::this_thread::sleep_for(std::chrono::milliseconds{std::min(tries, 10)});
        at_rest = state_at_rest(folder_);
        if (auto failed = database_.open_view()) return failed;
    }
}

std::optional<Error> Recovery::check_tails(const Checkpoint& checkpoint) {
    if (auto trouble = load_journal()) return trouble;
    return proof_.check_heads(checkpoint);
}

std::optional<Error> Recovery::check_logs(const Checkpoint& checkpoint) {
    if (auto trouble = check_tails(checkpoint)) return trouble;
    return proof_.check_records();
}

// The commits that are not sealed, without a gap.
std::optional<Error> Recovery::load_journal() {
    state_.journal = {};
    if (!database_.has_journal()) return std::nullopt;
    if (auto trouble = load_last_sealed()) return trouble;
    if (auto trouble = load_commits()) return trouble;
    for (const auto& [la, tail] : state_.journal.tails()) {
        if (auto trouble = check_tail_begins(la, tail)) return trouble;
    }
    return std::nullopt;
}

std::optional<Error> Recovery::load_last_sealed() {
    const auto sealed = SealedLogs(database_).meta_value(sealed_key);
    if (!sealed) return sealed.error();
    if (!*sealed) return std::nullopt;
    Cursor cursor(**sealed);
    state_.journal.start_after(cursor.number<std::uint64_t>());
    if (cursor.ok() && cursor.at_end()) return std::nullopt;
    return folder_.damaged("the number of the last sealed commit cannot be read");
}

std::optional<Error> Recovery::load_commits() {
    const auto it = database_.iterator(Family::journal);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        const auto number = commit_of(it->key().ToStringView());
        if (!number || !state_.journal.add(*number, it->value().ToString())) {
            return folder_.damaged(
                fmt::format("commit {} of the journal is missing or cannot be read",
                            state_.journal.last() + 1));
        }
    }
    return it->status().ok() ? std::nullopt : std::optional{folder_.unreadable(it->status())};
}

std::optional<Error> Recovery::check_tail_begins(AuthorityId la, const Tail& tail) const {
    const auto head = SealedLogs(database_).head(la);
    if (!head) return head.error();
    const auto entries = *head ? (*head)->frontier.size() : 0;
    if (tail.first == entries + 1) return std::nullopt;
    return folder_.damaged(place_of(la, entries + 1) + " is missing");
}

// A process that did not close was killed, or ended by a failed sync. What it wrote last may be in
// the system's memory alone, and a sync of its file may say OK and do nothing. What is written
// after it must not outlive it, so it is written once more.
std::optional<Error> Recovery::secure_tail() { return folder_.unwritten(database_.flush()); }

std::optional<Error> Recovery::write_checkpoint() {
    const auto heads = Reader(database_, state_).heads();
    if (!heads) return heads.error();
    const auto written = log::write_checkpoint(folder_, *heads);
    return written ? std::nullopt : std::optional{written.error()};
}

}  // namespace longstop::log
