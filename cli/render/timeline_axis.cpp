#include "cli/render/timeline_axis.hpp"

#include <algorithm>

namespace longstop::cli {
namespace {

using date::days;
using events::Day;

constexpr days shortest{28};
constexpr int month_steps[] = {1, 3, 6, 12, 24, 60, 120, 240};

constexpr std::string_view month_names[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

int year_of(Day day) { return int{date::year_month_day(day).year()}; }
unsigned month_of(Day day) { return unsigned{date::year_month_day(day).month()}; }
std::string_view month_name(Day day) { return month_names[month_of(day) - 1]; }

Day first_of_month(int months_since_0) {
    const auto month = static_cast<unsigned>(months_since_0 % 12 + 1);
    return Day(date::year(months_since_0 / 12) / date::month(month) / 1);
}

struct Label {
    int column;
    std::string text;
};

// Labels in one line, each at its column; one that would touch the one before it is left out, but
// the first gives way to the second: it names a part of a period only.
std::string line_of(std::vector<Label> labels) {
    const auto end = [](const Label& label) {
        return label.column + static_cast<int>(label.text.size());
    };
    if (labels.size() > 1 && end(labels[0]) >= labels[1].column) labels.erase(labels.begin());
    std::string line;
    for (const auto& label : labels) {
        const auto column = static_cast<std::size_t>(label.column);
        if (!line.empty() && line.size() >= column) continue;
        line.resize(column, ' ');
        line += label.text;
    }
    return line;
}

}  // namespace

Axis::Axis(Day first, Day last, int columns)
    : first_(first), last_(std::max(last, first + shortest)), columns_(columns) {
    const auto per_day = static_cast<double>(columns_ - 2) / (last_ - first_).count();
    if (per_day * 7 >= 3) {
        draw_weeks();
        return;
    }
    // The shortest step whose names have room; the longest where none has.
    int step = 0;
    for (const int candidate : month_steps) {
        step = candidate;
        if (per_day * 30.4 * step >= (step < 12 ? 4 : 5)) break;
    }
    draw_months(step);
}

int Axis::column(Day day) const {
    const auto into = std::int64_t{(std::clamp(day, first_, last_) - first_).count()};
    return static_cast<int>(into * (columns_ - 2) / (last_ - first_).count());
}

// Mondays by the day of the month, and the month's name above its first Monday.
void Axis::draw_weeks() {
    const auto name = [](Day day) {
        return std::string(month_name(day)) + ' ' + std::to_string(year_of(day));
    };
    std::vector<Label> months{{0, name(first_)}}, mondays;
    auto monday = first_ + (date::Monday - date::weekday(first_));
    for (unsigned month = month_of(first_); monday <= last_; monday += days(7)) {
        const auto at = column(monday);
        ticks_.push_back(at);
        mondays.push_back({at, events::to_text(monday).substr(8)});
        if (month_of(monday) != month) months.push_back({at, name(monday)});
        month = month_of(monday);
    }
    major_ = line_of(std::move(months));
    minor_ = line_of(std::move(mondays));
}

// Every `step` months: the month's name with the year above, or the year alone.
void Axis::draw_months(int step) {
    std::vector<Label> years, names;
    if (step < 12) years.push_back({0, std::to_string(year_of(first_))});
    const int before = year_of(first_) * 12 + static_cast<int>(month_of(first_)) - 1;
    for (int month = before - before % step; first_of_month(month) <= last_; month += step) {
        const auto day = first_of_month(month);
        if (day < first_) continue;
        const auto at = column(day);
        ticks_.push_back(at);
        const auto year = std::to_string(year_of(day));
        names.push_back({at, step < 12 ? std::string(month_name(day)) : year});
        const bool january = step < 12 && month % 12 == 0;
        if (january && at == 0) years.clear();
        if (january) years.push_back({at, year});
    }
    major_ = line_of(std::move(years));
    minor_ = line_of(std::move(names));
}

}  // namespace longstop::cli
