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

}  // namespace longstop::law
