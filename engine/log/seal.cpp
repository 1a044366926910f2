// Sealing: what the journal holds becomes blocks of records, columns and index, log by log, in one
// batch that also takes it out of the journal. A crash leaves the journal or the blocks, never both
// and never neither.
#include <fmt/format.h>

#include "engine/log/rocks/status.hpp"
#include "engine/log/store_impl.hpp"

namespace longstop::log {

using events::ErrorCode;

namespace {

constexpr std::size_t most_in_block = 4096;
// A last block smaller than this grows instead of being followed by another: a fold pays some
// microseconds a block, and a nation's night adds a few hundred entries to each log.
constexpr std::size_t small_block = 512;

std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// RocksDB writes where there is memory, or ends the process. Throws where there is too little: it
// takes the entries into its tables in memory, in pieces of up to an eighth of a table.
void check_for_memory(std::size_t bytes) {
    constexpr std::size_t pieces = 6U << 20U;
    ::operator delete(::operator new(bytes + pieces));
}

}  // namespace

// The entries of a log's last block, where all three families have it alike and it is small; else
// 0.
std::size_t Store::Impl::growable_last_block(AuthorityId la) const {
    const auto end = authority_end(la);
    std::optional<std::string> key;
    std::size_t count = 0;
    for (const auto which : {Family::records, Family::columns, Family::index}) {
        const std::unique_ptr<rocksdb::Iterator> it{
            db_->NewIterator(rocksdb::ReadOptions{}, family(which))};
        it->SeekForPrev(end);
        if (!it->Valid() || authority_of(view(it->key())) != la) return 0;
        if (key && *key != it->key().ToStringView()) return 0;
        key = it->key().ToString();
        if (which == Family::records) {
            const auto records = unpack(view(it->value()));
            count = records ? records->size() : 0;
        } else if (which == Family::columns) {
            if (count_of_columns(view(it->value())) != count) return 0;
        } else {
            std::vector<IdHash> ids;
            if (!decode_index(view(it->value()), count, ids)) return 0;
        }
        if (count == 0 || count >= small_block) return 0;
    }
    return count;
}

// The entries of one log that are to be sealed, one after the other, wherever they come from.
class Sealing {
  public:
    Sealing(const Tail* tail, const Pack* staged) : tail_(tail), staged_(staged) {}

    // The last block, to be written again at the front of what is sealed.
    bool grow(std::string records, std::string_view columns, std::string_view index,
              std::size_t count) {
        grown_ = std::move(records);
        const auto items = unpack(grown_);
        if (!items || items->size() != count) return false;
        grown_records_ = *items;
        return decode_columns(columns, count, headers_) && decode_index(index, count, ids_);
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

Result<void> Store::Impl::put_log(Writes& writes, AuthorityId la, Ledger& ledger, const Tail* tail,
                                  const Pack* staged) {
    const auto entries = ledger.head.frontier.size();
    Sealing sealing(tail, staged);
    if (ledger.last_block != 0) {
        const auto key = block_key(la, entries - sealing.count());
        std::array<std::string, 3> values;
        constexpr std::array parts{Family::records, Family::columns, Family::index};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto status = db_->Get(rocksdb::ReadOptions{}, family(parts[i]), key, &values[i]);
            if (!status.ok()) return unreadable(status);
            writes.remove(family(parts[i]), key);
        }
        if (!sealing.grow(std::move(values[0]), values[1], values[2], ledger.last_block)) {
            return damaged("the last block of log " + events::to_text(la) + " cannot be read");
        }
    }
    sealing.add(ledger.unsealed);
    if (!sealing.adds_up()) {
        return damaged("what is to be sealed of log " + events::to_text(la) + " does not add up");
    }
    const auto before = entries - sealing.count();
    for (std::size_t from = 0; from < sealing.count(); from += most_in_block) {
        const auto size = std::min(most_in_block, sealing.count() - from);
        const auto key = block_key(la, before + from + size);
        writes.put(family(Family::records), key, sealing.records(from, size).value());
        writes.put(family(Family::columns), key, encode_columns(sealing.headers(from, size)));
        writes.put(family(Family::index), key, encode_index(sealing.ids(from, size)));
        ledger.last_block = size < small_block ? size : 0;
    }
    for (const auto& [which, last, added] :
         {std::tuple{Dictionary::cases, ledger.head.cases, &ledger.unsealed.cases},
          std::tuple{Dictionary::texts, ledger.head.texts, &ledger.unsealed.texts}}) {
        if (added->empty()) continue;
        writes.put(family(Family::dictionary), dictionary_key(la, which, last), pack(*added));
    }
    writes.put(family(Family::meta), head_key(la), encode_head(ledger.head));
    ledger.unsealed = {};
    return {};
}

Result<void> Store::Impl::put_blocks(Writes& writes,
                                     const std::map<AuthorityId, const Pack*>& staged) {
    std::map<AuthorityId, const Pack*> logs = staged;
    for (const auto& [la, tail] : journal_.tails()) logs.try_emplace(la, nullptr);
    for (const auto& [la, pack] : logs) {
        const auto own = ledger(la);
        if (!own) return own.error();
        if (auto put = put_log(writes, la, **own, journal_.tail(la), pack); !put) return put;
    }
    if (journal_.tails().empty()) return {};
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(Family::journal))};
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        writes.remove(family(Family::journal), view(it->key()));
    }
    if (!it->status().ok()) return unreadable(it->status());
    std::string sealed;
    put(sealed, journal_.last());
    writes.put(family(Family::meta), sealed_key, sealed);
    return {};
}

Result<void> Store::Impl::seal() {
    if (journal_.tails().empty()) return {};
    Writes writes;
    if (auto put = put_blocks(writes, {}); !put) return put;
    if (auto written = write_synced(writes); !written) return written;
    journal_.clear();
    return {};
}

void Writes::make_room(std::size_t bytes) {
    constexpr std::size_t around = 32;  // kind, family and lengths
    const auto needed = batch_.GetDataSize() + bytes + around;
    if (needed <= room_) return;
    std::string larger;
    larger.reserve(std::max(needed, 2 * room_));
    larger += batch_.Data();
    room_ = larger.capacity();
    batch_ = rocksdb::WriteBatch{std::move(larger)};
}

// Each batch is synced before the next is begun, so that in a write-ahead log only the last can be
// torn. Ending in a byte that is not zero, it shows where its end was not written.
Result<void> Store::Impl::write_synced(Writes& writes) {
    writes.mark("\xff");
    if (!writes.status().ok()) {
        broken_ = Error{ErrorCode::commit_too_large,
                        fmt::format("cannot write to the store {}", directory_.string()),
                        writes.status().ToString(), "nothing of the append was written",
                        "append fewer entries at once"};
        return *broken_;
    }
    check_for_memory(writes.batch().GetDataSize());
    rocksdb::WriteOptions options;
    options.sync = true;
    abandoned_ = true;
    const auto status = db_->Write(options, &writes.batch());
    abandoned_ = false;
    const auto failed = unwritten(status);
    if (!failed) return {};
    broken_ = Error{failed->code, failed->failed, failed->found,
                    "the entries were not acknowledged; what the disk now holds of them is not "
                    "known, so this process writes nothing more",
                    "mend the disk (is it full?), then run longstop verify and record the "
                    "entries again: what did arrive is found by its id"};
    return *broken_;
}

// A batch of more than 4 GiB in one piece, or a fault of our own.
Error Store::Impl::thrown_while_writing(const std::exception& thrown) const {
    const bool too_large = dynamic_cast<const std::length_error*>(&thrown) != nullptr;
    return {too_large ? ErrorCode::commit_too_large : ErrorCode::internal,
            fmt::format("cannot write to the store {}", directory_.string()), thrown.what(),
            "the entries were not acknowledged, and this process writes nothing more",
            too_large ? "append fewer entries at once"
                      : "run longstop verify; if it finds nothing, please report this"};
}

Error Store::Impl::no_memory() const {
    return {ErrorCode::out_of_memory,
            fmt::format("cannot write to the store {}", directory_.string()), "memory ran out",
            "the entries were not acknowledged, and this process writes nothing more",
            "give it more memory, or import a smaller file; then run the same again: what did "
            "arrive is found by its id"};
}

}  // namespace longstop::log
