// Appending. Waiting appends form a queue; the first of them becomes the committer, stages the
// whole queue into one batch, syncs once, and answers all (group commit: two cores cannot carry a
// sync for each of many writers). A failed write is final for the process: what the disk holds then
// is not known, so nothing is written over it.
#include <algorithm>

#include "engine/log/bytes.hpp"
#include "engine/log/derive.hpp"
#include "engine/log/store_impl.hpp"
#include "events/codec.hpp"

namespace longstop::log {
namespace {

constexpr std::size_t most_events_in_a_group = 1U << 16U;

IndexDigest shortened(const Digest& digest) {
    IndexDigest result;
    std::memcpy(result.data(), digest.data(), result.size());
    return result;
}

std::string four_bytes(std::uint32_t value) {
    std::string bytes;
    put(bytes, value);
    return bytes;
}

// Headers name positions in four bytes.
constexpr std::uint64_t most_entries = UINT32_MAX - 1;

Error full(AuthorityId la) {
    return {events::Trouble::refused, "cannot append to log " + events::to_text(la),
            "it holds 4,294,967,294 entries", "positions of this format end there",
            "open a new store for the authority"};
}

Error version_conflict(AuthorityId la, std::string_view reference, std::uint64_t expected,
                       std::uint64_t found) {
    return {events::Trouble::refused,
            "cannot append to " + events::to_text(la) + "/" + std::string{reference},
            "the case has " + std::to_string(found) + " events, not the " +
                std::to_string(expected) + " expected",
            "somebody else has recorded something since the case was read, so the new entry may "
            "rest on an old picture; nothing was written",
            "read the case again (longstop audit " + events::to_text(la) + "/" +
                std::string{reference} + "), then append with --expect " + std::to_string(found)};
}

}  // namespace

IndexDigest id_digest(std::string_view source, std::string_view id) {
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    return shortened(sha256({four_bytes(static_cast<std::uint32_t>(source.size())), source, id}));
}
IndexDigest content_digest(const Event& event) {
    return shortened(sha256({events::content_bytes(event)}));
}

std::string own_id(const Event& event, std::uint64_t occurrence) {
    return "~" + to_hex(sha256({events::content_bytes(event)})).substr(0, 24) + "-" +
           std::to_string(occurrence);
}

// What a group of requests adds to one log.
struct Staged {
    Ledger* ledger = nullptr;
    Position before = 0;  // the entries the log had
    std::vector<std::string> records;
    std::vector<Header> headers;
    std::vector<IndexEntry> index;
    std::vector<std::string> new_cases;
    std::vector<std::string> new_texts;
};

// One group commit, from the requests to the batch.
class Commit {
  public:
    explicit Commit(Store::Impl& store) : store_(store) {}

    // Stages one request; its answer, or a trouble with the store that ends the group.
    Result<std::vector<Outcome>> stage(const Request& request) {
        auto ledger = store_.ledger(request.la);
        if (!ledger) return ledger.error();
        auto& staged = staged_[request.la];
        if (staged.ledger == nullptr) {
            staged.ledger = *ledger;
            staged.before = (*ledger)->head.frontier.size();
        }
        if (auto conflict = check_version(request, staged)) return *conflict;
        if ((*ledger)->head.frontier.size() + request.events.size() > most_entries) {
            return full(request.la);
        }
        // The log's own instants never run backwards.
        const auto now =
            std::max(store_.now_().time_since_epoch().count(), (*ledger)->head.last_recorded_at);
        std::vector<Outcome> outcomes;
        outcomes.reserve(request.events.size());
        for (const auto& event : request.events) {
            auto outcome = stage(request, event, now, staged);
            if (!outcome) return outcome.error();
            outcomes.push_back(*outcome);
        }
        return outcomes;
    }

    rocksdb::Status write() {
        rocksdb::WriteBatch batch;
        for (auto& [la, staged] : staged_) {
            if (!staged.records.empty()) put_log(batch, la, staged);
        }
        if (batch.Count() == 0) return rocksdb::Status::OK();
        rocksdb::WriteOptions options;
        options.sync = true;
        return store_.db_->Write(options, &batch);
    }

    const std::optional<Error>& store_trouble() const { return store_trouble_; }

  private:
    template <class T>
    Error trouble(const Result<T>& result) {
        store_trouble_ = result.error();
        return result.error();
    }

    Result<Outcome> stage(const Request& request, const Event& event, std::int64_t now,
                          Staged& staged) {
        if (event.id.empty()) {
            auto named = event;
            const auto id = own_id(event, 1);
            named.id = id;
            return stage(request, named, now, staged);
        }
        const IndexEntry own{id_digest(event.source, event.id), content_digest(event)};
        const auto known = find(request.la, own.id, staged);
        if (!known) return trouble(known);
        if (*known) {
            const bool same = (*known)->content == own.content;
            return Outcome{same ? Outcome::What::already_present : Outcome::What::conflict,
                           (*known)->position};
        }
        return add(request, event, now, staged, own);
    }

    Result<Outcome> add(const Request& request, const Event& event, std::int64_t now,
                        Staged& staged, const IndexEntry& own) {
        auto& head = staged.ledger->head;
        const bool trusted = request.options.trust_recorded_at && event.recorded_at.has_value();
        Entry entry;
        entry.trusted = trusted;
        entry.recorded_at = trusted ? *event.recorded_at : Instant{std::chrono::microseconds{now}};
        entry.event = event;
        const auto header = number(request.la, entry, staged);
        if (!header) return trouble(header);
        auto& record = staged.records.emplace_back();
        events::encode(entry, record);
        head.frontier.add(record);
        if (!trusted) head.last_recorded_at = now;
        staged.headers.push_back(*header);
        staged.index.push_back(own);
        const Position position = head.frontier.size();
        staged.ledger->ids.add(own.id, position);
        count_version(*header, *staged.ledger);
        return Outcome{Outcome::What::appended, position};
    }

    Result<Header> number(AuthorityId la, const Entry& entry, Staged& staged) {
        auto& ledger = *staged.ledger;
        auto header = header_of(
            entry.event, entry.recorded_at,
            [&](std::string_view text) {
                return number(text, ledger.cases, ledger.head.cases, staged.new_cases);
            },
            [&](std::string_view text) {
                return number(text, ledger.texts, ledger.head.texts, staged.new_texts);
            });
        if (entry.event.type != events::type::retracted) return header;
        const auto of = events::field_text(entry.event, events::FieldNo::of);
        const auto target = find(la, id_digest(entry.event.source, of), staged);
        if (!target) return target.error();
        if (!*target) return header;
        const auto position = (*target)->position;
        const auto case_no =
            position > staged.before
                ? Result<std::uint32_t>{staged.headers[position - staged.before - 1].case_no}
                : store_.case_of(la, position);
        if (!case_no) return case_no.error();
        if (*case_no == header.case_no) header.target = static_cast<std::uint32_t>(position);
        return header;
    }

    // The number of a text in its dictionary, the next one when it is new.
    static std::uint32_t number(std::string_view text, Numbers& numbers, std::uint32_t& last,
                                std::vector<std::string>& added) {
        if (const auto found = numbers.find(text); found != numbers.end()) return found->second;
        added.emplace_back(text);
        numbers.emplace(text, ++last);
        return last;
    }

    // The entry a source's id stands for, staged in this group or in the store.
    Result<std::optional<Known>> find(AuthorityId la, const IndexDigest& id, const Staged& staged) {
        const auto& ids = staged.ledger->ids;
        for (const auto position : {ids.find(id), ids.find_aside(id)}) {
            if (position == 0) continue;
            const auto entry = position > staged.before
                                   ? Result<IndexEntry>{staged.index[position - staged.before - 1]}
                                   : store_.index_entry(la, position, store_.committed_block_);
            if (!entry) return entry.error();
            if (entry->id == id) return std::optional{Known{position, entry->content}};
        }
        return std::optional<Known>{};
    }

    std::optional<Error> check_version(const Request& request, Staged& staged) {
        if (!request.options.expected || request.events.empty()) return std::nullopt;
        if (!staged.ledger->versions) {
            if (auto failed = count_versions(request.la, staged)) return failed;
        }
        const auto reference = request.events.front().case_reference;
        const auto number = staged.ledger->cases.find(reference);
        const auto found =
            number == staged.ledger->cases.end() ? 0 : (*staged.ledger->versions)[number->second];
        if (found == *request.options.expected) return std::nullopt;
        return version_conflict(request.la, reference, *request.options.expected, found);
    }

    std::optional<Error> count_versions(AuthorityId la, Staged& staged) {
        const auto log = store_.columns(la);
        if (!log) return trouble(log);
        staged.ledger->versions.emplace();
        for (const auto& header : log->headers) count_version(header, *staged.ledger);
        for (const auto& header : staged.headers) count_version(header, *staged.ledger);
        return std::nullopt;
    }

    static void count_version(const Header& header, Ledger& ledger) {
        if (ledger.versions && header.type < events::first_own_type && header.case_no != 0) {
            ++(*ledger.versions)[header.case_no];
        }
    }

    void put_log(rocksdb::WriteBatch& batch, AuthorityId la, const Staged& staged) {
        auto& head = staged.ledger->head;
        const auto block = block_key(la, head.frontier.size());
        batch.Put(store_.family(Family::records), block, pack(staged.records));
        batch.Put(store_.family(Family::columns), block, encode_columns(staged.headers));
        put_texts(batch, la, Dictionary::cases, head.cases, staged.new_cases);
        put_texts(batch, la, Dictionary::texts, head.texts, staged.new_texts);
        batch.Put(store_.family(Family::index), block, encode_index(staged.index));
        batch.Put(store_.family(Family::meta), head_key(la), encode_head(head));
    }

    void put_texts(rocksdb::WriteBatch& batch, AuthorityId la, Dictionary which, std::uint32_t last,
                   const std::vector<std::string>& added) {
        if (added.empty()) return;
        batch.Put(store_.family(Family::dictionary), dictionary_key(la, which, last), pack(added));
    }

    Store::Impl& store_;
    std::map<AuthorityId, Staged> staged_;
    std::optional<Error> store_trouble_;
};

Result<Ledger*> Store::Impl::ledger(AuthorityId la) {
    if (const auto found = ledgers_.find(la); found != ledgers_.end()) return &found->second;
    auto ledger = load_ledger(la);
    if (!ledger) return ledger.error();
    return &ledgers_.emplace(la, std::move(*ledger)).first->second;
}

Result<std::vector<Outcome>> Store::Impl::append(AuthorityId la, std::span<const Event> events,
                                                 const AppendOptions& options) {
    Request own{la, events, options, std::nullopt, {}, false};
    std::unique_lock lock(mutex_);
    queue_.push_back(&own);
    if (committing_) own.wake.wait(lock, [&] { return own.answer.has_value() || own.leads; });
    if (own.answer) return *own.answer;

    committing_ = true;
    std::vector<Request*> group;
    for (std::size_t taken = 0; !queue_.empty() && taken < most_events_in_a_group;) {
        taken += queue_.front()->events.size();
        group.push_back(queue_.front());
        queue_.pop_front();
    }
    lock.unlock();

    Commit commit(*this);
    std::vector<Result<std::vector<Outcome>>> answers;
    for (const auto* request : group) {
        answers.push_back(broken_ ? Result<std::vector<Outcome>>{*broken_}
                                  : commit.stage(*request));
        if (commit.store_trouble()) broken_ = commit.store_trouble();
    }
    if (!broken_) {
        if (const auto status = commit.write(); !status.ok()) {
            broken_ = Error{events::Trouble::store, "cannot write to the store", status.ToString(),
                            "the entries were not acknowledged; what the disk now holds of them is "
                            "not known, so this process writes nothing more",
                            "mend the disk (is it full?), then run longstop verify and record the "
                            "entries again: what did arrive is found by its id"};
        }
    }

    lock.lock();
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i]->answer = broken_ ? Result<std::vector<Outcome>>{*broken_} : std::move(answers[i]);
        if (group[i] != &own) group[i]->wake.notify_one();
    }
    committing_ = !queue_.empty();
    if (committing_) {
        queue_.front()->leads = true;
        queue_.front()->wake.notify_one();
    }
    return *own.answer;
}

}  // namespace longstop::log
