// Reading the store. Whatever is missing between 1 and the head of a log is an error, never a
// shorter answer.
//
// A log is its sealed blocks and, behind them, its tail in the journal.
#include "engine/log/derive.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/store_impl.hpp"
#include "events/codec.hpp"

namespace longstop::log {
namespace {

std::string_view view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

std::string at(AuthorityId la, Position position) {
    return "log " + events::to_text(la) + ", position " + std::to_string(position);
}

}  // namespace

std::string encode_head(const Head& head) {
    std::string out;
    put(out, head.frontier.size());
    put(out, head.last_recorded_at);
    put(out, head.cases);
    put(out, head.texts);
    for (const auto& peak : head.frontier.peaks()) out += bytes_of(peak);
    return out;
}

std::optional<Head> decode_head(std::string_view bytes) {
    Cursor cursor(bytes);
    const auto size = cursor.number<std::uint64_t>();
    Head head;
    head.last_recorded_at = cursor.number<std::int64_t>();
    head.cases = cursor.number<std::uint32_t>();
    head.texts = cursor.number<std::uint32_t>();
    std::vector<Digest> peaks;
    while (cursor.ok() && !cursor.at_end()) {
        const auto part = cursor.take(sizeof(Digest));
        if (!cursor.ok()) break;
        std::memcpy(peaks.emplace_back().data(), part.data(), part.size());
    }
    if (!cursor.ok() || !head.frontier.restore(size, std::move(peaks))) return std::nullopt;
    return head;
}

std::string encode_index(std::span<const IdHash> entries) {
    return {reinterpret_cast<const char*>(entries.data()), entries.size_bytes()};
}

bool decode_index(std::string_view bytes, std::uint64_t expected, std::vector<IdHash>& out) {
    constexpr std::size_t stride_of_version_1 = 32;
    if (expected == 0 || expected > bytes.size()) return bytes.empty() && expected == 0;
    const auto stride = bytes.size() / expected;
    if (stride * expected != bytes.size()) return false;
    if (stride != sizeof(IdHash) && stride != stride_of_version_1) return false;
    const auto begin = out.size();
    out.resize(begin + expected);
    for (std::size_t i = 0; i < expected; ++i) {
        std::memcpy(&out[begin + i], bytes.data() + i * stride, sizeof(IdHash));
    }
    return true;
}

Result<std::map<AuthorityId, Head>> Store::Impl::sealed_heads() const {
    std::map<AuthorityId, Head> heads;
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(Family::meta))};
    const rocksdb::Slice prefix{head_prefix.data(), head_prefix.size()};
    for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
        const auto la = authority_of(view(it->key()).substr(head_prefix.size()));
        auto head = decode_head(view(it->value()));
        if (!la || !head) return damaged("the head of a log cannot be read");
        heads.emplace(*la, std::move(*head));
    }
    if (!it->status().ok()) return unreadable(it->status());
    return heads;
}

// Sealed and tail. The records of a tail are hashed anew: it is small, and what a head says of
// entries that are in no block yet would be one more thing to keep in step.
Result<std::vector<LogHead>> Store::Impl::heads() const {
    auto sealed = sealed_heads();
    if (!sealed) return sealed.error();
    for (const auto& [la, tail] : journal_.tails()) {
        auto& head = (*sealed)[la];
        for (const auto record : tail.records) {
            const auto entry = events::decode(record);
            if (!entry)
                return damaged("the journal of " + to_text(la) + ": " + entry.error().found);
            head.frontier.add(record);
            if (!entry->trusted) {
                head.last_recorded_at = entry->recorded_at.time_since_epoch().count();
            }
        }
    }
    std::vector<LogHead> heads;
    for (const auto& [la, head] : *sealed) {
        heads.push_back({la, head.frontier.size(),
                         Instant{std::chrono::microseconds{head.last_recorded_at}},
                         head.frontier.root()});
    }
    return heads;
}

// Calls `f` with each block that ends at `first` or later, until it answers false.
Result<void> Store::Impl::each_block(
    Family which, AuthorityId la, Position first,
    const std::function<Result<bool>(Position last, std::string_view)>& f) const {
    rocksdb::ReadOptions options;
    const auto end = authority_end(la);
    const rocksdb::Slice upper{end};
    options.iterate_upper_bound = &upper;
    options.fill_cache = false;  // a log is read through once
    const std::unique_ptr<rocksdb::Iterator> it{db_->NewIterator(options, family(which))};
    for (it->Seek(block_key(la, first)); it->Valid(); it->Next()) {
        const auto last = last_of(view(it->key()));
        if (!last || it->key().size() != 10)
            return damaged("a block of log " + to_text(la) + " has a key that is no key");
        const auto more = f(*last, view(it->value()));
        if (!more) return more.error();
        if (!*more) return {};
    }
    if (!it->status().ok()) return unreadable(it->status());
    return {};
}

Result<std::optional<std::string>> Store::Impl::meta_value(std::string_view key) const {
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(rocksdb::ReadOptions{}, family(Family::meta))};
    it->Seek(rocksdb::Slice{key.data(), key.size()});
    if (!it->status().ok()) return unreadable(it->status());
    if (!it->Valid() || view(it->key()) != key) return std::optional<std::string>{};
    return std::optional{it->value().ToString()};
}

Result<std::optional<Head>> Store::Impl::sealed_head(AuthorityId la) const {
    const auto value = meta_value(head_key(la));
    if (!value) return value.error();
    if (!*value) return std::optional<Head>{};
    auto head = decode_head(**value);
    if (!head) return damaged("the head of log " + events::to_text(la) + " cannot be read");
    return head;
}

Result<LogColumns> Store::Impl::columns(AuthorityId la) const {
    auto log = sealed_columns(la);
    if (!log) return log;
    const auto* tail = journal_.tail(la);
    if (tail == nullptr) return log;
    if (auto added = add_tail(la, *tail, *log); !added) return added.error();
    return log;
}

// Derives the columns of a tail, as sealing it would.
Result<void> Store::Impl::add_tail(AuthorityId la, const Tail& tail, LogColumns& log) const {
    const auto numbers_of = [](const std::vector<std::string>& texts) {
        Numbers numbers;
        numbers.reserve(texts.size());
        for (const auto& text : texts) {
            numbers.emplace(text, events::size32(numbers.size() + 1));
        }
        return numbers;
    };
    auto cases = numbers_of(log.cases);
    auto texts = numbers_of(log.texts);
    log.headers.reserve(log.headers.size() + tail.records.size());
    const auto before = log.headers.size();
    for (const auto record : tail.records) {
        const auto entry = events::decode(record);
        if (!entry) return damaged("the journal of " + to_text(la) + ": " + entry.error().found);
        log.headers.push_back(header_of(
            entry->event, entry->recorded_at,
            [&](std::string_view text) { return number_in(text, cases, log.cases); },
            [&](std::string_view text) { return number_in(text, texts, log.texts); }));
    }
    for (const auto& target : tail.targets) {
        log.headers[before + target.place].target = target.position;
    }
    return {};
}

Result<LogColumns> Store::Impl::sealed_columns(AuthorityId la) const {
    const auto head = sealed_head(la);
    if (!head) return head.error();
    LogColumns log;
    log.la = la;
    if (!*head) return log;
    const auto entries = (*head)->frontier.size();
    // The columns are the records' shadow: without the records nothing is answered.
    if (auto trouble = check_end(Family::records, la, entries)) return *trouble;
    log.headers.reserve(entries);
    const auto read = each_block(
        Family::columns, la, 1, [&](Position last, std::string_view bytes) -> Result<bool> {
            const Position next = log.headers.size() + 1;
            if (next > entries) return false;  // appended since the head was read
            if (last < next || !decode_columns(bytes, last - next + 1, log.headers)) {
                return damaged("the columns after " + at(la, next) + " cannot be read");
            }
            return true;
        });
    if (!read) return read.error();
    if (log.headers.size() != entries) {
        return damaged("log " + events::to_text(la) + " has " + std::to_string(entries) +
                       " entries by its head, but columns for " +
                       std::to_string(log.headers.size()));
    }
    auto cases = dictionary(la, Dictionary::cases, (*head)->cases);
    if (!cases) return cases.error();
    auto texts = dictionary(la, Dictionary::texts, (*head)->texts);
    if (!texts) return texts.error();
    log.cases = std::move(*cases);
    log.texts = std::move(*texts);
    const auto fits = [&](const Header& h) {
        return h.case_no <= log.cases.size() && h.subject <= log.texts.size() &&
               h.other <= log.texts.size() && h.matter <= log.texts.size() && h.target <= entries;
    };
    for (std::size_t i = 0; i < log.headers.size(); ++i) {
        if (!fits(log.headers[i])) {
            return damaged(at(la, i + 1) + " names a case or text that the dictionary lacks");
        }
    }
    return log;
}

Result<std::vector<std::string>> Store::Impl::dictionary(AuthorityId la, Dictionary which,
                                                         std::uint32_t expected) const {
    std::vector<std::string> texts;
    texts.reserve(expected);
    rocksdb::ReadOptions options;
    const auto end = dictionary_key(la, which, UINT32_MAX);
    const rocksdb::Slice upper{end};
    options.iterate_upper_bound = &upper;
    const std::unique_ptr<rocksdb::Iterator> it{
        db_->NewIterator(options, family(Family::dictionary))};
    for (it->Seek(dictionary_key(la, which, 1)); it->Valid() && texts.size() < expected;
         it->Next()) {
        const auto items = unpack(view(it->value()));
        const auto last = last_of(view(it->key()));
        if (!items || !last || *last != texts.size() + items->size()) {
            return damaged("the dictionary of log " + events::to_text(la) + " cannot be read");
        }
        texts.insert(texts.end(), items->begin(), items->end());
    }
    if (!it->status().ok()) return unreadable(it->status());
    if (texts.size() < expected) {
        return damaged("the dictionary of log " + events::to_text(la) + " holds " +
                       std::to_string(texts.size()) + " of " + std::to_string(expected) + " texts");
    }
    return texts;
}

Result<void> Store::Impl::each_record(AuthorityId la, Position first, Position last,
                                      const RecordFunction& f) const {
    if (first < 1) first = 1;
    auto next = first;
    bool stopped = false;
    const auto read = each_block(
        Family::records, la, first, [&](Position end, std::string_view bytes) -> Result<bool> {
            const auto records = unpack(bytes);
            if (!records || records->empty() || records->size() > end) {
                return damaged("the block that ends at " + at(la, end) + " cannot be read");
            }
            const Position begin = end - records->size() + 1;
            if (begin > next) return damaged(at(la, next) + " is missing");
            for (; next <= end && next <= last; ++next) {
                auto entry = events::decode((*records)[next - begin]);
                if (!entry) return damaged(at(la, next) + ": " + entry.error().found);
                entry->position = next;
                entry->event.la = la;
                if (!f(*entry, (*records)[next - begin])) {
                    stopped = true;
                    return false;
                }
            }
            return next <= last;
        });
    if (!read) return read.error();
    if (stopped || next > last) return {};
    const auto* tail = journal_.tail(la);
    for (; tail != nullptr && next >= tail->first && next <= std::min(last, tail->last()); ++next) {
        const auto record = tail->records[next - tail->first];
        auto entry = events::decode(record);
        if (!entry) return damaged(at(la, next) + ": " + entry.error().found);
        entry->position = next;
        entry->event.la = la;
        if (!f(*entry, record)) return {};
    }
    if (next <= last) return damaged(at(la, next) + " is missing");
    return {};
}

Result<void> Store::Impl::each_entry_at(AuthorityId la, std::span<const Position> positions,
                                        const EntryFunction& f) const {
    RecordBlock block;
    for (const auto position : positions) {
        const auto record = record_at(la, position, block);
        if (!record) return record.error();
        auto entry = events::decode(*record);
        if (!entry) return damaged(at(la, position) + ": " + entry.error().found);
        entry->position = position;
        entry->event.la = la;
        if (!f(*entry)) return {};
    }
    return {};
}

Result<std::string_view> Store::Impl::record_at(AuthorityId la, Position position,
                                                RecordBlock& block) const {
    const auto* tail = journal_.tail(la);
    if (tail != nullptr && position >= tail->first && position <= tail->last()) {
        return tail->records[position - tail->first];
    }
    if (block.la != la || position < block.first || position > block.last) {
        block = {};
        const auto read =
            each_block(Family::records, la, position, [&](Position last, std::string_view bytes) {
                block.bytes = bytes;
                block.la = la;
                block.last = last;
                return Result<bool>{false};
            });
        if (!read) return read.error();
        auto items = unpack(block.bytes);
        const bool holds = items && !items->empty() && items->size() <= block.last &&
                           position <= block.last && position > block.last - items->size();
        if (!holds) {
            block = {};
            return damaged(at(la, position) + " cannot be read");
        }
        block.records = std::move(*items);
        block.first = block.last - block.records.size() + 1;
    }
    return block.records[position - block.first];
}

void IdPlaces::add(IdHash id, Position position) {
    const auto place = events::size32(position);
    if (!places_.emplace(id, place).second) aside_.emplace(id, place);
}

Result<Ledger> Store::Impl::load_ledger(AuthorityId la) const {
    Ledger ledger;
    auto head = sealed_head(la);
    if (!head) return head.error();
    if (*head) {
        ledger.head = std::move(**head);
        if (auto loaded = load_sealed(la, ledger); !loaded) return loaded.error();
    }
    if (const auto* tail = journal_.tail(la)) {
        if (auto added = add_tail(la, *tail, ledger); !added) return added.error();
    }
    return ledger;
}

Result<void> Store::Impl::load_sealed(AuthorityId la, Ledger& ledger) const {
    for (const auto& [which, numbers, expected] :
         {std::tuple{Dictionary::cases, &ledger.cases, ledger.head.cases},
          std::tuple{Dictionary::texts, &ledger.texts, ledger.head.texts}}) {
        const auto texts = dictionary(la, which, expected);
        if (!texts) return texts.error();
        numbers->reserve(texts->size());
        for (const auto& text : *texts) {
            numbers->emplace(text, events::size32(numbers->size() + 1));
        }
    }
    const auto entries = ledger.head.frontier.size();
    const auto index = whole_index(la, entries);
    if (!index) return index.error();
    ledger.ids.reserve(entries);
    Position position = 0;
    for (const auto id : *index) ledger.ids.add(id, ++position);
    return {};
}

// Takes a tail in as its appends did.
Result<void> Store::Impl::add_tail(AuthorityId la, const Tail& tail, Ledger& ledger) const {
    auto& unsealed = ledger.unsealed;
    if (tail.first != ledger.head.frontier.size() + 1) {
        return damaged(at(la, ledger.head.frontier.size() + 1) + " is missing");
    }
    for (const auto record : tail.records) {
        const auto entry = events::decode(record);
        if (!entry) return damaged("the journal of " + to_text(la) + ": " + entry.error().found);
        unsealed.headers.push_back(header_of(
            entry->event, entry->recorded_at,
            [&](std::string_view text) { return number_in(text, ledger.cases, unsealed.cases); },
            [&](std::string_view text) { return number_in(text, ledger.texts, unsealed.texts); }));
        ledger.head.frontier.add(record);
        if (!entry->trusted) {
            ledger.head.last_recorded_at = entry->recorded_at.time_since_epoch().count();
        }
        const auto id = id_hash(entry->event.source, entry->event.id);
        unsealed.ids.push_back(id);
        ledger.ids.add(id, ledger.head.frontier.size());
    }
    ledger.head.cases = events::size32(ledger.cases.size());
    ledger.head.texts = events::size32(ledger.texts.size());
    for (const auto& target : tail.targets) {
        unsealed.headers[target.place].target = target.position;
    }
    return {};
}

Result<std::vector<IdHash>> Store::Impl::whole_index(AuthorityId la, std::uint64_t entries) const {
    std::vector<IdHash> index;
    index.reserve(entries);
    const auto read = each_block(
        Family::index, la, 1, [&](Position last, std::string_view bytes) -> Result<bool> {
            if (index.size() >= entries) return false;
            if (last <= index.size() || !decode_index(bytes, last - index.size(), index)) {
                return damaged("the index after " + at(la, index.size()) + " cannot be read");
            }
            return true;
        });
    if (!read) return read.error();
    if (index.size() != entries) {
        return damaged("the index of log " + events::to_text(la) + " holds " +
                       std::to_string(index.size()) + " of " + std::to_string(entries) +
                       " entries");
    }
    return index;
}

Result<const Ledger*> Store::Impl::known_ledger(AuthorityId la) const {
    if (const auto own = ledgers_.find(la); own != ledgers_.end()) return &own->second;
    if (const auto known = looked_up_.find(la); known != looked_up_.end()) return &known->second;
    auto loaded = load_ledger(la);
    if (!loaded) return loaded.error();
    return &looked_up_.emplace(la, std::move(*loaded)).first->second;
}

Result<Entry> Store::Impl::looked_up_entry(AuthorityId la, Position position) const {
    const auto record = record_at(la, position, looked_up_block_);
    if (!record) return record.error();
    return events::decode(*record);
}

Result<Position> Store::Impl::look_up(const Ledger& ledger, AuthorityId la, std::string_view source,
                                      std::string_view id) const {
    return find_entry(ledger.ids, id_hash(source, id), source, id,
                      [&](Position position) { return looked_up_entry(la, position); });
}

Result<Position> Store::Impl::look_up(AuthorityId la, std::string_view source,
                                      std::string_view id) const {
    const std::lock_guard lock(look_up_mutex_);
    const auto ledger = known_ledger(la);
    if (!ledger) return ledger.error();
    return look_up(**ledger, la, source, id);
}

Result<std::optional<Outcome>> Store::Impl::compare(AuthorityId la, const Event& event) const {
    const std::lock_guard lock(look_up_mutex_);
    const auto ledger = known_ledger(la);
    if (!ledger) return ledger.error();
    const auto find = [&](std::string_view id) { return look_up(**ledger, la, event.source, id); };
    const auto first = find(event.id);
    if (!first) return first.error();
    if (*first == 0) return std::optional<Outcome>{};
    const auto outcome = outcome_of_known(
        event, *first, find, [&](Position position) { return looked_up_entry(la, position); });
    if (!outcome) return outcome.error();
    return std::optional{*outcome};
}

}  // namespace longstop::log
