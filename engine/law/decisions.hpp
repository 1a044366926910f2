// The kinds of decision that can be appealed (docs/law/reading.md, 3.5).
#pragma once

#include "engine/law/clock.hpp"
#include "engine/law/pattern.hpp"

namespace longstop::law {

// The kind that an event is a decision of, or that an appeal names, as a place in the listed
// values of `against`; no_day where it is of none.
std::int32_t kind_of_decision(const EventKey& look);

std::string_view decision_kind_text(std::int32_t kind);  // empty where it is of none

// Whether all events that fit the pattern are of some kind.
bool are_decisions(const Pattern& pattern);

}  // namespace longstop::law
