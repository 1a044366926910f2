#include "engine/log/rocks/manifest_scan.hpp"

#include "engine/log/rocks/wal_scan.hpp"

namespace longstop::log {
namespace {

namespace fs = std::filesystem;

// What one files saw.
struct ManifestFiles {
    std::string current;   // the bytes of CURRENT
    std::string manifest;  // the bytes of the file it names
    std::string damage;    // nothing where all is well
    events::ErrorCode code = events::ErrorCode::store_damaged;
    bool operator==(const ManifestFiles&) const = default;
};

ManifestFiles files_in(const fs::path& directory, const Disk& disk) {
    ManifestFiles files;
    const auto damaged = [&files](std::string what) {
        files.damage = std::move(what);
        return files;
    };
    const auto unread = [&](const events::Error& error) {
        files.code = error.code;
        return damaged(error.found);
    };
    const auto current = disk.read(directory / "CURRENT");
    if (!current) return unread(current.error());
    if (!*current) return damaged("CURRENT is missing");
    files.current = **current;
    const auto name = manifest_name(files.current);
    if (name.empty()) return damaged("CURRENT does not name a MANIFEST");
    const auto manifest = disk.read(directory / name);
    if (!manifest) return unread(manifest.error());
    if (!*manifest) return damaged(name + ", which CURRENT names, is missing");
    files.manifest = **manifest;
    if (const auto damage = damage_in_wal(files.manifest)) return damaged(name + ": " + *damage);
    return files;
}

}  // namespace

std::string manifest_name(std::string_view current) {
    constexpr std::string_view front = "MANIFEST-";
    if (!current.starts_with(front) || !current.ends_with('\n')) return {};
    const auto number = current.substr(front.size(), current.size() - front.size() - 1);
    const bool digits = number.find_first_not_of("0123456789") == std::string_view::npos;
    return digits && !number.empty() ? std::string{current.substr(0, current.size() - 1)} : "";
}

// A writer puts a new MANIFEST in place before it removes the old one, and only ever adds to one.
// So damage is what two looks in a row agree on.
events::Result<void> check_manifest(const fs::path& directory, const Disk& disk) {
    auto seen = files_in(directory, disk);
    while (!seen.damage.empty()) {
        auto again = files_in(directory, disk);
        if (again == seen) {
            return events::Error{seen.code, "cannot read the list of the database's files",
                                 seen.damage, "entries may be missing", "longstop verify"};
        }
        seen = std::move(again);
    }
    return {};
}

}  // namespace longstop::log
