// Records of a CSV file: RFC 4180, a header row, spaces kept.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/reasons.hpp"
#include "cli/import/row_fields.hpp"
#include "cli/import/text_arena.hpp"
#include "events/result.hpp"

namespace longstop::cli {

// What was taken off the front of the file's text.
struct CsvTaken {
    enum class What : std::uint8_t {
        record,     // the row's fields are filled
        refused,    // `reason` says why; `text` is what is refused
        blank,      // a record of empty cells alone: no row
        need_more,  // the text ends before the record does; nothing was taken
    };
    What what = What::need_more;
    std::size_t bytes = 0;  // with the line ends
    std::size_t lines = 0;  // physical lines
    std::string_view text;  // without the last line end; of the text that was handed in
    Reason reason;
};

// Reads records one after the other from text that others hold.
//
// A stray quote costs one record and not the file: a malformed record loses only its first
// physical line, and reading goes on at the next. That reads no line more than three times: a
// record that looks ahead began on a line with an odd number of quotes, and ends, well or badly,
// at the latest on the next line with an odd number, for between them quotes only come in pairs.
class CsvReader {
  public:
    CsvReader();
    ~CsvReader();
    CsvReader(const CsvReader&) = delete;
    CsvReader& operator=(const CsvReader&) = delete;

    // Reads the header; answers how many bytes and lines it took. What stands between cells is
    // found out from it: a comma, a semicolon, a tab or an upright stroke, whichever gives the most
    // fields that rows have. Where it does not name la, case, type and date exactly, names are
    // taken in any letter case and without blanks around them.
    events::Result<CsvTaken> take_header(std::string_view text, bool at_end, TextArena& arena);

    // Reads the record at the front of `text`, which does not start with a blank line. `at_end`
    // says that the file ends with `text`. Names are views into this reader, texts into `arena`.
    CsvTaken take(std::string_view text, bool at_end, TextArena& arena, RowFields& fields);

    // "semicolons between cells"; empty for commas.
    std::string_view between_cells() const;
    // Whether names of the header were written otherwise.
    bool renamed() const { return renamed_; }

  private:
    class Parser;
    CsvTaken take_cells(std::string_view text, bool at_end, TextArena& arena);
    std::optional<Reason> judge_cells(const CsvTaken& taken) const;

    std::unique_ptr<Parser> parser_;
    std::vector<std::string> names_;
    bool renamed_ = false;
    std::size_t delimiter_ = 0;  // its place among those there are
};

}  // namespace longstop::cli
