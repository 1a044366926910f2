// One demo store for all tests that only read: the published cases and 200 fictional plans.
#pragma once

#include "tests/cli/e2e_program.hpp"

namespace longstop::cli::tests {

inline const Program& demo() {
    static const Program longstop;
    static const bool made = [] {
        longstop.out("demo --plans 200 --as-of 2026-06-30");
        return true;
    }();
    static_cast<void>(made);
    return longstop;
}

}  // namespace longstop::cli::tests
