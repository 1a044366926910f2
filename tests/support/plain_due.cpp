// Section 5: due dates, and the counting of days, weeks, months and working days.
#include <stdexcept>

#include "plain_evaluator.hpp"

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;
using Fields = std::map<std::string, std::string>;
using Woken = std::map<std::string, Day>;  // by type: the event that woke the clock, if any

struct Period {
    int count;
    std::string unit;  // d, w, mo, wd
};

Period period_of(const std::string& text) {
    std::size_t digits = 0;
    const int count = std::stoi(text, &digits);
    return {count, text.substr(digits)};
}

// 5.3: by calendar month; none where the month has no such day.
std::optional<Day> corresponding(Day day, int months) {
    const auto moved = chrono::year_month_day(day) + chrono::months(months);
    return moved.ok() ? std::optional<Day>(moved) : std::nullopt;
}

Day last_of_month(Day day, int months) {
    const auto moved = chrono::year_month_day(day) + chrono::months(months);
    return Day(moved.year() / moved.month() / chrono::last);
}

// 25 December to 1 January, and August (5.6, 5.7).
bool tribunal_is_closed(Day day) {
    const chrono::year_month_day date{day};
    return date.month() == chrono::August ||
           (date.month() == chrono::December && date.day() >= chrono::day(25)) ||
           (date.month() == chrono::January && date.day() == chrono::day(1));
}

Day working_day_from(const Calendar& calendar, Day day) {
    while (!calendar.is_working_day(day)) day += chrono::days(1);
    return day;
}

// The day on which `count` working days from `first` on are full.
Day nth_working_day(const Calendar& calendar, Day first, int count, bool skip_closed) {
    for (Day day = first;; day += chrono::days(1)) {
        if (!calendar.is_working_day(day) || (skip_closed && tribunal_is_closed(day))) continue;
        if (--count <= 0) return day;
    }
}

// 5.1 and 5.2.
Day counted(const Duty& duty, const Calendar& calendar, Day start, const Period& period) {
    const bool inclusive = duty.counting == "from-incl";
    if (period.unit == "mo") {
        const auto day = corresponding(start, period.count);
        if (!day) return last_of_month(start, period.count);
        return inclusive ? *day - chrono::days(1) : *day;
    }
    if (period.unit == "wd") {
        const Day first = inclusive ? start : start + chrono::days(1);
        return nth_working_day(calendar, first, period.count, duty.adjust == "rule12-skip");  // 5.7
    }
    const int length = period.unit == "w" ? 7 * period.count : period.count;
    return start + chrono::days(inclusive ? length - 1 : length);
}

// 5.9: `before D Mon of year`, the day itself.
Day fixed_day(const std::vector<std::string>& words, const Fields& fields) {
    const auto month = words.at(2) == "Mar"   ? chrono::March
                       : words.at(2) == "Feb" ? chrono::February
                       : words.at(2) == "May" ? chrono::May
                                              : throw std::runtime_error("month " + words.at(2));
    return Day(chrono::year(std::stoi(fields.at(words.at(4)))) / month /
               chrono::day(unsigned(std::stoi(words.at(1)))));
}

// One limb of a limit (5.8, 5.9); none where it cannot be computed.
std::optional<Day> limb_day(const Duty& duty, const Calendar& calendar, const std::string& limb,
                            Day start, const Fields& fields, std::optional<Day> linked,
                            const Woken& woken) {
    const auto words = split(limb, " ");
    if (words[0] == "before") return fixed_day(words, fields);
    if (words[0][0] < '0' || words[0][0] > '9') return first_present_day({words[0]}, fields);
    const Period period = period_of(words[0]);
    if (words.size() == 1) return counted(duty, calendar, start, period);
    if (words[1] == "before") {  // no counting: N weeks or months back from the day
        const auto day = first_present_day({words[2]}, fields);
        if (!day) return std::nullopt;
        if (period.unit == "mo") return moved_by_months(*day, -period.count);
        return *day - chrono::days(period.unit == "w" ? 7 * period.count : period.count);
    }
    if (words[1] == "woken-by") {
        const auto by = woken.find(words[2]);
        if (by == woken.end()) return std::nullopt;
        return counted(duty, calendar, by->second, period);
    }
    std::optional<Day> from = start;  // `from start`
    if (is_event_type(words[2])) {
        from = linked;
    } else if (words[2] != "start") {
        from = first_present_day(split(words[2], "|"), fields);
    }
    return from ? std::optional(counted(duty, calendar, *from, period)) : std::nullopt;
}

// 5.8: the least, the greatest or the first of the limbs that can be computed.
std::optional<Day> limit_day(const Duty& duty, const Calendar& calendar, Day start,
                             const Fields& fields, std::optional<Day> linked, const Woken& woken) {
    const bool least = duty.limit.starts_with("min("), greatest = duty.limit.starts_with("max(");
    const bool first = duty.limit.starts_with("first(");
    if (!least && !greatest && !first) {
        return limb_day(duty, calendar, duty.limit, start, fields, linked, woken);
    }
    const auto opening = duty.limit.find('(') + 1;
    std::optional<Day> best;
    for (const auto& limb :
         split(duty.limit.substr(opening, duty.limit.size() - opening - 1), ", ")) {
        const auto day = limb_day(duty, calendar, limb, start, fields, linked, woken);
        if (!day) continue;
        if (!best || (least && *day < *best) || (greatest && *day > *best)) best = day;
    }
    return best;
}

// 5.6, one step only.
Day rule12_appeal(const Calendar& calendar, Day day) {
    if (!tribunal_is_closed(day)) return working_day_from(calendar, day);
    while (tribunal_is_closed(day)) day += chrono::days(1);
    return working_day_from(calendar, day);
}

}  // namespace

std::optional<Day> first_present_day(const std::vector<std::string>& names,
                                     const std::map<std::string, std::string>& fields) {
    for (const auto& name : names) {
        if (const auto found = fields.find(name); found != fields.end())
            return day_of(found->second);
    }
    return std::nullopt;
}

Day moved_by_months(Day day, int months) {
    return corresponding(day, months).value_or(last_of_month(day, months));
}

std::optional<Day> due_of(const Duty& duty, const Calendar& calendar, Day start,
                          const Fields& fields, std::optional<Day> linked, const Woken& woken,
                          std::optional<Day> fixed) {
    if (fixed) return fixed;  // 5.10
    if (duty.override_by && duty.by_from.empty()) {
        if (const auto by = first_present_day({"by"}, fields)) return by;
    }
    try {
        const auto day = limit_day(duty, calendar, start, fields, linked, woken);
        if (!day) throw std::runtime_error("no limb of the limit can be computed: " + duty.id);
        return duty.adjust == "rule12-appeal" ? rule12_appeal(calendar, *day) : *day;
    } catch (const BeyondCalendar&) {
        return std::nullopt;  // 5.4
    }
}

}  // namespace longstop::plain
