// Appends in flight without a thread each.
#include "engine/log/async_append.hpp"

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <deque>
#include <thread>

#include "tests/log/simulated_disk.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;
using log::async_append;
using log::Outcomes;
using log::Position;

namespace {

// Facts that stay where they are while appends of them are in flight.
class Fleet {
  public:
    std::vector<log::Batch> next(AuthorityId la) {
        const auto& facts = facts_.emplace_back(some_facts(la.code * 1000U + facts_.size(), 1));
        return {{la, facts.all()}};
    }

  private:
    std::deque<Facts> facts_;
};

}  // namespace

TEST_CASE("appends in flight are committed in the order they are submitted, without gaps",
          "[threads]") {
    Folder folder;
    Fleet fleet;
    std::vector<Position> surreys;
    std::vector<Position> birminghams;
    {
        auto store = opened(folder / "store");
        for (int i = 0; i < 500; ++i) {
            const auto la = i % 3 == 0 ? birmingham : surrey;
            auto& positions = i % 3 == 0 ? birminghams : surreys;
            store.submit(fleet.next(la), {}, [&positions](Result<Outcomes> answer) {
                positions.push_back(answer ? answer->front().front().position : 0);
            });
        }
    }  // closing answers all
    for (const auto& positions : {surreys, birminghams}) {
        for (std::size_t i = 0; i < positions.size(); ++i) REQUIRE(positions[i] == i + 1);
    }
    CHECK(surreys.size() + birminghams.size() == 500);
    CHECK(told(findings(folder / "store")).empty());
}

TEST_CASE("blocking appends and those in flight share the log", "[threads]") {
    Folder folder;
    auto store = std::optional{opened(folder / "store")};
    std::atomic<int> answered = 0;
    Fleet fleet;
    std::vector<std::thread> threads;
    for (std::uint64_t t = 0; t < 3; ++t) {
        threads.emplace_back([&store, t] {
            for (std::uint64_t i = 0; i < 60; ++i) {
                (void)store->append(surrey, some_facts(900'000 + t * 1000 + i, 1).all(), {});
            }
        });
    }
    for (int i = 0; i < 200; ++i) {
        store->submit(fleet.next(surrey), {}, [&answered](const Result<Outcomes>& answer) {
            if (answer) ++answered;
        });
    }
    for (auto& thread : threads) thread.join();
    store.reset();
    CHECK(answered == 200);
    CHECK(Store::open_for_reading(folder / "store").value().heads().value()[0].entries == 380);
}

TEST_CASE("a failing disk answers all in flight with the error, and what was answered is there",
          "[threads]") {
    for (std::uint64_t after = 0; after < 12; ++after) {
        INFO("after " << after << " syncs");
        std::mt19937 dice(static_cast<unsigned>(after));
        SimulatedDisk disk;
        Fleet fleet;
        int well = 0;
        int failed = 0;
        {
            auto store = Store::open_for_writing("/s", fixed_clock(), true, disk.disk()).value();
            disk.plan({after, Act::sync, Fault::What::power_loss});
            for (int i = 0; i < 300; ++i) {
                store.submit(fleet.next(surrey), {}, [&](const Result<Outcomes>& answer) {
                    // Nothing is answered well after something failed.
                    if (answer && failed == 0) ++well;
                    if (!answer) ++failed;
                });
            }
        }
        CHECK(well + failed == 300);
        const SimulatedDisk later(disk.platter().after_power_loss(dice));
        const auto reader = Store::open_for_reading("/s", later.disk());
        if (well == 0) continue;
        REQUIRE(reader.has_value());
        CHECK(reader->heads().value()[0].entries >= static_cast<std::uint64_t>(well));
        CHECK(told(reader->verify({}).value()).empty());
    }
}

namespace {

boost::asio::awaitable<void> append_ten(Store& store, Fleet& fleet, std::vector<Position>& seen) {
    for (int i = 0; i < 10; ++i) {
        auto batches = fleet.next(surrey);
        const auto answer =
            co_await async_append(store, std::move(batches), {}, boost::asio::use_awaitable);
        seen.push_back(answer.value().front().front().position);
    }
}

}  // namespace

TEST_CASE("coroutines of one thread append; a future does, too", "[threads]") {
    Folder folder;
    auto store = opened(folder / "store");
    Fleet fleet;
    boost::asio::io_context context;
    std::vector<Position> seen;
    for (int i = 0; i < 20; ++i) {
        boost::asio::co_spawn(context, append_ten(store, fleet, seen), boost::asio::detached);
    }
    context.run();
    std::sort(seen.begin(), seen.end());
    REQUIRE(seen.size() == 200);
    for (std::size_t i = 0; i < seen.size(); ++i) CHECK(seen[i] == i + 1);
    auto future = async_append(store, fleet.next(birmingham), {}, boost::asio::use_future);
    CHECK(future.get().value().front().front().position == 1);
}
