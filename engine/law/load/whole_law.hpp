// What only the whole law shows: repeated ids, ids that name no row, measures that no row carries,
// too many rows.
#pragma once

#include "engine/law/law.hpp"

namespace longstop::law::load {

void check_whole_law(const Law& law);

}  // namespace longstop::law::load
