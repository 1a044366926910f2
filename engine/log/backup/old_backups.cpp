// The text of `meta/N`, which RocksDB's sources call schema version 1:
//
//   time sequence-number "metadata" hex number-of-files (path "crc32" decimal)*
//
// one to a line. The metadata is the text of HEADS; the checksum is CRC-32C.
#include "engine/log/backup/old_backups.hpp"

#include <charconv>
#include <sstream>

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

template <class Number>
std::optional<Number> whole_number(std::string_view text, int base = 10) {
    Number number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number, base);
    const bool whole = read.ec == std::errc{} && read.ptr == text.data() + text.size();
    return whole ? std::optional{number} : std::nullopt;
}

std::optional<std::string> from_hex(std::string_view hex) {
    std::string text;
    if (hex.size() % 2 != 0) return std::nullopt;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
        const auto byte = whole_number<std::uint8_t>(hex.substr(i, 2), 16);
        if (!byte) return std::nullopt;
        text += static_cast<char>(*byte);
    }
    return text;
}

bool is_plain(std::string_view name) {
    constexpr std::string_view letters =
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_.";
    return !name.empty() && name[0] != '.' &&
           name.find_first_not_of(letters) == std::string_view::npos;
}

// "000012.sst" of "shared_checksum/000012_s4F_4097.sst", "CURRENT" of "private/2/CURRENT".
std::optional<std::string> name_in_database(std::string_view place) {
    const auto slash = place.find_last_of('/');
    if (slash == std::string_view::npos) return std::nullopt;
    const auto folder = place.substr(0, slash);
    std::string name{place.substr(slash + 1)};
    if (!is_plain(name)) return std::nullopt;
    if (folder == "shared") return name;
    if (folder == "shared_checksum") {
        const auto from = name.find('_');
        const auto to = name.find_last_of('.');
        if (from == std::string::npos || to == std::string::npos || to < from) return std::nullopt;
        name.erase(from, to - from);
        return is_plain(name) ? std::optional{name} : std::nullopt;
    }
    const bool of_one =
        folder.starts_with("private/") && whole_number<std::uint32_t>(folder.substr(8)).has_value();
    return of_one ? std::optional{name} : std::nullopt;
}

std::optional<OldFile> file_of(const std::string& line) {
    std::istringstream words(line);
    std::string sum, label, rest;
    OldFile file;
    if (!(words >> file.place >> label >> sum) || label != "crc32" || words >> rest) {
        return std::nullopt;
    }
    const auto name = name_in_database(file.place);
    const auto crc = whole_number<std::uint32_t>(sum);
    if (!name || !crc) return std::nullopt;
    file.name = "db/" + *name;
    file.crc32c = *crc;
    return file;
}

std::optional<Checkpoint> heads_of(const std::string& line) {
    constexpr std::string_view label = "metadata ";
    if (!line.starts_with(label)) return std::nullopt;
    const auto text = from_hex(std::string_view{line}.substr(label.size()));
    return text ? parse_checkpoint(*text) : std::nullopt;
}

}  // namespace

std::optional<OldBackup> parse_old_backup(const std::string& text) {
    std::istringstream lines(text);
    std::string time, sequence, metadata, count;
    for (auto* line : {&time, &sequence, &metadata, &count}) {
        if (!std::getline(lines, *line)) return std::nullopt;
    }
    const auto files = whole_number<std::size_t>(count);
    auto heads = heads_of(metadata);
    if (!whole_number<std::int64_t>(time) || !whole_number<std::uint64_t>(sequence) || !files ||
        !heads) {
        return std::nullopt;
    }
    OldBackup backup{std::move(*heads), {}};
    for (std::string line; std::getline(lines, line);) {
        auto file = file_of(line);
        if (!file) return std::nullopt;
        backup.files.push_back(std::move(*file));
    }
    const bool whole = backup.files.size() == *files && *files > 0 && text.ends_with('\n');
    return whole ? std::optional{std::move(backup)} : std::nullopt;
}

std::set<std::uint32_t> old_backups_in(const fs::path& folder, const Disk& disk) {
    std::set<std::uint32_t> numbers;
    for (const auto* part : {"meta", "private"}) {
        for (const auto& name : disk.names_in(folder / part)) {
            if (const auto number = whole_number<std::uint32_t>(name)) numbers.insert(*number);
        }
    }
    return numbers;
}

fs::path old_list_of_files(const fs::path& folder, std::uint32_t number) {
    return folder / "meta" / std::to_string(number);
}

}  // namespace longstop::log
