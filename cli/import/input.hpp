// The bytes of a file or of standard input, read so that another thread can stop the waiting.
#pragma once

#include <cstdint>
#include <string>

#include "events/result.hpp"

namespace longstop::cli {

// An open file descriptor, closed at the end.
class Descriptor {
  public:
    explicit Descriptor(int fd = -1) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();
    int get() const { return fd_; }

  private:
    int fd_;
};

class Input {
  public:
    // "-" is standard input. A named pipe is opened without waiting for whoever is to write to it.
    static events::Result<Input> open(const std::string& file);
    // Waits until there is something to read, or the end is known.
    void wait() const;

    // Fills `to` as far as the file goes: less than `size` means that it ends there, or that
    // somebody has called `stop`.
    events::Result<std::size_t> fill(char* to, std::size_t size);
    void stop();

    std::uint64_t total() const { return total_; }  // bytes of the file; 0 where nobody knows

  private:
    Input(std::string name, Descriptor file, Descriptor wake, std::uint64_t total);

    std::string name_;
    Descriptor file_;
    Descriptor wake_;  // readable once reading is to stop
    std::uint64_t total_;
};

}  // namespace longstop::cli
