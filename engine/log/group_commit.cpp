#include "engine/log/group_commit.hpp"

#include <algorithm>
#include <cassert>

#include "engine/log/derive.hpp"
#include "engine/log/format/index_block.hpp"
#include "events/codec.hpp"
#include "events/field_no.hpp"
#include "events/invariant.hpp"
#include "events/type_no.hpp"

namespace longstop::log {
namespace {

using events::invariant;

// From here on writing the records twice (journal, blocks) costs more than small blocks do.
constexpr std::size_t straight_to_blocks = 256U << 10U;
// Opening replays the journal, some microseconds an entry.
constexpr std::size_t most_journal_bytes = 8U << 20U;
// Headers name positions in four bytes.
constexpr std::uint64_t most_entries = UINT32_MAX - 1;

Error full(AuthorityId la) {
    return {events::ErrorCode::log_full, "cannot append to log " + events::to_text(la),
            "it holds 4,294,967,294 entries", "positions of this format end there",
            "open a new store for the authority"};
}

Error version_conflict(AuthorityId la, std::string_view reference, std::uint64_t expected,
                       std::uint64_t found) {
    return {events::ErrorCode::version_conflict,
            "cannot append to " + events::to_text(la) + "/" + std::string{reference},
            "the case has " + std::to_string(found) + " events, not the " +
                std::to_string(expected) + " expected",
            "somebody else has recorded something since the case was read, so the new entry may "
            "rest on an old picture; nothing was written",
            "read the case again (longstop audit " + events::to_text(la) + "/" +
                std::string{reference} + "), then append with --expect " + std::to_string(found)};
}

void count_version(const Header& header, LogState& log) {
    if (log.versions && header.type < events::first_own_type && header.case_no != 0) {
        ++(*log.versions)[header.case_no];
    }
}

}  // namespace

bool GroupCommit::Staged::is_whole() const {
    const auto& unsealed = log->unsealed;
    return before + records.count() == log->head.frontier.size() &&
           unsealed.headers.size() == unsealed.ids.size() &&
           unsealed.headers.size() >= records.count();
}

Result<Outcomes> GroupCommit::stage(const Request& request) {
    for (const auto& batch : request.batches) {
        auto ready = make_ready(batch);
        if (!ready) return ready.error();
    }
    if (auto expected = check_version(request); !expected) return expected.error();
    Outcomes all;
    for (const auto& batch : request.batches) {
        auto outcomes = stage(batch, request.options);
        if (!outcomes) return outcomes.error();
        all.push_back(std::move(*outcomes));
    }
    return all;
}

Result<void> GroupCommit::make_ready(const Batch& batch) {
    auto log = sealer_.log(batch.la);
    if (!log) return trouble(log);
    auto& staged = staged_[batch.la];
    if (staged.log == nullptr) {
        staged.log = *log;
        staged.before = (*log)->head.frontier.size();
    }
    if ((*log)->head.frontier.size() + batch.events.size() > most_entries) return full(batch.la);
    return {};
}

Result<void> GroupCommit::check_version(const Request& request) {
    if (!request.options.expected || request.events() == 0) return {};
    const auto& batch = request.batches.front();
    auto& log = *staged_[batch.la].log;
    if (!log.versions) {
        if (auto counted = count_versions(batch.la, log); !counted) return counted;
    }
    const auto reference = batch.events.front().case_reference;
    const auto number = log.cases.find(reference);
    const auto found = number == log.cases.end() ? 0 : log.versions.value()[number->second];
    if (found == *request.options.expected) return {};
    return version_conflict(batch.la, reference, *request.options.expected, found);
}

Result<void> GroupCommit::count_versions(AuthorityId la, LogState& log) {
    const auto sealed = reader_.sealed().columns(la);
    if (!sealed) return trouble(sealed);
    log.versions.emplace();
    for (const auto& header : sealed->headers) count_version(header, log);
    for (const auto& header : log.unsealed.headers) count_version(header, log);
    return {};
}

Result<std::vector<Outcome>> GroupCommit::stage(const Batch& batch, const AppendOptions& options) {
    auto& staged = staged_[batch.la];
    // The log's own instants never run backwards.
    const auto now = std::max(now_().time_since_epoch().count(), staged.log->head.last_recorded_at);
    std::vector<Outcome> outcomes;
    outcomes.reserve(batch.events.size());
    for (const auto& event : batch.events) {
        const auto outcome = stage(
            Arrival{batch.la, event, now, options.trust_recorded_at, options.retractions_must_meet},
            staged);
        if (!outcome) return outcome.error();
        outcomes.push_back(*outcome);
    }
    return outcomes;
}

Result<Outcome> GroupCommit::stage(const Arrival& arrival, Staged& staged) {
    const auto& event = arrival.event;
    if (event.id.empty()) {
        auto named = event;
        const auto id = own_id(event, 1);
        named.id = id;
        return stage(
            Arrival{arrival.la, named, arrival.now, arrival.trust_recorded_at, arrival.must_meet},
            staged);
    }
    const auto hash = id_hash(event.source, event.id);
    const auto known = find(arrival.la, event.source, event.id, hash, staged);
    if (!known) return trouble(known);
    if (*known != 0) return compare(arrival, *known, staged);
    if (arrival.must_meet && event.type == events::type::retracted) {
        const auto target = target_of(arrival.la, event, staged);
        if (!target) return trouble(target);
        if (*target == 0) return Outcome{Outcome::What::meets_nothing, 0};
    }
    return add(arrival, hash, staged);
}

// The entry with the event's id is there: is it the same?
Result<Outcome> GroupCommit::compare(const Arrival& arrival, Position first, const Staged& staged) {
    const auto source = arrival.event.source;
    auto outcome = outcome_of_known(
        arrival.event, first,
        [&](std::string_view id) {
            return find(arrival.la, source, id, id_hash(source, id), staged);
        },
        [&](Position other) { return entry_at(arrival.la, other, staged); });
    if (!outcome) return trouble(outcome);
    return outcome;
}

Result<Outcome> GroupCommit::add(const Arrival& arrival, IdHash hash, Staged& staged) {
    auto& log = *staged.log;
    const auto& event = arrival.event;
    const bool trusted = arrival.trust_recorded_at && event.recorded_at.has_value();
    Entry entry;
    entry.trusted = trusted;
    entry.recorded_at =
        trusted ? *event.recorded_at : Instant{std::chrono::microseconds{arrival.now}};
    entry.event = event;
    const auto header = number(arrival.la, entry, staged);
    if (!header) return trouble(header);
    events::encode(entry, staged.records.open());
    staged.records.close();
    log.head.frontier.add(staged.records[staged.records.count() - 1]);
    assert(trusted || arrival.now >= log.head.last_recorded_at);
    if (!trusted) log.head.last_recorded_at = arrival.now;
    log.unsealed.headers.push_back(*header);
    log.unsealed.ids.push_back(hash);
    const Position position = log.head.frontier.size();
    assert(position == staged.before + staged.records.count());
    log.ids.add(hash, position);
    count_version(*header, log);
    return Outcome{Outcome::What::appended, position};
}

Result<Header> GroupCommit::number(AuthorityId la, const Entry& entry, Staged& staged) {
    auto& log = *staged.log;
    auto header = header_of(
        entry.event, entry.recorded_at,
        [&](std::string_view text) { return number_in(text, log.cases, log.unsealed.cases); },
        [&](std::string_view text) { return number_in(text, log.texts, log.unsealed.texts); });
    log.head.cases = events::size32(log.cases.size());
    log.head.texts = events::size32(log.texts.size());
    if (entry.event.type != events::type::retracted) return header;
    const auto target = target_of(la, entry.event, staged);
    if (!target) return target.error();
    if (*target == 0) return header;
    assert(*target <= log.head.frontier.size());  // an entry before this one
    header.target = events::size32(*target);
    staged.targets.push_back({events::size32(staged.records.count()), header.target});
    return header;
}

Result<Position> GroupCommit::target_of(AuthorityId la, const Event& retraction,
                                        const Staged& staged) {
    const auto of = events::field_text(retraction, events::FieldNo::of);
    const auto source = retraction.source;
    auto target = find(la, source, of, id_hash(source, of), staged);
    if (!target || *target == 0) return target;
    const auto other = entry_at(la, *target, staged);
    if (!other) return other.error();
    return other->event.case_reference == retraction.case_reference ? *target : Position{0};
}

Result<Entry> GroupCommit::entry_at(AuthorityId la, Position position, const Staged& staged) {
    assert(position >= 1 && position <= staged.before + staged.records.count());
    const auto record = position > staged.before
                            ? Result<std::string_view>{staged.records[position - staged.before - 1]}
                            : reader_.record_at(la, position, block_);
    if (!record) return record.error();
    return events::decode(*record);
}

Result<Position> GroupCommit::find(AuthorityId la, std::string_view source, std::string_view id,
                                   IdHash hash, const Staged& staged) {
    return find_entry(staged.log->ids, hash, source, id,
                      [&](Position position) { return entry_at(la, position, staged); });
}

Result<void> GroupCommit::write() {
    Sealer::StagedRecords records;
    std::size_t bytes = 0;
    for (const auto& [la, staged] : staged_) {
        invariant(staged.is_whole(), "a log has grown by what is staged, without a gap");
        if (staged.records.count() == 0) continue;
        records.emplace(la, &staged.records);
        bytes += staged.records.size();
    }
    if (records.empty()) return {};
    return bytes >= straight_to_blocks ? write_blocks(records) : write_to_journal(bytes);
}

Result<void> GroupCommit::write_to_journal(std::size_t bytes) {
    auto commit = begin_commit();
    commit.reserve(bytes + 32 * staged_.size());
    for (const auto& [la, staged] : staged_) {
        if (staged.records.count() == 0) continue;
        put_run(commit, la, staged.before + 1, staged.records, staged.targets);
    }
    const auto number = state_.journal.last() + 1;
    Writes writes;
    writes.put(writer_.database().family(Family::journal), commit_key(number), commit);
    if (auto written = writer_.write_synced(writes); !written) return written;
    if (!state_.journal.add(number, std::move(commit))) {
        return writer_.folder().damaged("a commit just written cannot be read");
    }
    return state_.journal.bytes() > most_journal_bytes ? sealer_.seal() : Result<void>{};
}

Result<void> GroupCommit::write_blocks(const Sealer::StagedRecords& records) {
    Writes writes;
    if (auto put = sealer_.put_blocks(writes, records); !put) return put;
    if (auto written = writer_.write_synced(writes); !written) return written;
    state_.journal.clear();
    return {};
}

}  // namespace longstop::log
