// Measures durable appends: N in flight, each a coroutine of one thread that waits for its answer
// before it appends again; writers with a thread each; and beside them what the disk itself can do
// (fdatasync of a growing file, and over zeros).
//
//   longstop-bench-append --dir DIR [--seconds S] [--authorities N] [--in-flight N]
//
// Prints, for each number of writers: appends a second and the 50th, 99th and 99.9th percentile of
// the time until the answer. With --in-flight only that number is measured.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <vector>

#include "engine/log/async_append.hpp"

namespace {

#ifdef LONGSTOP_JEMALLOC
constexpr auto allocator = "jemalloc";
#else
constexpr auto allocator = "of the C library";
#endif

using namespace longstop;
using Clock = std::chrono::steady_clock;
namespace fs = std::filesystem;

struct Measured {
    double seconds = 0;
    std::vector<double> micros;  // until each answer
};

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr, "error: {}\n", why);
    std::exit(2);
}

void tell(const std::string& what, Measured measured) {
    auto& times = measured.micros;
    std::sort(times.begin(), times.end());
    const auto at = [&](double share) {
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))];
    };
    fmt::print("{:<34} {:>9.0f}/s   p50 {:>7.0f} us  p99 {:>7.0f} us  p99.9 {:>7.0f} us\n", what,
               static_cast<double>(times.size()) / measured.seconds, at(0.5), at(0.99), at(0.999));
}

// Calls work(writer, n) from each of `writers` threads, again and again until the time is over.
template <class F>
Measured measure(unsigned writers, double seconds, F&& work) {
    std::vector<std::vector<double>> micros(writers);
    const auto start = Clock::now();
    const auto end = start + std::chrono::duration<double>(seconds);
    std::vector<std::thread> threads;
    for (unsigned writer = 0; writer < writers; ++writer) {
        threads.emplace_back([&, writer] {
            for (std::uint64_t n = 0; Clock::now() < end; ++n) {
                const auto before = Clock::now();
                work(writer, n);
                micros[writer].push_back(
                    std::chrono::duration<double, std::micro>(Clock::now() - before).count());
            }
        });
    }
    for (auto& thread : threads) thread.join();
    Measured measured;
    measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    for (const auto& one : micros) {
        measured.micros.insert(measured.micros.end(), one.begin(), one.end());
    }
    return measured;
}

Measured raw_disk(const fs::path& folder, double seconds, bool over_zeros) {
    const auto name = (folder / "raw").string();
    const int file = ::open(name.c_str(), O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
    if (file < 0) stop("cannot write " + name);
    const std::string zeros(64U << 20U, '\0');
    if (over_zeros && (::write(file, zeros.data(), zeros.size()) < 0 || ::fsync(file) != 0 ||
                       ::lseek(file, 0, SEEK_SET) != 0)) {
        stop("cannot write " + name);
    }
    const std::string bytes(150, 'x');
    auto measured = measure(1, seconds, [&](unsigned, std::uint64_t) {
        if (::write(file, bytes.data(), bytes.size()) < 0 || ::fdatasync(file) != 0) {
            stop("cannot write " + name);
        }
    });
    ::close(file);
    fs::remove(name);
    return measured;
}

log::Store fresh_store(const fs::path& folder) {
    fs::remove_all(folder);
    const auto now = [] {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    };
    auto store = log::Store::open_for_writing(folder, now);
    if (!store) stop(store.error().found);
    return std::move(*store);
}

// One event, with the texts it views.
struct Sample {
    std::string id;
    std::string reference;
    events::Event event;

    Sample(unsigned writer, std::uint64_t n)
        : id(fmt::format("{}-{}", writer, n)), reference(fmt::format("E{}", n % 1000)) {
        event.type = events::find_type("request-received")->no;
        event.date = events::day_of(20000 + static_cast<std::int32_t>(n % 1000));
        event.case_reference = reference;
        event.id = id;
        event.source = "bench";
        event.actor = "officer-9";
    }
    Sample(const Sample&) = delete;
    Sample& operator=(const Sample&) = delete;
    log::Batch batch(unsigned writer, unsigned authorities) const {
        const events::AuthorityId la{static_cast<std::uint16_t>(900 + writer % authorities)};
        return {la, std::span{&event, 1}};
    }
};

Measured blocking(const fs::path& folder, unsigned writers, unsigned authorities, double seconds) {
    auto store = fresh_store(folder);
    return measure(writers, seconds, [&](unsigned writer, std::uint64_t n) {
        const Sample sample(writer, n);
        const auto batch = sample.batch(writer, authorities);
        const auto outcomes = store.append(std::span{&batch, 1}, {});
        if (!outcomes) stop(outcomes.error().found);
    });
}

using Micros = std::vector<double>;

boost::asio::awaitable<void> append_until(Clock::time_point end, log::Store& store, unsigned writer,
                                          unsigned authorities, Micros& micros) {
    for (std::uint64_t n = 0; Clock::now() < end; ++n) {
        const auto before = Clock::now();
        const Sample sample(writer, n);
        std::vector<log::Batch> batches(1, sample.batch(writer, authorities));
        const auto outcomes =
            co_await log::async_append(store, std::move(batches), {}, boost::asio::use_awaitable);
        if (!outcomes) stop(outcomes.error().found);
        micros.push_back(std::chrono::duration<double, std::micro>(Clock::now() - before).count());
    }
}

Measured in_flight(const fs::path& folder, unsigned writers, unsigned authorities, double seconds) {
    auto store = fresh_store(folder);
    boost::asio::io_context context(1);
    Measured measured;
    const auto start = Clock::now();
    const auto end =
        start + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
    for (unsigned writer = 0; writer < writers; ++writer) {
        boost::asio::co_spawn(context,
                              append_until(end, store, writer, authorities, measured.micros),
                              boost::asio::detached);
    }
    context.run();
    measured.seconds = std::chrono::duration<double>(Clock::now() - start).count();
    return measured;
}

}  // namespace

int main(int count, char** values) {
    std::map<std::string, std::string> given{{"--seconds", "3"}, {"--authorities", "16"}};
    for (int i = 1; i + 1 < count; i += 2) given[values[i]] = values[i + 1];
    if (given["--dir"].empty()) stop("--dir DIR is needed");
    const fs::path folder = given["--dir"];
    fs::create_directories(folder);
    const double seconds = std::atof(given["--seconds"].c_str());
    const auto authorities =
        static_cast<unsigned>(std::clamp(std::atoi(given["--authorities"].c_str()), 1, 99));
    const auto run_in_flight = [&](unsigned writers) {
        tell(fmt::format("append, in flight: {}", writers),
             in_flight(folder / "store", writers, authorities, seconds));
        fs::remove_all(folder / "store");
    };
    fmt::print("allocator: {}\n", allocator);
    if (const auto only = std::atoi(given["--in-flight"].c_str()); only > 0) {
        run_in_flight(static_cast<unsigned>(only));
        return 0;
    }
    tell("fdatasync of a growing file", raw_disk(folder, seconds, false));
    tell("fdatasync over zeros", raw_disk(folder, seconds, true));
    for (const unsigned writers : {1U, 16U}) {
        tell(fmt::format("append, threads: {}", writers),
             blocking(folder / "store", writers, authorities, seconds));
    }
    for (const unsigned writers : {1U, 16U, 64U, 256U}) run_in_flight(writers);
    return 0;
}
