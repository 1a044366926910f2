#include "engine/law/toml_depth.hpp"

#include <algorithm>

namespace longstop::law {
namespace {

// The length of the text (a string of TOML, with its quotes) or the comment at the front; 0 where
// neither begins there. A text without its end is a fault that the parser will tell.
std::size_t skipped(std::string_view rest) {
    const auto to = [&](std::size_t at, std::size_t more) {
        return at == std::string_view::npos ? rest.size() : at + more;
    };
    if (rest.front() == '#') return to(rest.find('\n'), 0);
    if (rest.starts_with("'''")) return to(rest.find("'''", 3), 3);
    if (rest.front() == '\'') return to(rest.find_first_of("'\n", 1), 1);
    if (rest.front() != '"') return 0;
    const std::string_view quotes = rest.starts_with("\"\"\"") ? "\"\"\"" : "\"";
    for (auto at = quotes.size(); at < rest.size(); ++at) {
        if (rest[at] == '\\') {
            ++at;
        } else if (rest[at] == '\n' && quotes.size() == 1) {
            return at;
        } else if (rest.substr(at).starts_with(quotes)) {
            return at + quotes.size();
        }
    }
    return rest.size();
}

}  // namespace

std::optional<int> line_too_deep(std::string_view toml) {
    int line = 1;
    int depth = 0;
    int dots = 0;
    while (!toml.empty()) {
        if (const auto size = skipped(toml); size > 0) {
            line += static_cast<int>(
                std::count(toml.begin(), toml.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
            toml.remove_prefix(size);
            continue;
        }
        const char c = toml.front();
        if (c == '[' || c == '{') ++depth;
        if (c == ']' || c == '}') --depth;
        if (c == '.') ++dots;
        if (depth > deepest_nest || dots > most_dots) return line;
        if (c == '\n') {
            ++line;
            dots = 0;
        }
        toml.remove_prefix(1);
    }
    return std::nullopt;
}

}  // namespace longstop::law
