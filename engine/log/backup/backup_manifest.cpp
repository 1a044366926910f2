#include "engine/log/backup/backup_manifest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "engine/log/format/digest.hpp"

namespace longstop::log {
namespace {

constexpr std::string_view manifest_title = "longstop backup 1\n";
constexpr std::string_view list_title = "longstop backups 1\n";

std::string with_sum(const std::string& text) {
    return text + fmt::format("sum {}\n", to_hex(sha256({text})));
}

// The lines between title and sum; nothing where the text is not whole.
std::optional<std::istringstream> lines_of(std::string_view text, std::string_view title) {
    const auto at = text.rfind("sum ");
    if (!text.starts_with(title) || at == std::string_view::npos) return std::nullopt;
    if (with_sum(std::string{text.substr(0, at)}) != text) return std::nullopt;
    return std::istringstream{std::string{text.substr(title.size(), at - title.size())}};
}

bool is_sum(std::string_view text) {
    return text.size() == 64 &&
           text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// A name that stays in the store's folder.
bool is_file_of_a_store(std::string_view name) {
    if (name == "HEADS") return true;
    if (!name.starts_with("db/") || name.size() == 3 || name[3] == '.') return false;
    return std::all_of(name.begin() + 3, name.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '.';
    });
}

bool add_head(std::istream& words, BackupManifest& manifest) {
    std::string la;
    CheckpointHead head;
    if (!(words >> la >> head.entries >> head.root)) return false;
    const auto id = events::parse_authority(la);
    if (!id || !is_sum(head.root)) return false;
    head.la = *id;
    manifest.heads.push_back(std::move(head));
    return true;
}

bool add_file(std::istream& words, BackupManifest& manifest) {
    KeptFile file;
    std::string more;
    if (!(words >> file.size >> file.sum >> file.name) || words >> more) return false;
    if (!is_sum(file.sum) || !is_file_of_a_store(file.name)) return false;
    manifest.files.push_back(std::move(file));
    return true;
}

bool add_line(const std::string& line, BackupManifest& manifest) {
    std::istringstream words(line);
    std::string what;
    words >> what;
    if (what == "number") return bool{words >> manifest.number};
    if (what == "before") return bool{words >> manifest.before};
    if (what == "log") return add_head(words, manifest);
    return what == "file" && add_file(words, manifest);
}

}  // namespace

std::string to_text(const BackupManifest& manifest) {
    auto text =
        fmt::format("{}number {}\nbefore {}\n", manifest_title, manifest.number, manifest.before);
    for (const auto& [la, entries, root] : manifest.heads) {
        text += fmt::format("log {} {} {}\n", events::to_text(la), entries, root);
    }
    for (const auto& [name, size, sum] : manifest.files) {
        text += fmt::format("file {} {} {}\n", size, sum, name);
    }
    return with_sum(text);
}

std::optional<BackupManifest> parse_manifest(std::string_view text) {
    auto lines = lines_of(text, manifest_title);
    if (!lines) return std::nullopt;
    BackupManifest manifest;
    for (std::string line; std::getline(*lines, line);) {
        if (!add_line(line, manifest)) return std::nullopt;
    }
    if (manifest.number == 0 || manifest.files.empty()) return std::nullopt;
    if (to_text(manifest) != text) return std::nullopt;  // another text than was ever written
    return manifest;
}

std::string to_text(const std::vector<ListedBackup>& list) {
    std::string text{list_title};
    for (const auto& [number, sum] : list) text += fmt::format("backup {} {}\n", number, sum);
    return with_sum(text);
}

std::optional<std::vector<ListedBackup>> parse_list(std::string_view text) {
    auto lines = lines_of(text, list_title);
    if (!lines) return std::nullopt;
    std::vector<ListedBackup> list;
    for (std::string line; std::getline(*lines, line);) {
        std::istringstream words(line);
        std::string what;
        ListedBackup backup;
        if (!(words >> what >> backup.number >> backup.sum) || what != "backup" ||
            !is_sum(backup.sum)) {
            return std::nullopt;
        }
        if (!list.empty() && list.back().number >= backup.number) return std::nullopt;
        list.push_back(std::move(backup));
    }
    if (to_text(list) != text) return std::nullopt;
    return list;
}

}  // namespace longstop::log
