#include "engine/law/calendar.hpp"

#include <algorithm>

namespace longstop::law {
namespace {

using events::day_of;
using events::number_of;

bool is_christmas_day(Day day) {
    const date::year_month_day ymd{day};
    return ymd.month() == date::December && ymd.day() == date::day{25};
}

}  // namespace

bool in_tribunal_vacation(Day day) {
    const date::year_month_day ymd{day};
    return ymd.month() == date::August ||
           (ymd.month() == date::December && ymd.day() >= date::day{25}) ||
           (ymd.month() == date::January && ymd.day() == date::day{1});
}

Calendar::Calendar(Day verified_from, Day verified_until, std::vector<Holiday> holidays)
    : from_(verified_from), until_(verified_until), holidays_(std::move(holidays)) {
    std::sort(holidays_.begin(), holidays_.end(),
              [](const Holiday& a, const Holiday& b) { return a.day < b.day; });
    working_ = count([](Day) { return true; });
    tribunal_ = count([](Day day) { return !in_tribunal_vacation(day); });
}

std::optional<bool> Calendar::is_working(Day day) const {
    if (day < from_ || day > until_) return std::nullopt;
    const auto at = static_cast<std::size_t>((day - from_).count());
    return working_.up_to[at] != (at == 0 ? 0 : working_.up_to[at - 1]);
}

template <class Counts>
Calendar::Counted Calendar::count(Counts counts) const {
    const auto is_holiday = [this](Day day) {
        const auto at =
            std::lower_bound(holidays_.begin(), holidays_.end(), day,
                             [](const Holiday& holiday, Day d) { return holiday.day < d; });
        return at != holidays_.end() && at->day == day;
    };
    Counted counted;
    counted.from = number_of(from_);
    for (Day day = from_; day <= until_; day += date::days{1}) {
        const date::weekday weekday{day};
        const bool weekend = weekday == date::Saturday || weekday == date::Sunday;
        if (!weekend && !is_christmas_day(day) && !is_holiday(day) && counts(day)) {
            counted.days.push_back(number_of(day));
        }
        counted.up_to.push_back(static_cast<std::int32_t>(counted.days.size()));
    }
    return counted;
}

std::optional<Day> Calendar::Counted::nth(Day start, int n, bool start_counts) const {
    // The count up to the day before the first day that may count.
    const auto last_passed = number_of(start) - (start_counts ? 1 : 0) - from;
    if (n < 1 || last_passed < -1 || last_passed >= static_cast<std::int32_t>(up_to.size())) {
        return std::nullopt;
    }
    const auto passed = last_passed < 0 ? 0 : up_to[static_cast<std::size_t>(last_passed)];
    const auto at = static_cast<std::size_t>(passed + n - 1);
    if (at >= days.size()) return std::nullopt;
    return day_of(days[at]);
}

}  // namespace longstop::law
