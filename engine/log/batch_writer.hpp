// The way to the disk of whatever changes an open store. A failure is final: what the disk holds
// then is not known, so nothing is written over it (decisions 35 and 36).
#pragma once

#include <exception>
#include <new>
#include <optional>
#include <utility>

#include "engine/log/database.hpp"
#include "engine/log/rocks/writes.hpp"
#include "engine/log/store.hpp"

namespace longstop::log {

// It owns the failure; the database must outlive it. All of it is for the thread that holds the
// store's state for writing. Once there is a failure it never changes, so whoever was told that
// there is one may read it without that lock.
class BatchWriter {
  public:
    explicit BatchWriter(Database& database);

    Database& database() { return database_; }
    const StoreFolder& folder() const { return database_.folder(); }

    // Until the store is proven nothing may be written, not even at closing.
    void store_is_proven() { proven_ = true; }
    bool may_write() const { return proven_ && !failure_; }

    // Each batch is synced before the next is begun.
    Result<void> write_synced(Writes& writes);

    // Calls what changes the store, unless writing has failed. What it throws, as where memory runs
    // out, ends all writing: the state in memory may be half changed.
    template <class F>
    Result<void> guarded(F&& change) noexcept;

    // Ends all writing. The first failure stays.
    const Error& fail(const Error& error);
    bool has_failed() const { return failure_.has_value(); }
    // With its code alone where there is no memory for its sentences. There must be one.
    Error failure() const noexcept;

  private:
    Error thrown_while_writing(const std::exception& thrown) const;

    Database& database_;
    bool proven_ = false;
    std::optional<Error> failure_;
    std::optional<Error> no_memory_;  // made while there is some
};

template <class F>
Result<void> BatchWriter::guarded(F&& change) noexcept {
    try {
        if (!failure_) return change();
    } catch (const std::bad_alloc&) {
        if (!failure_) failure_ = std::move(no_memory_);
    } catch (const std::exception& thrown) {
        try {
            if (!failure_) failure_ = thrown_while_writing(thrown);
        } catch (const std::bad_alloc&) {
            failure_ = std::move(no_memory_);
        }
    }
    return failure();
}

}  // namespace longstop::log
