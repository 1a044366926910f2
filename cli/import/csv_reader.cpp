#include "cli/import/csv_reader.hpp"

#include <csv.h>

#include <algorithm>
#include <array>
#include <new>

#include "cli/import/utf8.hpp"
#include "events/field_no.hpp"
#include "events/types.hpp"

namespace longstop::cli {
namespace {

using events::Error;
using events::Result;

int no_space(unsigned char) { return 0; }

// A physical line of the file's text: what it says, and the line end that follows it.
struct Line {
    std::string_view text;
    std::string_view end;
};

Line first_line(std::string_view rest) {
    const auto feed = rest.find('\n');
    auto text = rest.substr(0, feed);
    if (text.ends_with('\r')) text.remove_suffix(1);
    const auto size = feed == std::string_view::npos ? rest.size() : feed + 1;
    return {text, rest.substr(text.size(), size - text.size())};
}

Error unusable(std::string found) {
    return {events::ErrorCode::bad_file, "cannot read the CSV file", std::move(found),
            "the header row names the fields; without it no cell can be told from another",
            "make the first row the field names, separated by commas: la,case,type,date,..."};
}

struct Delimiter {
    char mark;
    std::string_view between;  // as people are told; empty: as usual
};
constexpr std::array<Delimiter, 4> delimiters{{{',', ""},
                                               {';', "semicolons between cells"},
                                               {'\t', "tabs between cells"},
                                               {'|', "upright strokes between cells"}}};

// A name of the header as rows have it, if it is one of theirs in other letters.
std::string known_name(std::string_view name) {
    const auto begin = name.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return std::string{name};
    std::string lower{name.substr(begin, name.find_last_not_of(" \t") - begin + 1)};
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto& common = events::envelope;
    const bool is_known = std::find(common.begin(), common.end(), lower) != common.end() ||
                          events::find_field(std::string_view{lower}) != events::FieldNo{};
    return is_known ? lower : std::string{name};
}

// Of the header's first line: which mark gives the most fields that rows have.
std::size_t likely_delimiter(std::string_view line) {
    std::size_t best = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < delimiters.size(); ++i) {
        std::size_t known = 0;
        for (auto rest = line;;) {
            const auto end = rest.find(delimiters[i].mark);
            auto cell = rest.substr(0, end);
            if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') {
                cell = cell.substr(1, cell.size() - 2);
            }
            const auto name = known_name(cell);
            if (std::find(events::envelope.begin(), events::envelope.end(), name) !=
                events::envelope.end()) {
                ++known;
            }
            if (end == std::string_view::npos) break;
            rest.remove_prefix(end + 1);
        }
        if (known > most) {
            most = known;
            best = i;
        }
    }
    return best;
}

bool names_all(const std::vector<std::string>& names) {
    constexpr std::array<std::string_view, 4> needed{"la", "case", "type", "date"};
    return std::all_of(needed.begin(), needed.end(), [&](std::string_view name) {
        return std::find(names.begin(), names.end(), name) != names.end();
    });
}

std::string in_ticks(std::string_view text) {
    std::string out{"`"};
    out += text;
    out += '`';
    return out;
}

}  // namespace

// libcsv, and the cells of the record it is reading.
class CsvReader::Parser {
  public:
    Parser() {
        csv_init(&csv_, CSV_STRICT);
        csv_set_space_func(&csv_, no_space);  // spaces belong to the cell
        csv_set_blk_size(&csv_, 4096);
    }
    ~Parser() { csv_free(&csv_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    void set_delimiter(char mark) { csv_set_delim(&csv_, static_cast<unsigned char>(mark)); }

    void begin(TextArena& arena) {
        csv_fini(&csv_, nullptr, nullptr, nullptr);  // forgets a record left half read
        arena_ = &arena;
        cells.clear();
        ended = false;
    }
    // False at a quote where none may stand.
    bool feed(std::string_view text) {
        const auto used = csv_parse(&csv_, text.data(), text.size(), on_cell, on_end, this);
        if (used != text.size() && csv_error(&csv_) != CSV_EPARSE) throw std::bad_alloc{};
        return used == text.size();
    }

    std::vector<std::string_view> cells;  // in the arena
    bool ended = false;

  private:
    static void on_cell(void* text, std::size_t size, void* self) {
        auto& parser = *static_cast<Parser*>(self);
        parser.cells.push_back(parser.arena_->add({static_cast<const char*>(text), size}));
    }
    static void on_end(int, void* self) { static_cast<Parser*>(self)->ended = true; }

    csv_parser csv_{};
    TextArena* arena_ = nullptr;
};

CsvReader::CsvReader() : parser_(std::make_unique<Parser>()) {}
CsvReader::~CsvReader() = default;

// Feeds the parser one physical line after the other until the record is complete.
CsvTaken CsvReader::take_cells(std::string_view text, bool at_end, TextArena& arena) {
    parser_->begin(arena);
    CsvTaken taken;
    const auto first = first_line(text);
    const auto refused = [&](Why why, std::string_view wanted = {}) {
        return CsvTaken{CsvTaken::What::refused, first.text.size() + first.end.size(), 1,
                        first.text, reason_for(why, {{}, {}, wanted})};
    };
    while (!parser_->ended) {
        const auto line = first_line(text.substr(taken.bytes));
        const bool whole = line.end.ends_with('\n');
        if (taken.bytes + line.text.size() > longest_line) {
            return refused(Why::csv_never_ends, "is still open 8 MiB on");
        }
        if (!whole && !at_end) return {};
        // Before a record's first cell libcsv passes over it, as over the rest of a line end.
        if (taken.lines == 0 && line.text.starts_with('\r')) return refused(Why::csv_bare_return);
        if (!parser_->feed(line.text)) return refused(Why::csv_stray_quote);
        if (parser_->ended) return refused(Why::csv_bare_return);
        taken.text = text.substr(0, taken.bytes + line.text.size());
        taken.bytes += line.text.size() + line.end.size();
        ++taken.lines;
        parser_->feed(whole ? line.end : "\n");  // a last line without its end is as good
        if (!whole && !parser_->ended) {
            return refused(Why::csv_never_ends, "is still open at the end of the file");
        }
    }
    taken.what = CsvTaken::What::record;
    return taken;
}

std::string_view CsvReader::between_cells() const { return delimiters[delimiter_].between; }

std::optional<Reason> CsvReader::judge_cells(const CsvTaken& taken) const {
    if (parser_->cells.size() != names_.size()) {
        const auto why = taken.lines == 1 ? Why::csv_cells : Why::csv_cells_across_lines;
        return reason_for(
            why, {{}, std::to_string(parser_->cells.size()), std::to_string(names_.size())});
    }
    if (!is_utf8(taken.text)) return reason_for(Why::not_utf8);
    return std::nullopt;
}

CsvTaken CsvReader::take(std::string_view text, bool at_end, TextArena& arena, RowFields& fields) {
    const auto mark = arena.mark();
    auto taken = take_cells(text, at_end, arena);
    const auto& cells = parser_->cells;
    if (taken.what == CsvTaken::What::record) {
        if (std::all_of(cells.begin(), cells.end(), is_blank)) {
            taken.what = CsvTaken::What::blank;
        } else if (auto reason = judge_cells(taken)) {
            taken.what = CsvTaken::What::refused;
            taken.reason = std::move(*reason);
            if (taken.reason.why == Why::csv_cells_across_lines) {
                const auto first = first_line(text);
                taken.text = first.text;
                taken.bytes = first.text.size() + first.end.size();
                taken.lines = 1;
            }
        }
    }
    fields.clear();
    if (taken.what != CsvTaken::What::record) {
        arena.rewind(mark);
        return taken;
    }
    for (std::size_t i = 0; i < names_.size(); ++i) {
        fields.push_back({names_[i], parser_->cells[i]});
    }
    return taken;
}

Result<CsvTaken> CsvReader::take_header(std::string_view text, bool at_end, TextArena& arena) {
    if (is_blank(text)) return unusable("the file has no header row");
    delimiter_ = likely_delimiter(first_line(text.substr(0, longest_header + 2)).text);
    parser_->set_delimiter(delimiters[delimiter_].mark);
    const auto window = text.substr(0, longest_header + 2);  // the longest, and its line end
    const bool cut = window.size() < text.size();
    const auto taken = take_cells(window, at_end && !cut, arena);
    if (taken.text.size() > longest_header || (taken.what == CsvTaken::What::need_more && cut)) {
        return unusable("the header row is longer than 64 KiB");
    }
    if (taken.what == CsvTaken::What::refused) {
        return unusable("in the header row, " + taken.reason.sentence);
    }
    if (taken.what == CsvTaken::What::need_more) return unusable("the header row has no end");
    if (!is_utf8(taken.text)) return unusable("the header row is not UTF-8");
    names_.assign(parser_->cells.begin(), parser_->cells.end());
    if (!names_all(names_)) {
        for (auto& name : names_) {
            auto known = known_name(name);
            renamed_ = renamed_ || known != name;
            name = std::move(known);
        }
    }
    auto names = names_;
    std::sort(names.begin(), names.end());
    if (names.size() > most_fields) {
        return unusable("the header row has " + std::to_string(names.size()) +
                        " columns, and at most " + std::to_string(most_fields) + " are read");
    }
    // One column may be without a name: a JSON field may, and goes out to CSV with its row.
    const auto twice = std::adjacent_find(names.begin(), names.end());
    if (twice != names.end()) {
        return unusable(twice->empty() ? "two columns of the header row have no name"
                                       : "the header row names " + in_ticks(*twice) + " twice");
    }
    const auto named = [&](std::string_view name) {
        return std::binary_search(names.begin(), names.end(), name);
    };
    if (!named("la") && !named("case") && !named("type") && !named("date")) {
        return unusable("the first row names none of `la`, `case`, `type`, `date`");
    }
    return taken;
}

}  // namespace longstop::cli
