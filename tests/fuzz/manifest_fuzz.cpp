// CURRENT, and the MANIFEST it names: the verdict is given whatever they hold, and does not change.
#include <rocksdb/env.h>

#include "engine/log/rocks/manifest_scan.hpp"
#include "engine/log/rocks/wal_scan.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

namespace {

// The first line is CURRENT, the rest the MANIFEST.
void fill(const Disk& disk, std::string_view bytes) {
    const auto end = bytes.find('\n');
    const auto current = bytes.substr(0, end == std::string_view::npos ? end : end + 1);
    promise(disk.write("/db/CURRENT", current).has_value());
    promise(disk.write("/db/MANIFEST-000005", bytes.substr(current.size())).has_value());
}

}  // namespace

void fuzz(std::string_view bytes) {
    static const auto env =
        std::unique_ptr<rocksdb::Env>(rocksdb::NewMemEnv(rocksdb::Env::Default()));
    static const Disk disk(*env);
    fill(disk, bytes);
    const auto sound = check_manifest("/db", disk);
    promise(sound.has_value() == check_manifest("/db", disk).has_value());
    const bool names_it = bytes.starts_with("MANIFEST-000005\n");
    if (!names_it) promise(!sound.has_value());
    if (names_it) promise(sound.has_value() != damage_in_wal(bytes.substr(16)).has_value());
}
