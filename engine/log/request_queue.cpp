#include "engine/log/request_queue.hpp"

#include <utility>

#include "events/invariant.hpp"

namespace longstop::log {

using events::invariant;

std::size_t Request::events() const {
    std::size_t count = 0;
    for (const auto& batch : batches) count += batch.events.size();
    return count;
}

void RequestQueue::push(Request& request) {
    invariant(request.next == nullptr, "a request waits in one queue");
    (last_ == nullptr ? first_ : last_->next) = &request;
    last_ = &request;
}

Request* RequestQueue::take(std::size_t most_events) {
    invariant(!empty(), "requests are taken from a queue that has some");
    auto* const front = first_;
    auto* last = first_;
    auto events = last->events();
    while (last->next != nullptr && events < most_events) {
        last = last->next;
        events += last->events();
    }
    first_ = std::exchange(last->next, nullptr);
    if (first_ == nullptr) last_ = nullptr;
    return front;
}

}  // namespace longstop::log
