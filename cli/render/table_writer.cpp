// Tables fit their columns to the first rows, then stream: memory stays that of the sample.
#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>

#include "cli/render/output.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/wrapped.hpp"
#include "cli/render/writers.hpp"

namespace longstop::cli {
namespace {

constexpr std::size_t sample_size = 500;        // rows looked at before the columns are fixed
constexpr std::size_t widest_table = 160;       // beyond it the eye loses the line
constexpr std::size_t narrowest_table = 20;     // a terminal that says 0 does not know its width
constexpr std::size_t narrowest_text = 4;       // "abc…"
constexpr std::size_t narrowest_that_goes = 8;  // a column that may go is worth no less room
constexpr std::string_view gap = "  ";

struct AppendText {
    std::string& out;
    void operator()(Absent) const {}
    void operator()(Null) const {}
    void operator()(std::int64_t number) const { append_integer(out, number); }
    void operator()(std::string_view text) const { out += text; }
    void operator()(bool yes) const { out += yes ? "yes" : "no"; }
    void operator()(RawJson raw) const { out += raw.text; }
    void operator()(Number number) const { out += number.text; }
    void operator()(Plain own) const { out += own.text; }
};

std::string_view colour_of(Emphasis emphasis) {
    switch (emphasis) {
        case Emphasis::bad: return "\x1b[31m";
        case Emphasis::warn: return "\x1b[33m";
        case Emphasis::good: return "\x1b[32m";
        case Emphasis::faint: return "\x1b[2m";
        case Emphasis::none: break;
    }
    return {};
}

struct ShownColumn {
    std::size_t index;  // of the cell
    std::string heading;
    std::size_t widest;  // what the column's text may take
    bool right;
    bool whole;             // never clipped; a number clipped would be another number
    int goes;               // where there is no room: the lowest first, 0 never
    std::size_t width = 0;  // what it takes
};

struct Line {
    std::vector<std::string> cells;  // safe to show, one for each shown column
    Emphasis emphasis;
    std::vector<std::string> below = {};  // safe to show, printed under the line
};

std::size_t total_width(const std::vector<ShownColumn>& columns) {
    const auto gaps = columns.empty() ? 0 : (columns.size() - 1) * gap.size();
    return std::accumulate(columns.begin(), columns.end(), gaps,
                           [](std::size_t sum, const auto& column) { return sum + column.width; });
}

// Takes from the widest text that may be clipped until the table fits. Where nothing may be, the
// table is wider than the terminal: a folded line is ugly, a cut date is wrong.
void shrink(std::vector<ShownColumn>& columns, std::size_t limit) {
    const auto spare = [](const ShownColumn& column) {
        const auto least = column.goes != 0 ? narrowest_that_goes : narrowest_text;
        return column.whole || column.width <= least ? 0 : column.width;
    };
    for (auto total = total_width(columns); total > limit; --total) {
        const auto widest =
            std::max_element(columns.begin(), columns.end(),
                             [&](const auto& a, const auto& b) { return spare(a) < spare(b); });
        if (widest == columns.end() || spare(*widest) == 0) return;
        --widest->width;
    }
}

// Rows yet to come may be wider than those seen: room left over goes to the columns that may grow.
void grow(std::vector<ShownColumn>& columns, std::size_t limit) {
    auto total = total_width(columns);
    for (auto& column : columns) {
        if (total >= limit || column.widest <= column.width) continue;
        const auto more = std::min(column.widest - column.width, limit - total);
        column.width += more;
        total += more;
    }
}

class TableWriter final : public RowWriter {
  public:
    TableWriter(const std::vector<Column>& columns, int descriptor, const TerminalStyle& style)
        : limit_(std::clamp(static_cast<std::size_t>(std::max(style.width, 0)), narrowest_table,
                            widest_table)),
          colour_(style.colour),
          output_(descriptor) {
        for (std::size_t i = 0; i < columns.size(); ++i) add_column(i, columns[i]);
    }

    void row(std::span<const Cell> cells, Emphasis emphasis) override {
        if (fixed_) {
            print(line_of(cells, emphasis));
            return;
        }
        sample_.push_back(line_of(cells, emphasis));
        if (sample_.size() == sample_size) fix_columns(true);
    }

    void below(std::string_view line) override {
        if (sample_.empty()) {
            print_plain(sanitized(line));
        } else {
            sample_.back().below.push_back(sanitized(line));
        }
    }

    void foot(std::string_view line) override {
        if (!sample_.empty()) fix_columns(false);
        const auto text = sanitized(line);
        if (display_width(text) <= limit_) return print_plain(text);
        each_line(paragraph(text, limit_ - 2, 2), [&](auto part) { print_plain(part); });
    }

    void not_listed(const NotListed& left_out) override {
        std::string line{"not listed: "};
        append_integer(line, static_cast<std::int64_t>(left_out.count));
        line += ' ';
        line += left_out.what;
        if (!left_out.how.empty()) {
            line += " (";
            line += left_out.how;
            line += ')';
        }
        foot(line);
    }

    void basis(std::string, std::string line) override { last_line_ = std::move(line); }

    bool finish() override {
        if (!sample_.empty()) fix_columns(false);
        if (!dropped_.empty()) {
            foot("no room for the columns " + dropped_ + ": other formats have them");
            dropped_.clear();
        }
        if (!last_line_.empty()) print_plain(sanitized_lines(last_line_));
        last_line_.clear();
        return output_.flush();
    }

  private:
    void add_column(std::size_t index, const Column& column) {
        if (column.heading.empty()) return;
        const auto heading = sanitized(column.heading);
        const auto width = display_width(heading);
        const auto widest =
            column.width > 0 ? std::max(static_cast<std::size_t>(column.width), width) : limit_;
        columns_.push_back({index, heading, widest, column.right, column.whole || column.right,
                            column.goes, width});
    }

    Line line_of(std::span<const Cell> cells, Emphasis emphasis) {
        Line line{{}, emphasis};
        line.cells.reserve(columns_.size());
        for (const auto& column : columns_) {
            assert(column.index < cells.size());
            scratch_.clear();
            std::visit(AppendText{scratch_}, cells[column.index]);
            line.cells.push_back(column.whole ? sanitized(scratch_)
                                              : clipped(scratch_, column.widest));
        }
        return line;
    }

    // With `reserve`, a column that is never cut is as wide as it may become.
    void fit_to_sample(bool reserve) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const bool reserved = reserve && columns_[i].whole && columns_[i].widest < limit_;
            columns_[i].width = reserved ? columns_[i].widest : display_width(columns_[i].heading);
            for (const auto& line : sample_) {
                columns_[i].width = std::max(columns_[i].width, display_width(line.cells[i]));
            }
        }
        shrink(columns_, limit_);
    }

    // Takes a column away that may go; false where none may.
    bool drop_column() {
        // First what no row so far fills.
        const auto rank = [this](const ShownColumn& column) {
            if (column.goes == 0) return std::numeric_limits<int>::max();
            return is_empty(static_cast<std::size_t>(&column - columns_.data())) ? 0 : column.goes;
        };
        const auto before = [&](const auto& a, const auto& b) { return rank(a) < rank(b); };
        const auto least = std::min_element(columns_.begin(), columns_.end(), before);
        if (least == columns_.end() || least->goes == 0) return false;
        dropped_ += (dropped_.empty() ? "" : ", ") + least->heading;
        drop(static_cast<std::size_t>(least - columns_.begin()));
        return true;
    }

    bool is_empty(std::size_t place) const {
        return std::all_of(sample_.begin(), sample_.end(),
                           [place](const Line& line) { return line.cells[place].empty(); });
    }

    void drop(std::size_t place) {
        const auto at = static_cast<std::ptrdiff_t>(place);
        for (auto& line : sample_) line.cells.erase(line.cells.begin() + at);
        columns_.erase(columns_.begin() + at);
    }

    // Of a list that is seen whole: a column that may go and says nothing is not missed.
    void drop_empty() {
        for (auto place = columns_.size(); place-- > 0;) {
            if (columns_[place].goes != 0 && is_empty(place)) drop(place);
        }
    }

    void fix_columns(bool more_to_come) {
        if (!more_to_come) drop_empty();
        fit_to_sample(false);
        while (total_width(columns_) > limit_ && drop_column()) fit_to_sample(false);
        // Texts that may be clipped give room to what is wider in rows to come; where there is
        // none, room is kept.
        const bool gives = std::any_of(columns_.begin(), columns_.end(),
                                       [](const ShownColumn& column) { return !column.whole; });
        if (more_to_come && !gives) {
            fit_to_sample(true);
            while (total_width(columns_) > limit_ && drop_column()) fit_to_sample(true);
        }
        if (more_to_come) grow(columns_, limit_);
        fixed_ = true;
        print_headings();
        for (const auto& line : sample_) {
            print(line);
            for (const auto& under : line.below) print_plain(under);
        }
        sample_.clear();
        sample_.shrink_to_fit();
    }

    void print_plain(std::string_view line) {
        output_.text() += line;
        output_.text() += '\n';
        output_.row_done();
    }

    void print_headings() {
        Line headings{{}, Emphasis::none};
        for (const auto& column : columns_) headings.cells.push_back(column.heading);
        print(headings);
    }

    void print(const Line& line) {
        scratch_.clear();
        // What a whole cell takes beyond its column, the texts that may be clipped give up.
        std::size_t beyond = 0;
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const auto width = display_width(line.cells[i]);
            if (columns_[i].whole && width > columns_[i].width) beyond += width - columns_[i].width;
        }
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            append_cell(columns_[i], line.cells[i], beyond);
        }
        while (!scratch_.empty() && scratch_.back() == ' ') scratch_.pop_back();
        const auto colour = colour_ ? colour_of(line.emphasis) : std::string_view();
        std::string& out = output_.text();
        out += colour;
        out += scratch_;
        out += colour.empty() ? "\n" : "\x1b[0m\n";
        output_.row_done();
    }

    void append_cell(const ShownColumn& column, const std::string& text, std::size_t& beyond) {
        if (&column != &columns_.front()) scratch_ += gap;
        const auto from = scratch_.size();
        auto room = column.width;
        if (!column.whole && beyond > 0) {
            const auto given = std::min(beyond, room > narrowest_text ? room - narrowest_text : 0);
            room -= given;
            beyond -= given;
        }
        const auto width = display_width(text);
        if (column.right && width < room) scratch_.append(room - width, ' ');
        scratch_ += !column.whole && width > room ? clipped(text, room) : text;
        pad_to(scratch_, from, room);
    }

    std::size_t limit_;
    bool colour_;
    bool fixed_ = false;
    Output output_;
    std::vector<ShownColumn> columns_;
    std::vector<Line> sample_;
    std::string scratch_;
    std::string last_line_;
    std::string dropped_;  // headings of columns for which there is no room
};

}  // namespace

std::unique_ptr<RowWriter> make_table_writer(const std::vector<Column>& columns, int descriptor,
                                             const TerminalStyle& style) {
    return std::make_unique<TableWriter>(columns, descriptor, style);
}

}  // namespace longstop::cli
