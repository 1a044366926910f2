// Which days are working days, and how they are counted. Data: england/calendar.toml.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "events/date.hpp"

namespace longstop::law {

using events::Day;

struct Holiday {
    Day day;
    std::string name;
    std::optional<Day> known_from;  // published on that day; otherwise long before
};

// A holiday that stood until another was published in its place.
struct Withdrawn {
    Day day;
    std::string name;
    Day until;  // the day on which the change was published
};

// A day that a count in working days passes over, and why it is none.
struct Skipped {
    enum class What : std::uint8_t {
        weekend,   // "Saturday"
        holiday,   // "Good Friday"
        vacation,  // "August": the Tribunal's, by rule 12(3)(b)
    };
    Day day;
    What what = What::holiday;
    std::string name;
};

// Working days: Monday to Friday, neither 25 December nor a listed holiday. Outside
// verified_from..verified_until nobody has published the holidays: every answer that would need
// such a day is nullopt.
class Calendar {
  public:
    Calendar() = default;
    Calendar(Day verified_from, Day verified_until, std::vector<Holiday> holidays,
             std::vector<Withdrawn> withdrawn = {});

    std::optional<bool> is_working(Day day) const;

    // The days from `first` to `last` that a count in working days passes over. `tribunal`: as
    // rule 12(3)(b) counts.
    std::vector<Skipped> skipped(Day first, Day last, bool tribunal) const;

    // The calendar as a careful officer could know it on a day, and the days on which it changed.
    Calendar as_known_on(Day day) const;
    std::vector<Day> publications() const;

    // The nth working day after `start`; with `start_counts`, `start` is the first when it is one.
    std::optional<Day> nth_working_day(Day start, int n, bool start_counts) const {
        return working_.nth(start, n, start_counts);
    }
    // The same with 25 December to 1 January and all of August left out
    // (First-tier Tribunal (HESC) Rules 2008, rule 12(3)(b)).
    std::optional<Day> nth_tribunal_day(Day start, int n, bool start_counts) const {
        return tribunal_.nth(start, n, start_counts);
    }
    // The first working day after `day`.
    std::optional<Day> next_working_day(Day day) const { return working_.nth(day, 1, false); }

    Day verified_from() const { return from_; }
    Day verified_until() const { return until_; }
    const std::vector<Holiday>& holidays() const { return holidays_; }
    const std::vector<Withdrawn>& withdrawn() const { return withdrawn_; }

  private:
    // The counted days of the verified range, and for each day of it how many lie up to it.
    struct Counted {
        std::int32_t from = 0;
        std::vector<std::int32_t> up_to;
        std::vector<std::int32_t> days;
        std::optional<Day> nth(Day start, int n, bool start_counts) const;
    };
    template <class Counts>
    Counted count(Counts counts) const;
    const Holiday* holiday_on(Day day) const;

    Day from_{};
    Day until_{};
    std::vector<Holiday> holidays_;  // by day
    std::vector<Withdrawn> withdrawn_;
    Counted working_;
    Counted tribunal_;
};

// 25 December to 1 January, or a day of August (rule 12(3)).
bool in_tribunal_vacation(Day day);

}  // namespace longstop::law
