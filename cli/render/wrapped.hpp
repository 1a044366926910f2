// Long sentences below a row or at the foot of a table, on as many lines as they need.
#pragma once

#include "cli/render/rows.hpp"
#include "cli/render/text_width.hpp"

namespace longstop::cli {

constexpr std::size_t wrapped_width = 96;

template <class F>
void each_line(std::string_view text, F f) {
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        f(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    f(text);
}

// `first` stands before the first line; the others are indented as far.
inline void below_wrapped(RowWriter& rows, std::string_view first, std::string_view text) {
    const auto lines =
        std::string{first} + paragraph(sanitized(text), wrapped_width - first.size(), first.size());
    each_line(lines, [&](std::string_view line) { rows.below(line); });
}
inline void foot_wrapped(RowWriter& rows, std::string_view first, std::string_view text) {
    const auto lines =
        std::string{first} + paragraph(sanitized(text), wrapped_width - first.size(), first.size());
    each_line(lines, [&](std::string_view line) { rows.foot(line); });
}

}  // namespace longstop::cli
