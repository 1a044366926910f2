// The event types by name, made of their rows: events::type::advice_requested.
#pragma once

#include "events/types.hpp"

namespace longstop::events::type {

#define TYPE(no, name, ...) constexpr TypeNo name{no};
#include "events/type_rows.def"
#undef TYPE

}  // namespace longstop::events::type
