#include "cli/render/text_width.hpp"

#include <algorithm>
#include <array>
#include <iterator>

#include "cli/render/rows.hpp"

namespace longstop::cli {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view ellipsis = "\xE2\x80\xA6";     // U+2026

struct Range {
    char32_t first, last;
};

// wcwidth() answers by the locale, and a batch job's is often "C"; so the ranges are here. They are
// those of Unicode's combining marks and wide characters in the scripts that names are written in.
constexpr Range zero_width[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489},   {0x0591, 0x05BD}, {0x05BF, 0x05BF}, {0x05C1, 0x05C2},
    {0x05C4, 0x05C5}, {0x05C7, 0x05C7},   {0x0610, 0x061A}, {0x061C, 0x061C}, {0x064B, 0x065F},
    {0x0670, 0x0670}, {0x06D6, 0x06DC},   {0x06DF, 0x06E4}, {0x06E7, 0x06E8}, {0x06EA, 0x06ED},
    {0x0711, 0x0711}, {0x0730, 0x074A},   {0x08CA, 0x08E1}, {0x08E3, 0x0902}, {0x093A, 0x093A},
    {0x093C, 0x093C}, {0x0941, 0x0948},   {0x094D, 0x094D}, {0x0951, 0x0957}, {0x0962, 0x0963},
    {0x0981, 0x0981}, {0x09BC, 0x09BC},   {0x09C1, 0x09C4}, {0x09CD, 0x09CD}, {0x09E2, 0x09E3},
    {0x0A01, 0x0A02}, {0x0A3C, 0x0A3C},   {0x0A41, 0x0A51}, {0x0A70, 0x0A71}, {0x0A75, 0x0A75},
    {0x0A81, 0x0A82}, {0x0ABC, 0x0ABC},   {0x0AC1, 0x0AC8}, {0x0ACD, 0x0ACD}, {0x0B82, 0x0B82},
    {0x0BC0, 0x0BC0}, {0x0BCD, 0x0BCD},   {0x0C3E, 0x0C40}, {0x0C46, 0x0C56}, {0x0D41, 0x0D44},
    {0x0D4D, 0x0D4D}, {0x0DCA, 0x0DCA},   {0x0DD2, 0x0DD6}, {0x0E31, 0x0E31}, {0x0E34, 0x0E3A},
    {0x0E47, 0x0E4E}, {0x102D, 0x1030},   {0x1032, 0x1037}, {0x1039, 0x103A}, {0x135D, 0x135F},
    {0x17B4, 0x17B5}, {0x17B7, 0x17BD},   {0x17C6, 0x17C6}, {0x17C9, 0x17D3}, {0x1AB0, 0x1ACE},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F},   {0x2060, 0x2064}, {0x206A, 0x206F}, {0x20D0, 0x20F0},
    {0x302A, 0x302D}, {0x3099, 0x309A},   {0xFB1E, 0xFB1E}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
    {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};
constexpr Range double_width[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},
    {0x23F0, 0x23F0},   {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},
    {0x2648, 0x2653},   {0x267F, 0x267F},   {0x2693, 0x2693},   {0x26A1, 0x26A1},
    {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},   {0x26CE, 0x26CE},
    {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},
    {0x2728, 0x2728},   {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},
    {0x2757, 0x2757},   {0x2795, 0x2797},   {0x27B0, 0x27B0},   {0x27BF, 0x27BF},
    {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},   {0x2E80, 0x303E},
    {0x3041, 0x3247},   {0x3250, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},
    {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},   {0x16FE0, 0x18CFF}, {0x1B000, 0x1B2FB},
    {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E}, {0x1F191, 0x1F19A},
    {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4},
    {0x1F3F8, 0x1F43E}, {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D},
    {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567}, {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596},
    {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5}, {0x1F6CC, 0x1F6CC},
    {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EF}, {0x1F6F4, 0x1F6FC},
    {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF},
    {0x1FA70, 0x1FAFF}, {0x20000, 0x3FFFD},
};

template <std::size_t N>
constexpr bool ascending(const Range (&ranges)[N]) {
    for (std::size_t i = 1; i < N; ++i)
        if (ranges[i].first <= ranges[i - 1].last) return false;
    return true;
}
static_assert(ascending(zero_width) && ascending(double_width), "contains() searches by halves");

template <std::size_t N>
bool contains(const Range (&ranges)[N], char32_t code) {
    const auto* found =
        std::upper_bound(std::begin(ranges), std::end(ranges), code,
                         [](char32_t wanted, const Range& range) { return wanted < range.first; });
    return found != std::begin(ranges) && code <= std::prev(found)->last;
}

constexpr Glyph bad_byte{0xFFFD, 1, true};

// The bytes a lead byte promises, and the least code such a sequence may stand for.
struct Promise {
    std::uint8_t length;
    char32_t least;
};
constexpr Promise promise_of(unsigned char lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return {2, 0x80};
    if (lead >= 0xE0 && lead <= 0xEF) return {3, 0x800};
    if (lead >= 0xF0 && lead <= 0xF4) return {4, 0x10000};
    return {0, 0};
}

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
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    if (byte(0) < 0x80) return {byte(0), 1, false};
    const auto [length, least] = promise_of(byte(0));
    if (length == 0 || length > text.size()) return bad_byte;
    char32_t code = byte(0) & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80) return bad_byte;
        code = (code << 6U) | (byte(i) & 0x3FU);
    }
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (code < least || code > 0x10FFFF || surrogate) return bad_byte;
    return {code, length, false};
}

int glyph_width(char32_t code) {
    if (code < 0x300) return 1;
    if (contains(zero_width, code)) return 0;
    return contains(double_width, code) ? 2 : 1;
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

std::string shown(std::string_view utf8) {
    if (is_plain_ascii(utf8)) return std::string(utf8);
    std::string out;
    while (!utf8.empty()) {
        const auto glyph = first_glyph(utf8);
        append_shown(out, utf8, glyph);
        utf8.remove_prefix(glyph.length);
    }
    return out;
}

std::string shown_lines(std::string_view utf8) {
    std::string out;
    for (;;) {
        const auto end = utf8.find('\n');
        out += shown(utf8.substr(0, end));
        if (end == std::string_view::npos) return out;
        out += '\n';
        utf8.remove_prefix(end + 1);
    }
}

std::string clipped(std::string_view utf8, std::size_t width) {
    if (display_width(utf8) <= width) return shown(utf8);
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

}  // namespace longstop::cli
