#include "engine/law/due.hpp"

#include <algorithm>

#include "engine/law/run.hpp"
#include "events/field_no.hpp"

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

LimbCount counted_from(std::optional<Day> from, const Duty& duty, const Limb& limb,
                       const Calendar& calendar) {
    if (!from) return {};
    const auto day =
        count(*from, limb.period, duty.counting, duty.adjust == Adjust::rule12_skip, calendar);
    return {from, day, !day.has_value()};
}

// "before 15 Feb of year": the day itself by the lenient reading, the day before by the strict.
LimbCount fixed_day(const Duty& duty, const Limb& limb, const Fact& fact) {
    const auto year = field_day(fact, limb.fields.front());
    if (year == Fact::none) return {};
    const date::days less{duty.counting == Counting::strictly_before ? 1 : 0};
    return {std::nullopt, Day{date::year{year} / limb.fixed} - less, false};
}

// "2 weeks before meeting"; in clear days neither end counts.
LimbCount back_from(std::optional<Day> from, const Duty& duty, const Period& period) {
    if (!from) return {};
    if (period.unit == Unit::months) return {from, add_months(*from, -period.count), false};
    const int days = period.count * (period.unit == Unit::weeks ? 7 : 1);
    const int less = duty.counting == Counting::clear_days ? 1 : 0;
    return {from, *from - date::days{days + less}, false};
}

// The day of the event that woke the clock, where it is of the limb's type.
std::optional<Day> waking(const Limb& limb, const Clock& clock, std::span<const Fact> facts) {
    if (clock.woken_by == no_fact || facts[clock.woken_by].type != limb.event) return std::nullopt;
    return day_of(facts[clock.woken_by].date);
}

// Whether a limb's day governs in place of the one found before it (5.8).
bool governs(Limit::Choose choose, Day day, const std::optional<Day>& before) {
    if (!before) return true;
    switch (choose) {
        case Limit::Choose::later: return day > *before;
        case Limit::Choose::earlier: return day < *before;
        case Limit::Choose::only:
        case Limit::Choose::first: break;
    }
    return false;
}

}  // namespace

LimbCount limb_day(const Duty& duty, const Limb& limb, const Calendar& calendar, const Clock& clock,
                   std::span<const Fact> facts) {
    const auto& fact = facts[clock.started_by];
    switch (limb.from) {
        case Limb::From::start: return counted_from(day_of(clock.started_on), duty, limb, calendar);
        case Limb::From::fields: return counted_from(first_field(limb, fact), duty, limb, calendar);
        case Limb::From::event:
            if (clock.linked == no_fact) return {};
            return counted_from(day_of(facts[clock.linked].date), duty, limb, calendar);
        case Limb::From::waking:
            return counted_from(waking(limb, clock, facts), duty, limb, calendar);
        case Limb::From::the_field: {
            const auto day = first_field(limb, fact);
            return {day, day, false};
        }
        case Limb::From::before_fixed: return fixed_day(duty, limb, fact);
        case Limb::From::before_field: return back_from(first_field(limb, fact), duty, limb.period);
    }
    return {};
}

std::optional<Day> due_day(const Duty& duty, const Calendar& calendar, const Clock& clock,
                           std::span<const Fact> facts, DueCount* recorded) {
    const auto fixed_by = duty.by_overrides ? clock.started_by : clock.directed_by;
    if (fixed_by != no_fact) {  // 5.10
        const auto by = field_day(facts[fixed_by], FieldNo::by);
        if (by != Fact::none) {
            if (recorded != nullptr) recorded->fixed = recorded->due = day_of(by);
            return day_of(by);
        }
    }
    std::optional<Day> due;
    for (const auto& limb : duty.within.limbs) {  // 5.8
        const auto counted = limb_day(duty, limb, calendar, clock, facts);
        const bool better = counted.day && governs(duty.within.choose, *counted.day, due);
        if (recorded != nullptr) {
            if (better) recorded->chosen = recorded->limbs.size();
            recorded->limbs.push_back(counted);
        }
        if (counted.unknown) return std::nullopt;
        if (better) due = counted.day;
    }
    if (recorded != nullptr) recorded->computed = due;
    if (due && duty.adjust == Adjust::rule12_appeal) due = roll_appeal(*due, calendar);  // 5.6
    if (recorded != nullptr) recorded->due = due;
    return due;
}

DueRange due_range(const CompiledLaw& law, const Clock& clock, std::span<const Fact> facts) {
    DueRange range;
    const auto& duty = law.duty(clock.row);
    if (duty.readings.empty()) return range;
    const auto take = [&](std::int32_t day) {
        if (day == no_day) return;
        range.earliest = range.earliest == no_day ? day : std::min(range.earliest, day);
        range.latest = std::max(range.latest, day);  // no_day is the least number
    };
    take(clock.due);
    for (const auto& reading : duty.readings) {
        const auto day = due_day(reading.row, law.calendar(), clock, facts);
        if (day) take(number_of(*day));
    }
    return range;
}

}  // namespace longstop::law
