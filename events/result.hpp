// Errors as values: what failed, what was found, why it matters, what to do next.
#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <utility>

namespace longstop::events {

// What kind of trouble an error is; cli maps each kind to one exit status.
enum class Trouble { answer_is_no = 1, usage = 2, refused = 3, store = 4 };

struct Error {
    Trouble trouble = Trouble::refused;
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
