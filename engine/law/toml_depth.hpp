// How deep a TOML text nests, told before it is parsed.
#pragma once

#include <optional>
#include <string_view>

namespace longstop::law {

// toml++ frees what it has read by recursion: a key of 200,000 parts would end in the stack.
constexpr int deepest_nest = 32;  // brackets within brackets
constexpr int most_dots = 32;     // of one line, outside texts: a key has fewer

// The first line that nests deeper or has more dots; nothing where none does.
std::optional<int> line_too_deep(std::string_view toml);

}  // namespace longstop::law
