// A write-ahead log. Of whatever bytes the verdict is given, and what it calls readable is sound.
// Of a log written from the bytes as RocksDB writes one: it is sound, cut off anywhere it is a torn
// tail, and a byte changed before its last batch is damage.
#include <algorithm>
#include <string>

#include "engine/log/format/bytes.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

namespace {

void judged(std::string_view bytes) {
    const auto damage = damage_in_wal(bytes);
    const auto readable = readable_part(bytes);
    promise(readable <= bytes.size());
    promise(damage == damage_in_wal(bytes));
    if (damage) promise(readable == bytes.size());
    if (!damage) promise(!damage_in_wal(bytes.substr(0, readable)));
}

// A batch of less than a block: one record, of the kind "whole".
std::string record(std::string_view payload) {
    const auto sum = crc32c('\1' + std::string{payload});
    std::string bytes;
    put(bytes, ((sum >> 15U) | (sum << 17U)) + 0xa282ead8U);
    put(bytes, static_cast<std::uint16_t>(payload.size()));
    put(bytes, std::uint8_t{1});
    return bytes.append(payload);
}

// The bytes cut into batches, and where the last begins.
struct Written {
    std::string bytes;
    std::size_t last = 0;
};

Written written(Cursor cursor) {
    Written wal;
    while (!cursor.at_end()) {
        const auto size = 1 + std::size_t{cursor.number<std::uint8_t>()};
        const auto part = cursor.take(std::min(size, cursor.left()));
        if (wal_block - wal.bytes.size() % wal_block < 7 + part.size()) break;
        wal.last = wal.bytes.size();
        wal.bytes += record(part);
    }
    return wal;
}

void told_apart(std::string_view bytes) {
    Cursor cursor(bytes);
    const auto at = cursor.number<std::uint16_t>();
    const auto change = cursor.number<std::uint8_t>();
    const auto wal = written(cursor);
    promise(!damage_in_wal(wal.bytes));
    if (wal.bytes.empty()) return;
    promise(!damage_in_wal(std::string_view{wal.bytes}.substr(0, at % wal.bytes.size())));
    if (wal.last == 0 || change == 0) return;
    auto damaged = wal.bytes;
    auto& byte = damaged[at % wal.last];
    byte = static_cast<char>(byte ^ static_cast<char>(change));
    promise(damage_in_wal(damaged).has_value());
}

}  // namespace

void fuzz(std::string_view bytes) {
    judged(bytes);
    told_apart(bytes);
}
