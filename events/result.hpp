// Errors as values: what failed, what was found, why it matters, what to do next.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "events/error_code.hpp"

namespace longstop::events {

struct Error {
    ErrorCode code = ErrorCode::internal;
    std::string failed;  // "cannot record advice-requested on 330/EHC-1023"
    std::string found;   // "the field `body` is missing"
    std::string why;     // why it matters; may be empty
    std::string hint;    // what to do next; may be empty
};

template <class T>
using Result = boost::system::result<T, Error>;

// Called by boost::system::result when a value is taken from an error: our own mistake.
[[noreturn]] inline void throw_exception_from_error(const Error& error,
                                                    const boost::source_location&) {
    throw std::logic_error("value taken from an error: " + error.failed + ": " + error.found);
}

}  // namespace longstop::events
