#include "cli/render/output.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>

namespace longstop::cli {
namespace {

// A descriptor shared with a program that made it non-blocking may ask us to wait.
bool wait_until_writable(int descriptor) {
    pollfd entry{descriptor, POLLOUT, 0};
    return ::poll(&entry, 1, -1) >= 0 || errno == EINTR;
}

bool write_all(int descriptor, std::string_view text) {
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

}  // namespace

Output::Output(int descriptor) : descriptor_(descriptor) { text_.reserve(block + block / 4); }

bool Output::flush() {
    if (!failed_) failed_ = !write_all(descriptor_, text_);
    text_.clear();
    return !failed_;
}

}  // namespace longstop::cli
