// What the parts of Store share. Included by engine/log/*.cpp only: RocksDB stays in this folder.
#pragma once

#include <rocksdb/db.h>
#include <rocksdb/iterator.h>

#include <boost/unordered/unordered_flat_map.hpp>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "engine/log/disk.hpp"
#include "engine/log/heads_file.hpp"
#include "engine/log/key_format.hpp"
#include "engine/log/store.hpp"

namespace longstop::log {

// How every database of a store is opened (store.cpp).
rocksdb::DBOptions database_options(const Disk& disk);
std::vector<rocksdb::ColumnFamilyDescriptor> all_families();

// What the head of a log holds on disk.
struct Head {
    Frontier frontier;  // its size is the number of entries
    std::int64_t last_recorded_at = 0;
    std::uint32_t cases = 0;  // numbers given in the dictionary
    std::uint32_t texts = 0;
};
std::string encode_head(const Head& head);
std::optional<Head> decode_head(std::string_view bytes);

// What the index says of one entry: the digests of its source and id, and of its content. A block
// of the index is these, one after the other, in the order of positions.
struct IndexEntry {
    IndexDigest id{};
    IndexDigest content{};
    bool operator==(const IndexEntry&) const = default;
};
static_assert(sizeof(IndexEntry) == 32);
std::string encode_index(std::span<const IndexEntry> entries);
// False where the bytes hold another number of entries.
bool decode_index(std::string_view bytes, std::uint64_t expected, std::vector<IndexEntry>& out);

// An entry found by its source and id.
struct Known {
    Position position = 0;
    IndexDigest content{};
};

IndexDigest id_digest(std::string_view source, std::string_view id);
IndexDigest content_digest(const Event& event);

// Hashing and comparing strings and views alike, so that a look-up makes no string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
using Numbers = boost::unordered_flat_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

// Where an id stands, in memory. Eight bytes of its digest find the place; whoever asks compares
// the whole digest. Ids that share their eight bytes, which somebody could contrive, stand aside.
class IdPlaces {
  public:
    void add(const IndexDigest& id, Position position);
    // The position that may be that of the id; 0: the id is not there.
    Position find(const IndexDigest& id) const;
    // The same among the ids that stand aside.
    Position find_aside(const IndexDigest& id) const;

  private:
    boost::unordered_flat_map<std::uint64_t, std::uint32_t> places_;
    std::map<IndexDigest, std::uint32_t> aside_;
};

// A log derived again from its records (maintain.cpp).
struct Derived;

// A log as its writer keeps it in memory.
struct Ledger {
    Head head;
    Numbers cases;
    Numbers texts;
    IdPlaces ids;
    // Events of each case; counted when somebody first expects a version.
    std::optional<boost::unordered_flat_map<std::uint32_t, std::uint64_t>> versions;
};

struct Request {
    AuthorityId la;
    std::span<const Event> events;
    const AppendOptions& options;
    std::optional<Result<std::vector<Outcome>>> answer;
    std::condition_variable wake;
    bool leads = false;
};

class Store::Impl {
  public:
    Impl(std::filesystem::path directory, std::function<Instant()> now, const Disk& disk);
    ~Impl();
    Impl(const Impl&) = delete;
    Impl& operator=(const Impl&) = delete;

    std::optional<Error> open(bool for_writing, bool create);

    // append.cpp
    Result<std::vector<Outcome>> append(AuthorityId la, std::span<const Event> events,
                                        const AppendOptions& options);
    // read.cpp
    Result<std::map<AuthorityId, Head>> heads() const;
    Result<LogColumns> columns(AuthorityId la) const;
    Result<void> each_block(
        Family family, AuthorityId la, Position first,
        const std::function<Result<bool>(Position last, std::string_view)>& f) const;
    // With the bytes of the record.
    using RecordFunction = std::function<bool(const Entry&, std::string_view)>;
    Result<void> each_record(AuthorityId la, Position first, Position last,
                             const RecordFunction& f) const;
    Result<void> each_entry_at(AuthorityId la, std::span<const Position> positions,
                               const EntryFunction& f) const;
    Result<std::optional<Known>> look_up(AuthorityId la, const IndexDigest& id) const;
    // The block of the index read last: ids that come again come in the order they came.
    struct IndexBlock {
        AuthorityId la;
        Position last = 0;
        std::vector<IndexEntry> entries;
    };
    Result<IndexEntry> index_entry(AuthorityId la, Position position, IndexBlock& block) const;
    Result<std::uint32_t> case_of(AuthorityId la, Position position) const;
    // A log's head, dictionary and ids, from the store.
    Result<Ledger> load_ledger(AuthorityId la) const;
    Result<std::vector<std::string>> dictionary(AuthorityId la, Dictionary which,
                                                std::uint32_t expected) const;
    // maintain.cpp
    Result<void> settle();
    void close();
    Result<std::vector<Finding>> verify(const Progress& progress) const;
    Result<Rebuilt> rebuild(const Progress& progress);

    Error unreadable(const rocksdb::Status& status) const;
    Error damaged(std::string found) const;
    rocksdb::ColumnFamilyHandle* family(Family which) const {
        return families_[static_cast<std::size_t>(which)];
    }
    std::filesystem::path database() const { return directory_ / "db"; }
    std::filesystem::path heads_file() const { return directory_ / "HEADS"; }

  private:
    friend class Commit;

    std::optional<Error> open_database(bool for_writing, bool create);
    std::optional<Error> open_secondary();
    std::optional<Error> check_format(bool for_writing);
    Result<Closed> read_heads_file() const;
    std::optional<Error> check_wals(std::uint64_t in_use) const;
    std::optional<Error> settle_view();
    std::optional<Error> secure_tail(const std::vector<ClosedHead>& closed);
    std::optional<Error> check_blocks(Family which, const std::map<AuthorityId, Head>& heads) const;
    std::optional<Error> check_logs(const std::vector<ClosedHead>& closed) const;
    bool derived_reach_heads() const;
    void close_database();
    std::optional<Error> check_heads(const std::vector<ClosedHead>& closed) const;
    Result<void> write_heads_file() const;
    Result<Ledger*> ledger(AuthorityId la);
    rocksdb::Status find_strays(const std::map<AuthorityId, Head>& heads,
                                std::vector<Finding>& findings) const;
    void verify_log(AuthorityId la, const Head& head, std::vector<Finding>& findings,
                    const std::function<void()>& one_done) const;
    Result<std::vector<IndexEntry>> whole_index(AuthorityId la, std::uint64_t entries) const;
    Result<void> rebuild_log(AuthorityId la, const Head& head);

    std::filesystem::path directory_;
    Disk disk_;
    std::filesystem::path private_directory_;  // of a reader: RocksDB's own log of the secondary
    std::function<Instant()> now_;
    bool writing_ = false;
    rocksdb::DB* db_ = nullptr;
    std::vector<rocksdb::ColumnFamilyHandle*> families_;

    std::mutex mutex_;  // of the queue
    std::deque<Request*> queue_;
    bool committing_ = false;
    std::map<AuthorityId, Ledger> ledgers_;  // the committer's alone
    std::optional<Error> broken_;            // a write failed: nothing may be written over it

    mutable std::mutex look_up_mutex_;
    mutable std::map<AuthorityId, Ledger> looked_up_;  // as of the head each has
    mutable IndexBlock looked_up_block_;
    IndexBlock committed_block_;  // the committer's alone
};

}  // namespace longstop::log
