// Reading the store. Whatever is missing between 1 and the head of a log is an error, never a
// shorter answer.
#include "engine/log/bytes.hpp"
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

std::string encode_index(std::span<const IndexEntry> entries) {
    return {reinterpret_cast<const char*>(entries.data()), entries.size_bytes()};
}

bool decode_index(std::string_view bytes, std::uint64_t expected, std::vector<IndexEntry>& out) {
    if (bytes.size() != expected * sizeof(IndexEntry)) return false;
    const auto begin = out.size();
    out.resize(begin + expected);
    std::memcpy(out.data() + begin, bytes.data(), bytes.size());
    return true;
}

Result<std::map<AuthorityId, Head>> Store::Impl::heads() const {
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

// Calls `f` with each block that ends at `first` or later, until it answers false.
Result<void> Store::Impl::each_block(
    Family which, AuthorityId la, Position first,
    const std::function<Result<bool>(Position last, std::string_view)>& f) const {
    rocksdb::ReadOptions options;
    const auto end = authority_end(la);
    const rocksdb::Slice upper{end};
    options.iterate_upper_bound = &upper;
    options.readahead_size = 1U << 20U;
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

Result<LogColumns> Store::Impl::columns(AuthorityId la) const {
    const auto all = heads();
    if (!all) return all.error();
    LogColumns log;
    log.la = la;
    const auto head = all->find(la);
    if (head == all->end()) return log;
    const auto entries = head->second.frontier.size();
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
    auto cases = dictionary(la, Dictionary::cases, head->second.cases);
    if (!cases) return cases.error();
    auto texts = dictionary(la, Dictionary::texts, head->second.texts);
    if (!texts) return texts.error();
    log.cases = std::move(*cases);
    log.texts = std::move(*texts);
    const auto fits = [&](const Header& h) {
        return h.case_no <= log.cases.size() && h.subject <= log.texts.size() &&
               h.other <= log.texts.size() && h.target <= entries;
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
    if (!stopped && next <= last) return damaged(at(la, next) + " is missing");
    return {};
}

Result<void> Store::Impl::each_entry_at(AuthorityId la, std::span<const Position> positions,
                                        const EntryFunction& f) const {
    std::string block;
    std::vector<std::string_view> records;
    Position begin = 1;
    Position end = 0;
    for (const auto position : positions) {
        if (position > end || position < begin) {
            const auto read = each_block(Family::records, la, position,
                                         [&](Position last, std::string_view bytes) {
                                             block = bytes;
                                             end = last;
                                             return Result<bool>{false};
                                         });
            if (!read) return read.error();
            auto items = unpack(block);
            if (!items || items->empty() || position > end || items->size() > end ||
                position <= end - items->size()) {
                return damaged(at(la, position) + " cannot be read");
            }
            records = std::move(*items);
            begin = end - records.size() + 1;
        }
        auto entry = events::decode(records[position - begin]);
        if (!entry) return damaged(at(la, position) + ": " + entry.error().found);
        entry->position = position;
        entry->event.la = la;
        if (!f(*entry)) return {};
    }
    return {};
}

void IdPlaces::add(const IndexDigest& id, Position position) {
    const auto place = static_cast<std::uint32_t>(position);
    std::uint64_t front = 0;
    std::memcpy(&front, id.data(), sizeof front);
    if (!places_.emplace(front, place).second) aside_.emplace(id, place);
}

Position IdPlaces::find(const IndexDigest& id) const {
    std::uint64_t front = 0;
    std::memcpy(&front, id.data(), sizeof front);
    const auto found = places_.find(front);
    return found == places_.end() ? 0 : found->second;
}

Position IdPlaces::find_aside(const IndexDigest& id) const {
    const auto found = aside_.find(id);
    return found == aside_.end() ? 0 : found->second;
}

Result<Ledger> Store::Impl::load_ledger(AuthorityId la) const {
    Ledger ledger;
    rocksdb::PinnableSlice value;
    const auto status =
        db_->Get(rocksdb::ReadOptions{}, family(Family::meta), head_key(la), &value);
    if (status.IsNotFound()) return ledger;
    if (!status.ok()) return unreadable(status);
    auto head = decode_head(view(value));
    if (!head) return damaged("the head of log " + events::to_text(la) + " cannot be read");
    ledger.head = std::move(*head);
    for (const auto& [which, numbers, expected] :
         {std::tuple{Dictionary::cases, &ledger.cases, ledger.head.cases},
          std::tuple{Dictionary::texts, &ledger.texts, ledger.head.texts}}) {
        const auto texts = dictionary(la, which, expected);
        if (!texts) return texts.error();
        for (const auto& text : *texts) {
            numbers->emplace(text, static_cast<std::uint32_t>(numbers->size() + 1));
        }
    }
    const auto entries = ledger.head.frontier.size();
    Position next = 1;
    std::vector<IndexEntry> block;
    const auto read = each_block(
        Family::index, la, 1, [&](Position last, std::string_view bytes) -> Result<bool> {
            if (next > entries) return false;
            block.clear();
            if (last < next || !decode_index(bytes, last - next + 1, block)) {
                return damaged("the index after " + at(la, next) + " cannot be read");
            }
            for (const auto& entry : block) ledger.ids.add(entry.id, next++);
            return true;
        });
    if (!read) return read.error();
    if (next != entries + 1) {
        return damaged("the index of log " + events::to_text(la) + " ends at position " +
                       std::to_string(next - 1) + " of " + std::to_string(entries));
    }
    return ledger;
}

Result<IndexEntry> Store::Impl::index_entry(AuthorityId la, Position position,
                                            IndexBlock& block) const {
    const bool here =
        block.la == la && position <= block.last && position + block.entries.size() > block.last;
    if (!here) {
        const auto read = each_block(
            Family::index, la, position,
            [&](Position last, std::string_view bytes) -> Result<bool> {
                block = {la, last, {}};
                if (!decode_index(bytes, bytes.size() / sizeof(IndexEntry), block.entries)) {
                    block.entries.clear();
                }
                return false;
            });
        if (!read) return read.error();
    }
    if (position > block.last || position + block.entries.size() <= block.last) {
        return damaged("the index at " + at(la, position) + " cannot be read");
    }
    return block.entries[position + block.entries.size() - block.last - 1];
}

Result<std::uint32_t> Store::Impl::case_of(AuthorityId la, Position position) const {
    std::optional<std::uint32_t> found;
    const auto read = each_block(
        Family::columns, la, position, [&](Position last, std::string_view bytes) -> Result<bool> {
            std::vector<Header> headers;
            const auto count = count_of_columns(bytes);
            if (count && decode_columns(bytes, *count, headers) && position + *count > last) {
                found = headers[position + *count - last - 1].case_no;
            }
            return false;
        });
    if (!read) return read.error();
    if (!found) return damaged("the columns at " + at(la, position) + " cannot be read");
    return *found;
}

// For those who ask without appending. What was loaded serves until the log has grown.
Result<std::optional<Known>> Store::Impl::look_up(AuthorityId la, const IndexDigest& id) const {
    const std::lock_guard lock(look_up_mutex_);
    const auto all = heads();
    if (!all) return all.error();
    const auto head = all->find(la);
    if (head == all->end()) return std::optional<Known>{};
    auto& ledger = looked_up_[la];
    if (ledger.head.frontier.size() != head->second.frontier.size()) {
        auto loaded = load_ledger(la);
        if (!loaded) return loaded.error();
        ledger = std::move(*loaded);
    }
    for (const auto position : {ledger.ids.find(id), ledger.ids.find_aside(id)}) {
        if (position == 0) continue;
        const auto entry = index_entry(la, position, looked_up_block_);
        if (!entry) return entry.error();
        if (entry->id == id) return std::optional{Known{position, entry->content}};
    }
    return std::optional<Known>{};
}

}  // namespace longstop::log
