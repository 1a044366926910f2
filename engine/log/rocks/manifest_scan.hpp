// Looks at RocksDB's list of its own files before it is opened: some damage of it makes RocksDB
// run for ever, and some makes it open with no entries and say OK.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "engine/log/rocks/disk.hpp"

namespace longstop::log {

// "MANIFEST-000005" of "MANIFEST-000005\n"; nothing where CURRENT says anything else.
std::string manifest_name(std::string_view current);

// Nothing where CURRENT names a MANIFEST whose records are all sound, or the last is merely cut
// off; otherwise the damage, or the file that cannot be read. Beside a running writer, which may
// add to the MANIFEST or replace it meanwhile, that is no damage.
events::Result<void> check_manifest(const std::filesystem::path& directory, const Disk& disk = {});

}  // namespace longstop::log
