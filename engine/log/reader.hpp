// Reads whole logs: their sealed blocks and, behind them, their tails in the journal. Whatever is
// missing between 1 and the head of a log is an error, never a shorter answer.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/log_state.hpp"
#include "engine/log/sealed_logs.hpp"

namespace longstop::log {

// The block of records read last: those who ask for single entries ask for neighbours.
struct RecordBlock {
    AuthorityId la;
    Position first = 1;
    Position last = 0;  // before `first`: none has been read
    std::string bytes;
    std::vector<std::string_view> records;  // of `bytes`: filled in place, never copied with them
};

// The logs as of one moment. It owns nothing: the database and the state must outlive it, and it
// must be gone before the lock of the state is let go of. Any thread that holds that lock, for
// reading or for writing, may make one.
class Reader {
  public:
    Reader(const Database& database, const StoreState& state) : sealed_(database), state_(state) {}

    const SealedLogs& sealed() const { return sealed_; }
    // What the writer keeps of a log; null where it has not appended to it.
    const LogState* kept(AuthorityId la) const;

    Result<std::vector<LogHead>> heads() const;
    Result<LogColumns> columns(AuthorityId la) const;
    // With the bytes of the record.
    using RecordFunction = std::function<bool(const Entry&, std::string_view)>;
    Result<void> each_record(AuthorityId la, Position first, Position last,
                             const RecordFunction& f) const;
    Result<void> each_entry_at(AuthorityId la, std::span<const Position> positions,
                               const Store::EntryFunction& f) const;
    // The bytes of an entry's record, valid until `block` is read into again or the state changes.
    Result<std::string_view> record_at(AuthorityId la, Position position, RecordBlock& block) const;
    // A log as its writer would keep it, from the store.
    Result<LogState> load(AuthorityId la) const;

  private:
    Result<void> each_young_record(AuthorityId la, Position first, Position last,
                                   const RecordFunction& f) const;
    Result<void> read_block(AuthorityId la, Position position, RecordBlock& block) const;
    Result<Entry> entry_of(AuthorityId la, Position position, std::string_view record) const;
    Result<Entry> young_entry(AuthorityId la, std::string_view record) const;
    Result<void> add_tail(const Tail& tail, Head& head, AuthorityId la) const;
    Result<void> add_tail(const Tail& tail, LogColumns& log) const;
    Result<void> add_tail(const Tail& tail, LogState& log, AuthorityId la) const;
    Result<void> load_sealed(AuthorityId la, LogState& log) const;
    Error damaged(std::string found) const { return sealed_.damaged(std::move(found)); }

    SealedLogs sealed_;
    const StoreState& state_;
};

}  // namespace longstop::log
