// Days of the made-up lives: numbers since 1970-01-01.
#pragma once

#include "events/date.hpp"

namespace longstop::cli::terms {

constexpr int week = 7;
constexpr int year = 365;

inline date::year_month_day civil(int day) { return date::year_month_day{events::day_of(day)}; }
inline unsigned month_of(int day) { return static_cast<unsigned>(civil(day).month()); }
inline int year_of(int day) { return static_cast<int>(civil(day).year()); }
inline int number_of(int y, unsigned m, unsigned d) {
    return events::number_of(date::sys_days{date::year{y} / date::month{m} / date::day{d}});
}

// The day, or the next on which an office works: no weekend, and none of the days from Christmas
// to New Year's.
constexpr bool is_weekend(int day) { return (day + 3) % 7 >= 5; }  // 1970-01-01 was a Thursday
inline bool is_christmas(int day) {
    const auto date = civil(day);
    const auto d = static_cast<unsigned>(date.day());
    return (date.month() == date::December && d >= 25) || (date.month() == date::January && d == 1);
}
inline int working(int day) {
    while (is_weekend(day) || is_christmas(day)) ++day;
    return day;
}

}  // namespace longstop::cli::terms
