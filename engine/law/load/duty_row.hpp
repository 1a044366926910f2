// One row of the law, read from its table: what it is, its course, its limit.
#pragma once

#include "engine/law/load/row_values.hpp"

namespace longstop::law::load {

// The row without its readings.
Duty read_duty(const RowValues& row);

// Its parts: what starts, ends and changes its clocks; how long they run.
void read_course(const RowValues& row, Duty& duty);
void read_limit(const RowValues& row, Duty& duty);
// A field the row counts from must be one that its starting events can carry, and of the kind
// (a day, a year) that the count needs.
void check_fields(const RowValues& row, const Duty& duty);

}  // namespace longstop::law::load
