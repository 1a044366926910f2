// What must hold unless the program itself is wrong. Trouble from outside is a Result; a broken
// promise of our own ends the program before it can give a wrong answer.
//
// `ensure` is asked once a log, a case or a list, in every build. In loops over entries and clocks
// stands `assert`, which is on where NDEBUG is not defined: in the presets dev, asan, tsan, fuzz.
#pragma once

#include <source_location>

namespace longstop::events {

// Says what was promised and where, and aborts.
[[noreturn]] void promise_broken(const char* promise, const std::source_location& where);

inline void ensure(bool holds, const char* promise,
                   const std::source_location& where = std::source_location::current()) {
    if (!holds) [[unlikely]] {
        promise_broken(promise, where);
    }
}

}  // namespace longstop::events
