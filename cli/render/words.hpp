// English made of numbers and days: what sentences of every kind have alike.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "events/date.hpp"

namespace longstop::cli {

std::string pluralized(std::uint64_t count, std::string_view thing);  // "1 clock", "2 clocks"
std::string pluralized_entries(std::uint64_t count);                  // "1 entry", "2 entries"
std::string days_text(std::int32_t count);  // "1 day"; of none less than 0

std::string_view month_name(date::month month);  // "June"
std::string long_day(events::Day day);           // "Monday 2 June 2025"

// The parts with `between` two of them; empty parts are left out.
std::string joined(std::span<const std::string> parts, std::string_view between);

}  // namespace longstop::cli
