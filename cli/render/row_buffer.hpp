// Rows held until all are there, to be written in the order of one field.
#pragma once

#include <string>
#include <vector>

#include "cli/render/rows.hpp"

namespace longstop::cli {

class RowBuffer {
  public:
    // Copies the texts of the cells, which are the caller's.
    void add(const Cell& key, std::span<const Cell> cells, Emphasis emphasis);
    void below(std::string_view line) { rows_.back().below.emplace_back(line); }

    // Least first, or greatest; what has no value comes last; equal rows stay in order. Writes at
    // most `limit` rows (0: all), and answers how many are left over. Empty afterwards.
    std::uint64_t write(RowWriter& writer, bool descending, std::uint64_t limit);

  private:
    // A cell that owns its text.
    struct Owned {
        Cell cell;
        std::string text;
        explicit Owned(const Cell& of);
        Cell view() const;
    };
    struct Held {
        Owned key;
        std::vector<Owned> cells;
        Emphasis emphasis;
        std::vector<std::string> below;
    };
    static bool before(const Held& a, const Held& b, bool descending);

    std::vector<Held> rows_;
};

}  // namespace longstop::cli
