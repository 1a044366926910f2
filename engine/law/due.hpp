// When a clock is due: the limbs of its limit are counted, one of them governs, and rule 12 moves
// the result where the row says so. Numbers in brackets: docs/law/reading.md, 5.
#pragma once

#include <optional>
#include <span>

#include "engine/law/compiled.hpp"
#include "engine/law/recorder.hpp"

namespace longstop::law {

struct Fact;

// One limb, counted for a clock (5.1 to 5.3, 5.8, 5.9).
LimbCount limb_day(const Duty& duty, const Limb& limb, const Calendar& calendar, const Clock& clock,
                   std::span<const Fact> facts);

// The due date of a clock under a row (its own, or its own under another reading) and a calendar;
// nullopt where it needs a day that the calendar does not know. With `recorded`, how it was found.
std::optional<Day> due_day(const Duty& duty, const Calendar& calendar, const Clock& clock,
                           std::span<const Fact> facts, DueCount* recorded = nullptr);

// The earliest and the latest due date of a clock under the readings that its row carries.
// no_day twice where the row carries none; a reading under which no day can be computed is left
// out.
struct DueRange {
    std::int32_t earliest = no_day;
    std::int32_t latest = no_day;
};
DueRange due_range(const CompiledLaw& law, const Clock& clock, std::span<const Fact> facts);

}  // namespace longstop::law
