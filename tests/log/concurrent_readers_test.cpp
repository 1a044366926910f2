// Two processes on one store: a writer alone, and readers beside it.
#include <thread>

#include "tests/log/store_support.hpp"
#include "tests/support/sanitized.hpp"

using namespace longstop;
using namespace longstop::tests;

TEST_CASE("child: holds the store", "[.child]") {
    auto store = opened(Child::store(), fixed_clock());
    append(store, surrey, some_facts(0, 3));
    Child::tell("held");
    std::this_thread::sleep_for(std::chrono::seconds{60});
}

TEST_CASE("the second writer is told which process holds the store; readers read on", "[threads]") {
    Folder folder;
    Child holder("child: holds the store", folder / "store");
    REQUIRE(holder.line() == "held");
    for (int tries = 0; tries < 2; ++tries) {
        const auto second = Store::open_for_writing(folder / "store", fixed_clock());
        REQUIRE(second.has_error());
        CHECK(second.error().code == events::ErrorCode::store_held);
        CHECK(second.error().found.find("process " + std::to_string(holder.process())) !=
              std::string::npos);
        CHECK(second.error().found.find("child: holds the store") != std::string::npos);
    }
    CHECK(Store::open_for_reading(folder / "store").value().heads().value()[0].entries == 3);
    holder.kill();
    auto store = opened(folder / "store", fixed_clock());  // a dead process holds nothing
    CHECK(append(store, surrey, some_facts(3, 1)).front().position == 4);
}

// Appends without end. "small" flushes now and then; "big" entries make RocksDB flush by itself,
// too; "comes and goes" closes and opens, as `record` does: each opening begins a new MANIFEST.
TEST_CASE("child: appends and flushes all the time", "[.child]") {
    auto store = std::optional{opened(Child::store(), fixed_clock())};
    const bool big = Child::more() == "big";
    const bool comes_and_goes = Child::more() == "comes and goes";
    const std::size_t padding = big ? 900'000 : 20;
    for (std::uint64_t i = 0;; ++i) {
        Facts facts;
        for (std::uint64_t k = 0; k < 3; ++k) {
            facts.add("note", "C-" + std::to_string(i % 7), "2025-01-01",
                      "n" + std::to_string(i * 3 + k + 1), {{"text", std::string(padding, 'x')}});
        }
        append(*store, surrey, facts);
        Child::tell(std::to_string(i * 3 + 3));
        if (!big && i % 7 == 6) REQUIRE(store->flush().has_value());
        if (comes_and_goes) {
            store.reset();
            store = opened(Child::store(), fixed_clock());
        }
        if (big && i == 60) Child::tell("enough");
        if (big && i == 60) std::this_thread::sleep_for(std::chrono::seconds{60});
    }
}

namespace {

// Reads beside the child; each reader must see at least what was acknowledged before it opened.
void read_beside(const std::string& how, int times) {
    const int tries = sanitized ? times / 5 : times;  // a few readings meet as many states then
    Folder folder;
    Child writer("child: appends and flushes all the time", folder / "store", how);
    REQUIRE(writer.line().has_value());
    std::atomic<std::uint64_t> acknowledged = 0;
    std::atomic<bool> enough = false;
    std::thread listener([&] {
        while (const auto line = writer.line()) {
            if (*line == "enough") enough = true;
            if (*line != "enough") acknowledged = std::stoull(*line);
        }
    });
    std::uint64_t before = 0;
    std::uint64_t grown = 0;
    int refused = 0;
    for (int i = 0; i < tries && refused < 3 && !(how == "big" && enough); ++i) {
        const std::uint64_t least = acknowledged;
        const auto reader = Store::open_for_reading(folder / "store");
        if (!reader) {
            FAIL_CHECK("try " << i << ": " << reader.error().found);
            ++refused;
            continue;
        }
        const auto heads = reader->heads().value();
        REQUIRE(heads.size() == 1);
        const auto entries = heads[0].entries;
        INFO("try " << i << ": " << entries << " entries, " << least << " acknowledged before");
        CHECK(entries >= least);
        CHECK(entries >= before);
        if (entries > before) ++grown;
        before = entries;
        const auto columns = reader->columns(surrey);
        if (!columns) FAIL_CHECK("try " << i << ": " << columns.error().found);
        if (columns) CHECK(columns->headers.size() == entries);
        std::uint64_t wrong = 0;
        const auto read =
            reader->each_entry(surrey, how == "big" && entries > 20 ? entries - 20 : 1, entries,
                               [&](const Entry& entry) {
                                   if (entry.event.id != "n" + std::to_string(entry.position))
                                       ++wrong;
                                   return true;
                               });
        if (!read) FAIL_CHECK("try " << i << ": " << read.error().found);
        CHECK(wrong == 0);
        if (i % 20 == 0 && how != "big") CHECK(told(reader->verify({}).value()).empty());
    }
    CHECK(grown >= 3);
    ::kill(writer.process(), SIGKILL);
    listener.join();
    CHECK(told(findings(folder / "store")).empty());
}

}  // namespace

TEST_CASE("a reader beside a writer that flushes sees a growing log without gaps, every time",
          "[threads]") {
    read_beside("small", 120);
}

// Not among the [threads]: under ThreadSanitizer it reads too slowly to see the log grow.
TEST_CASE("a reader beside a writer whose files RocksDB flushes by itself misses nothing") {
    read_beside("big", 20);
}

TEST_CASE("a reader beside writers that come and go sees a growing log, and no damage",
          "[threads]") {
    read_beside("comes and goes", 300);
}

TEST_CASE("a reader of a store at rest sees all of it, whatever its writers left") {
    Folder folder;
    for (std::uint64_t i = 0; i < 60; ++i) {
        {
            auto writer = opened(folder / "store", fixed_clock());
            append(writer, surrey, some_facts(i * 3, 3));
            if (i % 7 == 6) REQUIRE(writer.flush().has_value());
        }
        const auto reader = Store::open_for_reading(folder / "store").value();
        INFO("writer " << i);
        CHECK(reader.heads().value()[0].entries == i * 3 + 3);
        const auto columns = reader.columns(surrey);
        if (!columns) FAIL_CHECK(columns.error().found);
        if (columns) CHECK(columns->headers.size() == i * 3 + 3);
    }
}

TEST_CASE("a reader keeps the answer it opened with, whatever is appended after", "[threads]") {
    Folder folder;
    auto writer = opened(folder / "store");
    append(writer, surrey, some_facts(0, 6));
    const auto reader = Store::open_for_reading(folder / "store").value();
    const auto before = answer_of(reader).value();
    for (std::uint64_t i = 1; i < 12; ++i) {
        append(writer, surrey, some_facts(i * 6, 6));
        REQUIRE(writer.flush().has_value());
        CHECK(answer_of(reader).value() == before);
    }
    REQUIRE(writer.rebuild({}).has_value());
    CHECK(answer_of(reader).value() == before);
}
