// Measures folding in a process that stays: every log is read and grouped once, then questions are
// asked of what is in memory.
//
//   longstop-bench-fold --store DIR --as-of DAY [--rounds N] [--la CODE] [--law DIR] [--duty ID]
//                       [--copies N]
//
// Prints, one a line: what, seconds (the median of the rounds), and events a second; then the
// median of the clocks of one case, over cases drawn at random. With --law, under a folder of TOML
// files in place of the law built in; with --duty, that duty's breach list and nothing else; with
// --copies, every log laid out N times.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <chrono>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "engine/law/england.hpp"
#include "engine/law/narrow.hpp"
#include "projections/authorities.hpp"
#include "projections/breaches.hpp"

namespace {

using namespace longstop;
using Clock = std::chrono::steady_clock;

[[noreturn]] void stop(const std::string& why) {
    fmt::print(stderr, "error: {}\n", why);
    std::exit(2);
}

// A log in memory, ready to be folded.
struct Resident {
    std::shared_ptr<const log::LogColumns> columns;
    std::unique_ptr<projections::FoldableLog> log;
};

double seconds(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(int rounds, const std::function<void()>& work) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) times.push_back(seconds(work));
    std::sort(times.begin(), times.end());
    return times[times.size() / 2];
}

void tell(std::string_view what, double time, std::uint64_t events) {
    fmt::print("{:<58} {:9.2f} ms  {:8.2f} M events/s\n", what, time * 1e3,
               static_cast<double>(events) / time / 1e6);
}

// Calls f(log, worker) for each log, on two threads.
template <class F>
void each_log(const std::vector<Resident>& logs, F&& f) {
    std::atomic<std::size_t> next{0};
    const auto work = [&](unsigned worker) {
        for (auto i = next++; i < logs.size(); i = next++) f(*logs[i].log, worker);
    };
    std::thread other(work, 1U);
    work(0U);
    other.join();
}

struct Counts {
    std::vector<std::uint64_t> breaches;  // by row
    std::uint64_t clocks = 0;
    std::vector<std::int32_t> worst;  // days late, the thousand worst, as a heap
};

void keep_worst(std::vector<std::int32_t>& worst, std::int32_t days_late) {
    constexpr std::size_t wanted = 1000;
    if (worst.size() == wanted && days_late <= worst.front()) return;
    worst.push_back(days_late);
    std::push_heap(worst.begin(), worst.end(), std::greater<>{});
    if (worst.size() <= wanted) return;
    std::pop_heap(worst.begin(), worst.end(), std::greater<>{});
    worst.pop_back();
}

std::uint64_t count_everything(const std::vector<Resident>& logs, const law::CompiledLaw& law,
                               events::Day as_of) {
    std::vector<Counts> counts(2);
    for (auto& one : counts) one.breaches.assign(law.rows().size(), 0);
    const auto last = events::number_of(as_of);
    each_log(logs, [&](const projections::FoldableLog& log, unsigned worker) {
        auto& own = counts[worker];
        const projections::BreachFilter filter;
        projections::BreachCounts ignored;
        projections::fold_cases(
            log, law, as_of, 1, log.case_count() + 1,
            [&](std::uint32_t, std::span<const law::Fact>, std::span<const law::Clock> clocks) {
                for (const auto& clock : clocks) {
                    if (clock.started_on > last) continue;
                    ++own.clocks;
                    if (!projections::is_late_or_unsure(clock)) continue;
                    if (!projections::is_listed(clock, law, filter, ignored)) continue;
                    ++own.breaches[clock.row];
                    keep_worst(own.worst, clock.days_late);
                }
            });
    });
    return counts[0].clocks + counts[1].clocks;
}

std::uint64_t list_one(const std::vector<Resident>& logs, const law::CompiledLaw& law,
                       events::Day as_of, law::RowNo duty) {
    std::atomic<std::uint64_t> listed{0};
    projections::BreachFilter filter;
    filter.duty = duty;
    each_log(logs, [&](const projections::FoldableLog& log, unsigned) {
        listed += projections::breaches_of(log, law, as_of, filter).clocks.size();
    });
    return listed;
}

// The median time for the clocks of one case, in seconds.
double one_case(const std::vector<Resident>& logs, const law::CompiledLaw& law, events::Day as_of) {
    constexpr std::size_t draws = 4000;
    std::mt19937 random(7);
    std::deque<law::Evaluator> evaluators;  // an evaluator does not move
    for (const auto& one : logs) evaluators.emplace_back(law, one.log->vocabulary());
    std::uint64_t cases = 0;
    for (const auto& one : logs) cases += one.log->case_count();
    std::size_t clocks = 0;
    std::vector<double> times;
    while (times.size() < draws) {
        auto place = random() % cases;
        const auto* log = logs.data();
        for (; place >= log->log->case_count(); ++log) place -= log->log->case_count();
        const auto case_no = static_cast<std::uint32_t>(place) + 1;
        times.push_back(seconds([&] {
            auto& evaluator = evaluators[static_cast<std::size_t>(log - logs.data())];
            clocks += evaluator.run(log->log->of_case(case_no, as_of), as_of).size();
        }));
    }
    if (clocks == 0) stop("no clock in any case");
    std::sort(times.begin(), times.end());
    return times[draws / 2];
}

std::uint64_t events_in(const std::vector<Resident>& logs) {
    std::uint64_t events = 0;
    for (const auto& one : logs) events += one.columns->headers.size();
    return events;
}

void group(std::vector<Resident>& logs, const law::CompiledLaw& law) {
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto i = next++; i < logs.size(); i = next++) {
            logs[i].log =
                std::make_unique<projections::FoldableLog>(*logs[i].columns, law, std::nullopt);
        }
    };
    std::thread other(work);
    work();
    other.join();
}

std::vector<Resident> load(const log::Store& store, const std::string& la) {
    const auto heads = store.heads();
    if (!heads) stop(heads.error().found);
    std::vector<events::AuthorityId> las;
    for (const auto& head : *heads) {
        if (la.empty() || events::to_text(head.la) == la) las.push_back(head.la);
    }
    std::vector<Resident> logs(las.size());
    std::atomic<std::size_t> next{0};
    const auto work = [&] {
        for (auto i = next++; i < las.size(); i = next++) {
            auto columns = store.columns(las[i]);
            if (!columns) stop(columns.error().found);
            logs[i].columns = std::make_shared<log::LogColumns>(std::move(*columns));
        }
    };
    std::thread other(work);
    work();
    other.join();
    return logs;
}

// A larger nation: each log laid out several times, from the same columns.
void multiply(std::vector<Resident>& logs, int copies) {
    const auto once = logs.size();
    for (int copy = 1; copy < copies; ++copy) {
        for (std::size_t i = 0; i < once; ++i) logs.push_back({logs[i].columns, nullptr});
    }
}

std::vector<law::LawFile> law_files(const std::string& folder) {
    if (folder.empty()) return law::england();
    std::vector<law::LawFile> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".toml") continue;
        std::ifstream in{entry.path()};
        files.push_back(
            {entry.path().filename().string(), {std::istreambuf_iterator<char>{in}, {}}});
    }
    return files;
}

}  // namespace

int main(int count, char** values) {
    std::map<std::string, std::string> given{{"--rounds", "5"}};
    for (int i = 1; i + 1 < count; i += 2) given[values[i]] = values[i + 1];
    const auto as_of = events::parse_day(given["--as-of"]);
    if (!as_of || given["--store"].empty()) stop("--store DIR and --as-of DAY are needed");
    const int rounds = std::max(1, std::atoi(given["--rounds"].c_str()));
    const auto loaded = law::load_law(law_files(given["--law"]));
    if (!loaded) stop(loaded.error().found);
    const auto law = law::compile(*loaded);
    const auto duty = loaded->rows_of(given["--duty"]);
    if (!duty && !given["--duty"].empty()) stop("no such duty: " + given["--duty"]);
    const auto store = log::Store::open_for_reading(given["--store"]);
    if (!store) stop(store.error().found);
    std::vector<Resident> logs;
    const auto loading = seconds([&] { logs = load(*store, given["--la"]); });
    tell("columns read and decoded", loading, events_in(logs));
    multiply(logs, std::max(1, std::atoi(given["--copies"].c_str())));
    const auto events = events_in(logs);
    tell("grouped by case, put in order", median(rounds, [&] { group(logs, law); }), events);
    if (duty) {
        const auto alone = law::narrowed(law, duty);
        std::uint64_t listed = 0;
        tell("breach list of " + given["--duty"],
             median(rounds, [&] { listed = list_one(logs, alone, *as_of, *duty); }), events);
        fmt::print("{} events, {} breaches listed\n", events, listed);
        return 0;
    }
    std::uint64_t clocks = 0;
    tell("every duty: clocks run, breaches counted, 1,000 worst",
         median(rounds, [&] { clocks = count_everything(logs, law, *as_of); }), events);
    fmt::print("{:<58} {:9.2f} us\n", "one case's clocks, p50 of 4,000 at random",
               one_case(logs, law, *as_of) * 1e6);
    fmt::print("{} events, {} clocks\n", events, clocks);
    return 0;
}
