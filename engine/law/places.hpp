// Where a fact carries what a row asks for, read.
#pragma once

#include <array>
#include <cstddef>
#include <cstring>

#include "engine/law/run.hpp"

namespace longstop::law {

// By Place. A table, because a switch would be mispredicted.
constexpr std::array<std::size_t, 6> offset_of_place{0,
                                                     offsetof(Fact, date),
                                                     offsetof(Fact, first),
                                                     offsetof(Fact, second),
                                                     offsetof(Fact, subject),
                                                     offsetof(Fact, other)};

inline std::int32_t value_at(const Fact& fact, Place place) {
    if (place == Place::none) return Fact::none;
    std::int32_t value = 0;
    std::memcpy(
        &value,
        reinterpret_cast<const char*>(&fact) + offset_of_place[static_cast<std::size_t>(place)],
        sizeof value);
    return value;
}

inline std::int32_t first_present(const Fact& fact, std::array<Place, 2> places,
                                  std::int32_t otherwise) {
    for (const auto place : places) {
        if (place == Place::none) break;
        const auto day = value_at(fact, place);
        if (day != Fact::none) return day;
    }
    return otherwise;
}

}  // namespace longstop::law
