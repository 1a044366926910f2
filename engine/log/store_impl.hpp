// What the parts of Store share. Included by engine/log/*.cpp only: RocksDB stays in this folder.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <thread>

#include "engine/log/format/heads_file.hpp"
#include "engine/log/format/journal.hpp"
#include "engine/log/format/key_format.hpp"
#include "engine/log/format/mended_id.hpp"
#include "engine/log/rocks/disk.hpp"
#include "engine/log/store.hpp"
#include "events/codec.hpp"

namespace longstop::log {

// How every database of a store is opened (store.cpp).
rocksdb::DBOptions database_options(const Disk& disk);
std::vector<rocksdb::ColumnFamilyDescriptor> all_families(std::size_t count = family_names.size());

// Reads a sorted file and holds it against its checksums.
rocksdb::Status check_table_file(const std::filesystem::path& file, const Disk& disk);

// What the head of a log holds on disk.
struct Head {
    Frontier frontier;  // its size is the number of entries
    std::int64_t last_recorded_at = 0;
    std::uint32_t cases = 0;  // numbers given in the dictionary
    std::uint32_t texts = 0;
};
std::string encode_head(const Head& head);
std::optional<Head> decode_head(std::string_view bytes);

// A block of the index is the id hashes of its entries, in the order of positions.
std::string encode_index(std::span<const IdHash> entries);
// False where the bytes hold another number of entries. A block of version 1 has 32 bytes an entry,
// of which the first 8 are the hash.
bool decode_index(std::string_view bytes, std::uint64_t expected, std::vector<IdHash>& out);

IdHash id_hash(std::string_view source, std::string_view id);

// Hashing and comparing strings and views alike, so that a look-up makes no string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
using Numbers = boost::unordered_flat_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

// Where an id may stand, in memory: whoever asks holds the record found against the id itself.
// Ids that share their hash, which somebody could contrive, stand aside.
class IdPlaces {
  public:
    void reserve(std::size_t count) { places_.reserve(count); }
    void add(IdHash id, Position position);
    // Calls `f` with each position that may be that of the id, until it answers true.
    template <class F>
    bool any(IdHash id, F&& f) const {
        const auto found = places_.find(id);
        if (found == places_.end()) return false;
        if (f(Position{found->second})) return true;
        const auto [first, last] = aside_.equal_range(id);
        return std::any_of(first, last,
                           [&](const auto& other) { return f(Position{other.second}); });
    }

  private:
    struct AsIs {  // a hash is spread already
        using is_avalanching = void;
        std::size_t operator()(IdHash id) const { return id; }
    };
    boost::unordered_flat_map<IdHash, std::uint32_t, AsIs> places_;
    std::multimap<IdHash, std::uint32_t> aside_;
};

// The position of the entry that a source's id stands for, among those that share its hash; 0 where
// there is none. `entry_at(position)` gives an entry, or why it cannot be read.
template <class EntryAt>
Result<Position> find_entry(const IdPlaces& ids, IdHash hash, std::string_view source,
                            std::string_view id, EntryAt&& entry_at) {
    std::optional<Error> failed;
    Position found = 0;
    ids.any(hash, [&](Position position) {
        const Result<Entry> entry = entry_at(position);
        if (!entry) {
            failed = entry.error();
            return true;
        }
        if (entry->event.id == id && entry->event.source == source) found = position;
        return found != 0;
    });
    if (failed) return *failed;
    return found;
}

// What an append of the event answers whose source and id were recorded first at `first`: an id
// that was mended stands for the last content recorded under it. `find(id)` gives the position of
// an id of the same source, 0 where there is none; `entry_at(position)` an entry.
template <class Find, class EntryAt>
Result<Outcome> outcome_of_known(const Event& event, Position first, Find&& find,
                                 EntryAt&& entry_at) {
    const auto compared = [&](Position position) -> Result<Outcome> {
        const Result<Entry> entry = entry_at(position);
        if (!entry) return entry.error();
        const bool same = events::same_content(entry->event, event);
        return Outcome{same ? Outcome::What::already_present : Outcome::What::conflict, position};
    };
    auto outcome = compared(first);
    if (!outcome || outcome->what == Outcome::What::already_present) return outcome;
    auto last = first;
    for (std::uint64_t nth = 2;; ++nth) {
        const Result<Position> next = find(mended_id(event.id, nth));
        if (!next) return next.error();
        if (*next == 0) return last == first ? outcome : compared(last);
        last = *next;
    }
}

// What sealing writes of the entries of a tail besides their records.
struct Unsealed {
    std::vector<Header> headers;
    std::vector<IdHash> ids;
    std::vector<std::string> cases;  // new texts of the dictionaries
    std::vector<std::string> texts;
};

// A log as its writer keeps it in memory.
struct Ledger {
    Head head;  // with the tail
    Numbers cases;
    Numbers texts;
    IdPlaces ids;
    Unsealed unsealed;
    std::size_t last_block = 0;  // entries of the last block; 0 where it cannot be grown
    // Events of each case; counted when somebody first expects a version.
    std::optional<boost::unordered_flat_map<std::uint32_t, std::uint64_t>> versions;
};

// The block of records read last: those who ask for single entries ask for neighbours.
struct RecordBlock {
    AuthorityId la;
    Position first = 1;
    Position last = 0;  // before `first`: none has been read
    std::string bytes;
    std::vector<std::string_view> records;  // of `bytes`: filled in place, never copied with them
};

// An append that waits for its answer: the thread that brought it does, or `then` is called. The
// batches are the caller's, who waits, or `own_batches`.
struct Request {
    std::span<const Batch> batches;
    AppendOptions options;
    std::size_t events() const;

    // The committer's, until `done` is set with the queue locked.
    std::optional<Result<Outcomes>> answer;
    bool failed = false;  // the store is broken, which says why
    bool done = false;
    bool leads = false;
    std::condition_variable wake;

    std::vector<Batch> own_batches;
    Store::Answer then;
    Request* next = nullptr;
};

// Requests in the order they came, chained by themselves, so that queueing needs no memory.
class RequestQueue {
  public:
    bool empty() const { return first_ == nullptr; }
    Request& front() { return *first_; }
    void push(Request& request);
    // The first of a chain of those in front, with so many events or one request at least.
    Request* take(std::size_t most_events);

  private:
    Request* first_ = nullptr;
    Request* last_ = nullptr;
};

// A batch of the database that remembers what it could not take. It makes room before each change:
// where memory runs out within one, RocksDB ends the process (an assertion of Debian's build).
class Writes {
  public:
    void put(rocksdb::ColumnFamilyHandle* family, std::string_view key, std::string_view value) {
        make_room(key.size() + value.size());
        note(batch_.Put(family, slice(key), slice(value)));
    }
    void remove(rocksdb::ColumnFamilyHandle* family, std::string_view key) {
        make_room(key.size());
        note(batch_.Delete(family, slice(key)));
    }
    void remove_range(rocksdb::ColumnFamilyHandle* family, std::string_view from,
                      std::string_view to) {
        make_room(from.size() + to.size());
        note(batch_.DeleteRange(family, slice(from), slice(to)));
    }
    // Stands in the write-ahead log and in no family.
    void mark(std::string_view bytes) {
        make_room(bytes.size());
        note(batch_.PutLogData(slice(bytes)));
    }

    const rocksdb::Status& status() const { return status_; }
    rocksdb::WriteBatch& batch() { return batch_; }

  private:
    static rocksdb::Slice slice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }
    void make_room(std::size_t bytes);
    void note(const rocksdb::Status& status) {
        if (status_.ok()) status_ = status;
    }
    rocksdb::WriteBatch batch_;
    std::size_t room_ = 0;  // of all its bytes
    rocksdb::Status status_;
};

class Store::Impl {
  public:
    Impl(std::filesystem::path directory, std::function<Instant()> now, const Disk& disk);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::optional<Error> open(bool for_writing, bool create, bool upgrade);

    // append.cpp
    Result<Outcomes> append(std::span<const Batch> batches, const AppendOptions& options);
    void submit(std::vector<Batch> batches, const AppendOptions& options, Store::Answer then);
    void commit(Request* group);
    // seal.cpp
    Result<void> seal();
    // A failure is final: nothing is written after it.
    Result<void> write_synced(Writes& writes);
    // Calls what changes the store, unless that is broken. What it throws, as where memory runs
    // out, ends all writing: the state in memory may be half changed.
    template <class F>
    Result<void> guarded(F&& change) noexcept;
    // read.cpp (whoever calls these holds the state's lock)
    Result<std::map<AuthorityId, Head>> sealed_heads() const;
    Result<std::vector<LogHead>> heads() const;
    Result<LogColumns> columns(AuthorityId la) const;
    Result<LogColumns> sealed_columns(AuthorityId la) const;
    Result<void> each_block(
        Family family, AuthorityId la, Position first,
        const std::function<Result<bool>(Position last, std::string_view)>& f) const;
    // With the bytes of the record.
    using RecordFunction = std::function<bool(const Entry&, std::string_view)>;
    Result<void> each_record(AuthorityId la, Position first, Position last,
                             const RecordFunction& f) const;
    Result<void> each_entry_at(AuthorityId la, std::span<const Position> positions,
                               const EntryFunction& f) const;
    Result<Position> look_up(AuthorityId la, std::string_view source, std::string_view id) const;
    Result<std::optional<Outcome>> compare(AuthorityId la, const Event& event) const;
    // The bytes of an entry's record, valid until `block` is read into again.
    Result<std::string_view> record_at(AuthorityId la, Position position, RecordBlock& block) const;
    // A log's head, dictionary and ids, from the store.
    Result<Ledger> load_ledger(AuthorityId la) const;
    Result<std::vector<std::string>> dictionary(AuthorityId la, Dictionary which,
                                                std::uint32_t expected) const;
    // maintain.cpp
    Result<void> flush();
    void close();
    Result<std::vector<Finding>> verify(const Progress& progress) const;
    Result<Rebuilt> rebuild(const Progress& progress);

    std::shared_lock<std::shared_mutex> share() const { return std::shared_lock{state_mutex_}; }
    std::unique_lock<std::shared_mutex> alone() { return std::unique_lock{state_mutex_}; }

    Error not_done(events::ErrorCode code, std::string found) const;
    // Why a write did not reach the disk; nothing where it did. RocksDB may call a failed one well
    // (halting_files.hpp), so every write of the database is asked of here.
    std::optional<Error> unwritten(const rocksdb::Status& status) const;
    Error not_written(events::ErrorCode code, std::string found) const;
    Error unreadable(const rocksdb::Status& status) const;
    Error damaged(std::string found) const;
    Error thrown_while_writing(const std::exception& thrown) const;
    Error no_memory() const;
    Error changes_too_fast() const;
    rocksdb::ColumnFamilyHandle* family(Family which) const {
        return families_[static_cast<std::size_t>(which)];
    }
    std::filesystem::path database() const { return directory_ / "db"; }
    std::filesystem::path heads_file() const { return directory_ / "HEADS"; }

  private:
    friend class Commit;

    std::optional<Error> open_database(bool for_writing, bool create);
    std::optional<Error> open_secondary();
    std::optional<Error> barred(bool for_writing) const;
    bool is_unfinished() const;
    Error unfinished() const;
    std::optional<Error> check_format(bool for_writing, bool upgrade);
    Result<Closed> read_heads_file() const;
    std::optional<Error> check_newest_wal(std::uint64_t in_use) const;
    std::optional<Error> settle_view(const std::optional<std::string>& long_at_rest);
    bool long_unwritten() const;
    std::string manifest_state() const;
    std::optional<std::string> state_at_rest() const;
    std::optional<Error> secure_tail();
    std::optional<Error> add_journal();
    std::optional<Error> write_format();
    std::optional<Error> load_journal();
    std::optional<Error> check_blocks(Family which, const std::map<AuthorityId, Head>& heads) const;
    std::optional<Error> check_tails(const Closed& closed);
    std::optional<Error> check_end(Family which, AuthorityId la, std::uint64_t entries) const;
    Error ends_elsewhere(Family which, AuthorityId la, Position last, std::uint64_t entries) const;
    std::optional<Error> check_logs(const Closed& closed);
    bool derived_reach_heads() const;
    void close_database();
    // The committer's turn goes round among the threads that wait; what nobody waits for is
    // committed by a thread of the store's own. These are called with the queue locked.
    using Lock = std::unique_lock<std::mutex>;
    void lead_group_commit(Lock& lock);
    void stage_and_write(Request* group);
    Result<Outcomes> why_broken() const;
    void pass_the_lead_on();
    void lead_for_the_submitted();
    void answer_all_in_flight();

    std::optional<Error> check_heads(const Closed& closed) const;
    // Nothing where it would cost too much.
    Result<std::optional<Digest>> root_at(AuthorityId la, std::uint64_t entries,
                                          const Closed& closed) const;
    Result<void> write_heads_file(bool cleanly = false) const;
    Result<Ledger*> ledger(AuthorityId la);
    // For those who look ids up, with `look_up_mutex_` held: the writer's own where it has appended
    // to the log, else one loaded for them. A log that nobody has appended to has not grown.
    Result<const Ledger*> known_ledger(AuthorityId la) const;
    Result<Position> look_up(const Ledger& ledger, AuthorityId la, std::string_view source,
                             std::string_view id) const;
    Result<Entry> looked_up_entry(AuthorityId la, Position position) const;
    Result<void> add_tail(AuthorityId la, const Tail& tail, LogColumns& log) const;
    Result<void> add_tail(AuthorityId la, const Tail& tail, Ledger& ledger) const;
    Result<void> load_sealed(AuthorityId la, Ledger& ledger) const;
    // By an iterator: Get of a secondary looks into its memtable first and takes what it finds
    // there, replayed from an old write-ahead log, for newer than what lies in a sorted file.
    Result<std::optional<std::string>> meta_value(std::string_view key) const;
    Result<std::optional<Head>> sealed_head(AuthorityId la) const;
    // All tails, and what is staged behind them, as blocks.
    Result<void> put_blocks(Writes& writes, const std::map<AuthorityId, const Pack*>& staged);
    Result<void> put_log(Writes& writes, AuthorityId la, Ledger& ledger, const Tail* tail,
                         const Pack* staged);
    std::size_t growable_last_block(AuthorityId la) const;
    rocksdb::Status find_strays(const std::map<AuthorityId, Head>& heads,
                                std::vector<Finding>& findings) const;
    std::set<std::string> tables_in_view() const;
    void verify_files(std::vector<Finding>& findings) const;
    bool is_wanted(const std::string& table) const;
    void verify_log(const LogHead& log_head, const Head& sealed, const ClosedHead& closed,
                    std::vector<Finding>& findings, const std::function<void()>& one_done) const;
    Result<std::vector<IdHash>> whole_index(AuthorityId la, std::uint64_t entries) const;
    Result<void> rebuild_log(AuthorityId la, const Head& head);

    std::filesystem::path directory_;
    Disk disk_;
    std::filesystem::path private_directory_;  // of a reader: RocksDB's own log of the secondary
    std::function<Instant()> now_;
    bool for_writing_ = false;
    bool writing_ = false;  // opened, too: closing may write
    rocksdb::DB* db_ = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> families_;
    std::string manifest_seen_;  // by a reader's view: its name and length

    std::mutex mutex_;  // of the queue
    RequestQueue queue_;
    bool committing_ = false;
    std::thread committer_;  // begins with the first append that is submitted
    std::condition_variable committer_wakes_;
    bool committer_leads_ = false;
    bool closing_ = false;
    std::size_t answering_ = 0;       // submitted appends whose answers are being given
    std::optional<Error> broken_;     // a write failed: nothing may be written over it
    std::optional<Error> no_memory_;  // made while there is some
    // RocksDB threw while it wrote, and holds locks that nobody lets go of any more.
    bool abandoned_ = false;

    // Who appends, seals or rebuilds has it alone; who reads shares it.
    mutable std::shared_mutex state_mutex_;
    Journal journal_;
    std::map<AuthorityId, Ledger> ledgers_;
    RecordBlock committed_block_;  // the committer's alone

    mutable std::mutex look_up_mutex_;
    mutable std::map<AuthorityId, Ledger> looked_up_;  // as of the head each has
    mutable RecordBlock looked_up_block_;
};

template <class F>
Result<void> Store::Impl::guarded(F&& change) noexcept {
    try {
        if (broken_) return *broken_;
        return change();
    } catch (const std::bad_alloc&) {
        if (!broken_) broken_ = std::move(no_memory_);
    } catch (const std::exception& thrown) {
        try {
            if (!broken_) broken_ = thrown_while_writing(thrown);
        } catch (const std::bad_alloc&) {
            broken_ = std::move(no_memory_);
        }
    }
    try {
        return *broken_;
    } catch (const std::bad_alloc&) {
        return Error{broken_->code, {}, {}, {}, {}};
    }
}

}  // namespace longstop::log
