// One group commit, from the requests to the disk. A small group becomes a commit of the journal; a
// large one, such as a chunk of an import, goes into blocks at once.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <vector>

#include "engine/log/batch_writer.hpp"
#include "engine/log/format/bytes.hpp"
#include "engine/log/log_state.hpp"
#include "engine/log/reader.hpp"
#include "engine/log/request_queue.hpp"
#include "engine/log/sealer.hpp"

namespace longstop::log {

// Stages each request of the group in turn, which changes the state in memory, and writes all.
//
// It owns what is staged. Writer, state, clock and block must outlive it, and it must be gone
// before the lock of the state is let go of. For the thread that holds that lock for writing, as
// the leader of the group.
class GroupCommit {
  public:
    using Clock = std::function<Instant()>;
    // `block`: the leaders' common one, so that neighbours need not be read again.
    GroupCommit(BatchWriter& writer, StoreState& state, const Clock& now, RecordBlock& block)
        : writer_(writer),
          state_(state),
          now_(now),
          block_(block),
          sealer_(writer, state),
          reader_(writer.database(), state) {}

    // The answer to the request, once the group is written. An error that is a store_trouble(),
    // too, ends the group.
    Result<Outcomes> stage(const Request& request);
    const std::optional<Error>& store_trouble() const { return store_trouble_; }

    Result<void> write();

  private:
    // What the group adds to one log.
    struct Staged {
        LogState* log = nullptr;
        Position before = 0;  // the entries the log had
        Pack records;
        std::vector<Target> targets;
        bool is_whole() const;  // the log has grown by these records and no others
    };
    // An event as it is handed in, and where it goes.
    struct Arrival {
        AuthorityId la;
        const Event& event;
        std::int64_t now;  // what the log's own clock says
        bool trust_recorded_at;
        bool must_meet;  // AppendOptions::retractions_must_meet
    };

    Result<void> make_ready(const Batch& batch);
    Result<void> check_version(const Request& request);
    Result<void> count_versions(AuthorityId la, LogState& log);

    Result<std::vector<Outcome>> stage(const Batch& batch, const AppendOptions& options);
    Result<Outcome> stage(const Arrival& arrival, Staged& staged);
    Result<Outcome> add(const Arrival& arrival, IdHash hash, Staged& staged);
    Result<Header> number(AuthorityId la, const Entry& entry, Staged& staged);
    // Of a retraction: the entry of the same case that it takes out; 0 where there is none.
    Result<Position> target_of(AuthorityId la, const Event& retraction, const Staged& staged);
    Result<Outcome> compare(const Arrival& arrival, Position first, const Staged& staged);
    Result<Position> find(AuthorityId la, std::string_view source, std::string_view id, IdHash hash,
                          const Staged& staged);
    // An entry staged in this group or in the store.
    Result<Entry> entry_at(AuthorityId la, Position position, const Staged& staged);

    Result<void> write_to_journal(std::size_t bytes);
    Result<void> write_blocks(const Sealer::StagedRecords& records);

    template <class T>
    Error trouble(const Result<T>& result) {
        store_trouble_ = result.error();
        return result.error();
    }

    BatchWriter& writer_;
    StoreState& state_;
    const Clock& now_;
    RecordBlock& block_;
    Sealer sealer_;
    Reader reader_;
    std::map<AuthorityId, Staged> staged_;
    std::optional<Error> store_trouble_;
};

}  // namespace longstop::log
