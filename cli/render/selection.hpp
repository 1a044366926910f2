// What whoever asks wants of a list: which fields, in what order of rows, and how many rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "cli/render/fields.hpp"

namespace longstop::cli {

struct Selection {
    std::vector<Field> columns;  // in this order; empty: those of the list
    std::optional<Field> sort;   // by its values; nothing: the order of the list
    bool descending = false;
    std::uint64_t limit = 0;  // at most so many rows; 0: all

    bool names_fields() const { return !columns.empty() || sort; }
};

inline std::optional<Field> field_named(std::string_view name) {
    for (std::size_t place = 0; place < field_rows.size(); ++place) {
        if (field_rows[place].name == name) return Field{place};
    }
    return std::nullopt;
}

}  // namespace longstop::cli
