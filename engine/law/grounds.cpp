#include "engine/law/grounds.hpp"

#include <algorithm>
#include <map>

#include "events/type_no.hpp"

namespace longstop::law {
namespace {

using events::number_of;
namespace type = events::type;

// By Ground.
constexpr std::array<TypeNo, ground_count> types_of_facts{0,
                                                          type::setting_closed,
                                                          type::setting_closed,
                                                          type::personal_circumstances,
                                                          type::absence_from_area,
                                                          type::missed_appointment,
                                                          0};

// The days a lasting fact covers; still going on: up to the as-of day (6.5).
Span lasting(const Fact& fact, std::int32_t as_of) {
    return {fact.date, fact.first == Fact::none ? as_of : fact.first};
}

}  // namespace

void Spans::add(Span span) {
    reach_.push_back(reach_.empty() ? span.to : std::max(reach_.back(), span.to));
    spans_.push_back(span);
}

bool Spans::some_inside(Span period, std::int32_t days) const {
    if (period.days() < days) return false;
    const auto after =
        std::upper_bound(spans_.begin(), spans_.end(), period.to - days + 1,
                         [](std::int32_t day, const Span& span) { return day < span.from; });
    if (after == spans_.begin()) return false;
    return reach_[static_cast<std::size_t>(after - spans_.begin()) - 1] >= period.from + days - 1;
}

Grounds::Grounds(const Common& rules, std::span<const Fact> facts, std::int32_t as_of,
                 std::optional<std::uint32_t> only)
    : rules_(rules), as_of_(as_of) {
    for (std::uint32_t at = 0; at < facts.size(); ++at) {
        if (!only || *only == at) take(facts[at]);
    }
    std::sort(missed_.begin(), missed_.end());
    if (closures_.empty()) return;
    std::map<std::int32_t, Spans> windows;  // by setting; facts come by their days
    for (const auto& [setting, window] : closures_) windows[setting].add(window);
    for (const auto& fact : facts) {
        if (fact.type != type::advice_requested) continue;
        const auto of = windows.find(fact.other != Fact::none ? fact.other : fact.subject);
        if (of != windows.end() && of->second.some_holds(fact.date)) advised_.push_back(fact.date);
    }
}

void Grounds::take(const Fact& fact) {
    switch (fact.type) {
        case type::setting_closed:
            closed_ = true;
            if (fact.first - fact.date < rules_.closure.at_least) break;
            closures_.push_back(
                {fact.subject,
                 {fact.date - rules_.closure.margin, fact.first - rules_.closure.margin}});
            break;
        case type::personal_circumstances: {
            circumstances_recorded_ = true;
            const auto span = lasting(fact, as_of_);
            if (span.days() > 0) circumstances_.add(span);
            break;
        }
        case type::absence_from_area: absences_.push_back(lasting(fact, as_of_)); break;
        case type::missed_appointment: missed_.emplace_back(fact.subject, fact.date); break;
        default: break;
    }
}

NotMadeOut Grounds::evaluate(Ground ground, const Duty& duty, const Clock& clock) const {
    if (!duty.allows[static_cast<std::size_t>(ground)]) return NotMadeOut::ground_not_allowed;
    const Span period{clock.started_on, clock.due};  // 6.3
    if (rules_.closure.grounds[static_cast<std::size_t>(ground)]) return closure(period);
    if (rules_.relaxation.grounds[static_cast<std::size_t>(ground)]) return relaxation(clock.due);
    switch (ground) {
        case Ground::personal_circumstances: return circumstances(period);
        case Ground::absence: return absence(period, duty.absence_days);
        case Ground::missed_appointment: return appointment(period, clock.subject);
        default: return NotMadeOut::ground_not_allowed;
    }
}

NotMadeOut Grounds::relaxation(std::int32_t due) const {
    const auto& days = rules_.relaxation;
    return Span{number_of(days.due_from), number_of(days.due_to)}.holds(due)
               ? NotMadeOut::none
               : NotMadeOut::outside_coronavirus_period;
}

// Advice was asked of the setting in the window of a closure that lasted long enough.
NotMadeOut Grounds::closure(Span period) const {
    if (!closed_) return NotMadeOut::no_closure_recorded;
    if (closures_.empty()) return NotMadeOut::closure_too_short;
    const auto first = std::lower_bound(advised_.begin(), advised_.end(), period.from);
    return first != advised_.end() && *first <= period.to ? NotMadeOut::none
                                                          : NotMadeOut::no_advice_in_window;
}

NotMadeOut Grounds::circumstances(Span period) const {
    if (!circumstances_recorded_) return NotMadeOut::no_circumstances_recorded;
    return circumstances_.some_inside(period, 1) ? NotMadeOut::none
                                                 : NotMadeOut::circumstances_outside_period;
}

NotMadeOut Grounds::absence(Span period, int days) const {
    if (absences_.empty()) return NotMadeOut::no_absence_recorded;
    Spans long_enough;
    for (const auto& span : absences_) {
        if (span.days() >= days) long_enough.add(span);
    }
    if (long_enough.empty()) return NotMadeOut::absence_too_short;
    return long_enough.some_inside(period, days) ? NotMadeOut::none
                                                 : NotMadeOut::absence_outside_period;
}

NotMadeOut Grounds::appointment(Span period, std::int32_t body) const {
    const auto first =
        std::lower_bound(missed_.begin(), missed_.end(), std::pair{body, period.from});
    const bool made_out =
        first != missed_.end() && first->first == body && first->second <= period.to;
    return made_out ? NotMadeOut::none : NotMadeOut::no_missed_appointment;
}

TypeNo fact_type_of(Ground ground) { return types_of_facts[static_cast<std::size_t>(ground)]; }

}  // namespace longstop::law
