#include "cli/render/row.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "cli/render/wrapped.hpp"
#include "engine/law/clock.hpp"

namespace longstop::cli {
namespace {

// Of a field that has none, since no table shows it unasked: "days_left" as "DAYS LEFT".
std::string_view made_heading(Field field) {
    static const auto headings = [] {
        std::array<std::string, field_rows.size()> all;
        for (std::size_t i = 0; i < all.size(); ++i) {
            for (const char c : field_rows[i].name) {
                all[i] += c == '_' ? ' ' : static_cast<char>(std::toupper(c));
            }
        }
        return all;
    }();
    return headings[field.place()];
}

Column column_of(Field field, bool selected) {
    const auto& row = field.row();
    Column column{row.name, row.heading, row.width, row.fit == Fit::right, row.fit == Fit::whole,
                  row.goes};
    if (!selected) return column;
    column.goes = 0;  // what is asked for by name stays
    if (row.heading.empty()) {
        column.heading = made_heading(field);
        column.right = row.type == FieldType::number;
        column.whole = row.type == FieldType::day || row.type == FieldType::instant;
    }
    return column;
}

bool holds(std::span<const Field> fields, Field field) {
    return std::find(fields.begin(), fields.end(), field) != fields.end();
}

// A list names the same few thousand days again and again.
std::string_view text_of(std::int32_t day) {
    constexpr std::int32_t first = 14610;  // 2010-01-01
    constexpr std::size_t count = 9000;
    using Text = std::array<char, 10>;
    thread_local std::vector<Text> known(count, Text{});
    const auto place = static_cast<std::size_t>(static_cast<std::int64_t>(day) - first);
    if (place >= count) {
        thread_local std::array<Text, 8> others{};  // more than a row names
        thread_local std::size_t next = 0;
        auto& text = others[next++ % others.size()];
        text = events::day_text(events::day_of(day));
        return {text.data(), text.size()};
    }
    auto& text = known[place];
    if (text[0] == '\0') text = events::day_text(events::day_of(day));
    return {text.data(), text.size()};
}

}  // namespace

Cell day_cell(std::int32_t day) {
    return day == law::no_day ? Cell{Null{}} : Cell{Plain{text_of(day)}};
}

void append_json_object(std::string& out, std::span<const Field> fields, const Row& row) {
    auto mark = '{';
    for (const auto field : fields) {
        if (std::holds_alternative<Absent>(row[field])) continue;
        out += mark;
        mark = ',';
        append_json_text(out, field.row().name);
        out += ':';
        append_json_cell(out, row[field]);
    }
    out += mark == '{' ? "{}" : "}";
}

void Rows::begin(std::span<const Field> fields, std::span<const Field> in_table) {
    if (writer_ != nullptr) {
        end_rows();
        writer_->foot("");
        good_ = writer_->finish() && good_;
    }
    row_ = {};
    written_ = left_over_ = 0;
    fields_.clear();
    for (const auto field : selection_.columns) {
        if (holds(fields, field) || holds(in_table, field)) fields_.push_back(field);
    }
    const bool selected = !fields_.empty();
    const auto usual = is_table() ? in_table : fields;
    if (!selected) fields_.assign(usual.begin(), usual.end());
    cells_.resize(fields_.size());
    std::vector<Column> columns;
    columns.reserve(fields_.size());
    for (const auto field : fields_) columns.push_back(column_of(field, selected));
    writer_ = make_writer(format_, std::move(columns), descriptor_, style_);
}

void Rows::write(Emphasis emphasis) {
    for (std::size_t i = 0; i < fields_.size(); ++i) cells_[i] = row_.cells_[fields_[i].place()];
    ++written_;
    if (is_sorted()) {
        held_.add(row_[*selection_.sort], cells_, emphasis);
    } else if (beyond_limit()) {
        ++left_over_;
    } else {
        writer_->row(cells_, emphasis);
    }
    if (selection_.names_fields()) {
        row_.cells_.fill(Absent{});
    } else {
        for (const auto field : fields_) row_.cells_[field.place()] = Absent{};
    }
}

std::size_t Rows::wrapped_width() const {
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(style_.width, 0)), 40,
                                   widest_wrapped);
}

void Rows::below(std::string_view line) {
    if (is_sorted()) {
        held_.below(line);
    } else if (!beyond_limit()) {
        writer_->below(line);
    }
}

void Rows::below(std::string_view indent, std::string_view text) {
    each_wrapped(indent, text, wrapped_width(), [this](std::string_view line) { below(line); });
}

// No row comes after the first line of a foot.
void Rows::end_rows() {
    if (is_sorted()) {
        left_over_ += held_.write(*writer_, selection_.descending, selection_.limit);
    }
    const auto left_over = std::exchange(left_over_, 0);
    if (left_over > 0) writer_->not_listed({left_over, "beyond --limit", "without --limit"});
}

void Rows::foot(std::string_view line) {
    end_rows();
    writer_->foot(line);
}

void Rows::foot(std::string_view indent, std::string_view text) {
    each_wrapped(indent, text, wrapped_width(), [this](std::string_view line) { foot(line); });
}

void Rows::not_listed(std::uint64_t count, std::string_view what, std::string_view how) {
    end_rows();
    if (count > 0) writer_->not_listed({count, what, how});
}

bool Rows::finish() {
    end_rows();
    return writer_->finish() && good_;
}

}  // namespace longstop::cli
