// The look at RocksDB's write-ahead logs: what is a torn tail and what is damage.
#include <rocksdb/db.h>

#include <boost/crc.hpp>

#include "engine/log/format/bytes.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "tests/log/store_support.hpp"

using namespace longstop;
using namespace longstop::tests;
using log::crc32c;
using log::damage_in_wal;

namespace {

constexpr std::size_t block = 32768;
enum Type : std::uint8_t { full = 1, first = 2, middle = 3, last = 4 };

std::string record(Type type, const std::string& payload) {
    const auto sum = crc32c(static_cast<char>(type) + payload);
    std::string bytes;
    log::put(bytes, ((sum >> 15U) | (sum << 17U)) + 0xa282ead8U);
    log::put(bytes, static_cast<std::uint16_t>(payload.size()));
    log::put(bytes, static_cast<std::uint8_t>(type));
    return bytes + payload;
}

// A file of whole payloads, laid out as RocksDB's log_writer.cc does.
std::string wal_of(const std::vector<std::string>& payloads) {
    std::string out;
    for (const auto& payload : payloads) {
        std::size_t at = 0;
        bool begins = true;
        do {
            auto room = block - out.size() % block;
            if (room < 7) {
                out.append(room, '\0');
                room = block;
            }
            const auto part = std::min(room - 7, payload.size() - at);
            const bool ends = at + part == payload.size();
            out += record(begins ? (ends ? full : first) : (ends ? last : middle),
                          payload.substr(at, part));
            begins = false;
            at += part;
        } while (at < payload.size());
    }
    return out;
}

bool sound(const std::string& bytes) { return !damage_in_wal(bytes).has_value(); }

}  // namespace

TEST_CASE("CRC-32C gives the vectors of RFC 3720, B.4") {
    CHECK(crc32c(std::string(32, '\0')) == 0x8a9136aaU);
    CHECK(crc32c(std::string(32, '\xff')) == 0x62a8ab43U);
    std::string up;
    for (int i = 0; i < 32; ++i) up += static_cast<char>(i);
    CHECK(crc32c(up) == 0x46dd794eU);
    CHECK(crc32c(std::string(up.rbegin(), up.rend())) == 0x113fdb5cU);
    CHECK(crc32c("123456789") == 0xe3069283U);
    CHECK(crc32c("") == 0U);
}

TEST_CASE("CRC-32C by the processor is CRC-32C by the table, at every length and alignment") {
    std::mt19937 dice(1);
    std::string bytes(4096, '\0');
    for (auto& byte : bytes) byte = static_cast<char>(dice());
    for (std::size_t begin = 0; begin < 9; ++begin) {
        for (std::size_t size = 0; size < 300; ++size) {
            boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> sum;
            sum.process_bytes(bytes.data() + begin, size);
            INFO(begin << " " << size);
            REQUIRE(crc32c(std::string_view{bytes}.substr(begin, size)) == sum.checksum());
        }
    }
}

TEST_CASE("a sound log is sound: empty, one record, records over blocks, filling") {
    CHECK(sound(""));
    CHECK(sound(wal_of({"a"})));
    CHECK(sound(wal_of({"", "a", ""})));
    CHECK(sound(wal_of({std::string(200000, 'x'), "tail"})));
    for (std::size_t left = 0; left <= 16; ++left) {  // bytes left in the first block
        INFO(left);
        CHECK(sound(wal_of({std::string(block - 7 - left, 'x'), "behind it", "and on"})));
    }
}

TEST_CASE("a zero-length FIRST record in exactly the last 7 bytes of a block is sound") {
    const auto bytes = wal_of({std::string(block - 14, 'x'), "behind it"});
    REQUIRE(static_cast<std::uint8_t>(bytes[block - 1]) == first);
    REQUIRE(bytes[block - 2] == '\0');
    REQUIRE(bytes[block - 3] == '\0');
    CHECK(sound(bytes));
    for (std::size_t at = block - 7; at < bytes.size(); ++at) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ 4);
        INFO(at);
        CHECK_FALSE(sound(damaged));
    }
    for (auto size = block - 7; size < bytes.size(); ++size) {
        INFO(size);
        CHECK(sound(bytes.substr(0, size)));
    }
}

TEST_CASE("a log cut off anywhere is a torn tail") {
    std::mt19937 dice(2);
    std::vector<std::string> payloads;
    for (int i = 0; i < 60; ++i)
        payloads.emplace_back(dice() % 3000, static_cast<char>('a' + i % 9));
    const auto bytes = wal_of(payloads);
    REQUIRE(bytes.size() > 2 * block);
    for (std::size_t size = 0; size < bytes.size(); size += 1 + dice() % 40) {
        INFO(size);
        CHECK(sound(bytes.substr(0, size)));
    }
    for (auto size = block - 40; size < block + 40; ++size) CHECK(sound(bytes.substr(0, size)));
}

TEST_CASE("zeros to the end of the file are the end; zeros with a record behind them are damage") {
    const auto bytes = wal_of({"one", "two"});
    CHECK(sound(bytes + std::string(100, '\0')));
    CHECK(sound(bytes + std::string(2 * block, '\0')));
    CHECK(sound(std::string(5000, '\0')));
    CHECK_FALSE(sound(bytes + std::string(100, '\0') + record(full, "three")));
    CHECK_FALSE(sound(bytes + std::string(block - bytes.size(), '\0') + record(full, "three")));
}

namespace {

// What is left of `bytes` over zeros where sectors from `from` on were written, or not, by the
// dice.
std::string torn(std::string bytes, std::size_t from, std::mt19937& dice) {
    constexpr std::size_t sector = 512;
    for (auto at = from; at < bytes.size(); at = (at / sector + 1) * sector) {
        const auto to = std::min(bytes.size(), (at / sector + 1) * sector);
        if (dice() % 2 == 0) bytes.replace(at, to - at, to - at, '\0');
    }
    return bytes + std::string(3 * block, '\0');
}

}  // namespace

TEST_CASE("over zeros, a last batch of which any sectors are missing is a torn tail") {
    std::mt19937 dice(6);
    for (int tries = 0; tries < 2000; ++tries) {
        std::vector<std::string> before(1 + dice() % 40, std::string(1 + dice() % 900, 'b'));
        const auto whole = wal_of(before);
        before.emplace_back(1 + dice() % (tries % 4 == 0 ? 100'000 : 3000), 'l');
        const auto bytes = torn(wal_of(before), whole.size(), dice);
        INFO("try " << tries << ", " << whole.size() << " bytes before it");
        REQUIRE(sound(bytes));
        REQUIRE(log::readable_part(bytes) >= whole.size());
    }
}

TEST_CASE("over zeros, a changed byte of any batch that was written is damage") {
    std::mt19937 dice(7);
    for (int tries = 0; tries < 2000; ++tries) {
        std::vector<std::string> batches;
        for (auto n = 1 + dice() % 6; n > 0; --n) batches.emplace_back(1 + dice() % 2000, 'b');
        if (tries % 4 == 0) batches.emplace_back(40'000, 'l');
        auto bytes = wal_of(batches);
        const auto at = dice() % bytes.size();
        if (bytes[at] == '\0' && at % block >= block - 6) continue;  // the filling of a block
        bytes[at] = static_cast<char>(bytes[at] ^ (1U << dice() % 8));
        bytes += std::string(2 * block, '\0');
        INFO("try " << tries << ", byte " << at);
        REQUIRE_FALSE(sound(bytes));
        REQUIRE(log::readable_part(bytes) == bytes.size());  // RocksDB is to refuse it, too
    }
}

TEST_CASE("over zeros, a batch that lost a sector and has another batch behind it is damage") {
    std::mt19937 dice(8);
    const auto one = wal_of({"one"});
    const auto two = wal_of({"one", std::string(5000, 'x')});
    const auto three = wal_of({"one", std::string(5000, 'x'), "three"});
    for (int tries = 0; tries < 50; ++tries) {
        auto bytes = torn(two, one.size(), dice);
        if (bytes.starts_with(two)) continue;
        CHECK(sound(bytes));
        bytes.replace(two.size(), three.size() - two.size(), three.substr(two.size()));
        CHECK_FALSE(sound(bytes));
    }
}

TEST_CASE("any flipped bit of a log is damage, but in the filling of a block") {
    std::mt19937 dice(3);
    const auto bytes = wal_of({"first", std::string(300, 'x'), std::string(block - 340, 'y'),
                               std::string(500, 'z'), "the last one"});
    REQUIRE(bytes.size() > block);
    const auto filling = [&](std::size_t at) { return at < block && at + 6 >= block; };
    for (std::size_t at = 0; at < bytes.size(); at += at < 330 || at > block - 10 ? 1 : 97) {
        auto damaged = bytes;
        damaged[at] = static_cast<char>(damaged[at] ^ (1U << dice() % 8));
        INFO(at);
        if (filling(at) && sound(damaged)) continue;
        CHECK_FALSE(sound(damaged));
    }
}

TEST_CASE("a length of the last record changed to reach beyond the end is damage") {
    const auto bytes = wal_of({"one", "two", std::string(100, 'x')});
    const auto at = bytes.size() - 107 + 4;
    for (unsigned length = 0; length < 65536; length += 1 + length / 300) {
        if (length == 100) continue;
        auto damaged = bytes;
        damaged[at] = static_cast<char>(length & 255U);
        damaged[at + 1] = static_cast<char>(length >> 8U);
        INFO(length);
        CHECK_FALSE(sound(damaged));
    }
}

TEST_CASE(
    "RocksDB's own logs are sound; cut off they are torn, and RocksDB agrees on what is left") {
    Folder folder;
    std::mt19937 dice(4);
    rocksdb::Options options;
    options.create_if_missing = true;
    options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
    options.avoid_flush_during_shutdown = true;
    rocksdb::DB* db = nullptr;
    REQUIRE(rocksdb::DB::Open(options, (folder / "db").string(), &db).ok());
    rocksdb::WriteOptions write_options;
    for (int i = 0; i < 200; ++i) {
        // Every remainder of a block is met sooner or later; a few are aimed at.
        const auto size = i % 20 == 0 ? 40000 + dice() % 60000 : dice() % 2000;
        REQUIRE(db->Put(write_options, std::to_string(i), std::string(size, 'v')).ok());
    }
    delete db;
    fs::path wal;
    for (const auto& file : fs::directory_iterator(folder / "db")) {
        if (file.path().extension() == ".log") wal = file.path();
    }
    const auto bytes = bytes_of(wal);
    REQUIRE(bytes.size() > 10 * block);
    CHECK(sound(bytes));
    for (int tries = 0; tries < 300; ++tries) CHECK(sound(bytes.substr(0, dice() % bytes.size())));
    for (int tries = 0; tries < 300; ++tries) {
        auto damaged = bytes;
        const auto at = dice() % bytes.size();
        damaged[at] = static_cast<char>(damaged[at] ^ (1U << dice() % 8));
        // Bytes that are no zeros and flip are in no filling.
        if (bytes[at] != '\0' && sound(damaged)) FAIL_CHECK("byte " << at << " flipped: sound");
    }
}

TEST_CASE("damage in a folder of logs is told with the file's name") {
    Folder folder;
    fs::create_directory(folder / "db");
    CHECK(log::check_wals(folder / "db").has_value());
    CHECK(log::check_wals(folder / "nowhere").has_value());
    write(folder / "db/000004.log", wal_of({"one", "two"}));
    auto bytes = wal_of({"one", "two"});
    CHECK(log::check_wals(folder / "db").has_value());
    bytes[8] = 'X';
    write(folder / "db/000009.log", bytes);
    write(folder / "db/notes.txt", bytes);
    CHECK(log::check_wals(folder / "db").error().found.starts_with("000009.log: "));
}
