#include <algorithm>
#include <array>
#include <cassert>

#include "cli/render/output.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/writers.hpp"

namespace longstop::cli {
namespace {

// Readers (the import's own among them) strip blanks around a cell that has no quotes.
bool is_edge_blank(char c) { return c == ' ' || c == '\t'; }

bool wants_quotes(std::string_view text) {
    if (text.empty()) return false;
    if (is_edge_blank(text.front()) || is_edge_blank(text.back())) return true;
    bool wants = false;  // no early way out: so the compiler looks at many bytes at once
    for (const char c : text) {
        wants |= (c == '"') | (c == ',') | (c == '\n') | (c == '\r');
    }
    return wants;
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (auto at = text.find('"'); at != std::string_view::npos; at = text.find('"')) {
        out.append(text, 0, at + 1);
        out += '"';
        text.remove_prefix(at + 1);
    }
    out += text;
    out += '"';
}

// What spreadsheets take for the beginning of a formula, in the wide forms too, or strip before
// they look for one.
bool begins_formula(std::string_view text) {
    constexpr std::string_view letters = "=+-@\t\r\n";
    constexpr std::array<std::string_view, 4> wide{"\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D",
                                                   "\xEF\xBC\xA0"};  // U+FF1D, FF0B, FF0D, FF20
    if (text.empty()) return false;
    return letters.find(text.front()) != std::string_view::npos ||
           std::any_of(wide.begin(), wide.end(),
                       [&](const auto letter) { return text.starts_with(letter); });
}

struct AppendCsv {
    std::string& out;
    const TerminalStyle& style;
    void operator()(Absent) const {}
    void operator()(Null) const {}
    void operator()(std::int64_t number) const { append_integer(out, number); }
    void operator()(std::string_view text) const {
        if (style.terminal) {
            add(sanitized_lines(text));
        } else {
            add(text);
        }
    }
    void operator()(bool yes) const { out += yes ? "true" : "false"; }
    void operator()(RawJson raw) const { append_csv_text(out, raw.text); }
    void operator()(Number number) const { out += number.text; }
    void operator()(Plain own) const { out += own.text; }
    void add(std::string_view text) const {
        if (style.csv_safe) {
            append_csv_safe(out, text);
        } else {
            append_csv_text(out, text);
        }
    }
};

// RFC 4180 with "\n" for the line end, as the import and every Unix tool expect.
class CsvWriter final : public RowWriter {
  public:
    CsvWriter(const std::vector<Column>& columns, int descriptor, const TerminalStyle& style)
        : output_(descriptor), columns_(columns.size()), look_(style) {
        std::vector<Cell> names;
        names.reserve(columns.size());
        for (const auto& column : columns) names.emplace_back(column.name);
        row(names, Emphasis::none);
    }

    void row(std::span<const Cell> cells, Emphasis) override {
        assert(cells.size() == columns_);
        std::string& out = output_.text();
        const auto start = out.size();
        for (const auto& cell : cells) {
            std::visit(AppendCsv{out, look_}, cell);
            out += ',';
        }
        if (cells.empty()) return;
        out.back() = '\n';
        // A lone empty cell would be an empty line, which readers skip.
        if (out.size() == start + 1) out.insert(start, "\"\"");
        output_.row_done();
    }

    void foot(std::string_view) override {}
    void not_listed(const NotListed&) override {}
    void basis(std::string, std::string) override {}
    bool finish() override { return output_.flush(); }

  private:
    Output output_;
    std::size_t columns_;
    TerminalStyle look_;
};

}  // namespace

// A text that begins with = + - or @ is written as it is, unless --csv-safe is given: a spreadsheet
// may take it for a formula, but a quote before it changes the fact on its way back by import.
void append_csv_text(std::string& out, std::string_view text) {
    if (wants_quotes(text)) {
        append_quoted(out, text);
    } else {
        out += text;
    }
}

void append_csv_safe(std::string& out, std::string_view text) {
    if (begins_formula(text)) {
        append_quoted(out, "'" + std::string{text});
    } else {
        append_csv_text(out, text);
    }
}

std::unique_ptr<RowWriter> make_csv_writer(const std::vector<Column>& columns, int descriptor,
                                           const TerminalStyle& style) {
    return std::make_unique<CsvWriter>(columns, descriptor, style);
}

}  // namespace longstop::cli
