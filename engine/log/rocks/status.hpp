// What RocksDB's and the system's answers mean in codes of errors.
#pragma once

#include <rocksdb/status.h>

#include "events/result.hpp"

namespace longstop::log {

events::ErrorCode code_of(int error_number);
// What is neither damage nor a named state of the disk is an io_error.
events::ErrorCode code_of(const rocksdb::Status& status);

}  // namespace longstop::log
