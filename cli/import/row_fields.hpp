// One row of an interchange file, before anybody has judged it: names and texts.
#pragma once

#include <string_view>
#include <vector>

namespace longstop::cli {

struct RowField {
    std::string_view name;
    std::string_view text;  // empty: the field is absent (an empty cell, JSON null)
    bool operator==(const RowField&) const = default;
};

using RowFields = std::vector<RowField>;

constexpr std::size_t longest_line = std::size_t{1} << 20U;

}  // namespace longstop::cli
