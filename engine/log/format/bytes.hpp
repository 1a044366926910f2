// Numbers and packs of byte strings as they lie on disk. Reading trusts no length.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/size.hpp"

namespace longstop::log {

template <class T>
void put(std::string& out, T value) {  // little-endian
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Takes numbers and runs of bytes off the front; once something is missing, ok() is false and
// everything read is zero or empty. What is taken are views of the bytes, which their owner keeps
// for as long as the views are used.
class Cursor {
  public:
    explicit Cursor(std::string_view bytes) : bytes_(bytes) {}
    template <class T>
    T number() {
        T value{};
        const auto part = take(sizeof value);
        if (part.size() == sizeof value) std::memcpy(&value, part.data(), sizeof value);
        return value;
    }
    std::string_view take(std::size_t size) {
        if (size > bytes_.size()) {
            ok_ = false;
            return {};
        }
        const auto part = bytes_.substr(0, size);
        bytes_.remove_prefix(size);
        return part;
    }
    bool ok() const { return ok_; }
    bool at_end() const { return bytes_.empty(); }
    std::size_t left() const { return bytes_.size(); }

  private:
    std::string_view bytes_;
    bool ok_ = true;
};

// Some byte strings in one value: count, ends, bytes.
class Pack {
  public:
    void add(std::string_view item) {
        bytes_ += item;
        close();
    }
    // For those who write an item piece by piece: bytes appended here belong to the next item.
    std::string& open() { return bytes_; }
    void close() { ends_.push_back(events::size32(bytes_.size())); }

    std::size_t count() const { return ends_.size(); }
    std::size_t size() const { return sizeof(std::uint32_t) * (1 + ends_.size()) + bytes_.size(); }
    // Good until something is added.
    std::string_view operator[](std::size_t i) const {
        const auto begin = i == 0 ? 0 : ends_[i - 1];
        return std::string_view{bytes_}.substr(begin, ends_[i] - begin);
    }
    void put_to(std::string& out) const;
    std::string value() const;

  private:
    std::string bytes_;
    std::vector<std::uint32_t> ends_;
};
std::string pack(std::span<const std::string> items);
// Views into `bytes`; nothing when the pack is not well formed.
std::optional<std::vector<std::string_view>> unpack(std::string_view bytes);

}  // namespace longstop::log
