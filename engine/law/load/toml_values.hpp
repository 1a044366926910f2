// What all files of the law are read by: faults with their places, keys, days, values as text.
#pragma once

#include <toml++/toml.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "events/date.hpp"

namespace longstop::law::load {

using events::Day;

// A fault in a file of the law. Thrown in this folder alone, and caught in load.cpp.
struct Fault {
    std::string file;
    int line;
    std::string what;
    std::string why;
};

inline int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }

// A value as text. In lists the order decides nothing, save for the days a clock may start on.
std::string written(std::string_view key, const toml::node& node);

// A misspelt key would be passed over, and what it says with it.
void check_keys(const std::string& file, const toml::table& table,
                std::initializer_list<std::string_view> known);

const toml::table& table_in(const std::string& file, const toml::node& node);
Day day_in(const std::string& file, const toml::table& table, std::string_view key);

}  // namespace longstop::law::load
