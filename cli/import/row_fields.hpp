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

// What is taken can be exported and read back: `export` makes at most six bytes of one in JSON and
// two in CSV, so a line has room for a row, the names and what the log adds to it.
constexpr std::size_t longest_line = std::size_t{8} << 20U;  // or CSV record, in bytes
constexpr std::size_t longest_row = std::size_t{1} << 20U;   // its texts, without escapes
constexpr std::size_t most_fields = 16'384;                  // of a row, and columns of a header
// Each record repeats the names of its foreign fields, so a header is bounded more closely.
constexpr std::size_t longest_header = std::size_t{64} << 10U;

}  // namespace longstop::cli
