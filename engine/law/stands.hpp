// Where a live clock of a row stands, by bits: what events ask for it by.
#pragma once

#include <cstdint>

namespace longstop::law::stand {

enum : std::uint8_t {
    resting = 1,
    linked = 2,    // the limit counts from a second event, which has come
    amending = 4,  // a review that amendments follow
    count = 8,
};

// Sets of stands, by bits.
constexpr std::uint8_t open = 0b01010101;
constexpr std::uint8_t rests = 0b10101010;
constexpr std::uint8_t live = 0b11111111;
constexpr std::uint8_t unlinked = 0b00110011;
constexpr std::uint8_t amends = 0b11110000;

}  // namespace longstop::law::stand
