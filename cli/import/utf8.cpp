#include "cli/import/utf8.hpp"

#include <cstdint>
#include <cstring>

namespace longstop::cli {
namespace {

using Byte = unsigned char;

// The length of the well-formed sequence that starts at `p`, or 0. Unicode 15, table 3-7.
std::size_t sequence_length(const Byte* p, std::size_t left) {
    const auto tail = [&](std::size_t i, Byte low = 0x80, Byte high = 0xBF) {
        return i < left && p[i] >= low && p[i] <= high;
    };
    const Byte lead = p[0];
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        const Byte low = lead == 0xE0 ? 0xA0 : 0x80;   // no overlong forms
        const Byte high = lead == 0xED ? 0x9F : 0xBF;  // no surrogates
        return tail(1, low, high) && tail(2) ? 3 : 0;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        const Byte low = lead == 0xF0 ? 0x90 : 0x80;
        const Byte high = lead == 0xF4 ? 0x8F : 0xBF;  // nothing beyond U+10FFFF
        return tail(1, low, high) && tail(2) && tail(3) ? 4 : 0;
    }
    return 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    const auto* p = reinterpret_cast<const Byte*>(text.data());
    std::size_t left = text.size();
    while (left > 0) {
        std::uint64_t eight = 0;
        if (left >= sizeof eight) {
            std::memcpy(&eight, p, sizeof eight);
            if ((eight & 0x8080808080808080U) == 0) {
                p += sizeof eight;
                left -= sizeof eight;
                continue;
            }
        }
        const auto length = sequence_length(p, left);
        if (length == 0) return false;
        p += length;
        left -= length;
    }
    return true;
}

}  // namespace longstop::cli
