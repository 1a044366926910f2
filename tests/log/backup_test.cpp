// Backups: whole, beside a writer too, and never put back when they are damaged.
#include "engine/log/backup/backup.hpp"

#include "engine/log/backup/backup_manifest.hpp"

#include <thread>

#include "tests/log/simulated_disk.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

void fill(const fs::path& directory, std::uint64_t from, std::uint64_t count, bool flushed) {
    auto store = opened(directory, fixed_clock());
    append(store, birmingham, some_facts(from, count));
    append(store, surrey, some_facts(from, count / 2));
    if (flushed) REQUIRE(store.flush().has_value());
}

log::BackedUp backed_up(const fs::path& store, const fs::path& folder) {
    const auto made = log::back_up(store, folder, {});
    if (!made) FAIL(made.error().failed << ": " << made.error().found);
    return *made;
}

std::string restored_answer(const fs::path& folder, const fs::path& place,
                            std::optional<std::uint32_t> number = {}) {
    fs::remove_all(place);
    const auto done = log::restore(folder, place, number, {});
    if (!done) FAIL(done.error().failed << ": " << done.error().found);
    CHECK(told(findings(place)).empty());
    return whole_answer(place);
}

}  // namespace

TEST_CASE("a backup put back gives the same answers, and can be written on") {
    const bool flushed = GENERATE(true, false);
    Folder folder;
    fill(folder / "store", 0, 24, flushed);
    const auto made = backed_up(folder / "store", folder / "backups");
    CHECK(made.number == 1);
    CHECK(made.logs == 2);
    CHECK(made.entries == 36);
    CHECK(restored_answer(folder / "backups", folder / "new") == whole_answer(folder / "store"));
    auto store = opened(folder / "new");
    CHECK(append(store, birmingham, some_facts(23, 2)).back().position == 25);
    // The store that was backed up is as it was: nothing of the picture is left.
    CHECK(files_of(folder / "store/backup").empty());
    fill(folder / "store", 24, 6, true);
    CHECK(told(findings(folder / "store")).empty());
}

TEST_CASE("the next backup copies what is new; each of them can be put back") {
    Folder folder;
    const auto store = folder / "store";
    const auto backups = folder / "backups";
    std::vector<std::string> answers;
    std::vector<std::uint64_t> grown;
    for (std::uint64_t i = 0; i < 4; ++i) {
        fill(store, i == 0 ? 0 : 6000 + i * 6, i == 0 ? 6000 : 6, true);
        const auto made = backed_up(store, backups);
        CHECK(made.number == i + 1);
        grown.push_back(made.new_bytes);
        answers.push_back(whole_answer(store));
    }
    // Later ones also hold what RocksDB has merged meanwhile.
    CHECK(grown[1] < grown[0] / 2);
    for (std::uint32_t i = 0; i < 4; ++i) {
        INFO("backup " << i + 1);
        CHECK(restored_answer(backups, folder / "new", i + 1) == answers[i]);
    }
    CHECK(restored_answer(backups, folder / "new") == answers.back());
}

TEST_CASE("backups beside a writer that appends, flushes, comes and goes: each is one moment",
          "[threads]") {
    const std::string how = GENERATE("small", "comes and goes");
    Folder folder;
    Child writer("child: appends and flushes all the time", folder / "store", how);
    REQUIRE(writer.line().has_value());
    std::atomic<std::uint64_t> acknowledged = 0;
    std::thread listener([&] {
        while (const auto line = writer.line()) acknowledged = std::stoull(*line);
    });
    std::uint64_t before = 0;
    for (int i = 0; i < 12; ++i) {
        const std::uint64_t least = acknowledged;
        const auto made = log::back_up(folder / "store", folder / "backups", {});
        if (!made) {
            FAIL_CHECK(how << ", backup " << i << ": " << made.error().found);
            continue;
        }
        CHECK(made->entries >= least);
        CHECK(made->entries >= before);
        CHECK(made->entries % 3 == 0);  // batches of three, whole
        before = made->entries;
    }
    // The writer was never stopped by it.
    const std::uint64_t then = acknowledged;
    while (acknowledged == then) std::this_thread::yield();
    ::kill(writer.process(), SIGKILL);
    listener.join();
    CHECK(restored_answer(folder / "backups", folder / "new").find("log 936 ") == 0);
    CHECK(told(findings(folder / "store")).empty());
}

TEST_CASE("a backup damaged anywhere is refused, and nothing is put in its place") {
    Folder folder;
    fill(folder / "store", 0, 24, true);
    fill(folder / "store", 24, 6, false);
    backed_up(folder / "store", folder / "backups");
    const auto full = whole_answer(folder / "store");
    std::mt19937 dice(Catch::rngSeed() + 3);
    std::size_t refused = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "backups")) {
        if (!entry.is_regular_file() || entry.file_size() == 0) continue;
        const auto bytes = bytes_of(entry.path());
        for (int tries = 0; tries < 16; ++tries) {
            auto damaged = bytes;
            const auto at = dice() % bytes.size();
            damaged[at] = static_cast<char>(damaged[at] ^ (1U << dice() % 8));
            write(entry.path(), damaged);
            INFO(entry.path() << ", byte " << at << ", seed " << Catch::rngSeed());
            fs::remove_all(folder / "new");
            const auto done = log::restore(folder / "backups", folder / "new", {}, {});
            if (done) CHECK(whole_answer(folder / "new") == full);
            if (!done) {
                ++refused;
                CHECK(kind_of(done.error().code) == events::ErrorKind::store);
                CHECK_FALSE(fs::exists(folder / "new"));
                CHECK_FALSE(fs::exists(folder / "new.restoring"));
            }
        }
        write(entry.path(), bytes);
    }
    CHECK(refused > 100);
    CHECK(restored_answer(folder / "backups", folder / "new") == full);
}

TEST_CASE("a file gone from a backup is refused; an older backup that is whole can be put back") {
    Folder folder;
    fill(folder / "store", 0, 24, true);
    backed_up(folder / "store", folder / "backups");
    const auto first = whole_answer(folder / "store");
    fill(folder / "store", 24, 6, true);
    backed_up(folder / "store", folder / "backups");
    const auto second = log::parse_manifest(bytes_of(folder / "backups/manifests/2")).value();
    for (const auto& file : second.files) {
        if (file.name.starts_with("db/MANIFEST")) fs::remove(folder / "backups/files" / file.sum);
    }
    const auto done = log::restore(folder / "backups", folder / "new", {}, {});
    REQUIRE(done.has_error());
    CHECK(done.error().failed.find("cannot use backup 2") == 0);
    CHECK(done.error().hint.find("the others there: 1 ") == 0);
    CHECK(restored_answer(folder / "backups", folder / "new", 1) == first);
}

TEST_CASE("a backup whose shared file was damaged since is found when the next one is taken") {
    Folder folder;
    fill(folder / "store", 0, 24, true);
    backed_up(folder / "store", folder / "backups");
    const auto first = log::parse_manifest(bytes_of(folder / "backups/manifests/1")).value();
    for (const auto& file : first.files) {
        if (!file.name.ends_with(".sst")) continue;
        auto damaged = bytes_of(folder / "backups/files" / file.sum);
        damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
        write(folder / "backups/files" / file.sum, damaged);
        break;
    }
    const auto next = log::back_up(folder / "store", folder / "backups", {});
    REQUIRE(next.has_error());
    CHECK(kind_of(next.error().code) == events::ErrorKind::store);
    CHECK(next.error().hint.find("begin a new folder") != std::string::npos);
}

TEST_CASE("a damaged store is not backed up") {
    Folder folder;
    fill(folder / "store", 0, 24, true);
    for (const auto& file : files_of(folder / "store")) {
        if (file.extension() != ".sst") continue;
        auto damaged = bytes_of(file);
        damaged[20] = static_cast<char>(damaged[20] ^ 1);
        write(file, damaged);
    }
    const auto made = log::back_up(folder / "store", folder / "backups", {});
    REQUIRE(made.has_error());
    CHECK(kind_of(made.error().code) == events::ErrorKind::store);
    CHECK(made.error().why == "a backup of a damaged store would be worth nothing later");
    CHECK_FALSE(fs::exists(folder / "backups"));
}

TEST_CASE("a folder with something else in it, or another store's backups, is left alone") {
    Folder folder;
    fill(folder / "store", 0, 24, true);
    fs::create_directory(folder / "full");
    write(folder / "full/letter.txt", "dear sir");
    const auto full = log::back_up(folder / "store", folder / "full", {});
    REQUIRE(full.has_error());
    CHECK(kind_of(full.error().code) == events::ErrorKind::usage);
    CHECK(fs::exists(folder / "full/letter.txt"));

    backed_up(folder / "store", folder / "backups");
    fill(folder / "other", 0, 12, true);
    const auto other = log::back_up(folder / "other", folder / "backups", {});
    REQUIRE(other.has_error());
    CHECK(other.error().found == "log 330 has 12 entries, 24 in the backup before");
    CHECK(restored_answer(folder / "backups", folder / "new") == whole_answer(folder / "store"));
}

TEST_CASE("nothing is restored over anything; a place that is empty or new will do") {
    Folder folder;
    fill(folder / "store", 0, 24, true);
    backed_up(folder / "store", folder / "backups");
    const auto full = whole_answer(folder / "store");
    const auto over = log::restore(folder / "backups", folder / "store", {}, {});
    REQUIRE(over.has_error());
    CHECK(kind_of(over.error().code) == events::ErrorKind::usage);
    CHECK(whole_answer(folder / "store") == full);
    fs::create_directory(folder / "empty");
    REQUIRE(log::restore(folder / "backups", folder / "empty", {}, {}).has_value());
    CHECK(whole_answer(folder / "empty") == full);
    CHECK(log::restore(folder / "nowhere", folder / "new", {}, {}).has_error());
    CHECK(log::restore(folder / "backups", folder / "new", 7, {}).has_error());
    CHECK_FALSE(fs::exists(folder / "new"));
}

TEST_CASE("a second backup of one store at the same time is told to wait") {
    Folder folder;
    fill(folder / "store", 0, 6000, true);
    std::optional<events::Error> second;
    const auto first =
        log::back_up(folder / "store", folder / "backups", [&](std::uint64_t, std::uint64_t) {
            if (second) return;
            const auto other = log::back_up(folder / "store", folder / "others", {});
            if (other.has_error()) second = other.error();
        });
    REQUIRE(first.has_value());
    REQUIRE(second.has_value());
    CHECK(second->why == "one backup of a store is taken at a time");
}

TEST_CASE("power lost at each moment of a backup: the backups before it are whole") {
    std::uint64_t after = 0;
    for (bool lost = true; lost; after += 1 + after / 8) {
        INFO("after " << after << " acts");
        std::mt19937 dice(static_cast<unsigned>(after));
        SimulatedDisk disk;
        {
            auto store = Store::open_for_writing("/s", fixed_clock(), true, disk.disk()).value();
            append(store, surrey, some_facts(0, 12));
            REQUIRE(log::back_up("/s", "/backups", {}, disk.disk()).has_value());
            append(store, surrey, some_facts(12, 12));
            disk.plan({after, {}, Fault::What::power_loss});
            (void)log::back_up("/s", "/backups", {}, disk.disk());
        }
        lost = disk.fault_came();
        SimulatedDisk later(disk.platter().after_power_loss(dice));
        const auto store = Store::open_for_reading("/s", later.disk());
        if (!store) FAIL(store.error().found);
        CHECK(store->heads().value()[0].entries == 24);
        const auto next = log::back_up("/s", "/backups", {}, later.disk());
        if (!next) FAIL(next.error().failed << ": " << next.error().found);
        CHECK(next->entries == 24);
        CHECK(next->number >= 2);
    }
    CHECK(after > 40);
}
