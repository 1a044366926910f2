// Sealing: what the journal holds becomes blocks of records, columns and index, log by log, in one
// batch that also takes it out of the journal. A crash leaves the journal or the blocks, never both
// and never neither.
#include "engine/log/store_impl.hpp"

namespace longstop::log {
namespace {

constexpr std::size_t most_in_block = 4096;
// A last block smaller than this grows instead of being followed by another: a fold pays some
// microseconds a block, and a nation's night adds a few hundred entries to each log.
constexpr std::size_t small_block = 512;

std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

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

    const Tail* tail_;
    const Pack* staged_;
    std::string grown_;
    std::vector<std::string_view> grown_records_;
    std::vector<Header> headers_;
    std::vector<IdHash> ids_;
};

Result<void> Store::Impl::put_log(rocksdb::WriteBatch& batch, AuthorityId la, Ledger& ledger,
                                  const Tail* tail, const Pack* staged) {
    const auto entries = ledger.head.frontier.size();
    Sealing sealing(tail, staged);
    if (ledger.last_block != 0) {
        const auto key = block_key(la, entries - sealing.count());
        std::array<std::string, 3> values;
        constexpr std::array parts{Family::records, Family::columns, Family::index};
        for (std::size_t i = 0; i < parts.size(); ++i) {
            const auto status = db_->Get(rocksdb::ReadOptions{}, family(parts[i]), key, &values[i]);
            if (!status.ok()) return unreadable(status);
            batch.Delete(family(parts[i]), key);
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
        batch.Put(family(Family::records), key, sealing.records(from, size).value());
        batch.Put(family(Family::columns), key, encode_columns(sealing.headers(from, size)));
        batch.Put(family(Family::index), key, encode_index(sealing.ids(from, size)));
        ledger.last_block = size < small_block ? size : 0;
    }
    for (const auto& [which, last, added] :
         {std::tuple{Dictionary::cases, ledger.head.cases, &ledger.unsealed.cases},
          std::tuple{Dictionary::texts, ledger.head.texts, &ledger.unsealed.texts}}) {
        if (added->empty()) continue;
        batch.Put(family(Family::dictionary), dictionary_key(la, which, last), pack(*added));
    }
    batch.Put(family(Family::meta), head_key(la), encode_head(ledger.head));
    ledger.unsealed = {};
    return {};
}

Result<void> Store::Impl::put_blocks(rocksdb::WriteBatch& batch,
                                     const std::map<AuthorityId, const Pack*>& staged) {
    std::map<AuthorityId, const Pack*> logs = staged;
    for (const auto& [la, tail] : journal_.tails()) logs.try_emplace(la, nullptr);
    for (const auto& [la, pack] : logs) {
        const auto own = ledger(la);
        if (!own) return own.error();
        if (auto put = put_log(batch, la, **own, journal_.tail(la), pack); !put) return put;
    }
    if (journal_.tails().empty()) return {};
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(Family::journal))};
    for (it->SeekToFirst(); it->Valid(); it->Next()) {
        batch.Delete(family(Family::journal), it->key());
    }
    if (!it->status().ok()) return unreadable(it->status());
    std::string sealed;
    put(sealed, journal_.last());
    batch.Put(family(Family::meta), sealed_key.data(), sealed);
    return {};
}

Result<void> Store::Impl::seal() {
    if (journal_.tails().empty()) return {};
    rocksdb::WriteBatch batch;
    if (auto put = put_blocks(batch, {}); !put) return put;
    if (auto written = write_synced(batch); !written) return written;
    journal_.clear();
    return {};
}

// Each batch is synced before the next is begun, so that in a write-ahead log only the last can be
// torn. Ending in a byte that is not zero, it shows where its end was not written.
Result<void> Store::Impl::write_synced(rocksdb::WriteBatch& batch) {
    batch.PutLogData("\xff");
    rocksdb::WriteOptions options;
    options.sync = true;
    const auto status = db_->Write(options, &batch);
    const auto failed = unwritten(status);
    if (!failed) return {};
    broken_ = Error{events::Trouble::store, failed->failed, failed->found,
                    "the entries were not acknowledged; what the disk now holds of them is not "
                    "known, so this process writes nothing more",
                    "mend the disk (is it full?), then run longstop verify and record the "
                    "entries again: what did arrive is found by its id"};
    return *broken_;
}

}  // namespace longstop::log
