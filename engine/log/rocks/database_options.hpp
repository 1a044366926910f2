// How every database of a store is opened.
#pragma once

#include <rocksdb/db.h>

#include <vector>

#include "engine/log/format/key_format.hpp"
#include "engine/log/rocks/disk.hpp"

namespace longstop::log {

// The disk must outlive the database that is opened with them.
rocksdb::DBOptions database_options(const Disk& disk);
rocksdb::ColumnFamilyOptions family_options(Family family);
// The first `count` families, in the order of `Family`.
std::vector<rocksdb::ColumnFamilyDescriptor> all_families(std::size_t count = family_names.size());

}  // namespace longstop::log
