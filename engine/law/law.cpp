#include "engine/law/law.hpp"

namespace longstop::law {

const Duty* Law::find(std::string_view id) const {
    const auto row = row_of(id);
    return row ? &rows_[*row] : nullptr;
}

const Authority* Law::authority(std::string_view id) const {
    for (const auto& one : authorities_) {
        if (one.id == id) return &one;
    }
    return nullptr;
}

std::optional<RowNo> Law::row_of(std::string_view id) const {
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (rows_[row].id == id) return static_cast<RowNo>(row);
    }
    return std::nullopt;
}

RowSet Law::rows_of(std::string_view id) const {
    RowSet rows;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (rows_[row].id == id) rows.add(static_cast<RowNo>(row));
    }
    return rows;
}

std::size_t Law::duty_count() const {
    std::size_t count = 0;
    for (std::size_t row = 0; row < rows_.size(); ++row) {
        if (row == 0 || rows_[row].id != rows_[row - 1].id) ++count;
    }
    return count;
}

std::optional<Day> Law::last_day(RowNo row) const {
    const auto& duty = rows_[row];
    const auto next = row + std::size_t{1};
    if (duty.in_force_to || next == rows_.size() || rows_[next].id != duty.id) {
        return duty.in_force_to;
    }
    return rows_[next].in_force_from - date::days{1};
}

bool Law::in_force(RowNo row, Day day) const {
    const auto last = last_day(row);
    return rows_[row].in_force_from <= day && (!last || day <= *last);
}

}  // namespace longstop::law
