#include "engine/log/sealer.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "engine/log/checkpoint_file.hpp"
#include "engine/log/format/columns.hpp"
#include "engine/log/format/index_block.hpp"
#include "engine/log/reader.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "events/invariant.hpp"

namespace longstop::log {
namespace {

using events::invariant;

constexpr std::size_t most_in_block = 4096;
// A last block smaller than this grows instead of being followed by another: a fold pays some
// microseconds a block, and a nation's night adds a few hundred entries to each log.
constexpr std::size_t small_block = 512;
constexpr int most_level_0_files = 8;
// Opening replays the write-ahead logs: more than this is flushed when the store is closed.
constexpr std::uint64_t most_wal_bytes = 4U << 20U;
constexpr int most_wal_files = 8;

// The families that hold a log block by block, each with the same keys.
constexpr std::array block_families{Family::records, Family::columns, Family::index};

// How many entries a block holds, which may be `expected` of them; nothing where it cannot be read.
std::optional<std::size_t> entries_of_block(Family which, std::string_view bytes,
                                            std::size_t expected) {
    if (which == Family::records) {
        const auto records = unpack(bytes);
        return records ? std::optional{records->size()} : std::nullopt;
    }
    if (which == Family::columns) return count_of_columns(bytes);
    std::vector<IdHash> ids;
    return decode_index(bytes, expected, ids) ? std::optional{ids.size()} : std::nullopt;
}

// The entries of a log's last block, where all three families have it alike and it is small; else
// 0.
std::size_t growable_last_block(const Database& database, AuthorityId la) {
    const auto end = authority_end(la);
    std::optional<std::string> key;
    std::size_t count = 0;
    for (const auto which : block_families) {
        const auto it = database.iterator(which);
        it->SeekForPrev(end);
        if (!it->Valid() || authority_of(it->key().ToStringView()) != la) return 0;
        if (key && *key != it->key().ToStringView()) return 0;
        const auto entries = entries_of_block(which, it->value().ToStringView(), count);
        if (!entries || *entries == 0 || *entries >= small_block) return 0;
        if (key && *entries != count) return 0;
        key = it->key().ToString();
        count = *entries;
    }
    return count;
}

// The entries of one log that are to be sealed, one after the other, wherever they come from.
class Sealing {
  public:
    Sealing(const Tail* tail, const Pack* staged) : tail_(tail), staged_(staged) {}

    // Takes the log's last block out of the batch's way, to be written again at the front of what
    // is sealed. `last` is its last position.
    Result<void> grow(const Database& database, Writes& writes, AuthorityId la, Position last,
                      std::size_t entries) {
        const auto key = block_key(la, last);
        std::array<std::string, block_families.size()> values;
        for (std::size_t i = 0; i < block_families.size(); ++i) {
            const auto status = database.get(block_families[i], key, values[i]);
            if (!status.ok()) return database.folder().unreadable(status);
            writes.remove(database.family(block_families[i]), key);
        }
        if (take_block(std::move(values[0]), values[1], values[2], entries)) return {};
        return database.folder().damaged("the last block of log " + events::to_text(la) +
                                         " cannot be read");
    }
    void add(const Unsealed& unsealed) {
        headers_.insert(headers_.end(), unsealed.headers.begin(), unsealed.headers.end());
        ids_.insert(ids_.end(), unsealed.ids.begin(), unsealed.ids.end());
    }

    std::size_t count() const {
        return grown_records_.size() + (tail_ != nullptr ? tail_->records.size() : 0) +
               (staged_ != nullptr ? staged_->count() : 0);
    }
    bool adds_up() const { return headers_.size() == count() && ids_.size() == count(); }
    std::span<const Header> headers(std::size_t from, std::size_t size) const {
        return std::span{headers_}.subspan(from, size);
    }
    std::span<const IdHash> ids(std::size_t from, std::size_t size) const {
        return std::span{ids_}.subspan(from, size);
    }
    Pack records(std::size_t from, std::size_t size) const {
        Pack pack;
        for (auto i = from; i < from + size; ++i) pack.add(record(i));
        return pack;
    }

  private:
    bool take_block(std::string records, std::string_view columns, std::string_view index,
                    std::size_t count) {
        grown_ = std::move(records);
        const auto items = unpack(grown_);
        if (!items || items->size() != count) return false;
        grown_records_ = *items;
        return decode_columns(columns, count, headers_) && decode_index(index, count, ids_);
    }
    std::string_view record(std::size_t i) const {
        if (i < grown_records_.size()) return grown_records_[i];
        i -= grown_records_.size();
        const auto in_tail = tail_ != nullptr ? tail_->records.size() : 0;
        return i < in_tail ? tail_->records[i] : (*staged_)[i - in_tail];
    }

    // The journal's and the committer's: nobody adds to them while they are sealed.
    const Tail* tail_;
    const Pack* staged_;
    std::string grown_;
    std::vector<std::string_view> grown_records_;  // of `grown_`
    std::vector<Header> headers_;
    std::vector<IdHash> ids_;
};

// Cuts the entries, the last of which stands at `last`, into blocks. Returns how many are in the
// last of them.
std::size_t put_entries(const Database& database, Writes& writes, AuthorityId la, Position last,
                        const Sealing& sealing) {
    invariant(sealing.count() > 0 && sealing.count() <= last, "positions begin at 1");
    const auto before = last - sealing.count();
    std::size_t size = 0;
    for (std::size_t from = 0; from < sealing.count(); from += size) {
        size = std::min(most_in_block, sealing.count() - from);
        const auto key = block_key(la, before + from + size);
        writes.put(database.family(Family::records), key, sealing.records(from, size).value());
        writes.put(database.family(Family::columns), key,
                   encode_columns(sealing.headers(from, size)));
        writes.put(database.family(Family::index), key, encode_index(sealing.ids(from, size)));
    }
    return size;
}

// Whether a header names what its log has.
[[maybe_unused]] bool fits(const Header& header, const LogState& log) {
    return header.case_no <= log.head.cases && header.subject <= log.head.texts &&
           header.other <= log.head.texts && header.matter <= log.head.texts &&
           header.assigned <= log.head.texts && header.target <= log.head.frontier.size();
}

}  // namespace

Result<LogState*> Sealer::log(AuthorityId la) {
    if (const auto found = state_.logs.find(la); found != state_.logs.end()) return &found->second;
    auto log = Reader(database_, state_).load(la);
    if (!log) return log.error();
    log->last_block = growable_last_block(database_, la);
    return &state_.logs.emplace(la, std::move(*log)).first->second;
}

Result<void> Sealer::put_blocks(Writes& writes, const StagedRecords& staged) {
    StagedRecords logs = staged;
    for (const auto& [la, tail] : state_.journal.tails()) logs.try_emplace(la, nullptr);
    for (const auto& [la, records] : logs) {
        const auto own = log(la);
        if (!own) return own.error();
        if (auto put = put_log(writes, la, **own, records); !put) return put;
    }
    if (state_.journal.tails().empty()) return {};
    return clear_journal(writes);
}

Result<void> Sealer::put_log(Writes& writes, AuthorityId la, LogState& log, const Pack* staged) {
    const auto entries = log.head.frontier.size();
    Sealing sealing(state_.journal.tail(la), staged);
    if (log.last_block != 0) {
        const auto sealed = entries - sealing.count();
        auto grown = sealing.grow(database_, writes, la, sealed, log.last_block);
        if (!grown) return grown;
    }
    assert(std::all_of(log.unsealed.headers.begin(), log.unsealed.headers.end(),
                       [&](const Header& header) { return fits(header, log); }));
    sealing.add(log.unsealed);
    if (!sealing.adds_up()) {
        return database_.folder().damaged("what is to be sealed of log " + events::to_text(la) +
                                          " does not add up");
    }
    const auto last_block = put_entries(database_, writes, la, entries, sealing);
    log.last_block = last_block < small_block ? last_block : 0;
    for (const auto& [which, last, added] :
         {std::tuple{Dictionary::cases, log.head.cases, &log.unsealed.cases},
          std::tuple{Dictionary::texts, log.head.texts, &log.unsealed.texts}}) {
        if (added->empty()) continue;
        writes.put(database_.family(Family::dictionary), dictionary_key(la, which, last),
                   pack(*added));
    }
    writes.put(database_.family(Family::meta), head_key(la), encode_head(log.head));
    log.unsealed = {};
    return {};
}

Result<void> Sealer::clear_journal(Writes& writes) {
    const auto it = database_.iterator(Family::journal);
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        writes.remove(database_.family(Family::journal), it->key().ToStringView());
    }
    if (!it->status().ok()) return database_.folder().unreadable(it->status());
    std::string sealed;
    put(sealed, state_.journal.last());
    writes.put(database_.family(Family::meta), sealed_key, sealed);
    return {};
}

Result<void> Sealer::seal() {
    if (state_.journal.tails().empty()) return {};
    Writes writes;
    if (auto put = put_blocks(writes, {}); !put) return put;
    if (auto written = writer_.write_synced(writes); !written) return written;
    state_.journal.clear();
    return {};
}

Result<void> Sealer::flush() {
    if (auto sealed = seal(); !sealed) return sealed;
    // First, so that a reader which misses what is flushed now knows that it does.
    if (auto written = write_checkpoint(); !written) return written;
    if (auto flushed = database_.folder().check_written(database_.flush()); !flushed) {
        return writer_.fail(flushed.error());  // a failed sync may be among its causes
    }
    if (auto compacted = compact_crowded(); !compacted) return compacted;
    return write_checkpoint();
}

Result<void> Sealer::compact_crowded() {
    for (auto* family : database_.families()) {
        if (database_.files_at_level_0(family) <= most_level_0_files) continue;
        const auto status = database_.compact(family);
        if (auto compacted = database_.folder().check_written(status); !compacted) return compacted;
    }
    return {};
}

void Sealer::close() {
    if (!database_.is_open() || !writer_.may_write()) return;
    const auto files = wal_files(database_.folder().database(), database_.folder().disk());
    // A fault here loses nothing: every entry was synced when it was acknowledged.
    if (files.bytes > most_wal_bytes || files.count > most_wal_files) {
        if (!flush()) return;
    }
    // Only what is synced to the last byte may be called closed.
    if (database_.folder().check_written(database_.sync_wal())) (void)write_checkpoint(true);
}

Result<void> Sealer::write_checkpoint(bool cleanly) {
    const auto heads = Reader(database_, state_).heads();
    if (!heads) return heads.error();
    return log::write_checkpoint(database_.folder(), *heads, cleanly);
}

}  // namespace longstop::log
