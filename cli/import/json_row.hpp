// One line of JSON Lines: an object of texts.
#pragma once

#include <memory>
#include <optional>
#include <string_view>

#include "cli/import/reasons.hpp"
#include "cli/import/row_fields.hpp"
#include "cli/import/text_arena.hpp"

namespace longstop::cli {

// Reads lines one after the other; keeps its buffers between them. A number counts as its text,
// exactly as written; null is an empty text.
class JsonRow {
  public:
    JsonRow();
    ~JsonRow();
    JsonRow(const JsonRow&) = delete;
    JsonRow& operator=(const JsonRow&) = delete;

    // Fills `fields` with the line's names and texts, in its order: views into `line`, or into
    // `arena` where the line has escapes. A reason when the line is refused.
    std::optional<Reason> read(std::string_view line, TextArena& arena, RowFields& fields);

  private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace longstop::cli
