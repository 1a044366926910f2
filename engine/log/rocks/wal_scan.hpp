// Looks at RocksDB's write-ahead logs before they are opened, because RocksDB alone takes some
// damage for an ordinary torn tail and would drop acknowledged entries in silence.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "engine/log/rocks/disk.hpp"

namespace longstop::log {

// What is wrong with the bytes of one write-ahead log (or MANIFEST, which has the same records):
// nothing, where every record is sound or the last is merely cut off (a writer was stopped while it
// wrote; nobody was answered). Otherwise where the damage is.
std::optional<std::string> damage_in_wal(std::string_view bytes);

// How many of the bytes are for RocksDB to read: up to a torn tail; all, where there is damage.
// `from` is where a record begins, or the end of the last.
std::size_t readable_part(std::string_view bytes, std::size_t from = 0);

constexpr std::size_t wal_block = 32768;

// Nothing where every log file of a RocksDB directory is sound, and begins with what was synced of
// it by the file SYNCED beside the directory. Otherwise the first fault, with the file's name:
// damage, or a file that cannot be read.
events::Result<void> check_wals(const std::filesystem::path& directory, const Disk& disk = {});

// The number of the newest log file of a RocksDB directory; 0 where there is none.
std::uint64_t newest_wal(const std::filesystem::path& directory, const Disk& disk = {});

// How many log files there are, and their bytes together.
struct WalFiles {
    int count = 0;
    std::uint64_t bytes = 0;
};
WalFiles wal_files(const std::filesystem::path& directory, const Disk& disk = {});

// CRC-32C, the checksum of RocksDB's write-ahead log before it is masked.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace longstop::log
