// Backups that Longstop took with RocksDB's backup engine before it kept its own: read here, never
// written. The engine is not asked, because damaged lists make it abort.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/log/format/checkpoint.hpp"
#include "engine/log/rocks/disk.hpp"

namespace longstop::log {

struct OldFile {
    std::string place;  // in the folder of backups: "shared_checksum/000012_s4F_4097.sst"
    std::string name;   // in the store: "db/000012.sst"
    std::uint32_t crc32c = 0;
};

struct OldBackup {
    Checkpoint heads;
    std::vector<OldFile> files;
};

// The numbers of which anything is there, the list of files or files.
std::set<std::uint32_t> old_backups_in(const std::filesystem::path& folder, const Disk& disk);
std::filesystem::path old_list_of_files(const std::filesystem::path& folder, std::uint32_t number);
std::optional<OldBackup> parse_old_backup(const std::string& text);

}  // namespace longstop::log
