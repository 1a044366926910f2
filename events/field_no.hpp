// The fields by name, made of their rows.
#pragma once

#include "events/types.hpp"

namespace longstop::events {

enum class FieldNo : std::uint8_t {
    foreign = 0,
#define FIELD(no, name, sort, slot) name = no,
#include "events/field_rows.def"
#undef FIELD
};

#define FIELD(no, name, sort, slot) +1
constexpr std::size_t field_count =  // foreign among them: numbers are below it
    1
#include "events/field_rows.def"
    ;
#undef FIELD

}  // namespace longstop::events
