// A CSV file: what is taken for a record has the cells that a plain reader of RFC 4180 finds in it,
// every byte of the file is taken once, and cells written with quotes come back as they were.
#include <string>
#include <vector>

#include "cli/import/csv_reader.hpp"
#include "cli/import/utf8.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::cli;
using Cells = std::vector<std::string>;

namespace {

constexpr std::string_view header = "la,case,type\n";

Cells plain_cells(std::string_view record) {
    Cells cells{""};
    bool quoted = false;
    for (std::size_t i = 0; i < record.size(); ++i) {
        if (record[i] == '"' && quoted && record.substr(i + 1).starts_with('"')) {
            cells.back() += record[i++];
        } else if (record[i] == '"') {
            quoted = !quoted;
        } else if (record[i] == ',' && !quoted) {
            cells.emplace_back();
        } else {
            cells.back() += record[i];
        }
    }
    return cells;
}

Cells texts_of(const RowFields& fields) {
    Cells cells;
    for (const auto& field : fields) cells.emplace_back(field.text);
    return cells;
}

bool is_blank_line_at_front(std::string_view text) {
    return is_blank(text.substr(0, text.find('\n')));
}

void reads_all(CsvReader& reader, std::string_view text, TextArena& arena) {
    RowFields fields;
    while (!is_blank_line_at_front(text)) {  // the reader of chunks takes blank lines itself
        const auto taken = reader.take(text, true, arena, fields);
        promise(taken.what != CsvTaken::What::need_more);
        promise(taken.bytes > 0 && taken.bytes <= text.size() && taken.lines > 0);
        promise(text.substr(0, taken.bytes).starts_with(taken.text));
        if (taken.what == CsvTaken::What::record) {
            promise(texts_of(fields) == plain_cells(taken.text));
        }
        if (taken.what == CsvTaken::What::blank) {
            for (const auto& cell : plain_cells(taken.text)) promise(is_blank(cell));
        }
        text.remove_prefix(taken.bytes);
    }
}

std::string quoted(std::string_view cell) {
    std::string out{"\""};
    for (const char c : cell) out += c == '"' ? std::string{"\"\""} : std::string{c};
    return out + '"';
}

// The bytes cut into three cells, written, and read again.
void comes_back(CsvReader& reader, std::string_view bytes, TextArena& arena) {
    if (!is_utf8(bytes)) return;
    const auto first = bytes.substr(0, bytes.find('\0'));
    const auto rest = bytes.substr(std::min(bytes.size(), first.size() + 1));
    const auto second = rest.substr(0, rest.find('\0'));
    const auto third = rest.substr(std::min(rest.size(), second.size() + 1));
    const auto row = quoted(first) + "," + quoted(second) + "," + quoted(third) + "\n";
    if (std::count(row.begin(), row.end(), '\n') > 999) return;
    RowFields fields;
    const auto taken = reader.take(row, true, arena, fields);
    promise(taken.bytes == row.size());
    const bool blank = is_blank(first) && is_blank(second) && is_blank(third);
    promise(taken.what == (blank ? CsvTaken::What::blank : CsvTaken::What::record));
    if (blank) return;
    promise(texts_of(fields) == Cells{std::string{first}, std::string{second}, std::string{third}});
}

}  // namespace

void fuzz(std::string_view bytes) {
    TextArena arena(4 * bytes.size() + 64);
    CsvReader as_header;
    (void)as_header.take_header(bytes, true, arena);
    arena.rewind(0);
    CsvReader reader;
    promise(reader.take_header(header, true, arena).has_value());
    reads_all(reader, bytes, arena);
    arena.rewind(0);
    comes_back(reader, bytes, arena);
}
