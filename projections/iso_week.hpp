// ISO 8601 weeks: from Monday to Sunday, of the year that its Thursday lies in.
#pragma once

#include <string>

#include "events/date.hpp"

namespace longstop::projections {

inline events::Day monday_of(events::Day day) {
    const auto weekday = date::weekday{day};
    return day - (weekday - date::Monday);
}

inline std::string iso_week(events::Day day) {  // "2026-W05"
    const auto thursday = monday_of(day) + date::days{3};
    const auto year = date::year_month_day{thursday}.year();
    const auto number = (thursday - events::Day{year / 1 / 1}).count() / 7 + 1;
    return std::to_string(static_cast<int>(year)) + (number < 10 ? "-W0" : "-W") +
           std::to_string(number);
}

}  // namespace longstop::projections
