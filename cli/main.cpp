#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <system_error>

#include "cli/messages.hpp"
#include "cli/run.hpp"

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

// A file that is opened must not get the number of a standard stream that was closed: what is
// printed would go into it. What stands in for the stream fails, as the stream itself would.
void fill_missing_streams() {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
        if (::fcntl(stream, F_GETFD) != -1 || errno != EBADF) continue;
        const int stand_in = ::open("/dev/null", stream == STDIN_FILENO ? O_WRONLY : O_RDONLY);
        if (stand_in >= 0 && stand_in != stream) {
            ::dup2(stand_in, stream);
            ::close(stand_in);
        }
    }
}

using longstop::events::ErrorCode;

constexpr auto our_fault = "run longstop verify; if it finds nothing, please report this";

int stopped(ErrorCode code, const char* found, const char* hint) {
    longstop::cli::print_error(
        {code, "longstop stopped", found,
         "the answer was not finished; what was acknowledged before is safe", hint},
        false);
    return exit_status(code);
}

}  // namespace

int main(int argc, char** argv) {
    fill_missing_streams();
    ::umask(077);  // what is made holds personal data; what is there already keeps its rights
    // A closed pipe and a file beyond its limit are failed writes, told like any other.
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);
    try {
        return longstop::cli::run(argc, argv, environment());
    } catch (const std::bad_alloc&) {
        return stopped(ErrorCode::out_of_memory, "memory ran out",
                       "give it more memory, then run the same again");
    } catch (const std::system_error& fault) {
        // No thread could be started: there was no memory for its stack.
        const auto code = fault.code() == std::errc::resource_unavailable_try_again ||
                                  fault.code() == std::errc::not_enough_memory
                              ? ErrorCode::out_of_memory
                              : ErrorCode::internal;
        return stopped(code, fault.what(), our_fault);
    } catch (const std::exception& fault) {
        return stopped(ErrorCode::internal, fault.what(), our_fault);
    }
}
