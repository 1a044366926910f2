// What holds unless this program is at fault. Bad input and a bad disk are errors (result.hpp),
// never this.
//
// An `invariant` is looked at in every build and ends the process before a fault of our own reaches
// the disk or an answer. In loops over entries stands `assert`, which the release build leaves out.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <source_location>

namespace longstop::events {

[[noreturn]] inline void end_over(const char* what, const std::source_location& where) {
    std::fprintf(stderr, "longstop is at fault in %s, line %u: %s\n", where.function_name(),
                 where.line(), what);
    std::abort();
}

// `what` says what holds, as a sentence without a full stop.
inline void invariant(bool holds, const char* what,
                      std::source_location where = std::source_location::current()) {
    if (!holds) [[unlikely]] {
        end_over(what, where);
    }
}

}  // namespace longstop::events
