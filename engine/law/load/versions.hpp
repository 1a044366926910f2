// A [[duty]] table and its [[duty.version]]: one duty, as it is worded from day to day.
#pragma once

#include <string>
#include <vector>

#include "engine/law/duty.hpp"
#include "engine/law/load/toml_values.hpp"

namespace longstop::law::load {

// The row, and one more for each of its versions, all with their readings.
std::vector<Duty> read_versions(const std::string& file, const toml::table& table);

}  // namespace longstop::law::load
