// The writers behind make_writer(), one for each format.
#pragma once

#include <charconv>
#include <memory>
#include <string>
#include <vector>

#include "cli/render/rows.hpp"

namespace longstop::cli {

enum class JsonLayout : std::uint8_t { document, lines };

std::unique_ptr<RowWriter> make_json_writer(const std::vector<Column>& columns, int descriptor,
                                            JsonLayout layout);
std::unique_ptr<RowWriter> make_csv_writer(const std::vector<Column>& columns, int descriptor,
                                           const TerminalStyle& style);
std::unique_ptr<RowWriter> make_table_writer(const std::vector<Column>& columns, int descriptor,
                                             const TerminalStyle& style);

inline void append_integer(std::string& out, std::int64_t number) {
    char digits[20];  // as many as the least int64_t takes, sign and all
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    out.append(digits, end);
}

}  // namespace longstop::cli
