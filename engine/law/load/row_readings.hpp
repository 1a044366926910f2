// The [[duty.reading]] of a row: other ways in which its words may be read.
#pragma once

#include "engine/law/load/row_values.hpp"

namespace longstop::law::load {

void read_readings(const RowValues& row, Duty& duty);

}  // namespace longstop::law::load
