#include "engine/log/rocks/status.hpp"

#include <array>
#include <cerrno>
#include <cstring>

namespace longstop::log {

using events::ErrorCode;

ErrorCode code_of(int error_number) {
    switch (error_number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return ErrorCode::disk_full;
        case EACCES:
        case EPERM: return ErrorCode::no_permission;
        case EROFS: return ErrorCode::store_read_only;
        case ENOMEM: return ErrorCode::out_of_memory;
        default: return ErrorCode::io_error;
    }
}

namespace {

// Of a sentence that ends in the system's own words.
ErrorCode code_told(std::string_view sentence) {
    for (const int number : std::array{ENOSPC, EDQUOT, EFBIG, EACCES, EPERM, EROFS, ENOMEM}) {
        if (sentence.ends_with(std::strerror(number))) return code_of(number);
    }
    return ErrorCode::io_error;
}

}  // namespace

// RocksDB keeps of most error numbers only the system's sentence, at the end of its own.
ErrorCode code_of(const rocksdb::Status& status) {
    if (status.IsNoSpace()) return ErrorCode::disk_full;
    if (status.IsCorruption()) return ErrorCode::store_damaged;
    if (status.IsMemoryLimit()) return ErrorCode::out_of_memory;
    return code_told(status.ToString());
}

}  // namespace longstop::log
