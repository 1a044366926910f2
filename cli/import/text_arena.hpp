// Room for the texts of rows that do not stand in the file as they are meant: unescaped JSON
// strings, unquoted CSV cells.
#pragma once

#include <cassert>
#include <cstring>
#include <memory>
#include <string_view>

namespace longstop::cli {

// A text without its escapes is never longer than the bytes it was read from, so an arena as
// large as the buffer of the file's bytes never runs out and never moves what it holds.
class TextArena {
  public:
    explicit TextArena(std::size_t capacity)
        : bytes_(std::make_unique_for_overwrite<char[]>(capacity)), capacity_(capacity) {}

    std::size_t mark() const { return used_; }
    void rewind(std::size_t mark) { used_ = mark; }

    std::string_view add(std::string_view text) {
        assert(text.size() <= capacity_ - used_);
        if (!text.empty()) std::memcpy(bytes_.get() + used_, text.data(), text.size());
        used_ += text.size();
        return {bytes_.get() + used_ - text.size(), text.size()};
    }

    // Everything added since the mark, in one piece.
    std::string_view since(std::size_t mark) const { return {bytes_.get() + mark, used_ - mark}; }

  private:
    std::unique_ptr<char[]> bytes_;
    [[maybe_unused]] std::size_t capacity_;  // held against in debug builds
    std::size_t used_ = 0;
};

}  // namespace longstop::cli
