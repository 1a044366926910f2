// How the database writes and reads its write-ahead logs (`*.log`), on whatever file system.
//
// Written: over zeros. A sync of a growing file must also make its new size last, which costs as
// much again as the bytes do. So a log in steady use is filled with zeros ahead of its end. It is
// cut to its true length when it is closed; a writer that is killed leaves the zeros.
//
// Read, the MANIFEST too: as far as it is sound. What a crash has cut off, or left unwritten among
// zeros, was never acknowledged; RocksDB would call it damage in the midst of zeros. Real damage is
// handed on, to be refused. docs/log-format.md has the rules.
#pragma once

#include <memory>

namespace rocksdb {
class Env;
}

namespace longstop::log {

// The same machine, with its write-ahead logs so. `base` must outlive it.
std::shared_ptr<rocksdb::Env> with_wal_files(rocksdb::Env& base);

}  // namespace longstop::log
