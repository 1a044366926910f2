// Lists as rows of cells, written as a table for people or as JSON, JSON Lines or CSV for machines.
// A command names its columns once and hands over rows; every format comes from those.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace longstop::cli {

enum class Format : std::uint8_t { table, json, jsonl, csv };

// Names and headings are static text, or the caller's for as long as the writer is there.
struct Column {
    std::string_view name;          // the key in JSON, the header in CSV
    std::string_view heading = {};  // in a table; empty: not shown in tables
    int width = 0;       // in a table: the widest a cell may be; longer text ends in "…"
    bool right = false;  // aligned to the right, and never clipped
    bool whole = false;  // never clipped: a date, a status, an id that one copies
    int goes = 0;        // where a table has no room: the lowest goes first, 0 never
};

// The texts of cells are the caller's, for the one call of `row`.
struct Absent {};  // key left out of JSON, empty cell in CSV
struct Null {};    // null in JSON, empty cell in CSV
struct RawJson {
    std::string_view text;
};  // already JSON; the same text in CSV
struct Number {
    std::string_view text;
};  // a number already written out, such as 46.4
struct Plain {
    std::string_view text;
};  // our own words: no format needs to quote or escape anything in them
using Cell =
    std::variant<Absent, Null, std::int64_t, std::string_view, bool, RawJson, Number, Plain>;
inline Cell or_null(std::string_view text) { return text.empty() ? Cell{Null{}} : Cell{text}; }

// How a table may look: width of the terminal (tables keep within it and within 160 columns), and
// whether colour is wanted.
struct TerminalStyle {
    int width = 100;
    bool colour = false;
    bool terminal = false;  // what is written is shown at once, and may not steer the terminal
    bool csv_safe = false;  // no CSV cell begins a formula
};

// Writes rows to a FILE as they come, through a buffer of its own; memory does not grow with the
// number of rows. `emphasis` colours a table's row where colour is wanted.
enum class Emphasis : std::uint8_t { none, bad, warn, good, faint };

// So many of a kind that a list leaves out, and the option that shows them; it may be empty.
struct NotListed {
    std::uint64_t count = 0;
    std::string_view what;
    std::string_view how;
};

class RowWriter {
  public:
    virtual ~RowWriter() = default;
    virtual void row(std::span<const Cell> cells, Emphasis emphasis = Emphasis::none) = 0;
    // A line that belongs to the row before it, in a table; nothing in other formats.
    virtual void below(std::string_view) {}
    // A line below a table (totals, hints); nothing in other formats.
    virtual void foot(std::string_view line) = 0;
    // What the list leaves out, after the last row: in JSON, and below a table.
    virtual void not_listed(const NotListed& left_out) = 0;
    // What makes the answer repeatable, before the first row: always in JSON, as `json`; as the
    // last line below a table, where `line` is not empty.
    virtual void basis(std::string json, std::string line) = 0;
    // Ends the list (JSON's closing bracket) and flushes; false when writing failed.
    virtual bool finish() = 0;
};

std::unique_ptr<RowWriter> make_writer(Format format, std::vector<Column> columns, int descriptor,
                                       const TerminalStyle& style);

void append_json_cell(std::string& out, const Cell& cell);       // nothing where absent
void append_json_text(std::string& out, std::string_view text);  // quoted and escaped
void append_csv_text(std::string& out, std::string_view text);   // quoted where needed
void append_csv_safe(std::string& out, std::string_view text);   // and never a formula
std::size_t display_width(std::string_view utf8);                // columns of a terminal
std::string clipped(std::string_view utf8, std::size_t width);   // with "…" where cut
// Words in lines of at most `width`, each line after the first behind `indent` blanks.
std::string paragraph(std::string_view utf8, std::size_t width, std::size_t indent);

}  // namespace longstop::cli
