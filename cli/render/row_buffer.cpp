#include "cli/render/row_buffer.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace longstop::cli {
namespace {

std::string_view text_of(const Cell& cell) {
    if (const auto* text = std::get_if<std::string_view>(&cell)) return *text;
    if (const auto* raw = std::get_if<RawJson>(&cell)) return raw->text;
    if (const auto* number = std::get_if<Number>(&cell)) return number->text;
    if (const auto* own = std::get_if<Plain>(&cell)) return own->text;
    return {};
}

bool has_value(const Cell& cell) {
    return !std::holds_alternative<Absent>(cell) && !std::holds_alternative<Null>(cell);
}

std::optional<double> number_of(const Cell& cell) {
    if (const auto* whole = std::get_if<std::int64_t>(&cell)) return static_cast<double>(*whole);
    if (const auto* yes = std::get_if<bool>(&cell)) return *yes ? 1 : 0;
    if (const auto* written = std::get_if<Number>(&cell)) {
        return std::strtod(std::string{written->text}.c_str(), nullptr);
    }
    return std::nullopt;
}

// By value: numbers as numbers, days and other texts by their bytes.
bool less(const Cell& a, const Cell& b) {
    const auto x = number_of(a);
    const auto y = number_of(b);
    if (x && y) return *x < *y;
    return text_of(a) < text_of(b);
}

}  // namespace

RowBuffer::Owned::Owned(const Cell& of) : cell(of), text(text_of(of)) {}

Cell RowBuffer::Owned::view() const {
    if (std::holds_alternative<std::string_view>(cell)) return std::string_view{text};
    if (std::holds_alternative<RawJson>(cell)) return RawJson{text};
    if (std::holds_alternative<Number>(cell)) return Number{text};
    if (std::holds_alternative<Plain>(cell)) return Plain{text};
    return cell;
}

void RowBuffer::add(const Cell& key, std::span<const Cell> cells, Emphasis emphasis) {
    rows_.push_back({Owned(key), {}, emphasis, {}});
    rows_.back().cells.reserve(cells.size());
    for (const auto& cell : cells) rows_.back().cells.emplace_back(cell);
}

bool RowBuffer::before(const Held& a, const Held& b, bool descending) {
    const auto x = a.key.view();
    const auto y = b.key.view();
    if (has_value(x) != has_value(y)) return has_value(x);
    return descending ? less(y, x) : less(x, y);
}

std::uint64_t RowBuffer::write(RowWriter& writer, bool descending, std::uint64_t limit) {
    std::stable_sort(rows_.begin(), rows_.end(), [descending](const Held& a, const Held& b) {
        return before(a, b, descending);
    });
    const auto wanted = limit == 0 ? rows_.size() : std::min<std::uint64_t>(limit, rows_.size());
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < wanted; ++i) {
        cells.clear();
        for (const auto& cell : rows_[i].cells) cells.push_back(cell.view());
        writer.row(cells, rows_[i].emphasis);
        for (const auto& line : rows_[i].below) writer.below(line);
    }
    const auto left_over = rows_.size() - wanted;
    rows_.clear();
    return left_over;
}

}  // namespace longstop::cli
