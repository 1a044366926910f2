// Civil days and instants, and their text forms. No clock is read here.
#pragma once

#include <date/date.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace longstop::events {

using Day = date::sys_days;                                 // a civil day, proleptic Gregorian
using Instant = date::sys_time<std::chrono::microseconds>;  // UTC

// The days and years a fact may name (an import refuses others).
constexpr int first_year = 1900;
constexpr int last_year = 2199;

constexpr std::int32_t number_of(Day day) { return day.time_since_epoch().count(); }
constexpr Day day_of(std::int32_t number) { return Day{date::days{number}}; }

// "YYYY-MM-DD", exactly, a real day of any year 0000-9999; nothing for any other text.
std::optional<Day> parse_day(std::string_view text);
bool in_range(Day day);  // first_year..last_year

// "YYYY" (1 to 4 digits are not enough: exactly four) inside first_year..last_year.
std::optional<int> parse_year(std::string_view text);

// An RFC 3339 instant (a space may stand for the T); digits beyond microseconds are cut off.
std::optional<Instant> parse_instant(std::string_view text);

// An RFC 3339 instant, or a bare day, which means the last microsecond of that day in
// Europe/London: as-of days are civil days there (docs/law/reading.md, 1.4).
std::optional<Instant> parse_known_at(std::string_view text);

std::array<char, 10> day_text(Day day);  // YYYY-MM-DD
std::string to_text(Day day);            // YYYY-MM-DD
std::string to_text(Instant instant);    // YYYY-MM-DDThh:mm:ss.uuuuuuZ

}  // namespace longstop::events
