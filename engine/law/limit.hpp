// A time limit as a provision words it ("20 weeks", "before 15 Feb of year", "later of (...)"),
// and how its last day is counted.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/law/calendar.hpp"
#include "events/types.hpp"

namespace longstop::law {

using events::FieldNo;
using events::TypeNo;

enum class Unit : std::uint8_t { days, weeks, months, working_days };

struct Period {
    int count = 0;
    Unit unit = Unit::days;
};

// One part of a limit. Where a day it needs is absent, the part cannot be computed.
struct Limb {
    enum class From : std::uint8_t {
        start,         // the period, counted from the clock's start
        fields,        // the period, counted from the first of `fields` the starting event has
        event,         // the period, counted from the linked event of type `event`
        waking,        // the period, counted from the event of type `event` that woke the clock
        the_field,     // the day in the field itself: "the day of the move"
        before_fixed,  // "before 15 Feb of year"
        before_field,  // the period back from a field: "2 weeks before meeting"
    };
    From from = From::start;
    Period period;
    std::vector<FieldNo> fields;
    TypeNo event = 0;
    date::month_day fixed{};
};

struct Limit {
    // `first`: the first limb that can be computed.
    enum class Choose : std::uint8_t { only, later, earlier, first };
    Choose choose = Choose::only;
    std::vector<Limb> limbs;
    bool from_waking = false;  // some limb counts from what woke the clock
    std::string text;          // as the law's file words it
};

enum class Counting : std::uint8_t {
    after,        // the day of the event is not counted
    from_incl,    // "beginning with": the day of the event is day one
    clear,        // "at least N before", read leniently
    before_date,  // "before D", read leniently: D itself
    by_date,
    strictly_before,  // "before D": the day before D
    clear_days,       // "at least N before", both ends left out
};

enum class Adjust : std::uint8_t { none, rule12_appeal, rule12_skip };

// The limit in the words of `text`, or what is wrong with it.
struct LimitOrWhy {
    std::optional<Limit> limit;
    std::string why;
};
LimitOrWhy parse_limit(std::string_view text);
std::optional<Period> parse_period(std::string_view text);              // "6 weeks"
std::optional<date::month_day> parse_month_day(std::string_view text);  // "15 Feb"

// The corresponding day `months` later or earlier, or the last day of the month where there is
// none (Dodds v Walker [1981] 1 WLR 1027).
Day add_months(Day day, int months);

// The last day of a period that is counted from `start` (semantics: docs/law/README.md).
std::optional<Day> count(Day start, Period period, Counting counting, bool skip_vacation,
                         const Calendar& calendar);

// Rule 12(2), (3)(a): a last day in 25 December to 1 January or August becomes the first working
// day after that span, any other non-working day the next working day. One step only.
std::optional<Day> roll_appeal(Day computed, const Calendar& calendar);

}  // namespace longstop::law
