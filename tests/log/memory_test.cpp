// Memory that runs out while entries are appended: everybody is answered, and nothing that was
// acknowledged is missing.
#include <sys/resource.h>

#include <new>
#include <thread>

#include "tests/log/store_support.hpp"
#include "tests/support/sanitized.hpp"

namespace {

// How many more times memory is given, to whichever thread; below zero: as often as it is asked
// for.
std::atomic<std::int64_t> given{-1};

[[maybe_unused]] bool is_given() {
    auto left = given.load();
    while (left > 0 && !given.compare_exchange_weak(left, left - 1)) {
    }
    return left != 0;
}

}  // namespace

#if !LONGSTOP_SANITIZED
// RocksDB, too, asks for its memory here. Once it has run out it stays so.
__attribute__((noinline)) void* operator new(std::size_t size) {
    void* memory = is_given() ? std::malloc(size == 0 ? 1 : size) : nullptr;
    if (memory == nullptr) throw std::bad_alloc();
    return memory;
}
__attribute__((noinline)) void operator delete(void* memory) noexcept { std::free(memory); }
__attribute__((noinline)) void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
#endif

using namespace longstop;
using namespace longstop::tests;

namespace {

constexpr std::uint64_t before = 12;
constexpr std::uint64_t added = 6;

// Appends with so much memory; the code of the error, if any.
std::optional<events::ErrorCode> append_with(Store& store, const Facts& facts, std::int64_t memory,
                                             bool submitted) {
    std::vector<log::Batch> batches{{surrey, facts.all()}};
    std::optional<events::ErrorCode> code;
    std::atomic<bool> answered = false;
    const auto take = [&](const Result<log::Outcomes>& answer) {
        if (!answer) code = answer.error().code;
    };
    given = memory;
    try {
        if (submitted) {
            store.submit(std::move(batches), {}, [&](Result<log::Outcomes> answer) {
                take(answer);
                answered = true;
            });
            while (!answered) std::this_thread::yield();
        } else {
            take(store.append(batches, {}));
        }
    } catch (const std::bad_alloc&) {
        code = events::ErrorCode::out_of_memory;  // thrown to whoever asked, in its own thread
    }
    given = -1;
    return code;
}

}  // namespace

TEST_CASE("child: appends while memory runs out a little later each time", "[.child]") {
    const Watch watch(300);
    const bool submitted = Child::more().front() == 's';
    for (std::int64_t memory = std::stoll(Child::more().substr(1));; ++memory) {
        auto store = opened(Child::store() / std::to_string(memory), fixed_clock());
        append(store, surrey, some_facts(0, before));
        // The committer's thread has begun.
        if (submitted) append_with(store, some_facts(100, 1), -1, true);
        const auto code = append_with(store, some_facts(before, added), memory, submitted);
        const bool well = !code;
        // Whoever comes after is answered, too.
        const auto after = store.append(birmingham, some_facts(0, 1).all(), {});
        Child::tell(std::to_string(memory) + " " +
                    std::string{code ? name_of(*code) : std::string_view{"well"}} + " " +
                    (after ? "well" : std::string{name_of(after.error().code)}));
        if (well) return;
    }
}

// RocksDB ends the process where it lacks memory within a write of its own; we look for that memory
// before. Here it is given some times and then no more, which no look before can tell.
TEST_CASE("memory that runs out at any moment of an append ends it with an error, and no wait") {
    if (sanitized) return;
    Folder folder;
    const std::string how = GENERATE("w", "s");  // waiting, submitted
    std::uint64_t told_of = 0;
    std::uint64_t ended = 0;
    for (bool done = false; !done;) {
        Child child("child: appends while memory runs out a little later each time",
                    folder / "stores", how + std::to_string(told_of + ended));
        while (const auto line = child.line()) {
            INFO(*line);
            done = line->ends_with(" well well");
            if (done) break;
            // With no memory at all it is not even queued, and whoever comes after appends.
            CHECK(line->find(" out_of_memory ") != std::string::npos);
            ++told_of;
        }
        const auto status = child.wait();
        if (done) break;
        REQUIRE(WIFSIGNALED(status));
        REQUIRE(WTERMSIG(status) == SIGABRT);
        ++ended;
        REQUIRE(ended < 200);
    }
    CHECK(told_of > 15);
    for (std::uint64_t i = 0; i < told_of + ended; i += 5) {
        const auto reader = Store::open_for_reading(folder / "stores" / std::to_string(i));
        INFO(i);
        if (!reader) FAIL(reader.error().found);
        CHECK(told(reader->verify({}).value()).empty());
        const auto heads = reader->heads().value();
        const auto head = std::find_if(heads.begin(), heads.end(),
                                       [](const auto& one) { return one.la == surrey; });
        REQUIRE(head != heads.end());
        CHECK(head->entries >= before);
    }
}

// As a limit of the system does it: by bytes, to everybody.
TEST_CASE("child: appends in little memory", "[.child]") {
    const Watch watch(200);
    auto store = opened(Child::store(), fixed_clock());
    append(store, surrey, some_facts(0, before));
    std::deque<Facts> all;  // they stay where they are, for events point into them
    for (std::uint64_t i = 0; i < 12; ++i) all.push_back(some_facts(1000 * (i + 1), 500, 20000));
    rlimit limit{};
    ::getrlimit(RLIMIT_AS, &limit);
    long pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    limit.rlim_cur = static_cast<rlim_t>(pages) * 4096 + std::stoull(Child::more());
    ::setrlimit(RLIMIT_AS, &limit);
    std::uint64_t acknowledged = before;
    for (const auto& facts : all) {
        const auto answer = store.append(surrey, facts.all(), {});
        if (!answer) {
            Child::tell(std::string{name_of(answer.error().code)} + " " +
                        std::to_string(acknowledged));
            return;
        }
        acknowledged += facts.all().size();
    }
    Child::tell("well " + std::to_string(acknowledged));
}

TEST_CASE("an import in too little memory ends with an error; what was acknowledged is there") {
    if (sanitized) return;
    std::uint64_t out_of_memory = 0;
    for (const auto megabytes : {1, 4, 8, 12, 16, 20, 30, 40}) {
        Folder folder;
        Child child("child: appends in little memory", folder / "store",
                    std::to_string(megabytes << 20));
        const auto line = child.line();
        const auto status = child.wait();
        INFO(megabytes << " MiB: " << line.value_or("nothing told"));
        REQUIRE(line.has_value());
        REQUIRE(status == 0);
        if (line->starts_with("out_of_memory")) ++out_of_memory;
        const auto reader = Store::open_for_reading(folder / "store").value();
        CHECK(reader.heads().value().front().entries >= std::stoull(line->substr(line->find(' '))));
        CHECK(told(reader.verify({}).value()).empty());
    }
    CHECK(out_of_memory >= 3);
}
