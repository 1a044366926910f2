// The format (RocksDB's wiki, "Write Ahead Log File Format"): blocks of 32 KiB; a record is
//   checksum 4 (CRC-32C of type and payload, masked), length 2, type 1, payload
// where a payload may be empty (exactly 7 bytes of the block were left for a record's first part).
// A block's last 6 bytes or fewer are zero filling. Logs are never recycled here. What is told
// apart, and by which signs: docs/log-format.md, "The write-ahead log".
#include "engine/log/rocks/wal_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/crc.hpp>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <map>
#include <thread>

#include "engine/log/rocks/synced_logs.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_size = wal_block;
constexpr std::size_t header_size = 7;
constexpr std::size_t sector = 512;  // a disk writes it whole or not at all
// Whole, first, middle, last. RocksDB's other kinds (recycled and compressed logs) are not in use
// here, and its MANIFEST reader never ends at some of them.
constexpr std::uint8_t last_known_type = 4;

using SoftwareCrc = boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true>;

std::uint32_t software_crc(std::string_view bytes) {
    SoftwareCrc sum;
    sum.process_bytes(bytes.data(), bytes.size());
    return sum.checksum();
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t hardware_crc(std::string_view bytes) {
    std::uint64_t sum = 0xFFFFFFFF;
    const auto* at = bytes.data();
    auto left = bytes.size();
    for (; left >= 8; left -= 8, at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, at, 8);
        sum = __builtin_ia32_crc32di(sum, word);
    }
    auto low = static_cast<std::uint32_t>(sum);
    for (; left > 0; --left, ++at) {
        low = __builtin_ia32_crc32qi(low, static_cast<unsigned char>(*at));
    }
    return ~low;
}
#endif

std::uint32_t unmask(std::uint32_t masked) {
    const std::uint32_t rotated = masked - 0xa282ead8U;
    return rotated >> 17U | rotated << 15U;
}

struct RecordHeader {
    std::uint32_t checksum = 0;
    std::uint16_t length = 0;
    std::uint8_t type = 0;
};

RecordHeader header_at(std::string_view bytes, std::size_t at) {
    RecordHeader header;
    std::memcpy(&header.checksum, bytes.data() + at, 4);
    std::memcpy(&header.length, bytes.data() + at + 4, 2);
    header.type = static_cast<std::uint8_t>(bytes[at + 6]);
    return header;
}

std::size_t block_end(std::size_t at) { return (at / block_size + 1) * block_size; }
std::size_t block_end(std::string_view bytes, std::size_t at) {
    return std::min(bytes.size(), block_end(at));
}

// Whether the checksum fits the type and `length` bytes of payload.
bool sound(std::string_view bytes, std::size_t at, std::size_t length) {
    const auto header = header_at(bytes, at);
    return crc32c(bytes.substr(at + 6, 1 + length)) == unmask(header.checksum);
}

bool sound_record_at(std::string_view bytes, std::size_t at) {
    if (at + header_size > block_end(bytes, at)) return false;
    const auto header = header_at(bytes, at);
    if (header.type == 0 || header.type > last_known_type) return false;
    return at + header_size + header.length <= block_end(bytes, at) &&
           sound(bytes, at, header.length);
}

bool all_zero(std::string_view bytes) {
    return bytes.find_first_not_of('\0') == std::string_view::npos;
}

// A whole batch, or the first part of one. It is begun only when all before it is synced.
bool begins_a_batch(const RecordHeader& header) { return header.type == 1 || header.type == 2; }

bool batch_begins_after(std::string_view bytes, std::size_t at) {
    for (auto next = at + 1; next + header_size <= bytes.size(); ++next) {
        if (begins_a_batch(header_at(bytes, next)) && sound_record_at(bytes, next)) return true;
    }
    return false;
}

// Whether the checksum fits, but for the length: then that was changed.
bool fits_another_length(std::string_view bytes, std::size_t at) {
    const auto wanted = unmask(header_at(bytes, at).checksum);
    const auto content = bytes.substr(at + 6, block_end(bytes, at) - at - 6);
    SoftwareCrc sum;
    return std::any_of(content.begin(), content.end(), [&](char byte) {
        sum.process_byte(static_cast<unsigned char>(byte));
        return sum.checksum() == wanted;
    });
}

// Whether nothing of a record that does not fit is missing. A sector that was never written reads
// as zeros, and so would the part of the record that lies in it.
bool was_written_whole(std::string_view bytes, std::size_t at) {
    const auto end = at + header_size + header_at(bytes, at).length;
    if (end > block_end(at)) return true;  // no such record was ever written
    if (end > bytes.size()) return false;
    for (auto from = at; from < end; from = (from / sector + 1) * sector) {
        const auto to = std::min(end, (from / sector + 1) * sector);
        if (all_zero(bytes.substr(from, to - from))) return false;
    }
    return true;
}

std::vector<std::string> names_of_wals(const fs::path& directory, const Disk& disk) {
    auto names = disk.names_in(directory);
    std::erase_if(names, [](const auto& name) { return !name.ends_with(".log"); });
    std::sort(names.begin(), names.end());
    return names;
}

std::string unfit_record(std::size_t at) {
    return "a record at byte " + std::to_string(at) + " does not fit its checksum";
}

// The record at `at` does not fit: a torn tail, or damage?
std::optional<std::string> judge_bad(std::string_view bytes, std::size_t at) {
    if (all_zero(bytes.substr(at))) return std::nullopt;
    if (at + header_size > bytes.size()) return std::nullopt;  // cut off inside the header
    const bool damaged = was_written_whole(bytes, at) || fits_another_length(bytes, at) ||
                         batch_begins_after(bytes, at);
    return damaged ? std::optional{unfit_record(at)} : std::nullopt;
}

std::uint64_t number_of(const std::string& name) {
    std::uint64_t number = 0;
    const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
    return read.ec == std::errc{} ? number : 0;
}

events::Error damaged(std::string found) {
    return {events::ErrorCode::store_damaged, "cannot read the write-ahead log", std::move(found),
            "entries may be missing", "longstop verify"};
}

events::Result<SyncedLogs> synced_beside(const fs::path& directory, const Disk& disk) {
    const auto file = disk.read(directory.parent_path() / "SYNCED");
    if (!file) return file.error();
    if (!*file) return SyncedLogs{};
    const auto synced = decode_synced(**file);
    if (!synced) return damaged("the file SYNCED cannot be read");
    return *synced;
}

// SYNCED is read before the logs: they only grow, and one that goes is taken out of it before.
events::Result<void> look_at_wals(const fs::path& directory, const Disk& disk) {
    const auto synced = synced_beside(directory, disk);
    if (!synced) return synced.error();
    std::map<std::uint64_t, SyncedLog> expected;
    for (const auto& log : synced->logs) {
        if (log.bytes > 0) expected.emplace(log.number, log);
    }
    for (const auto& name : names_of_wals(directory, disk)) {
        const auto bytes = disk.read(directory / name);
        if (!bytes) return bytes.error();
        if (!*bytes) continue;  // a writer beside us has just removed it
        if (const auto damage = damage_in_wal(**bytes)) return damaged(name + ": " + *damage);
        const auto log = expected.extract(number_of(name));
        if (log.empty()) continue;
        if (const auto damage = damage_in_synced(log.mapped(), **bytes)) {
            return damaged(name + ": " + *damage);
        }
    }
    if (expected.empty()) return {};
    return damaged(fmt::format("{:06}.log is missing", expected.begin()->first));
}

// Where the first record begins that does not fit, or the end.
std::size_t end_of_sound(std::string_view bytes, std::size_t at = 0) {
    while (at < bytes.size()) {
        if (block_end(at) - at < header_size) {  // the block's filling
            at = block_end(bytes, at);
            continue;
        }
        if (!sound_record_at(bytes, at)) return at;
        at += header_size + header_at(bytes, at).length;
    }
    return bytes.size();
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
#if defined(__x86_64__)
    static const bool has_instruction = __builtin_cpu_supports("sse4.2") != 0;
    if (has_instruction) return hardware_crc(bytes);
#endif
    return software_crc(bytes);
}

std::optional<std::string> damage_in_wal(std::string_view bytes) {
    const auto end = end_of_sound(bytes);
    return end == bytes.size() ? std::nullopt : judge_bad(bytes, end);
}

std::size_t readable_part(std::string_view bytes, std::size_t from) {
    const auto end = end_of_sound(bytes, from);
    return end == bytes.size() || judge_bad(bytes, end) ? bytes.size() : end;
}

// A writer beside us may have copied half of a record into the file, or removed a log that it needs
// no more: damage is what two looks agree on.
events::Result<void> check_wals(const fs::path& directory, const Disk& disk) {
    auto seen = look_at_wals(directory, disk);
    while (!seen) {
        std::this_thread::sleep_for(std::chrono::milliseconds{2});
        auto again = look_at_wals(directory, disk);
        if (!again && again.error().found == seen.error().found) return seen;
        seen = std::move(again);
    }
    return {};
}

std::uint64_t newest_wal(const fs::path& directory, const Disk& disk) {
    std::uint64_t newest = 0;
    for (const auto& name : names_of_wals(directory, disk)) {
        newest = std::max(newest, number_of(name));
    }
    return newest;
}

WalFiles wal_files(const fs::path& directory, const Disk& disk) {
    WalFiles files;
    for (const auto& name : names_of_wals(directory, disk)) {
        ++files.count;
        files.bytes += disk.size(directory / name);
    }
    return files;
}

}  // namespace longstop::log
