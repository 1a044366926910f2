// Other programs beside the program: shells, man. What is not installed here is told, not passed
// over in silence.
#pragma once

#include <catch2/catch.hpp>

#include "cli/run.hpp"
#include "tests/cli/e2e_program.hpp"

namespace longstop::cli::tests {

// What the program knows of its commands.
inline const CommandText& program_text() {
    static const CommandText text = [] {
        App app;
        return arguments_of(app)->text();
    }();
    return text;
}

// A script of bash, run in the program's folder; the program is `longstop` there.
inline Ran in_bash(const Program& longstop, const std::string& script) {
    const auto file = longstop.write(
        "script.bash",
        "cd '" + longstop.folder().string() +
            "'\nunset LONGSTOP_STORE\nlongstop() { '" LONGSTOP_PROGRAM "' \"$@\"; }\n" + script);
    const auto state = std::system(("bash --norc '" + file.string() + "' >'" + file.string() +
                                    ".out' 2>'" + file.string() + ".err'")
                                       .c_str());
    return {WIFEXITED(state) ? WEXITSTATUS(state) : -1, longstop.read("script.bash.out"),
            longstop.read("script.bash.err")};
}

inline bool installed(const std::string& program) {
    const bool is_there = std::system(("command -v " + program + " >/dev/null 2>&1").c_str()) == 0;
    if (!is_there) WARN("SKIPPED: " << program << " is not installed here");
    return is_there;
}

}  // namespace longstop::cli::tests
