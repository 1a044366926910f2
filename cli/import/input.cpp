#include "cli/import/input.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace longstop::cli {
namespace {

using events::Error;
using events::Result;

Error unreadable(const std::string& file, int number) {
    return {events::ErrorCode::unreadable_file, "cannot read " + file, std::strerror(number),
            "nothing more of the file was imported",
            "check its name and its permissions, then import it again: what is already in the "
            "log is not added twice"};
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
}

Descriptor::~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Input::Input(std::string name, Descriptor file, Descriptor wake, std::uint64_t total)
    : name_(std::move(name)), file_(std::move(file)), wake_(std::move(wake)), total_(total) {}

Result<Input> Input::open(const std::string& file) {
    const bool standard = file == "-";
    auto name = standard ? std::string{"standard input"} : file;
    Descriptor opened{standard ? ::dup(STDIN_FILENO)
                               : ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)};
    if (opened.get() < 0) return unreadable(name, errno);
    struct stat facts {};
    if (::fstat(opened.get(), &facts) != 0) return unreadable(name, errno);
    if (S_ISDIR(facts.st_mode)) return unreadable(name, EISDIR);
    const auto total =
        S_ISREG(facts.st_mode) ? static_cast<std::uint64_t>(facts.st_size) : std::uint64_t{0};
    Descriptor wake{::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)};
    if (wake.get() < 0) return unreadable(name, errno);
    return Input(std::move(name), std::move(opened), std::move(wake), total);
}

void Input::wait() const {
    pollfd ready{file_.get(), POLLIN, 0};
    while (::poll(&ready, 1, -1) < 0 && errno == EINTR) {
    }
}

Result<std::size_t> Input::fill(char* to, std::size_t size) {
    std::size_t filled = 0;
    while (filled < size) {
        // A read from a pipe can wait for ever; poll can be woken.
        std::array<pollfd, 2> ready{{{file_.get(), POLLIN, 0}, {wake_.get(), POLLIN, 0}}};
        if (::poll(ready.data(), ready.size(), -1) < 0) {
            if (errno == EINTR) continue;
            return unreadable(name_, errno);
        }
        if (ready[1].revents != 0) return filled;
        const auto got = ::read(file_.get(), to + filled, size - filled);
        if (got == 0) break;
        if (got < 0) {
            if (errno == EINTR || errno == EAGAIN) continue;
            return unreadable(name_, errno);
        }
        filled += static_cast<std::size_t>(got);
    }
    return filled;
}

void Input::stop() {
    const std::uint64_t one = 1;
    // Fails only when the counter is full, and then it is readable already.
    [[maybe_unused]] const auto written = ::write(wake_.get(), &one, sizeof one);
}

}  // namespace longstop::cli
