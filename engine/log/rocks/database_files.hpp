// How the database writes and reads its files, on whatever file system.
//
// Write-ahead logs (`*.log`) are written over zeros. A sync of a growing file must also make its
// new size last, which costs as much again as the bytes do. So a log in steady use is filled with
// zeros ahead of its end. It is cut to its true length when it is closed; a writer that is killed
// leaves the zeros.
//
// They are read, the MANIFEST too, as far as they are sound. What a crash has cut off, or left
// unwritten among zeros, was never acknowledged; RocksDB would call it damage in the midst of
// zeros. Real damage is handed on, to be refused. docs/log-format.md has the rules.
//
// Sorted tables (`*.sst`) are opened only where what RocksDB reads unproven is sound
// (table_scan.hpp).
//
// Once a write has failed, nothing more is written (halting_files.hpp).
#pragma once

#include <memory>

#include "engine/log/rocks/halting_files.hpp"

namespace rocksdb {
class Env;
}

namespace longstop::log {

// The same machine, with its files so. `base` must outlive it.
std::shared_ptr<rocksdb::Env> with_database_files(rocksdb::Env& base,
                                                  std::shared_ptr<WriteFailure> failure);

}  // namespace longstop::log
