#include "cli/render/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "cli/render/text_width.hpp"

namespace longstop::cli {
namespace {

std::atomic<int> first_failure = 0;

// A descriptor shared with a program that made it non-blocking may ask us to wait.
bool wait_until_writable(int descriptor) {
    pollfd entry{descriptor, POLLOUT, 0};
    return ::poll(&entry, 1, -1) >= 0 || errno == EINTR;
}

bool write_out(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(descriptor, text.data(), text.size());
        if (written >= 0) {
            text.remove_prefix(static_cast<std::size_t>(written));
        } else if (errno == EAGAIN) {
            if (!wait_until_writable(descriptor)) return false;
        } else if (errno != EINTR) {
            return false;
        }
    }
    return true;
}

bool write_all(int descriptor, std::string_view text) {
    if (write_out(descriptor, text)) return true;
    int none = 0;
    if (descriptor == STDOUT_FILENO) first_failure.compare_exchange_strong(none, errno);
    return false;
}

}  // namespace

Output::Output(int descriptor) : descriptor_(descriptor) { text_.reserve(block + block / 4); }

bool Output::flush() {
    if (!failed_) failed_ = !write_all(descriptor_, text_);
    text_.clear();
    return !failed_;
}

bool print(std::string_view text) { return print_bytes(sanitized_lines(text)); }

bool print_bytes(std::string_view bytes) {
    return output_failure() == 0 && write_all(STDOUT_FILENO, bytes);
}

int output_failure() { return first_failure; }

void tell(std::string_view text) { tell_bytes(sanitized_lines(text)); }

void tell_bytes(std::string_view bytes) { (void)write_all(STDERR_FILENO, bytes); }

}  // namespace longstop::cli
