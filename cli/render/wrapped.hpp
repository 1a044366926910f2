// Long sentences below a row or at the foot of a table, on as many lines as they need.
#pragma once

#include <algorithm>

#include "cli/render/rows.hpp"
#include "cli/render/text_width.hpp"

namespace longstop::cli {

constexpr std::size_t widest_wrapped = 96;

template <class F>
void each_line(std::string_view text, F f) {
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        f(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    f(text);
}

// `first` stands before the first line; the others are indented as far. Calls `f(line)` for each.
template <class F>
void each_wrapped(std::string_view first, std::string_view text, std::size_t width, F f) {
    each_line(
        std::string{first} +
            paragraph(sanitized(text), width - std::min(width - 1, first.size()), first.size()),
        f);
}

}  // namespace longstop::cli
