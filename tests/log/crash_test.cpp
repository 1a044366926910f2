// A writer that is killed at any moment: nothing acknowledged is missing, nothing is half there.
#include <chrono>
#include <map>
#include <thread>

#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

constexpr std::uint64_t batch = 5;

// Batches of five facts, the case of each named after its batch.
Facts batch_of(std::uint64_t first_position, std::size_t padding) {
    Facts facts;
    for (auto i = first_position; i < first_position + batch; ++i) {
        facts.add("note", "B-" + std::to_string((i - 1) / batch), "2025-03-03",
                  "p" + std::to_string(i), {{"text", std::string(padding, 'x')}});
    }
    return facts;
}

std::uint64_t entries_of(const Store& store, AuthorityId la) {
    const auto heads = store.heads().value();
    for (const auto& head : heads) {
        if (head.la == la) return head.entries;
    }
    return 0;
}

}  // namespace

TEST_CASE("child: appends batches and tells what was acknowledged", "[.child]") {
    auto store = opened(Child::store(), fixed_clock());
    Child::tell("open");
    const auto padding = static_cast<std::size_t>(std::stoul(Child::more()));
    for (std::uint64_t i = 0;; ++i) {
        const auto la = i % 2 == 0 ? surrey : birmingham;
        const auto next = entries_of(store, la) + 1;
        append(store, la, batch_of(next, padding));
        Child::tell(events::to_text(la) + " " + std::to_string(next + batch - 1));
        if (i % 50 == 49) REQUIRE(store.flush().has_value());
    }
}

TEST_CASE("killed at 50 random moments: nothing acknowledged is missing, nothing is half there") {
    Folder folder;
    const auto store = folder / "store";
    std::mt19937 dice(50);
    std::map<std::string, std::uint64_t> acknowledged;
    std::map<std::string, std::uint64_t> before;
    for (int round = 0; round < 50; ++round) {
        // Small entries, or ones of several blocks of the write-ahead log.
        const std::size_t padding = round % 5 == 4 ? 30000 : dice() % 300;
        {
            Child child("child: appends batches and tells what was acknowledged", store,
                        std::to_string(padding));
            REQUIRE(child.line() == "open");
            std::thread killer([&] {
                std::this_thread::sleep_for(std::chrono::microseconds{dice() % 60000});
                ::kill(child.process(), SIGKILL);
            });
            while (const auto line = child.line()) {
                acknowledged[line->substr(0, 3)] = std::stoull(line->substr(4));
            }
            killer.join();
            const auto status = child.wait();
            REQUIRE(WIFSIGNALED(status));
        }
        INFO("round " << round);
        const auto reader = Store::open_for_reading(store);
        if (!reader) FAIL(reader.error().found);
        for (const auto& la : {surrey, birmingham}) {
            const auto name = events::to_text(la);
            const auto entries = entries_of(*reader, la);
            CHECK(entries >= acknowledged[name]);
            CHECK(entries <= std::max(acknowledged[name], before[name]) + batch);
            CHECK(entries % batch == 0);  // a batch is all there or not at all
            CHECK(entries >= before[name]);
            before[name] = entries;
            std::uint64_t wrong = 0;
            REQUIRE(reader
                        ->each_entry(la, 1, entries,
                                     [&](const Entry& entry) {
                                         const auto position = std::to_string(entry.position);
                                         if (entry.event.id != "p" + position) ++wrong;
                                         return true;
                                     })
                        .has_value());
            CHECK(wrong == 0);
            CHECK(reader->columns(la).value().headers.size() == entries);
            CHECK(reader->find(la, "tests", "p" + std::to_string(entries)).value() == entries);
        }
        CHECK(told(reader->verify({}).value()).empty());
    }
    CHECK(before["936"] > 50);
}

TEST_CASE("killed twice without a close between: nothing of the first writer is missing") {
    Folder folder;
    std::uint64_t most = 0;
    for (int round = 0; round < 2; ++round) {
        Child child("child: appends batches and tells what was acknowledged", folder / "store",
                    "10");
        REQUIRE(child.line() == "open");
        std::string last;
        for (int i = 0; i < 10; ++i) last = child.line().value();
        child.kill();
        most = std::max<std::uint64_t>(most, std::stoull(last.substr(4)));
    }
    const auto reader = Store::open_for_reading(folder / "store").value();
    CHECK(entries_of(reader, birmingham) >= most);
    // The first writer's write-ahead log gone: an error, never the second's entries alone.
    const auto full = answer_of(reader).value();
    for (const auto& file : files_of(folder / "store")) {
        if (file.extension() != ".log" || fs::file_size(file) == 0) continue;
        copy_store(folder / "store", folder / "other");
        fs::remove(folder / "other/db" / file.filename());
        const auto answer = answer_of(folder / "other");
        if (answer && *answer != full) {
            FAIL_CHECK("without " << file.filename() << " another answer in silence");
        }
    }
}
