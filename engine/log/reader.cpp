#include "engine/log/reader.hpp"

#include <algorithm>
#include <tuple>

#include "engine/log/derive.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/format/index_block.hpp"
#include "events/codec.hpp"

namespace longstop::log {

const LogState* Reader::kept(AuthorityId la) const {
    const auto found = state_.logs.find(la);
    return found == state_.logs.end() ? nullptr : &found->second;
}

Result<std::vector<LogHead>> Reader::heads() const {
    auto sealed = sealed_.heads();
    if (!sealed) return sealed.error();
    for (const auto& [la, tail] : state_.journal.tails()) {
        if (auto added = add_tail(tail, (*sealed)[la], la); !added) return added.error();
    }
    std::vector<LogHead> heads;
    for (const auto& [la, head] : *sealed) {
        heads.push_back({la, head.frontier.size(),
                         Instant{std::chrono::microseconds{head.last_recorded_at}},
                         head.frontier.root()});
    }
    return heads;
}

// The records of a tail are hashed anew: it is small, and what a head says of entries that are in
// no block yet would be one more thing to keep in step.
Result<void> Reader::add_tail(const Tail& tail, Head& head, AuthorityId la) const {
    for (const auto record : tail.records) {
        const auto entry = young_entry(la, record);
        if (!entry) return entry.error();
        head.frontier.add(record);
        if (!entry->trusted) {
            head.last_recorded_at = entry->recorded_at.time_since_epoch().count();
        }
    }
    return {};
}

Result<LogColumns> Reader::columns(AuthorityId la) const {
    auto log = sealed_.columns(la);
    if (!log) return log;
    const auto* tail = state_.journal.tail(la);
    if (tail == nullptr) return log;
    if (auto added = add_tail(*tail, *log); !added) return added.error();
    return log;
}

// Derives the columns of a tail, as sealing it would.
Result<void> Reader::add_tail(const Tail& tail, LogColumns& log) const {
    auto cases = numbers_of(log.cases);
    auto texts = numbers_of(log.texts);
    log.headers.reserve(log.headers.size() + tail.records.size());
    const auto before = log.headers.size();
    for (const auto record : tail.records) {
        const auto entry = young_entry(log.la, record);
        if (!entry) return entry.error();
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

Result<void> Reader::each_record(AuthorityId la, Position first, Position last,
                                 const RecordFunction& f) const {
    if (first < 1) first = 1;
    auto next = first;
    bool stopped = false;
    const auto read = sealed_.each_block(
        Family::records, la, first, [&](Position end, std::string_view bytes) -> Result<bool> {
            const auto records = unpack(bytes);
            if (!records || records->empty() || records->size() > end) {
                return damaged("the block that ends at " + place_of(la, end) + " cannot be read");
            }
            const Position begin = end - records->size() + 1;
            if (begin > next) return damaged(place_of(la, next) + " is missing");
            for (; next <= end && next <= last; ++next) {
                const auto record = (*records)[next - begin];
                const auto entry = entry_of(la, next, record);
                if (!entry) return entry.error();
                stopped = !f(*entry, record);
                if (stopped) return false;
            }
            return next <= last;
        });
    if (!read) return read.error();
    if (stopped || next > last) return {};
    return each_young_record(la, next, last, f);
}

Result<void> Reader::each_young_record(AuthorityId la, Position first, Position last,
                                       const RecordFunction& f) const {
    auto next = first;
    const auto* tail = state_.journal.tail(la);
    for (; tail != nullptr && next >= tail->first && next <= std::min(last, tail->last()); ++next) {
        const auto record = tail->records[next - tail->first];
        const auto entry = entry_of(la, next, record);
        if (!entry) return entry.error();
        if (!f(*entry, record)) return {};
    }
    if (next <= last) return damaged(place_of(la, next) + " is missing");
    return {};
}

Result<void> Reader::each_entry_at(AuthorityId la, std::span<const Position> positions,
                                   const Store::EntryFunction& f) const {
    RecordBlock block;
    for (const auto position : positions) {
        const auto record = record_at(la, position, block);
        if (!record) return record.error();
        const auto entry = entry_of(la, position, *record);
        if (!entry) return entry.error();
        if (!f(*entry)) return {};
    }
    return {};
}

Result<std::string_view> Reader::record_at(AuthorityId la, Position position,
                                           RecordBlock& block) const {
    const auto* tail = state_.journal.tail(la);
    if (tail != nullptr && position >= tail->first && position <= tail->last()) {
        return tail->records[position - tail->first];
    }
    if (block.la != la || position < block.first || position > block.last) {
        block = {};
        auto read = read_block(la, position, block);
        if (!read) {
            block = {};
            return read.error();
        }
    }
    return block.records[position - block.first];
}

Result<void> Reader::read_block(AuthorityId la, Position position, RecordBlock& block) const {
    const auto read = sealed_.each_block(Family::records, la, position,
                                         [&](Position last, std::string_view bytes) {
                                             block.bytes = bytes;
                                             block.la = la;
                                             block.last = last;
                                             return Result<bool>{false};
                                         });
    if (!read) return read.error();
    auto items = unpack(block.bytes);
    const bool holds = items && !items->empty() && items->size() <= block.last &&
                       position <= block.last && position > block.last - items->size();
    if (!holds) return damaged(place_of(la, position) + " cannot be read");
    block.records = std::move(*items);
    block.first = block.last - block.records.size() + 1;
    return {};
}

Result<LogState> Reader::load(AuthorityId la) const {
    LogState log;
    auto head = sealed_.head(la);
    if (!head) return head.error();
    if (*head) {
        log.head = std::move(**head);
        if (auto loaded = load_sealed(la, log); !loaded) return loaded.error();
    }
    if (const auto* tail = state_.journal.tail(la)) {
        if (auto added = add_tail(*tail, log, la); !added) return added.error();
    }
    return log;
}

Result<void> Reader::load_sealed(AuthorityId la, LogState& log) const {
    for (const auto& [which, numbers, expected] :
         {std::tuple{Dictionary::cases, &log.cases, log.head.cases},
          std::tuple{Dictionary::texts, &log.texts, log.head.texts}}) {
        const auto texts = sealed_.dictionary(la, which, expected);
        if (!texts) return texts.error();
        *numbers = numbers_of(*texts);
    }
    const auto entries = log.head.frontier.size();
    const auto index = sealed_.index(la, entries);
    if (!index) return index.error();
    log.ids.reserve(entries);
    Position position = 0;
    for (const auto id : *index) log.ids.add(id, ++position);
    return {};
}

// Takes a tail in as its appends did.
Result<void> Reader::add_tail(const Tail& tail, LogState& log, AuthorityId la) const {
    auto& unsealed = log.unsealed;
    if (tail.first != log.head.frontier.size() + 1) {
        return damaged(place_of(la, log.head.frontier.size() + 1) + " is missing");
    }
    for (const auto record : tail.records) {
        const auto entry = young_entry(la, record);
        if (!entry) return entry.error();
        unsealed.headers.push_back(header_of(
            entry->event, entry->recorded_at,
            [&](std::string_view text) { return number_in(text, log.cases, unsealed.cases); },
            [&](std::string_view text) { return number_in(text, log.texts, unsealed.texts); }));
        log.head.frontier.add(record);
        if (!entry->trusted) {
            log.head.last_recorded_at = entry->recorded_at.time_since_epoch().count();
        }
        const auto id = id_hash(entry->event.source, entry->event.id);
        unsealed.ids.push_back(id);
        log.ids.add(id, log.head.frontier.size());
    }
    log.head.cases = events::size32(log.cases.size());
    log.head.texts = events::size32(log.texts.size());
    for (const auto& target : tail.targets) {
        unsealed.headers[target.place].target = target.position;
    }
    return {};
}

Result<Entry> Reader::entry_of(AuthorityId la, Position position, std::string_view record) const {
    auto entry = events::decode(record);
    if (!entry) return damaged(place_of(la, position) + ": " + entry.error().found);
    entry->position = position;
    entry->event.la = la;
    return entry;
}

Result<Entry> Reader::young_entry(AuthorityId la, std::string_view record) const {
    auto entry = events::decode(record);
    if (!entry) return damaged("the journal of " + to_text(la) + ": " + entry.error().found);
    return entry;
}

}  // namespace longstop::log
