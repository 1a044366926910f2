// One answer for each of many logs, made on two threads: each takes the next log until none is
// left. Memory holds the columns of two logs at a time, and the answers.
#pragma once

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include "projections/fold.hpp"

namespace longstop::projections {

constexpr unsigned fold_threads = 2;

// Of a log that is answered for, only the texts are kept. (`headers = {}` would keep the memory.)
inline void drop_headers(log::LogColumns& log) { std::vector<log::Header>{}.swap(log.headers); }

// `f(LogColumns&) -> Result<T>`; the answers in the order of `las`, or the first error.
template <class T, class F>
Result<std::vector<T>> for_each_authority(const log::Store& store,
                                          const std::vector<AuthorityId>& las, F&& f) {
    std::vector<T> answers(las.size());
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    Result<void> outcome;
    const auto fail = [&](const events::Error& error) {
        const std::lock_guard lock(mutex);
        if (outcome) outcome = error;  // the first stays
        next = las.size();
    };
    const auto work = [&] {
        for (auto i = next++; i < las.size(); i = next++) {
            auto log = store.columns(las[i]);
            if (!log) return fail(log.error());
            auto answer = f(*log);
            if (!answer) return fail(answer.error());
            answers[i] = std::move(*answer);
        }
    };
    const auto helpers = std::min<std::size_t>(fold_threads, las.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 1; i < helpers; ++i) threads.emplace_back(work);
    work();
    for (auto& thread : threads) thread.join();
    if (!outcome) return outcome.error();
    return answers;
}

}  // namespace longstop::projections
