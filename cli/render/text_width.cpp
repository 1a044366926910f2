#include "cli/render/text_width.hpp"

#include <unicode/bytestream.h>
#include <unicode/casemap.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "cli/render/rows.hpp"

namespace longstop::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";     // U+2026

constexpr Glyph bad_byte{0xFFFD, 1, true};

std::size_t width_of(const Glyph& glyph) {
    if (glyph.bad || is_unsafe(glyph.code)) return 1;  // shown as "�"
    return static_cast<std::size_t>(glyph_width(glyph.code));
}

void append_shown(std::string& out, std::string_view text, const Glyph& glyph) {
    out += glyph.bad || is_unsafe(glyph.code) ? replacement : text.substr(0, glyph.length);
}

bool is_plain_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c < 0x7F; });
}

}  // namespace

Glyph first_glyph(std::string_view text) {
    std::int32_t next = 0;
    UChar32 code = 0;
    const auto size = static_cast<std::int32_t>(std::min<std::size_t>(text.size(), U8_MAX_LENGTH));
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside the macro
    U8_NEXT(text.data(), next, size, code);
#pragma GCC diagnostic pop
    if (code < 0) return bad_byte;
    return {static_cast<char32_t>(code), static_cast<std::uint8_t>(next), false};
}

// wcwidth() answers by the locale, and a batch job's is often "C".
int glyph_width(char32_t code) {
    if (code < 0x300) return 1;
    const auto point = static_cast<UChar32>(code);
    constexpr auto none = U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK;
    if ((U_GET_GC_MASK(point) & none) != 0) return 0;
    const auto width = u_getIntPropertyValue(point, UCHAR_EAST_ASIAN_WIDTH);
    return width == U_EA_FULLWIDTH || width == U_EA_WIDE ? 2 : 1;
}

std::size_t display_width(std::string_view utf8) {
    if (is_plain_ascii(utf8)) return utf8.size();
    std::size_t width = 0;
    while (!utf8.empty()) {
        const auto glyph = first_glyph(utf8);
        width += width_of(glyph);
        utf8.remove_prefix(glyph.length);
    }
    return width;
}

std::string sanitized(std::string_view utf8) {
    if (is_plain_ascii(utf8)) return std::string(utf8);
    std::string out;
    while (!utf8.empty()) {
        const auto glyph = first_glyph(utf8);
        append_shown(out, utf8, glyph);
        utf8.remove_prefix(glyph.length);
    }
    return out;
}

std::string sanitized_lines(std::string_view utf8) {
    std::string out;
    for (;;) {
        const auto end = utf8.find('\n');
        out += sanitized(utf8.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += '\n';
        utf8.remove_prefix(end + 1);
    }
}

std::string clipped(std::string_view utf8, std::size_t width) {
    if (display_width(utf8) <= width) return sanitized(utf8);
    if (width == 0) return {};
    std::string out;
    std::size_t used = 0;
    while (!utf8.empty()) {
        const auto glyph = first_glyph(utf8);
        used += width_of(glyph);
        if (used > width - 1) break;  // the last column is the ellipsis's
        append_shown(out, utf8, glyph);
        utf8.remove_prefix(glyph.length);
    }
    out += ellipsis;
    return out;
}

void pad_to(std::string& line, std::size_t from, std::size_t width) {
    const auto used = display_width(std::string_view(line).substr(from));
    if (used < width) line.append(width - used, ' ');
}

std::string paragraph(std::string_view text, std::size_t width, std::size_t indent) {
    std::string out;
    std::size_t column = 0;
    for (std::size_t at = 0; at < text.size();) {
        const auto start = text.find_first_not_of(" \n", at);
        if (start == std::string_view::npos) break;
        const auto end = std::min(text.find_first_of(" \n", start), text.size());
        const auto word = text.substr(start, end - start);
        const auto wide = display_width(word);
        if (column > 0 && column + 1 + wide > width) {
            out += '\n';
            out.append(indent, ' ');
            column = 0;
        }
        if (column > 0) {
            out += ' ';
            ++column;
        }
        out += word;
        column += wide;
        at = end;
    }
    return out;
}

std::string folded(std::string_view utf8) {
    std::string out;
    icu::StringByteSink<std::string> sink(&out);
    UErrorCode status = U_ZERO_ERROR;
    icu::CaseMap::utf8Fold(0, icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())),
                           sink, nullptr, status);
    return U_SUCCESS(status) ? out : std::string{utf8};
}

}  // namespace longstop::cli
