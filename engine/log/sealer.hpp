// Sealing: what the journal holds becomes blocks of records, columns and index, log by log, in one
// batch that also takes it out of the journal. A crash leaves the journal or the blocks, never both
// and never neither.
#pragma once

#include <map>

#include "engine/log/batch_writer.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/log_state.hpp"

namespace longstop::log {

// It owns nothing: writer and state must outlive it, and it must be gone before the lock of the
// state is let go of. For the thread that holds that lock for writing.
class Sealer {
  public:
    Sealer(BatchWriter& writer, StoreState& state)
        : writer_(writer), database_(writer.database()), state_(state) {}

    // A log as its writer keeps it, loaded when it is first asked for. Good until the store is
    // rebuilt.
    Result<LogState*> log(AuthorityId la);

    // Everything in the journal, and what is staged behind it, as blocks. The caller writes the
    // batch, and then clears the journal.
    using StagedRecords = std::map<AuthorityId, const Pack*>;
    Result<void> put_blocks(Writes& writes, const StagedRecords& staged);
    // Seals the journal.
    Result<void> seal();
    // The same, and moves what waits in the write-ahead log into sorted files.
    Result<void> flush();
    // Leaves the store as the next opening likes it best, unless writing has failed.
    void close();

  private:
    Result<void> put_log(Writes& writes, AuthorityId la, LogState& log, const Pack* staged);
    Result<void> clear_journal(Writes& writes);
    Result<void> compact_crowded();
    Result<void> write_checkpoint(bool cleanly = false);

    BatchWriter& writer_;
    Database& database_;
    StoreState& state_;
};

}  // namespace longstop::log
