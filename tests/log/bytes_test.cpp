// Packs, keys and columns as they lie on disk: what goes in comes out, and bytes that are not
// well formed are refused without trusting a length in them.
#include <catch2/catch.hpp>

#include <array>
#include <random>

#include "engine/log/format/bytes.hpp"
#include "engine/log/format/columns.hpp"
#include "engine/log/format/key_format.hpp"

using namespace longstop;
using namespace longstop::log;
using namespace std::string_literals;

namespace {

std::vector<std::string> unpacked(std::string_view bytes) {
    const auto items = unpack(bytes);
    REQUIRE(items.has_value());
    return {items->begin(), items->end()};
}

template <class T>
T any(std::mt19937_64& dice) {
    return static_cast<T>(dice());
}

Header random_header(std::mt19937_64& dice) {
    Header h;
    h.recorded_at = any<std::int64_t>(dice);
    h.date = any<std::int32_t>(dice);
    h.case_no = any<std::uint32_t>(dice);
    h.first = any<std::int32_t>(dice);
    h.second = any<std::int32_t>(dice);
    h.subject = any<std::uint32_t>(dice);
    h.other = any<std::uint32_t>(dice);
    h.target = any<std::uint32_t>(dice);
    h.matter = any<std::uint32_t>(dice);
    h.assigned = any<std::uint32_t>(dice);
    h.type = any<std::uint8_t>(dice);
    h.choice = any<std::uint8_t>(dice);
    return h;
}

// As a log has them: few types, most of the side columns absent, instants that grow.
Header likely_header(std::mt19937_64& dice, std::size_t i) {
    Header h;
    h.recorded_at = 1'700'000'000'000'000 + static_cast<std::int64_t>(i) * 977;
    h.date = 20000 + static_cast<std::int32_t>(dice() % 400);
    h.case_no = static_cast<std::uint32_t>(1 + dice() % 300);
    h.type = static_cast<std::uint8_t>(1 + dice() % 57);
    h.choice = static_cast<std::uint8_t>(dice() % 3);
    if (dice() % 9 == 0) h.first = 20000;
    if (dice() % 50 == 0) h.second = 20001;
    if (dice() % 20 == 0) h.subject = static_cast<std::uint32_t>(dice() % 70000);
    if (dice() % 90 == 0) h.target = static_cast<std::uint32_t>(i);
    return h;
}

}  // namespace

TEST_CASE("a pack gives back its items: none, empty ones, and bytes of every value") {
    std::string all;
    for (int c = 0; c < 256; ++c) all += static_cast<char>(c);
    for (const auto& items : std::vector<std::vector<std::string>>{
             {}, {""}, {"", "", ""}, {"a"}, {"a", "", "bc"}, {all, std::string(70000, 'x')}}) {
        CHECK(unpacked(pack(items)) == items);
    }
    CHECK(pack(std::vector<std::string>{"ab", "c"}) ==
          "\2\0\0\0\2\0\0\0\3\0\0\0abc"s);  // count, ends, bytes: docs/log-format.md
}

TEST_CASE("a pack that is cut off, too long, or has ends that do not ascend is refused") {
    const auto good = pack(std::vector<std::string>{"ab", "", "cde"});
    for (std::size_t size = 0; size < good.size(); ++size) {
        INFO(size);
        CHECK_FALSE(unpack(std::string_view{good}.substr(0, size)).has_value());
    }
    CHECK_FALSE(unpack(good + "x").has_value());
    auto backwards = good;
    std::swap(backwards[4], backwards[12]);
    CHECK_FALSE(unpack(backwards).has_value());
    CHECK_FALSE(unpack("\xff\xff\xff\xff"s).has_value());
    CHECK_FALSE(unpack("\xff\xff\xff\x3f"s + std::string(64, '\0')).has_value());
    CHECK_FALSE(unpack("").has_value());
}

TEST_CASE("keys sort as positions do, and name their authority and last position") {
    const events::AuthorityId la{330};
    std::string before;
    for (const std::uint64_t last : std::vector<std::uint64_t>{
             1, 2, 255, 256, 65535, 65536, 4294967295ULL, 4294967296ULL, 1ULL << 63U}) {
        const auto key = block_key(la, last);
        CHECK(before < key);
        CHECK(authority_of(key) == la);
        CHECK(last_of(key) == last);
        CHECK(key > authority_prefix(la));
        CHECK(key < authority_end(la));
        before = key;
    }
    CHECK(block_key(la, 1) == "\x01\x4a\0\0\0\0\0\0\0\1"s);
    CHECK(head_key(la) == "head\x01\x4a"s);
    CHECK(dictionary_key(la, Dictionary::cases, 7) ==
          "\x01\x4a"
          "c\0\0\0\0\0\0\0\7"s);
    CHECK(block_key(la, UINT64_MAX) < block_key(events::AuthorityId{331}, 1));
}

TEST_CASE("bytes that are no key name no authority and no position") {
    CHECK_FALSE(authority_of("").has_value());
    CHECK_FALSE(authority_of("\x01").has_value());
    CHECK_FALSE(authority_of("\x03\xe8").has_value());  // 1000
    CHECK(authority_of("\x03\xe7") == events::AuthorityId{999});
    CHECK_FALSE(last_of("\x01\x4a").has_value());
}

TEST_CASE("a block is written as the oldest version that has all its entries name") {
    std::mt19937_64 dice{5};
    std::vector<Header> headers;
    for (std::size_t i = 0; i < 700; ++i) headers.push_back(likely_header(dice, i));
    const auto without = encode_columns(headers);
    CHECK(without[0] == 2);
    headers[613].matter = 70;
    const auto with = encode_columns(headers);
    CHECK(with[0] == 3);
    CHECK(with.substr(1, without.size() - 1) == without.substr(1));  // and one column more
    CHECK(with.size() > without.size());
    std::vector<Header> read;
    REQUIRE(decode_columns(with, headers.size(), read));
    CHECK(read == headers);
    headers[3].assigned = 71;
    const auto assigned = encode_columns(headers);
    CHECK(assigned[0] == 4);
    CHECK(assigned.substr(1, with.size() - 1) == with.substr(1));
    read.clear();
    REQUIRE(decode_columns(assigned, headers.size(), read));
    CHECK(read == headers);
    // None is another: a column too few, and one too many.
    for (const auto& block : {without, with, assigned}) {
        for (const char version : {'\2', '\3', '\4', '\5'}) {
            if (version == block[0]) continue;
            auto changed = block;
            changed[0] = version;
            CHECK_FALSE(decode_columns(changed, headers.size(), read));
        }
    }
}

TEST_CASE("columns give back any headers, likely and random ones, in blocks of any size") {
    std::mt19937_64 dice(1);
    for (const std::size_t size : {0U, 1U, 2U, 3U, 17U, 255U, 1000U}) {
        for (int kind = 0; kind < 4; ++kind) {
            if (size == 0 && kind > 0) continue;
            std::vector<Header> headers;
            const auto alike = random_header(dice);
            for (std::size_t i = 0; i < size; ++i) {
                headers.push_back(kind == 0       ? likely_header(dice, i)
                                  : kind == 1     ? random_header(dice)
                                  : kind == 2     ? alike
                                  : i == size / 2 ? random_header(dice)
                                                  : alike);
            }
            if (size == 0) continue;  // nobody writes an empty block
            const auto bytes = encode_columns(headers);
            std::vector<Header> read{Header{}};  // appended to what is there
            INFO("kind " << kind << ", " << size << " entries");
            REQUIRE(decode_columns(bytes, size, read));
            read.erase(read.begin());
            CHECK(read == headers);
        }
    }
}

TEST_CASE("columns keep the extremes of every column") {
    Header low;
    low.recorded_at = INT64_MIN;
    low.date = low.first = low.second = INT32_MIN;
    Header high;
    high.recorded_at = INT64_MAX;
    high.date = high.first = high.second = INT32_MAX;
    high.case_no = high.subject = high.other = high.target = UINT32_MAX;
    high.type = high.choice = UINT8_MAX;
    for (const auto& headers : {std::vector<Header>{low, high}, std::vector<Header>{high, low},
                                std::vector<Header>{high}, std::vector<Header>{low}}) {
        std::vector<Header> read;
        REQUIRE(decode_columns(encode_columns(headers), headers.size(), read));
        CHECK(read == headers);
    }
}

TEST_CASE("columns of one alike block are ten constants of nine bytes") {
    CHECK(encode_columns(std::vector<Header>(1)).size() == 95);
    CHECK(encode_columns(std::vector<Header>(4096)).size() == 95);
}

TEST_CASE("columns that are cut off, too long, or of another number of entries are refused") {
    std::mt19937_64 dice(2);
    std::vector<Header> headers;
    for (std::size_t i = 0; i < 300; ++i) headers.push_back(likely_header(dice, i));
    const auto bytes = encode_columns(headers);
    std::vector<Header> read;
    for (std::size_t size = 0; size < bytes.size(); size += 1 + size / 50) {
        read.clear();
        INFO(size);
        CHECK_FALSE(decode_columns(std::string_view{bytes}.substr(0, size), 300, read));
    }
    CHECK_FALSE(decode_columns(bytes + '\0', 300, read));
    CHECK_FALSE(decode_columns(bytes, 299, read));
    CHECK_FALSE(decode_columns(bytes, 301, read));
    CHECK_FALSE(decode_columns(bytes, UINT64_MAX, read));
}

TEST_CASE("columns of an unknown version are refused") {
    auto bytes = encode_columns(std::vector<Header>(3));
    for (const char version : {'\0', '\3', '\xff'}) {
        bytes[0] = version;
        std::vector<Header> read;
        CHECK_FALSE(decode_columns(bytes, 3, read));
    }
}

TEST_CASE("columns of hostile bytes are refused or read, and never overrun") {
    std::mt19937_64 dice(3);
    std::vector<Header> headers;
    for (std::size_t i = 0; i < 40; ++i) headers.push_back(likely_header(dice, i));
    const auto bytes = encode_columns(headers);
    for (int tries = 0; tries < 20000; ++tries) {
        auto hostile = bytes;
        for (auto flips = 1 + dice() % 3; flips-- > 0;) {
            hostile[dice() % hostile.size()] = any<char>(dice);
        }
        std::vector<Header> read;
        if (decode_columns(hostile, 40, read)) CHECK(read.size() == 40);
    }
}
