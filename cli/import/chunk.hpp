// Some thousand rows of a file, parsed, with the bytes they stand in.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "cli/import/reasons.hpp"
#include "cli/import/row_fields.hpp"
#include "cli/import/text_arena.hpp"
#include "events/event.hpp"

namespace longstop::cli {

// Texts of rows are views of the chunk's own buffers, good until it is cleared.
//
// A refused row, whole or, when it is longer than a line may be, piece after piece.
struct RejectedRow {
    std::uint64_t line = 0;  // of the file, from 1; a record's first
    Reason reason;
    std::string_view text;
    bool first = true;  // false: `text` follows that of the refusal before
    bool last = true;   // false: more of the row comes, in a later chunk
};

// Where an event came from.
struct RowPlace {
    std::uint64_t line = 0;
    std::string_view text;
};

// Used again and again: in the steady state a row costs no allocation.
struct Chunk {
    static constexpr std::size_t most_rows = 131072;
    // A line and its look-ahead always fit, so every chunk takes something off the file. Large
    // chunks make large blocks: a nation's chunk fills one of its own for most authorities.
    static constexpr std::size_t capacity = 4 * longest_line + 2;
    // What its rows take once they are events: a CSV header's names are counted in every row.
    static constexpr std::size_t most_content = 2 * capacity;

    std::vector<events::Event> events;  // good rows, in the order of the file
    std::vector<RowPlace> places;       // of each event
    std::vector<RejectedRow> refusals;  // in the order of the file
    std::uint64_t rows = 0;             // read into this chunk: events and refused rows
    std::size_t content = 0;            // bytes of the events
    std::uint64_t bytes_done = 0;       // of the file, with this chunk

    // What the views above look into. A field's name may also stand in the reader.
    std::unique_ptr<char[]> text = std::make_unique_for_overwrite<char[]>(capacity);
    TextArena arena{capacity};

    void clear() {
        events.clear();
        places.clear();
        refusals.clear();
        rows = 0;
        content = 0;
        arena.rewind(0);
    }
};

}  // namespace longstop::cli
