// Appending in the terms of Asio: with a callback, a future, a coroutine, or any other completion
// token. In a header of its own, so that only who uses Asio pays for compiling it.
//
//   auto outcomes = co_await async_append(store, std::move(batches), {}, use_awaitable);
//
// The handler is posted to its associated executor. What the batches view must stay until then; in
// a coroutine its locals do.
#pragma once

#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/execution/outstanding_work.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <memory>
#include <utility>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::log {

template <class Token>
auto async_append(Store& store, std::vector<Batch> batches, const AppendOptions& options,
                  Token&& token) {
    const auto start = [&store](auto handler, std::vector<Batch> what, const AppendOptions& how) {
        namespace asio = boost::asio;
        // Until it is answered there is work to do, so its executor's context does not run dry.
        auto executor = asio::prefer(asio::get_associated_executor(handler),
                                     asio::execution::outstanding_work.tracked);
        const auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        store.submit(std::move(what), how, [shared, executor](Result<Outcomes> answer) {
            asio::post(executor, [shared, answer = std::move(answer)]() mutable {
                std::move (*shared)(std::move(answer));
            });
        });
    };
    return boost::asio::async_initiate<Token, void(Result<Outcomes>)>(start, token,
                                                                      std::move(batches), options);
}

}  // namespace longstop::log
