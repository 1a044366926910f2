// The real program on a disk that fails at a chosen call (failing_calls.cpp).
#pragma once

#include <cerrno>
#include <cstdlib>
#include <optional>

#include "tests/cli/e2e_program.hpp"

namespace longstop::tests {

using cli::tests::Program;
using cli::tests::Ran;
using cli::tests::Variables;
using cli::tests::words_of;

struct FailingCall {
    long at = 0;
    int error = 0;      // 0: a write is cut short, and then there is no space
    bool ever = false;  // every later call fails as well
};

inline Ran run_failing(const Program& program, const std::string& line, const FailingCall& call) {
    Variables more{{"LD_PRELOAD", LONGSTOP_FAILING_CALLS},
                   {"LONGSTOP_FAULT_UNDER", program.folder().string()},
                   {"LONGSTOP_FAULT_AT", std::to_string(call.at)},
                   {"LONGSTOP_FAULT_ERRNO", std::to_string(call.error)},
                   {"LONGSTOP_FAULT_COUNT", (program.folder().parent_path() / "calls").string()}};
    if (call.ever) more["LONGSTOP_FAULT_EVER"] = "1";
    return program.run(words_of(line), {}, more);
}

// How many calls the run before made that change files.
inline long calls_made(const Program& program) {
    return std::stol(cli::tests::whole_file(program.folder().parent_path() / "calls"));
}

// Everything: for those who have the time.
inline bool at_full_length() { return std::getenv("LONGSTOP_TEST_ALL") != nullptr; }

}  // namespace longstop::tests
