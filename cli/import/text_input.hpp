// The text of a file in UTF-8, whatever the encoding of its bytes: what offices' programs write is
// found out from the first bytes. A file in UTF-8 is passed on as it is.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "cli/import/input.hpp"
#include "engine/log/format/digest.hpp"

namespace longstop::cli {

enum class Encoding : std::uint8_t { utf8, utf16_little_endian, utf16_big_endian, windows_1252 };
std::string_view encoding_name(Encoding encoding);  // "UTF-8", as people and ICU call it

// By a byte order mark. Without one UTF-8, unless `or_windows` and the bytes, the first of a file,
// are no UTF-8 and hold no character of it beyond ASCII that is well formed: a file in UTF-8 with a
// broken row must not be read as another language.
Encoding encoding_of(std::string_view first_bytes, bool or_windows);

class TextInput {
  public:
    TextInput(Input input, bool or_windows);
    ~TextInput();
    TextInput(const TextInput&) = delete;
    TextInput& operator=(const TextInput&) = delete;

    // Fills `to` with text as far as the file goes: less than `size` means that it ends there, or
    // that somebody has called `stop`. An error where a UTF-16 file is none.
    events::Result<std::size_t> fill(char* to, std::size_t size);
    void stop() { input_.stop(); }

    Encoding encoding() const { return encoding_; }
    std::uint64_t bytes_read() const { return bytes_read_; }  // of the file
    log::Digest digest() { return sha256_.finish(); }  // of the file's bytes, once, at its end

  private:
    class Converter;
    events::Result<void> begin();
    events::Result<std::size_t> read(char* to, std::size_t size);

    Input input_;
    bool or_windows_;
    bool begun_ = false;
    Encoding encoding_ = Encoding::utf8;
    std::string sample_;  // the bytes looked at, and not yet passed on
    log::RunningSha256 sha256_;
    std::uint64_t bytes_read_ = 0;
    std::unique_ptr<Converter> converter_;  // of files that are not in UTF-8
};

}  // namespace longstop::cli
