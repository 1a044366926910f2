// Appending. Waiting appends form a queue; the first of them becomes the committer, stages the
// whole queue, writes one value, syncs once, and answers all (group commit: two cores cannot carry
// a sync for each of many writers). A thread that waits for its own append commits it itself, since
// handing it over costs two changes of threads; what is submitted has a thread of the store's. A
// small group becomes a commit of the journal; a large one, such as a chunk of an import, goes into
// blocks at once. A failed write is final for the process: what the disk holds then is not known,
// so nothing is written over it.
#include <algorithm>
#include <utility>

#include "engine/log/derive.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/store_impl.hpp"
#include "events/codec.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::log {
namespace {

constexpr std::size_t most_events_in_a_group = 1U << 16U;
// From here on writing the records twice (journal, blocks) costs more than small blocks do.
constexpr std::size_t straight_to_blocks = 256U << 10U;
// Opening replays the journal, some microseconds an entry.
constexpr std::size_t most_journal_bytes = 8U << 20U;

std::string four_bytes(std::uint32_t value) {
    std::string bytes;
    put(bytes, value);
    return bytes;
}

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

}  // namespace

IdHash id_hash(std::string_view source, std::string_view id) {
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    const auto digest = sha256({four_bytes(events::size32(source.size())), source, id});
    IdHash hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

std::size_t Request::events() const {
    std::size_t count = 0;
    for (const auto& batch : batches) count += batch.events.size();
    return count;
}

std::string own_id(const Event& event, std::uint64_t occurrence) {
    return "~" + to_hex(sha256({events::content_bytes(event)})).substr(0, 24) + "-" +
           std::to_string(occurrence);
}

// What a group of requests adds to one log.
struct Staged {
    Ledger* ledger = nullptr;
    Position before = 0;  // the entries the log had
    Pack records;
    std::vector<Target> targets;
};

// One group commit, from the requests to the disk.
class Commit {
  public:
    explicit Commit(Store::Impl& store) : store_(store) {}

    // Stages one request; its answer, or a trouble with the store that ends the group.
    Result<Outcomes> stage(const Request& request) {
        for (const auto& batch : request.batches) {
            auto ready = make_ready(batch);
            if (!ready) return ready.error();
        }
        if (auto conflict = check_version(request)) return *conflict;
        Outcomes all;
        for (const auto& batch : request.batches) {
            auto outcomes = stage(request, batch);
            if (!outcomes) return outcomes.error();
            all.push_back(std::move(*outcomes));
        }
        return all;
    }

    Result<void> write() {
        std::map<AuthorityId, const Pack*> packs;
        std::size_t bytes = 0;
        for (const auto& [la, staged] : staged_) {
            if (staged.records.count() == 0) continue;
            packs.emplace(la, &staged.records);
            bytes += staged.records.size();
        }
        if (packs.empty()) return {};
        return bytes >= straight_to_blocks ? write_blocks(packs) : write_commit(bytes);
    }

    const std::optional<Error>& store_trouble() const { return store_trouble_; }

  private:
    template <class T>
    Error trouble(const Result<T>& result) {
        store_trouble_ = result.error();
        return result.error();
    }

    Result<void> make_ready(const Batch& batch) {
        auto ledger = store_.ledger(batch.la);
        if (!ledger) return trouble(ledger);
        auto& staged = staged_[batch.la];
        if (staged.ledger == nullptr) {
            staged.ledger = *ledger;
            staged.before = (*ledger)->head.frontier.size();
        }
        if ((*ledger)->head.frontier.size() + batch.events.size() > most_entries) {
            return full(batch.la);
        }
        return {};
    }

    Result<std::vector<Outcome>> stage(const Request& request, const Batch& batch) {
        auto& staged = staged_[batch.la];
        // The log's own instants never run backwards.
        const auto now = std::max(store_.now_().time_since_epoch().count(),
                                  staged.ledger->head.last_recorded_at);
        std::vector<Outcome> outcomes;
        outcomes.reserve(batch.events.size());
        for (const auto& event : batch.events) {
            auto outcome = stage(request.options, batch.la, event, now, staged);
            if (!outcome) return outcome.error();
            outcomes.push_back(*outcome);
        }
        return outcomes;
    }

    Result<Outcome> stage(const AppendOptions& options, AuthorityId la, const Event& event,
                          std::int64_t now, Staged& staged) {
        if (event.id.empty()) {
            auto named = event;
            const auto id = own_id(event, 1);
            named.id = id;
            return stage(options, la, named, now, staged);
        }
        const auto hash = id_hash(event.source, event.id);
        const auto known = find(la, event.source, event.id, hash, staged);
        if (!known) return trouble(known);
        if (*known != 0) return compare(la, event, *known, staged);
        return add(options, la, event, now, staged, hash);
    }

    // The entry with the event's id is there: is it the same?
    Result<Outcome> compare(AuthorityId la, const Event& event, Position position,
                            const Staged& staged) {
        const auto outcome = outcome_of_known(
            event, position,
            [&](std::string_view id) {
                return find(la, event.source, id, id_hash(event.source, id), staged);
            },
            [&](Position other) { return entry_at(la, other, staged); });
        if (!outcome) return trouble(outcome);
        return outcome;
    }

    Result<Outcome> add(const AppendOptions& options, AuthorityId la, const Event& event,
                        std::int64_t now, Staged& staged, IdHash hash) {
        auto& ledger = *staged.ledger;
        const bool trusted = options.trust_recorded_at && event.recorded_at.has_value();
        Entry entry;
        entry.trusted = trusted;
        entry.recorded_at = trusted ? *event.recorded_at : Instant{std::chrono::microseconds{now}};
        entry.event = event;
        const auto header = number(la, entry, staged);
        if (!header) return trouble(header);
        events::encode(entry, staged.records.open());
        staged.records.close();
        ledger.head.frontier.add(staged.records[staged.records.count() - 1]);
        if (!trusted) ledger.head.last_recorded_at = now;
        ledger.unsealed.headers.push_back(*header);
        ledger.unsealed.ids.push_back(hash);
        const Position position = ledger.head.frontier.size();
        ledger.ids.add(hash, position);
        count_version(*header, ledger);
        return Outcome{Outcome::What::appended, position};
    }

    Result<Header> number(AuthorityId la, const Entry& entry, Staged& staged) {
        auto& ledger = *staged.ledger;
        auto header = header_of(
            entry.event, entry.recorded_at,
            [&](std::string_view text) {
                return number_in(text, ledger.cases, ledger.unsealed.cases);
            },
            [&](std::string_view text) {
                return number_in(text, ledger.texts, ledger.unsealed.texts);
            });
        ledger.head.cases = events::size32(ledger.cases.size());
        ledger.head.texts = events::size32(ledger.texts.size());
        if (entry.event.type != events::type::retracted) return header;
        const auto of = events::field_text(entry.event, events::FieldNo::of);
        const auto source = entry.event.source;
        const auto target = find(la, source, of, id_hash(source, of), staged);
        if (!target) return target.error();
        if (*target == 0) return header;
        const auto other = entry_at(la, *target, staged);
        if (!other) return other.error();
        if (other->event.case_reference != entry.event.case_reference) return header;
        header.target = events::size32(*target);
        staged.targets.push_back({events::size32(staged.records.count()), header.target});
        return header;
    }

    // An entry staged in this group or in the store.
    Result<Entry> entry_at(AuthorityId la, Position position, const Staged& staged) {
        const auto record =
            position > staged.before
                ? Result<std::string_view>{staged.records[position - staged.before - 1]}
                : store_.record_at(la, position, store_.committed_block_);
        if (!record) return record.error();
        return events::decode(*record);
    }

    // The position of the entry that a source's id stands for; 0 where there is none.
    Result<Position> find(AuthorityId la, std::string_view source, std::string_view id, IdHash hash,
                          const Staged& staged) {
        return find_entry(staged.ledger->ids, hash, source, id,
                          [&](Position position) { return entry_at(la, position, staged); });
    }

    std::optional<Error> check_version(const Request& request) {
        if (!request.options.expected || request.events() == 0) return std::nullopt;
        const auto& batch = request.batches.front();
        auto& ledger = *staged_[batch.la].ledger;
        if (!ledger.versions) {
            if (auto failed = count_versions(batch.la, ledger)) return failed;
        }
        const auto reference = batch.events.front().case_reference;
        const auto number = ledger.cases.find(reference);
        const auto found =
            number == ledger.cases.end() ? 0 : ledger.versions.value()[number->second];
        if (found == *request.options.expected) return std::nullopt;
        return version_conflict(batch.la, reference, *request.options.expected, found);
    }

    std::optional<Error> count_versions(AuthorityId la, Ledger& ledger) {
        const auto log = store_.sealed_columns(la);
        if (!log) return trouble(log);
        ledger.versions.emplace();
        for (const auto& header : log->headers) count_version(header, ledger);
        for (const auto& header : ledger.unsealed.headers) count_version(header, ledger);
        return std::nullopt;
    }

    static void count_version(const Header& header, Ledger& ledger) {
        if (ledger.versions && header.type < events::first_own_type && header.case_no != 0) {
            ++(*ledger.versions)[header.case_no];
        }
    }

    Result<void> write_commit(std::size_t bytes) {
        auto commit = begin_commit();
        commit.reserve(bytes + 32 * staged_.size());
        for (const auto& [la, staged] : staged_) {
            if (staged.records.count() == 0) continue;
            put_run(commit, la, staged.before + 1, staged.records, staged.targets);
        }
        const auto number = store_.journal_.last() + 1;
        Writes writes;
        writes.put(store_.family(Family::journal), commit_key(number), commit);
        if (auto written = store_.write_synced(writes); !written) return written;
        if (!store_.journal_.add(number, std::move(commit))) {
            return store_.damaged("a commit just written cannot be read");
        }
        return store_.journal_.bytes() > most_journal_bytes ? store_.seal() : Result<void>{};
    }

    Result<void> write_blocks(const std::map<AuthorityId, const Pack*>& packs) {
        Writes writes;
        if (auto put = store_.put_blocks(writes, packs); !put) return put;
        if (auto written = store_.write_synced(writes); !written) return written;
        store_.journal_.clear();
        return {};
    }

    Store::Impl& store_;
    std::map<AuthorityId, Staged> staged_;
    std::optional<Error> store_trouble_;
};

Result<Ledger*> Store::Impl::ledger(AuthorityId la) {
    if (const auto found = ledgers_.find(la); found != ledgers_.end()) return &found->second;
    auto ledger = load_ledger(la);
    if (!ledger) return ledger.error();
    ledger->last_block = growable_last_block(la);
    return &ledgers_.emplace(la, std::move(*ledger)).first->second;
}

void RequestQueue::push(Request& request) {
    (last_ == nullptr ? first_ : last_->next) = &request;
    last_ = &request;
}

Request* RequestQueue::take(std::size_t most_events) {
    auto* const front = first_;
    auto* last = first_;
    auto events = last->events();
    while (last->next != nullptr && events < most_events) {
        last = last->next;
        events += last->events();
    }
    first_ = std::exchange(last->next, nullptr);
    if (first_ == nullptr) last_ = nullptr;
    return front;
}

Result<Outcomes> Store::Impl::append(std::span<const Batch> batches, const AppendOptions& options) {
    Request own;
    own.batches = batches;
    own.options = options;
    Lock lock(mutex_);
    queue_.push(own);
    if (committing_) own.wake.wait(lock, [&] { return own.done || own.leads; });
    if (!own.done) lead_group_commit(lock);
    if (own.failed) return *broken_;
    return std::move(*own.answer);
}

void Store::Impl::submit(std::vector<Batch> batches, const AppendOptions& options,
                         Store::Answer then) {
    auto request = std::make_unique<Request>();
    request->own_batches = std::move(batches);
    request->batches = request->own_batches;
    request->options = options;
    request->then = std::move(then);
    const Lock lock(mutex_);
    if (!committer_.joinable()) committer_ = std::thread([this] { lead_for_the_submitted(); });
    queue_.push(*request.release());  // lead_group_commit() takes it back
    if (!committing_) pass_the_lead_on();
}

// Commits what waits, and answers it. Nothing here takes memory before everybody is answered.
void Store::Impl::lead_group_commit(Lock& lock) {
    committing_ = true;
    auto* group = queue_.take(most_events_in_a_group);
    lock.unlock();
    commit(group);
    lock.lock();
    RequestQueue submitted;
    for (auto* request = group; request != nullptr;) {
        auto* const next = std::exchange(request->next, nullptr);
        if (request->then) {
            submitted.push(*request);
            ++answering_;
        } else {
            request->done = true;  // from here on it is its thread's, and may be gone
            request->wake.notify_one();
        }
        request = next;
    }
    pass_the_lead_on();
    if (submitted.empty()) return;
    lock.unlock();
    std::size_t answered = 0;
    while (!submitted.empty()) {
        const std::unique_ptr<Request> request{submitted.take(0)};
        request->then(request->failed ? why_broken() : std::move(*request->answer));
        ++answered;
    }
    lock.lock();
    answering_ -= answered;
    committer_wakes_.notify_all();
}

// With its code alone where there is no memory for its sentences.
Result<Outcomes> Store::Impl::why_broken() const {
    try {
        return *broken_;
    } catch (const std::bad_alloc&) {
        return Error{broken_->code, {}, {}, {}, {}};
    }
}

void Store::Impl::pass_the_lead_on() {
    committing_ = !queue_.empty();
    if (!committing_) {
        committer_wakes_.notify_all();  // whoever closes waits for this
        return;
    }
    auto& next = queue_.front();
    if (next.then) {
        committer_leads_ = true;
        committer_wakes_.notify_all();
    } else {
        next.leads = true;
        next.wake.notify_one();
    }
}

void Store::Impl::lead_for_the_submitted() {
    Lock lock(mutex_);
    while (true) {
        committer_wakes_.wait(lock, [this] { return committer_leads_ || closing_; });
        if (!committer_leads_) return;
        committer_leads_ = false;
        lead_group_commit(lock);
    }
}

void Store::Impl::answer_all_in_flight() {
    Lock lock(mutex_);
    committer_wakes_.wait(lock,
                          [this] { return queue_.empty() && !committing_ && answering_ == 0; });
    closing_ = true;
    committer_wakes_.notify_all();
    lock.unlock();
    if (committer_.joinable()) committer_.join();
}

// Every request of the group gets its answer, or is marked as failed.
void Store::Impl::commit(Request* group) {
    const std::unique_lock lock(state_mutex_);
    (void)guarded([&]() -> Result<void> {
        stage_and_write(group);
        return {};
    });
    if (!broken_) return;
    for (auto* request = group; request != nullptr; request = request->next) {
        request->failed = true;
    }
}

void Store::Impl::stage_and_write(Request* group) {
    Commit commit(*this);
    for (auto* request = group; request != nullptr; request = request->next) {
        request->answer = commit.stage(*request);
        if (commit.store_trouble()) {
            broken_ = commit.store_trouble();
            return;
        }
    }
    if (const auto written = commit.write(); !written) broken_ = written.error();
}

}  // namespace longstop::log
