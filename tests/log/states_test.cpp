// What is no damage and must not be called so, each state by its code.
#include <rocksdb/db.h>

#include "tests/log/simulated_disk.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;
using events::ErrorCode;

namespace {

ErrorCode code_of_a_reader(const fs::path& store) {
    const auto reader = Store::open_for_reading(store);
    REQUIRE(reader.has_error());
    INFO(reader.error().found);
    CHECK(reader.error().hint.find("backup") == std::string::npos);
    return reader.error().code;
}

// What a process of somebody without rights says; -1 where it may do as asked.
int as_nobody(const std::function<Result<Store>()>& open) {
    const auto process = ::fork();
    REQUIRE(process >= 0);
    if (process == 0) {
        if (::setgid(65534) != 0 || ::setuid(65534) != 0) ::_exit(99);
        ::alarm(60);
        const auto store = open();
        ::_exit(store ? 98 : static_cast<int>(store.error().code));
    }
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

TEST_CASE("a table that no MANIFEST names, half written by a killed process, is no damage") {
    Folder folder;
    const auto database = flushed_database(folder);
    const auto full = whole_answer(folder / "store");
    write(database / "000999.sst", "half a tab");
    CHECK(told(findings(folder / "store")).empty());
    CHECK(whole_answer(folder / "store") == full);
    // One that it names is.
    for (const auto& file : files_of(folder / "store")) {
        if (file.extension() != ".sst" || file.filename() == "000999.sst") continue;
        const auto bytes = bytes_of(file);
        auto damaged = bytes;
        damaged[damaged.size() / 3] = static_cast<char>(damaged[damaged.size() / 3] ^ 1);
        write(file, damaged);
        INFO(file << " of " << bytes.size() << " bytes");
        CHECK_FALSE(told(findings(folder / "store")).empty());
        write(file, bytes);
    }
}

TEST_CASE("files that a writer has done without since are no damage to the reader beside it") {
    Folder folder;
    auto store = opened(folder / "store");
    append(store, surrey, some_facts(0, 10));
    REQUIRE(store.flush().has_value());
    const auto reader = Store::open_for_reading(folder / "store").value();
    const auto before = files_of(folder / "store");
    // More files in a level than are left there: they are merged, and removed.
    for (std::uint64_t i = 1; i < 12; ++i) {
        append(store, surrey, some_facts(10 * i, 10));
        REQUIRE(store.flush().has_value());
    }
    const auto gone = [&] {
        return std::any_of(before.begin(), before.end(), [](const auto& file) {
            return file.extension() == ".sst" && !fs::exists(file);
        });
    };
    for (int tries = 0; tries < 500 && !gone(); ++tries) ::usleep(10000);
    REQUIRE(gone());
    CHECK(told(reader.verify({}).value()).empty());
    CHECK(reader.heads().value().front().entries == 10);
}

TEST_CASE("any flipped bit of a table's end is a finding, also where the store cannot be opened") {
    Folder folder;
    const auto database = flushed_database(folder);
    fs::remove(database / "CURRENT");
    for (const auto& file : files_of(folder / "store")) {
        if (file.extension() != ".sst") continue;
        const auto bytes = bytes_of(file);
        const auto end = bytes.size();
        for (std::size_t at = end > 900 ? end - 900 : 0; at < end; at += 3) {
            auto damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
            write(file, damaged);
            // The padding of the footer's handles belongs to nobody.
            const auto found = Store::damaged_files(folder / "store");
            INFO(file << " byte " << at);
            if (at + 53 < end) REQUIRE(found.size() == 1);
        }
        write(file, bytes);
    }
}

TEST_CASE(
    "a store whose making was broken off is called unfinished, and the next writer makes it") {
    Folder folder;
    const auto store = folder / "store";
    fs::create_directories(store / "db");
    CHECK(code_of_a_reader(store) == ErrorCode::no_store);
    {
        rocksdb::Options options;
        options.create_if_missing = true;
        rocksdb::DB* db = nullptr;
        REQUIRE(rocksdb::DB::Open(options, (store / "db").string(), &db).ok());
        delete db;
    }
    CHECK(code_of_a_reader(store) == ErrorCode::store_unfinished);
    append(*std::make_unique<Store>(opened(store)), surrey, some_facts(0, 3));
    CHECK(told(findings(store)).empty());
}

TEST_CASE("power lost at each moment of making a store: a reader calls it damaged at none") {
    bool came = true;
    for (std::uint64_t at = 0; came; ++at) {
        SimulatedDisk disk;
        disk.plan({at, {}, Fault::What::power_loss});
        (void)Store::open_for_writing("/srv/store", fixed_clock(), true, disk.disk());
        came = disk.fault_came();
        disk.wait_until_idle();
        std::mt19937 dice(static_cast<unsigned>(at));
        for (const auto& left :
             {disk.platter().after_kill(), disk.platter().after_power_loss(dice)}) {
            const SimulatedDisk after(left);
            const auto reader = Store::open_for_reading("/srv/store", after.disk());
            if (reader) continue;
            INFO(at << ": " << reader.error().found);
            const auto code = reader.error().code;
            REQUIRE((code == ErrorCode::no_store || code == ErrorCode::store_unfinished));
        }
    }
}

TEST_CASE("a missing right is called that, by readers and writers") {
    if (::geteuid() != 0) return;  // only root can become somebody without rights
    Folder folder;
    (void)flushed_database(folder);
    const auto store = folder / "store";
    fs::permissions(folder / "", fs::perms(0711));
    const auto read = [&] { return Store::open_for_reading(store); };
    const auto write_to = [&] { return Store::open_for_writing(store, fixed_clock()); };
    const auto refused = static_cast<int>(ErrorCode::no_permission);
    fs::permissions(store, fs::perms::owner_all);
    CHECK(as_nobody(read) == refused);
    fs::permissions(store, fs::perms::all);
    fs::permissions(store / "db", fs::perms::owner_all);
    CHECK(as_nobody(read) == refused);
    fs::permissions(store / "db", fs::perms(0755));
    CHECK(as_nobody(write_to) == refused);
    fs::permissions(store / "HEADS", fs::perms::owner_read);
    CHECK(as_nobody(read) == refused);
}
