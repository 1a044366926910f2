// A row of an answer by the names of its fields, and the list that such rows are written to.
#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "cli/render/row_buffer.hpp"
#include "cli/render/selection.hpp"
#include "events/date.hpp"

namespace longstop::cli {

// The text of a day, by its number; null where there is none (law::no_day). The thread owns the
// text: until eight rarer days have been asked for.
Cell day_cell(std::int32_t day);
inline Cell day_cell(const std::optional<events::Day>& day) {
    return day ? day_cell(events::number_of(*day)) : Cell{Null{}};
}
inline Cell number_cell(std::uint64_t number) { return static_cast<std::int64_t>(number); }
// A number already written out, such as a rate; null where it is empty.
inline Cell written_number(std::string_view text) {
    return text.empty() ? Cell{Null{}} : Cell{Number{text}};
}
// Of positions, which begin with 1.
inline Cell position_cell(std::uint64_t position) {
    return position == 0 ? Cell{Null{}} : number_cell(position);
}

// What is not set is absent. Texts that are set are the caller's until the row is written; texts
// that are kept are the row's.
class Row {
  public:
    Cell& operator[](Field field) { return cells_[field.place()]; }
    void keep(Field field, std::string text) {
        auto& own = texts_[field.place()];
        own = std::move(text);
        cells_[field.place()] = std::string_view{own};
    }
    void keep_or_null(Field field, std::string text) {
        keep(field, std::move(text));
        if (texts_[field.place()].empty()) cells_[field.place()] = Null{};
    }
    void keep_json(Field field, std::string json) {
        auto& own = texts_[field.place()];
        own = std::move(json);
        cells_[field.place()] = RawJson{own};
    }

    const Cell& operator[](Field field) const { return cells_[field.place()]; }

  private:
    friend class Rows;
    std::array<Cell, field_rows.size()> cells_{};
    std::array<std::string, field_rows.size()> texts_;
};

// Those of the fields that are set, as a JSON object.
void append_json_object(std::string& out, std::span<const Field> fields, const Row& row);

// The list of an answer, in one format. Memory does not grow with the number of rows.
class Rows {
  public:
    Rows(Format format, int descriptor, const TerminalStyle& style, Selection selection = {})
        : format_(format),
          descriptor_(descriptor),
          style_(style),
          selection_(std::move(selection)) {}

    Format format() const { return format_; }
    bool is_table() const { return format_ == Format::table; }
    // Whether a row needs the fields of tables, and those of other formats.
    bool needs_table_fields() const { return is_table() || selection_.names_fields(); }
    bool needs_all_fields() const { return !is_table() || selection_.names_fields(); }
    const TerminalStyle& style() const { return style_; }

    // Begins a list; one that was begun before is finished. A table shows the fields `in_table`,
    // other formats `fields`, or either those that were selected. Both outlive the list.
    void begin(std::span<const Field> fields, std::span<const Field> in_table);
    bool has_begun() const { return writer_ != nullptr; }
    // An empty row; the one before must have been written.
    Row& row() { return row_; }
    void write(Emphasis emphasis = Emphasis::none);

    void below(std::string_view line);
    void below(std::string_view indent, std::string_view text);
    void foot(std::string_view line);
    void foot(std::string_view indent, std::string_view text);
    // How many were left out, of what kind, and how to see them ("--excused"; may be empty).
    void not_listed(std::uint64_t count, std::string_view what, std::string_view how);
    void basis(std::string json, std::string line) {
        writer_->basis(std::move(json), std::move(line));
    }
    // False where some of it could not be written.
    bool finish();

  private:
    bool is_sorted() const { return selection_.sort.has_value(); }
    bool beyond_limit() const { return selection_.limit != 0 && written_ > selection_.limit; }
    void end_rows();
    std::size_t wrapped_width() const;

    Format format_;
    int descriptor_;
    TerminalStyle style_;
    Selection selection_;
    std::vector<Field> fields_;  // of the list at hand
    RowBuffer held_;             // where they are sorted
    std::uint64_t written_ = 0;  // rows of the list at hand
    std::uint64_t left_over_ = 0;
    std::unique_ptr<RowWriter> writer_;
    std::vector<Cell> cells_;
    Row row_;
    bool good_ = true;
};

}  // namespace longstop::cli
