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

bool is_weekend(Day day) {
    const date::weekday weekday{day};
    return weekday == date::Saturday || weekday == date::Sunday;
}

std::string_view vacation_name(Day day) {
    return date::year_month_day{day}.month() == date::August ? "August"
                                                             : "25 December to 1 January";
}

}  // namespace

bool in_tribunal_vacation(Day day) {
    const date::year_month_day ymd{day};
    return ymd.month() == date::August ||
           (ymd.month() == date::December && ymd.day() >= date::day{25}) ||
           (ymd.month() == date::January && ymd.day() == date::day{1});
}

Calendar::Calendar(Day verified_from, Day verified_until, std::vector<Holiday> holidays,
                   std::vector<Withdrawn> withdrawn)
    : from_(verified_from),
      until_(verified_until),
      holidays_(std::move(holidays)),
      withdrawn_(std::move(withdrawn)) {
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
    Counted counted;
    counted.from = number_of(from_);
    for (Day day = from_; day <= until_; day += date::days{1}) {
        if (!is_weekend(day) && !is_christmas_day(day) && holiday_on(day) == nullptr &&
            counts(day)) {
            counted.days.push_back(number_of(day));
        }
        counted.up_to.push_back(static_cast<std::int32_t>(counted.days.size()));
    }
    return counted;
}

const Holiday* Calendar::holiday_on(Day day) const {
    const auto at = std::lower_bound(holidays_.begin(), holidays_.end(), day,
                                     [](const Holiday& holiday, Day d) { return holiday.day < d; });
    return at != holidays_.end() && at->day == day ? &*at : nullptr;
}

std::vector<Skipped> Calendar::skipped(Day first, Day last, bool tribunal) const {
    using What = Skipped::What;
    std::vector<Skipped> days;
    for (Day day = first; day <= last; day += date::days{1}) {
        const date::weekday weekday{day};
        if (tribunal && in_tribunal_vacation(day)) {
            days.push_back({day, What::vacation, std::string{vacation_name(day)}});
        } else if (const auto* holiday = holiday_on(day); holiday != nullptr) {
            days.push_back({day, What::holiday, holiday->name});
        } else if (is_weekend(day)) {
            days.push_back({day, What::weekend, weekday == date::Saturday ? "Saturday" : "Sunday"});
        } else if (is_christmas_day(day)) {
            days.push_back({day, What::holiday, "Christmas Day"});
        }
    }
    return days;
}

Calendar Calendar::as_known_on(Day day) const {
    std::vector<Holiday> known;
    for (const auto& holiday : holidays_) {
        if (!holiday.known_from || *holiday.known_from <= day) known.push_back(holiday);
    }
    for (const auto& holiday : withdrawn_) {
        if (day < holiday.until) known.push_back({holiday.day, holiday.name, std::nullopt});
    }
    return {from_, until_, std::move(known)};
}

std::vector<Day> Calendar::publications() const {
    std::vector<Day> days;
    for (const auto& holiday : holidays_) {
        if (holiday.known_from) days.push_back(*holiday.known_from);
    }
    for (const auto& holiday : withdrawn_) days.push_back(holiday.until);
    std::sort(days.begin(), days.end());
    days.erase(std::unique(days.begin(), days.end()), days.end());
    return days;
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
