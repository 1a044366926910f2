#include "cli/render/row.hpp"

#include "cli/render/wrapped.hpp"
#include "engine/law/clock.hpp"

namespace longstop::cli {
namespace {

Column column_of(Field field) {
    const auto& row = field.row();
    return {row.name, row.heading, row.width, row.fit == Fit::right, row.fit == Fit::whole,
            row.goes};
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
        writer_->foot("");
        good_ = writer_->finish() && good_;
    }
    row_ = {};
    fields_ = is_table() ? in_table : fields;
    cells_.resize(fields_.size());
    std::vector<Column> columns;
    columns.reserve(fields_.size());
    for (const auto field : fields_) columns.push_back(column_of(field));
    writer_ = make_writer(format_, std::move(columns), descriptor_, style_);
}

void Rows::write(Emphasis emphasis) {
    for (std::size_t i = 0; i < fields_.size(); ++i) {
        auto& cell = row_.cells_[fields_[i].place()];
        cells_[i] = cell;
        cell = Absent{};
    }
    writer_->row(cells_, emphasis);
}

void Rows::below(std::string_view indent, std::string_view text) {
    below_wrapped(*writer_, indent, text);
}

void Rows::foot(std::string_view indent, std::string_view text) {
    foot_wrapped(*writer_, indent, text);
}

bool Rows::finish() { return writer_->finish() && good_; }

}  // namespace longstop::cli
