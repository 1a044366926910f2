// Bad days of a disk, one by one: full, failing, without power. longstop-simulate mixes them.
#include "tests/log/simulated_disk.hpp"

#include <set>

#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

constexpr auto place = "/srv/store";

Store opened_on(const SimulatedDisk& disk) {
    auto store = Store::open_for_writing(place, fixed_clock(), true, disk.disk());
    if (!store) FAIL(store.error().failed << ": " << store.error().found);
    return std::move(*store);
}

std::uint64_t entries_on(const SimulatedDisk& disk, AuthorityId la) {
    const auto reader = Store::open_for_reading(place, disk.disk());
    if (!reader) FAIL(reader.error().failed << ": " << reader.error().found);
    CHECK(told(reader->verify({}).value()).empty());
    const auto heads = reader->heads().value();
    for (const auto& head : heads) {
        if (head.la == la) return head.entries;
    }
    return 0;
}

Facts padded(std::uint64_t first) { return some_facts(first, 6, 3000); }

}  // namespace

TEST_CASE("a full disk: a clear error, nothing more is written, and with room the store goes on") {
    SimulatedDisk disk;
    auto store = std::optional{opened_on(disk)};
    append(*store, surrey, padded(0));
    disk.set_room(disk.used() + 20'000);
    std::uint64_t acknowledged = 6;
    std::optional<events::Error> error;
    while (!error) {
        const auto answer = store->append(surrey, padded(acknowledged).all(), {});
        if (answer) acknowledged += 6;
        if (!answer) error = answer.error();
        REQUIRE(acknowledged < 100);
    }
    CHECK(error->code == events::ErrorCode::disk_full);
    CHECK(error->failed == "cannot write to the store /srv/store");
    CHECK(error->found.find("no space left on device") != std::string::npos);
    CHECK(error->why.find("not acknowledged") != std::string::npos);
    CHECK(error->hint.find("is it full?") != std::string::npos);
    // Room comes back, but this process does not know what the disk holds.
    disk.set_room({});
    CHECK(store->append(surrey, some_facts(900, 1).all(), {}).has_error());
    store.reset();
    CHECK(entries_on(disk, surrey) == acknowledged);
    auto again = opened_on(disk);
    CHECK(append(again, surrey, padded(acknowledged)).front().position == acknowledged + 1);
    CHECK(told(again.verify({}).value()).empty());
}

TEST_CASE("a disk that is full already: a store cannot be made, and that is told") {
    SimulatedDisk disk;
    disk.set_room(10);
    const auto store = Store::open_for_writing(place, fixed_clock(), true, disk.disk());
    REQUIRE(store.has_error());
    CHECK(store.error().found.find("no space left on device") != std::string::npos);
    disk.set_room({});
    auto again = opened_on(disk);
    CHECK(append(again, surrey, padded(0)).front().position == 1);
}

TEST_CASE("flushing on a full disk fails and loses nothing") {
    SimulatedDisk disk;
    auto store = std::optional{opened_on(disk)};
    for (std::uint64_t i = 0; i < 5; ++i) append(*store, surrey, padded(i * 6));
    disk.set_room(disk.used() + 300);
    CHECK(store->flush().has_error());
    store.reset();
    disk.set_room({});
    CHECK(entries_on(disk, surrey) == 30);
    auto again = opened_on(disk);
    CHECK(again.flush().has_value());
    CHECK(append(again, surrey, padded(30)).front().position == 31);
}

// fsync on Linux: what a failed one was to write is lost, and the next says OK all the same.
TEST_CASE("a failed sync ends the process's writing; what it acknowledged outlives the power") {
    for (unsigned seed = 0; seed < 40; ++seed) {
        INFO("seed " << seed);
        std::mt19937 dice(seed);
        SimulatedDisk first;
        {
            auto store = opened_on(first);
            append(store, surrey, some_facts(0, 6));
            first.plan({0, Act::sync, Fault::What::io_error});
            const auto failed = store.append(surrey, some_facts(6, 6).all(), {});
            REQUIRE(failed.has_error());
            CHECK(failed.error().found.find("the disk failed") != std::string::npos);
            CHECK(failed.error().why.find("writes nothing more") != std::string::npos);
            // The disk is well again, and yet nothing is tried over it.
            const auto acts = first.acts();
            CHECK(store.append(surrey, some_facts(12, 6).all(), {}).has_error());
            CHECK(first.acts() == acts);
        }
        // The next process sees what the last one wrote, and builds on it; then the power goes.
        SimulatedDisk second(first.platter().after_kill());
        std::uint64_t acknowledged = 0;
        {
            auto store = opened_on(second);
            acknowledged = append(store, surrey, some_facts(12, 6)).back().position;
            CHECK(acknowledged == 18);  // the six that were not acknowledged have arrived
            second.power_off();
        }
        const SimulatedDisk third(second.platter().after_power_loss(dice));
        CHECK(entries_on(third, surrey) == acknowledged);
    }
}

TEST_CASE("power lost at each moment of an append: it is there whole or not at all") {
    std::set<std::uint64_t> seen;
    for (std::uint64_t after = 0; after < 12; ++after) {
        for (unsigned seed = 0; seed < 12; ++seed) {
            INFO("after " << after << " acts, seed " << seed);
            std::mt19937 dice(seed);
            SimulatedDisk disk;
            std::uint64_t acknowledged = 6;
            {
                auto store = opened_on(disk);
                append(store, surrey, some_facts(0, 6));
                disk.plan({after, {}, Fault::What::power_loss});
                // 40 kB: more than one block of the write-ahead log.
                if (store.append(surrey, some_facts(6, 6, 40'000).all(), {})) acknowledged = 12;
                disk.power_off();
            }
            const SimulatedDisk later(disk.platter().after_power_loss(dice));
            const auto entries = entries_on(later, surrey);
            CHECK((entries == acknowledged || entries == 12));
            seen.insert(entries);
        }
    }
    CHECK(seen == std::set<std::uint64_t>{6, 12});
}

TEST_CASE("power lost at each moment of making a store: it can be made, and what it took it has") {
    std::uint64_t after = 0;
    for (bool lost = true; lost; ++after) {
        std::mt19937 dice(static_cast<unsigned>(after));
        INFO("after " << after << " acts");
        SimulatedDisk disk;
        bool acknowledged = false;
        disk.plan({after, {}, Fault::What::power_loss});
        if (auto store = Store::open_for_writing(place, fixed_clock(), true, disk.disk())) {
            acknowledged = store->append(surrey, some_facts(0, 6).all(), {}).has_value();
            disk.power_off();
        }
        lost = disk.fault_came();
        SimulatedDisk later(disk.platter().after_power_loss(dice));
        auto again = opened_on(later);
        const auto first = append(again, surrey, some_facts(0, 6)).front();
        if (acknowledged) CHECK(first.what == Outcome::What::already_present);
        CHECK(first.position == 1);
    }
    CHECK(after > 20);
}

TEST_CASE("power lost at each moment of flushing and closing: every entry is there") {
    std::uint64_t after = 0;
    for (bool lost = true; lost; after += 1 + after / 16) {
        std::mt19937 dice(static_cast<unsigned>(after));
        INFO("after " << after << " acts");
        SimulatedDisk disk;
        {
            auto store = opened_on(disk);
            for (std::uint64_t i = 0; i < 3; ++i) append(store, surrey, padded(i * 6));
            disk.plan({after, {}, Fault::What::power_loss});
            (void)store.flush();
        }
        lost = disk.fault_came();
        const SimulatedDisk later(disk.platter().after_power_loss(dice));
        CHECK(entries_on(later, surrey) == 18);
    }
    CHECK(after > 20);
}

TEST_CASE("power lost at each moment of a rebuild: the answers are the same") {
    const auto answer_on = [](const SimulatedDisk& disk) {
        return answer_of(*Store::open_for_reading(place, disk.disk())).value();
    };
    std::uint64_t after = 0;
    for (bool lost = true; lost; after += 1 + after / 16) {
        std::mt19937 dice(static_cast<unsigned>(after));
        INFO("after " << after << " acts");
        SimulatedDisk disk;
        std::string full;
        {
            auto store = opened_on(disk);
            for (std::uint64_t i = 0; i < 3; ++i) append(store, surrey, padded(i * 6));
            append(store, birmingham, padded(0));
            full = answer_of(store).value();
            disk.plan({after, {}, Fault::What::power_loss});
            (void)store.rebuild({});
        }
        lost = disk.fault_came();
        const SimulatedDisk later(disk.platter().after_power_loss(dice));
        CHECK(answer_on(later) == full);
        CHECK(entries_on(later, birmingham) == 6);
    }
    CHECK(after > 20);
}

TEST_CASE("reading from a disk that fails is an error, never a shorter answer") {
    SimulatedDisk disk;
    std::string full;
    {
        auto store = opened_on(disk);
        append(store, surrey, padded(0));
        REQUIRE(store.flush().has_value());
        append(store, birmingham, padded(0));
        full = answer_of(store).value();
    }
    std::uint64_t errors = 0;
    std::uint64_t after = 0;
    for (bool failed = true; failed; ++after) {
        INFO("after " << after << " reads");
        disk.plan({after, Act::read, Fault::What::io_error});
        const auto reader = Store::open_for_reading(place, disk.disk());
        const auto answer = reader ? answer_of(*reader) : Result<std::string>{reader.error()};
        failed = disk.fault_came();
        if (answer) CHECK(*answer == full);
        if (!answer) ++errors;
    }
    CHECK(errors > 3);
}
