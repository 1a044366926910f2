// RocksDB's list of its files, looked at before it is opened.
#include "engine/log/rocks/manifest_scan.hpp"

#include "engine/log/rocks/wal_scan.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

fs::path manifest_in(const fs::path& database) {
    const auto current = bytes_of(database / "CURRENT");
    return database / current.substr(0, current.size() - 1);
}

std::string damage_in(const fs::path& database) {
    const auto sound = log::check_manifest(database);
    return sound ? "" : sound.error().found;
}

}  // namespace

TEST_CASE("a MANIFEST as RocksDB writes it is sound, cut off anywhere it is torn") {
    Folder folder;
    const auto database = flushed_database(folder);
    CHECK(damage_in(database).empty());
    const auto bytes = bytes_of(manifest_in(database));
    REQUIRE(bytes.size() > 300);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        fs::resize_file(manifest_in(database), size);
        INFO("cut to " << size);
        CHECK(damage_in(database).empty());
        write(manifest_in(database), bytes);
    }
}

TEST_CASE("any flipped bit of a MANIFEST is damage, told with the file's name") {
    Folder folder;
    const auto database = flushed_database(folder);
    const auto file = manifest_in(database);
    const auto bytes = bytes_of(file);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ (1U << at % 8));
        write(file, damaged);
        INFO("byte " << at);
        CHECK(damage_in(database).starts_with(file.filename().string() + ": a record at byte"));
    }
}

TEST_CASE("CURRENT that is missing, or names no MANIFEST or one that is missing, is damage") {
    Folder folder;
    const auto database = flushed_database(folder);
    const auto current = bytes_of(database / "CURRENT");
    for (const std::string text :
         {"", "\n", "MANIFEST-\n", "MANIFEST-00000x\n", "LOCK\n", "MANIFEST-000005"}) {
        write(database / "CURRENT", text);
        INFO(text);
        CHECK(damage_in(database) == "CURRENT does not name a MANIFEST");
    }
    write(database / "CURRENT", "MANIFEST-999999\n");
    CHECK(damage_in(database) == "MANIFEST-999999, which CURRENT names, is missing");
    fs::remove(database / "CURRENT");
    CHECK(damage_in(database) == "CURRENT is missing");
    write(database / "CURRENT", current);
    CHECK(damage_in(database).empty());
}

TEST_CASE(
    "a damaged MANIFEST is an error of the store for readers and writers, and is left alone") {
    Folder folder;
    const auto file = manifest_in(flushed_database(folder));
    auto damaged = bytes_of(file);
    damaged[30] = static_cast<char>(damaged[30] ^ 4);
    write(file, damaged);
    for (const bool writing : {false, true}) {
        const auto store = writing ? Store::open_for_writing(folder / "store", fixed_clock())
                                   : Store::open_for_reading(folder / "store");
        REQUIRE(store.has_error());
        CHECK(store.error().code == events::ErrorCode::store_damaged);
        CHECK(store.error().found.find("the list of the database's files is damaged: MANIFEST-") ==
              0);
    }
    CHECK(bytes_of(file) == damaged);
}
