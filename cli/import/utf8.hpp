// Is this text UTF-8?
#pragma once

#include <string_view>

namespace longstop::cli {

bool is_utf8(std::string_view text);

// ASCII white space alone, or nothing at all: an absent value, a blank line.
constexpr bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\n\v\f\r") == std::string_view::npos;
}

}  // namespace longstop::cli
