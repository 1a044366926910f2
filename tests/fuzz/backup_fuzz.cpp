// The texts in a folder of backups. The bytes are the lines of a text whose own digest is put
// behind them, so that it is not the digest that keeps them out: what is read is written again byte
// for byte, and no file leaves the store's folder.
#include <algorithm>

#include "engine/log/backup/backup_manifest.hpp"
#include "engine/log/backup/old_backups.hpp"
#include "engine/log/format/digest.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

namespace {

std::string whole(std::string_view title, std::string_view lines) {
    auto text = std::string{title}.append(lines);
    return text + "sum " + to_hex(sha256({text})) + "\n";
}

bool stays(const std::string& name) {
    if (name == "HEADS") return true;
    return name.starts_with("db/") && name.size() > 3 && name[3] != '.' &&
           std::count(name.begin(), name.end(), '/') == 1;
}

template <class Files>
bool all_stay(const Files& files) {
    return std::all_of(files.begin(), files.end(),
                       [](const auto& file) { return stays(file.name); });
}

}  // namespace

void fuzz(std::string_view bytes) {
    (void)parse_manifest(bytes);
    (void)parse_list(bytes);
    const auto text = whole("longstop backup 1\n", bytes);
    if (const auto manifest = parse_manifest(text)) {
        promise(to_text(*manifest) == text && all_stay(manifest->files));
    }
    const auto listed = whole("longstop backups 1\n", bytes);
    if (const auto list = parse_list(listed)) promise(to_text(*list) == listed);
    if (const auto old = parse_old_backup(std::string{bytes})) promise(all_stay(old->files));
}
