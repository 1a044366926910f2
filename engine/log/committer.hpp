// Group commit. Waiting appends form a queue; the first of them becomes the leader, stages the
// whole queue, writes one value, syncs once, and answers all: two cores cannot carry a sync for
// each of many writers (decision 3). A thread that waits for its own append leads by itself, since
// handing it over costs two changes of threads; what is submitted has a thread of the committer's
// (decision 26).
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "engine/log/batch_writer.hpp"
#include "engine/log/group_commit.hpp"
#include "engine/log/log_state.hpp"
#include "engine/log/request_queue.hpp"

namespace longstop::log {

// It owns the queue with its lock, and the thread for what is submitted, which begins with the
// first of it. Any thread may append and submit. Writer and state must outlive it.
//
// At each moment one thread leads at most. It takes a group off the queue with the queue locked,
// and commits it with the state locked for writing; it holds one of the two locks at a time.
class Committer {
  public:
    Committer(BatchWriter& writer, SharedState& state, GroupCommit::Clock now)
        : writer_(writer), state_(state), now_(std::move(now)) {}
    Committer(const Committer&) = delete;
    Committer& operator=(const Committer&) = delete;
    ~Committer() { finish(); }

    Result<Outcomes> append(std::span<const Batch> batches, const AppendOptions& options);
    void submit(std::vector<Batch> batches, const AppendOptions& options,
                Store::Completion completion);
    // Waits until every append is answered, and ends the thread. Nobody may append any more.
    void finish();

  private:
    // Those that take the lock are called with the queue locked, and return so.
    using Lock = std::unique_lock<std::mutex>;
    void commit_as_leader(Lock& lock);
    void complete(Lock& lock, RequestQueue& submitted);
    void choose_next_leader();
    void lead_for_the_submitted();

    // Without the queue's lock. Every request of the group gets its answer, or is marked as failed.
    void commit(Request* group);
    void stage_and_write(Request* group, StoreState& state);

    BatchWriter& writer_;
    SharedState& state_;
    const GroupCommit::Clock now_;

    std::mutex mutex_;  // of what follows
    RequestQueue queue_;
    bool somebody_leads_ = false;
    std::thread thread_;
    std::condition_variable wake_;  // of `thread_`, and of who waits in finish()
    bool thread_leads_ = false;
    bool finishing_ = false;
    std::size_t completing_ = 0;  // submitted appends whose completions are being called

    RecordBlock block_;  // with the state locked for writing
};

}  // namespace longstop::log
