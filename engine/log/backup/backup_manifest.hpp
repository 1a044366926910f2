// The texts in a folder of backups: one for each backup, and the list of them. Each ends with a
// digest of its own bytes. docs/log-format.md has them; what they say never changes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/checkpoint.hpp"

namespace longstop::log {

struct KeptFile {
    std::string name;  // in the store: "HEADS" or "db/000012.sst"
    std::uint64_t size = 0;
    std::string sum;  // SHA-256, hexadecimal; it also names the file in the folder
    bool operator==(const KeptFile&) const = default;
};

// One backup: how far every log had come, and every file.
struct BackupManifest {
    std::uint32_t number = 0;
    std::string before;  // SHA-256 of the text of the backup before; "none"
    std::vector<CheckpointHead> heads;
    std::vector<KeptFile> files;
};
std::string to_text(const BackupManifest& manifest);
std::optional<BackupManifest> parse_manifest(std::string_view text);

// Which backups a folder holds, the latest last.
struct ListedBackup {
    std::uint32_t number = 0;
    std::string sum;  // SHA-256 of its text
};
std::string to_text(const std::vector<ListedBackup>& list);
std::optional<std::vector<ListedBackup>> parse_list(std::string_view text);

}  // namespace longstop::log
