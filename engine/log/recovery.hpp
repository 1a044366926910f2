// Opens a store: proves its files before RocksDB reads them, proves what RocksDB has read, and
// makes what a killed writer has left last.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/log/batch_writer.hpp"
#include "engine/log/format/checkpoint.hpp"
#include "engine/log/log_state.hpp"
#include "engine/log/proof.hpp"

namespace longstop::log {

// It owns nothing: what it is given must outlive it. For the one thread that opens the store,
// before anybody else has it; it holds the state's lock for writing. One of the two is called,
// once; after an error the store must not be used.
class Recovery {
  public:
    Recovery(BatchWriter& writer, StoreState& state)
        : writer_(writer),
          database_(writer.database()),
          folder_(writer.folder()),
          state_(state),
          proof_(database_, state) {}

    // With `upgrade`, a store of an older format becomes one of this program's.
    Result<void> open_for_writing(bool create, bool upgrade);
    Result<void> open_for_reading();

  private:
    Result<void> check_files(bool exists, bool create) const;
    Result<void> check_newest_wal(std::uint64_t in_use) const;
    Result<void> check_format(bool upgrade);
    Result<void> check_store_without_format();
    Error older_format(const std::string& version) const;
    Result<void> become_current_format();
    Result<void> write_format();
    Result<void> await_whole_view(const std::optional<std::string>& long_at_rest);
    // The journal follows the heads, and both have come as far as the checkpoint says.
    Result<void> check_tails(const Checkpoint& checkpoint);
    // The same, and the records end there.
    Result<void> check_logs(const Checkpoint& checkpoint);
    Result<void> load_journal();
    Result<void> load_last_sealed();
    Result<void> load_commits();
    Result<void> check_tail_begins(AuthorityId la, const Tail& tail) const;
    Result<void> secure_tail();
    Result<void> write_checkpoint();

    BatchWriter& writer_;
    Database& database_;
    const StoreFolder& folder_;
    StoreState& state_;
    const Proof proof_;
};

}  // namespace longstop::log
