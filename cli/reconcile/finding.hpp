// What is found when files of a source are held against what is recorded.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/import/chunk.hpp"
#include "events/event.hpp"

namespace longstop::cli {

enum class Held : std::uint8_t {
    same,
    different,  // recorded under the row's id, otherwise than the row says
    missing,    // the row is not recorded
    refused,    // the row cannot be read as a fact, or two rows contradict each other
    lacking,    // recorded of the source, and in no row of the files
};
constexpr std::size_t held_count = 5;
constexpr std::array<std::string_view, held_count> held_texts{"same", "different", "missing",
                                                              "refused", "lacking"};

// Empty: absent.
struct FieldDifference {
    std::string field;
    std::string file;
    std::string recorded;
};

// One row that is not recorded as it stands, or one entry that the files lack.
struct Finding {
    Held held = Held::same;
    std::size_t file = 0;    // of the files, the how manieth; of a lacking entry none
    std::uint64_t line = 0;  // 0: of no one row
    events::AuthorityId la;
    std::string case_reference;
    events::TypeNo type = 0;
    events::Day date{};
    std::string id;
    events::Position position = 0;        // of the entry; 0: there is none
    std::vector<FieldDifference> fields;  // of a different row
    std::string reason;                   // why it is refused, or left as it is
    events::Position retracted_by = 0;    // what --mend has appended
    events::Position recorded_at = 0;
    RejectedRow refusal;  // of a refused row: views into the chunk, good while it is told

    bool mended() const { return retracted_by != 0 || recorded_at != 0; }
};

}  // namespace longstop::cli
