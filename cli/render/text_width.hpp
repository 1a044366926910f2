// Text as a terminal shows it: how many columns it takes, and what of it must not reach a terminal.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace longstop::cli {

// One code point at the start of a text; a byte that begins no well-formed UTF-8 is a `bad` glyph.
struct Glyph {
    char32_t code = 0;
    std::uint8_t length = 1;  // bytes
    bool bad = false;
};

Glyph first_glyph(std::string_view text);  // `text` is not empty

// C0, DEL and C1: the bytes that begin escape sequences.
constexpr bool is_control(char32_t code) { return code < 0x20 || (code >= 0x7F && code < 0xA0); }

// Not for a terminal: controls, and the marks that reorder what stands around them or break lines.
constexpr bool is_unsafe(char32_t code) {
    return is_control(code) || code == 0x061C || code == 0x200E || code == 0x200F ||
           (code >= 0x2028 && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069);
}

int glyph_width(char32_t code);  // 0, 1 or 2

// The text with a "�" for each glyph that is bad or unsafe.
std::string sanitized(std::string_view utf8);
std::string sanitized_lines(std::string_view utf8);  // the same, but line feeds stay

// The text with the case of its letters folded, to compare texts whatever their case (ICU).
std::string folded(std::string_view utf8);

// Appends blanks until the text added since `from` fills `width` columns.
void pad_to(std::string& line, std::size_t from, std::size_t width);

}  // namespace longstop::cli
