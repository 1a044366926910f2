// What kind of trouble a write of a file beside the store has met.
#pragma once

#include <cerrno>

#include "events/error_code.hpp"

namespace longstop::cli {

// A disk that fails is told from a place that was named wrongly.
inline events::ErrorCode code_of_failed_write(int number) {
    switch (number) {
        case ENOSPC:
        case EDQUOT:
        case EFBIG: return events::ErrorCode::disk_full;
        case EIO:
        case EROFS: return events::ErrorCode::io_error;
        default: return events::ErrorCode::unwritable_file;
    }
}

}  // namespace longstop::cli
