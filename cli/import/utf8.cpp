#include "cli/import/utf8.hpp"

#include <cstdint>
#include <cstring>

#include "cli/render/text_width.hpp"

namespace longstop::cli {
namespace {

// Whether the next eight bytes are ASCII, as most of most files are.
bool eight_are_ascii(const char* bytes) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, bytes, sizeof eight);
    return (eight & 0x8080808080808080U) == 0;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        if (text.size() >= 8 && eight_are_ascii(text.data())) {
            text.remove_prefix(8);
            continue;
        }
        const auto glyph = first_glyph(text);
        if (glyph.bad) return false;
        text.remove_prefix(glyph.length);
    }
    return true;
}

}  // namespace longstop::cli
