// The columns a fold reads: for each entry of a block a few small numbers, column by column.
// Derived from the records; `rebuild` makes them anew.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "events/event.hpp"

namespace longstop::log {

// One entry as a fold sees it. Case and text numbers are those of the log's dictionary.
struct Header {
    std::int64_t recorded_at = 0;  // microseconds since 1970, UTC
    std::int32_t date = 0;         // legal date, day number
    std::uint32_t case_no = 0;     // 0: of no case
    std::int32_t first = events::Slots::absent;
    std::int32_t second = events::Slots::absent;
    std::uint32_t subject = 0;   // text number; 0: none
    std::uint32_t other = 0;     // text number; 0: none
    std::uint32_t matter = 0;    // text number; 0: none
    std::uint32_t assigned = 0;  // text number, of `assigned_text`; 0: neither is named
    std::uint32_t target = 0;    // of a retraction: the position it takes out; 0: none
    events::TypeNo type = 0;
    events::Choice choice = 0;
    bool operator==(const Header&) const = default;
};

std::string encode_columns(std::span<const Header> headers);

// The number of entries a block says it holds; nothing where that cannot be read.
std::optional<std::uint32_t> count_of_columns(std::string_view bytes);

// Appends the headers of a block to `out`; false when the bytes are not well formed or hold
// another number of entries than `expected`.
bool decode_columns(std::string_view bytes, std::uint64_t expected, std::vector<Header>& out);

}  // namespace longstop::log
