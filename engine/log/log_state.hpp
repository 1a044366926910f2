// What the parts of an open store share in memory, and the lock over it.
//
// The locks of a store, in the order in which they may be taken:
//
//   1. Committer's queue. Whoever holds it takes no other.
//   2. SharedState. Held for reading as long as somebody reads, for writing as long as somebody
//      commits, flushes or rebuilds.
//   3. LookUps. Taken while 2 is held for reading, or for writing by whoever rebuilds.
//   4. WriteFailure and SyncedRecorder (rocks/), by RocksDB's own threads, too. Whoever holds one
//      of them takes no other.
//
// No lock is held while a completion of an append runs. 2 is held for reading while a function runs
// that was given to each_entry or each_entry_at: it must not call the store.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/columns.hpp"
#include "engine/log/format/head.hpp"
#include "engine/log/format/journal.hpp"
#include "engine/log/id_places.hpp"
#include "engine/log/store.hpp"

namespace longstop::log {

// Hashing and comparing strings and views alike, so that a look-up makes no string.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};
using Numbers = boost::unordered_flat_map<std::string, std::uint32_t, TextHash, std::equal_to<>>;

// Texts by number (number = index + 1) to numbers by text.
Numbers numbers_of(const std::vector<std::string>& texts);

// What sealing writes of young entries, those in no block, besides their records.
struct Unsealed {
    std::vector<Header> headers;
    std::vector<IdHash> ids;         // one for each header
    std::vector<std::string> cases;  // new texts of the dictionaries
    std::vector<std::string> texts;
};

// A log as its writer keeps it in memory, sealed and young entries alike.
struct LogState {
    Head head;
    Numbers cases;
    Numbers texts;
    IdPlaces ids;
    Unsealed unsealed;
    std::size_t last_block = 0;  // entries of the last block; 0 where it cannot be grown
    // Events of each case; counted when somebody first expects a version.
    std::optional<boost::unordered_flat_map<std::uint32_t, std::uint64_t>> versions;
};

struct StoreState {
    Journal journal;                       // all young entries; a reader has it as of its opening
    std::map<AuthorityId, LogState> logs;  // of a writer: those it has appended to
};

// The state with its lock, held as long as this is there.
template <class Lock, class State>
class Locked {
  public:
    Locked(std::shared_mutex& mutex, State& state) : lock_(mutex), state_(&state) {}
    State& operator*() const { return *state_; }

  private:
    Lock lock_;
    State* state_;
};

// The state, which nobody reaches without its lock. It must outlive every `Locked`.
class SharedState {
  public:
    using Reading = Locked<std::shared_lock<std::shared_mutex>, const StoreState>;
    using Writing = Locked<std::unique_lock<std::shared_mutex>, StoreState>;

    // Both wait for their turn. A thread that has one of them must not ask for another.
    Reading read() const { return {mutex_, state_}; }
    Writing write() { return {mutex_, state_}; }

  private:
    mutable std::shared_mutex mutex_;
    StoreState state_;
};

}  // namespace longstop::log
