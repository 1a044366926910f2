// What RocksDB reads of a sorted table unproven, looked at before it does.
#include "engine/log/rocks/table_scan.hpp"

#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;

namespace {

std::vector<fs::path> tables_in(const fs::path& database) {
    std::vector<fs::path> tables;
    for (const auto& entry : fs::directory_iterator(database)) {
        if (entry.path().extension() == ".sst") tables.push_back(entry.path());
    }
    return tables;
}

std::string damage_in(const std::string& bytes) {
    const auto read = [&](std::uint64_t offset, std::size_t size) -> std::optional<std::string> {
        return offset > bytes.size() ? std::string{} : bytes.substr(offset, size);
    };
    return log::damage_in_table(read, bytes.size()).value_or("");
}

// Where the properties begin: RocksDB writes them last but for the metaindex and the footer.
std::size_t begin_of_properties(const std::string& bytes) {
    const auto at = bytes.find("rocksdb.block.based.table.index.type");
    REQUIRE(at != std::string::npos);
    return at;
}

}  // namespace

TEST_CASE("a table as RocksDB writes it is sound; any flipped bit of its end is damage") {
    Folder folder;
    const auto tables = tables_in(flushed_database(folder));
    REQUIRE(tables.size() >= 4);
    for (const auto& table : tables) {
        const auto bytes = bytes_of(table);
        CHECK(damage_in(bytes).empty());
        std::size_t passed_over = 0;
        for (auto at = begin_of_properties(bytes); at < bytes.size(); ++at) {
            for (unsigned bit = 0; bit < 8; ++bit) {
                auto damaged = bytes;
                damaged[at] = static_cast<char>(damaged[at] ^ (1U << bit));
                if (damage_in(damaged).empty()) ++passed_over;
            }
        }
        // The footer's handle of the index, which RocksDB proves by what it leads to, and its
        // padding.
        INFO(table.filename().string());
        CHECK(passed_over <= 8 * 40);
    }
}

TEST_CASE("a table cut off anywhere is damaged") {
    Folder folder;
    const auto bytes = bytes_of(tables_in(flushed_database(folder)).front());
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        INFO("cut to " << size);
        CHECK_FALSE(damage_in(bytes.substr(0, size)).empty());
    }
}

// Debian's RocksDB aborts over the last bit of a table's properties, before it compares checksums.
TEST_CASE("a damaged end of a table is an error of the store, not the end of the process") {
    Folder folder;
    const auto database = flushed_database(folder);
    const auto full = whole_answer(folder / "store");
    std::size_t errors = 0;
    for (const auto& table : tables_in(database)) {
        const auto bytes = bytes_of(table);
        for (auto at = begin_of_properties(bytes); at < bytes.size(); at += 7) {
            auto damaged = bytes;
            damaged[at] = static_cast<char>(damaged[at] ^ 0x80);
            write(table, damaged);
            const auto answer = answer_of(folder / "store");
            INFO(table.filename().string() << ", byte " << at);
            if (answer) CHECK(*answer == full);
            if (!answer) ++errors;
        }
        write(table, bytes);
    }
    CHECK(errors > 100);  // a table that is not read for the answer may be damaged
    CHECK(whole_answer(folder / "store") == full);
}
