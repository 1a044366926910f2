// One made-up fact before it is a line. Small, since the benchmarks hold millions of them.
#pragma once

#include <cstdint>
#include <vector>

#include "events/type_no.hpp"

namespace longstop::cli {

// Days are numbers since 1970-01-01, which reaches the year 2149; 0 is no day.
struct FictionFact {
    std::uint32_t case_ref = 0;  // number of the case, from 1
    std::uint32_t recorded = 0;  // second since 1970-01-01, UTC
    std::uint16_t number = 0;    // of the case's entries, from 1: case and number make the id
    std::uint16_t day = 0;       // the legal date
    std::uint16_t first = 0;     // the type's first day field
    std::uint16_t second = 0;    // and its second
    std::uint16_t extra = 0;     // a setting, a year, an authority, or the entry that is retracted
    events::TypeNo type = 0;
    events::Choice choice = 0;
    std::uint8_t word = 0;   // a place in the type's list of fiction_words.hpp
    std::uint8_t actor = 0;  // a place in fiction_actors
};
static_assert(sizeof(FictionFact) == 24);

// The youngest type that the stories know. What is younger happens to a case here and there, with
// a value for every field, until a story tells of it.
constexpr events::TypeNo last_reported = events::type::record_begins;

using FictionFacts = std::vector<FictionFact>;

// A setting: its kind in the upper four bits (from 1; 0 is no setting), its number in the others.
enum class FictionSetting : std::uint8_t { nursery = 1, primary, secondary, special, college };

constexpr std::uint16_t setting_extra(FictionSetting kind, std::uint32_t number) {
    return static_cast<std::uint16_t>((static_cast<std::uint32_t>(kind) << 12U) |
                                      (number & 0xFFFU));
}

}  // namespace longstop::cli
