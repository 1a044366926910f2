// `./dev bless` runs the tests that hold a page or a list against what the program says now, and
// has them write it instead.
#pragma once

#include <cstdlib>

namespace longstop::tests {

inline bool blessing() { return std::getenv("LONGSTOP_BLESS") != nullptr; }

}  // namespace longstop::tests
