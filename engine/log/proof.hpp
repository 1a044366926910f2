// Holds an opened store against its checkpoint and its own heads.
#pragma once

#include <cstdint>
#include <optional>

#include "engine/log/database.hpp"
#include "engine/log/format/checkpoint.hpp"
#include "engine/log/reader.hpp"

namespace longstop::log {

// Changes nothing and owns nothing: the database and the state must outlive it. For the thread that
// opens the store.
class Proof {
  public:
    Proof(const Database& database, const StoreState& state)
        : database_(database), reader_(database, state) {}

    // A checkpoint says how far every log had come, and its root then. A database that knows less
    // has lost entries, whatever RocksDB says of itself; one that has another root there is another
    // store's, and so is one that knows more though nobody has written since.
    Result<void> check_heads(const Checkpoint& checkpoint) const;
    // The records of every log end where its head says.
    Result<void> check_records() const;
    // Whether columns, index and dictionary do so, too. What is lacking can be rebuilt.
    bool derived_reach_heads() const;

  private:
    Result<void> check_root(const CheckpointHead& then, const Checkpoint& checkpoint) const;
    // Nothing where it would cost too much.
    Result<std::optional<Digest>> root_at(AuthorityId la, std::uint64_t entries,
                                          const Checkpoint& checkpoint) const;
    bool has_texts(AuthorityId la, const Head& head) const;
    Error came_elsewhere(AuthorityId la, std::uint64_t entries, std::uint64_t then) const;

    const Database& database_;
    const Reader reader_;
};

}  // namespace longstop::log
