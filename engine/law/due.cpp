#include "engine/law/due.hpp"

#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

using events::day_of;
using events::number_of;

// The first of the limb's fields that the starting event has.
std::optional<Day> first_field(const Limb& limb, const Fact& fact) {
    for (const auto no : limb.fields) {
        const auto day = field_day(fact, no);
        if (day != Fact::none) return day_of(day);
    }
    return std::nullopt;
}

LimbCount counted_from(std::optional<Day> from, const Law& law, const Duty& duty,
                       const Limb& limb) {
    if (!from) return {};
    const auto day =
        count(*from, limb.period, duty.counting, duty.adjust == Adjust::rule12_skip, law.calendar);
    return {from, day, !day.has_value()};
}

// "before 15 Feb of year": the day itself, by the lenient reading.
LimbCount fixed_day(const Limb& limb, const Fact& fact) {
    const auto year = field_day(fact, limb.fields.front());
    if (year == Fact::none) return {};
    return {std::nullopt, Day{date::year{year} / limb.fixed}, false};
}

// "2 weeks before meeting"
LimbCount back_from(std::optional<Day> from, const Period& period) {
    if (!from) return {};
    if (period.unit == Unit::months) return {from, add_months(*from, -period.count), false};
    return {from, *from - date::days{period.count * (period.unit == Unit::weeks ? 7 : 1)}, false};
}

}  // namespace

LimbCount limb_day(const Law& law, const Duty& duty, const Limb& limb, const Clock& clock,
                   std::span<const Fact> facts) {
    const auto& fact = facts[clock.started_by];
    switch (limb.from) {
        case Limb::From::start: return counted_from(day_of(clock.started_on), law, duty, limb);
        case Limb::From::fields: return counted_from(first_field(limb, fact), law, duty, limb);
        case Limb::From::event:
            if (clock.linked == no_fact) return {};
            return counted_from(day_of(facts[clock.linked].date), law, duty, limb);
        case Limb::From::the_field: {
            const auto day = first_field(limb, fact);
            return {day, day, false};
        }
        case Limb::From::before_fixed: return fixed_day(limb, fact);
        case Limb::From::before_field: return back_from(first_field(limb, fact), limb.period);
    }
    return {};
}

std::optional<Day> due_day(const Law& law, const Clock& clock, std::span<const Fact> facts,
                           DueCount* told) {
    const auto& duty = law.duties[clock.row];
    if (duty.by_overrides) {  // 5.10
        const auto by = field_day(facts[clock.started_by], FieldNo::by);
        if (by != Fact::none) {
            if (told != nullptr) told->fixed = told->due = day_of(by);
            return day_of(by);
        }
    }
    std::optional<Day> due;
    for (const auto& limb : duty.within.limbs) {  // 5.8
        const auto counted = limb_day(law, duty, limb, clock, facts);
        const bool better = counted.day && (!due || (duty.within.choose == Limit::Choose::later
                                                         ? *counted.day > *due
                                                         : *counted.day < *due));
        if (told != nullptr) {
            if (better) told->chosen = told->limbs.size();
            told->limbs.push_back(counted);
        }
        if (counted.unknown) return std::nullopt;
        if (better) due = counted.day;
    }
    if (told != nullptr) told->computed = due;
    if (due && duty.adjust == Adjust::rule12_appeal) due = roll_appeal(*due, law.calendar);  // 5.6
    if (told != nullptr) told->due = due;
    return due;
}

}  // namespace longstop::law
