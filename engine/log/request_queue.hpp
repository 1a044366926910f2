// Appends that wait for the committer.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::log {

// An append that waits for its answer: the thread that brought it does, or `completion` is called.
// The batches are the caller's, who waits, or `own_batches`.
//
// With the queue locked, any thread may look at it. From when it is taken off the queue until
// `done` is set (or `completion` is called) it is the group-commit leader's alone; then it belongs
// to the thread that waits for it, and may be gone.
struct Request {
    std::span<const Batch> batches;
    AppendOptions options;
    std::size_t events() const;

    std::optional<Result<Outcomes>> answer;
    bool failed = false;  // nothing is written any more; the BatchWriter says why
    bool done = false;
    bool is_leader = false;  // its thread commits the next group
    std::condition_variable wake;

    std::vector<Batch> own_batches;
    Store::Completion completion;
    Request* next = nullptr;
};

// Requests in the order they came, chained by themselves, so that queueing needs no memory. They
// must stay where they are until they are taken. It has no lock of its own.
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

}  // namespace longstop::log
