#include <sys/ioctl.h>
#include <unistd.h>

#include <clocale>
#include <csignal>
#include <cstdlib>
#include <exception>

#include "cli/app.hpp"

namespace {

std::string variable(const char* name) {
    const auto* value = std::getenv(name);
    return value == nullptr ? std::string{} : std::string{value};
}

bool locale_is_utf8() {
    for (const auto* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
        const auto value = variable(name);
        if (value.empty()) continue;
        return value.find("UTF-8") != std::string::npos || value.find("utf8") != std::string::npos;
    }
    return false;
}

longstop::cli::Environment environment() {
    longstop::cli::Environment env;
    env.now = [] {
        return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    };
    env.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
    env.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
    env.no_colour = !variable("NO_COLOR").empty() || variable("TERM") == "dumb";
    env.utf8 = locale_is_utf8();
    winsize size{};
    if (env.out_is_terminal && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) {
        env.width = size.ws_col;
    }
    env.user = variable("USER");
    return env;
}

}  // namespace

int main(int argc, char** argv) {
    std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is a failed write, told like any other
    try {
        return longstop::cli::run(argc, argv, environment());
    } catch (const std::exception& fault) {
        longstop::cli::print_error(
            {longstop::events::ErrorCode::internal, "longstop stopped", fault.what(),
             "the answer was not finished; what was acknowledged before is safe",
             "run longstop verify; if it finds nothing, please report this"},
            false);
        return exit_status(longstop::events::ErrorCode::internal);
    }
}
