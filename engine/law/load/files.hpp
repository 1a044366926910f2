// The files of the law that hold no rows.
#pragma once

#include <string>
#include <vector>

#include "engine/law/law.hpp"
#include "engine/law/load/toml_values.hpp"

namespace longstop::law::load {

Calendar read_calendar(const std::string& file, const toml::table& table);
Common read_common(const std::string& file, const toml::table& table);
std::vector<Authority> read_authorities(const std::string& file, const toml::table& table);

}  // namespace longstop::law::load
