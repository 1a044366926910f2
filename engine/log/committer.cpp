#include "engine/log/committer.hpp"

#include <memory>
#include <utility>

#include "events/invariant.hpp"

namespace longstop::log {
namespace {

using events::invariant;

constexpr std::size_t most_events_in_a_group = 1U << 16U;

}  // namespace

Result<Outcomes> Committer::append(std::span<const Batch> batches, const AppendOptions& options) {
    Request own;
    own.batches = batches;
    own.options = options;
    Lock lock(mutex_);
    queue_.push(own);
    if (somebody_leads_) own.wake.wait(lock, [&] { return own.done || own.is_leader; });
    if (!own.done) commit_as_leader(lock);
    if (own.failed) return writer_.failure();
    return std::move(*own.answer);
}

void Committer::submit(std::vector<Batch> batches, const AppendOptions& options,
                       Store::Completion completion) {
    auto request = std::make_unique<Request>();
    request->own_batches = std::move(batches);
    request->batches = request->own_batches;
    request->options = options;
    request->completion = std::move(completion);
    const Lock lock(mutex_);
    if (!thread_.joinable()) thread_ = std::thread([this] { lead_for_the_submitted(); });
    queue_.push(*request.release());  // complete() takes it back
    if (!somebody_leads_) choose_next_leader();
}

// Commits what waits, and answers it. Nothing here takes memory before everybody is answered.
void Committer::commit_as_leader(Lock& lock) {
    somebody_leads_ = true;
    auto* group = queue_.take(most_events_in_a_group);
    lock.unlock();
    commit(group);
    lock.lock();
    RequestQueue submitted;
    for (auto* request = group; request != nullptr;) {
        auto* const next = std::exchange(request->next, nullptr);
        if (request->completion) {
            submitted.push(*request);
            ++completing_;
        } else {
            request->done = true;  // from here on it is its thread's, and may be gone
            request->wake.notify_one();
        }
        request = next;
    }
    choose_next_leader();
    if (!submitted.empty()) complete(lock, submitted);
}

void Committer::complete(Lock& lock, RequestQueue& submitted) {
    lock.unlock();
    std::size_t completed = 0;
    while (!submitted.empty()) {
        const std::unique_ptr<Request> request{submitted.take(0)};
        request->completion(request->failed ? Result<Outcomes>{writer_.failure()}
                                            : std::move(*request->answer));
        ++completed;
    }
    lock.lock();
    invariant(completed <= completing_, "no more appends are completed than were submitted");
    completing_ -= completed;
    wake_.notify_all();
}

void Committer::choose_next_leader() {
    somebody_leads_ = !queue_.empty();
    if (!somebody_leads_) {
        wake_.notify_all();  // whoever finishes waits for this
        return;
    }
    auto& next = queue_.front();
    if (next.completion) {
        thread_leads_ = true;
        wake_.notify_all();
    } else {
        next.is_leader = true;
        next.wake.notify_one();
    }
}

void Committer::lead_for_the_submitted() {
    Lock lock(mutex_);
    while (true) {
        wake_.wait(lock, [this] { return thread_leads_ || finishing_; });
        if (!thread_leads_) return;
        thread_leads_ = false;
        commit_as_leader(lock);
    }
}

void Committer::finish() {
    Lock lock(mutex_);
    wake_.wait(lock, [this] { return queue_.empty() && !somebody_leads_ && completing_ == 0; });
    finishing_ = true;
    wake_.notify_all();
    lock.unlock();
    if (thread_.joinable()) thread_.join();
}

void Committer::commit(Request* group) {
    const auto state = state_.write();
    (void)writer_.guarded([&]() -> Result<void> {
        stage_and_write(group, *state);
        return {};
    });
    if (!writer_.has_failed()) return;
    for (auto* request = group; request != nullptr; request = request->next) {
        request->failed = true;
    }
}

void Committer::stage_and_write(Request* group, StoreState& state) {
    GroupCommit commit(writer_, state, now_, block_);
    for (auto* request = group; request != nullptr; request = request->next) {
        request->answer = commit.stage(*request);
        if (commit.store_trouble()) {
            writer_.fail(*commit.store_trouble());
            return;
        }
    }
    if (const auto written = commit.write(); !written) writer_.fail(written.error());
}

}  // namespace longstop::log
