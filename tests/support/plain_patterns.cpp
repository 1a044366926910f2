// Section 3: patterns, subjects and matters; 4.2c, 4.5, 4.8: what an event would do to a clock.
#include <algorithm>
#include <stdexcept>

#include "plain_parts.hpp"

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;

bool holds(const Condition& condition, const Event& event,
           const std::optional<std::string>& subject) {
    const auto* text = event.field(condition.field);
    const auto equals = [&](const std::string& value) {
        if (value == "subject") return subject && same_subject(*text, *subject);  // 3.2
        return *text == value;
    };
    const bool one_of =
        text && std::any_of(condition.values.begin(), condition.values.end(), equals);
    return condition.differs ? !one_of : one_of;  // 3.1
}

// One of the patterns in `lapses`: those with `~`, those with `!`, or those with neither.
bool lapses(const Running& clock, const Event& event, bool rests, bool makes_final) {
    const auto& patterns = clock.duty->lapses;
    return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& p) {
        return p.rests == rests && p.makes_final == makes_final && fits(p, event, clock.subject);
    });
}

// In `ends`, the subject fits (3.7), the date is not before ends_from (4.5).
bool would_end(const Running& clock, const Event& event) {
    if (!fits_any(clock.duty->ends, event, clock.subject)) return false;
    const auto subject = subject_of(*clock.duty, event);
    if (subject && !equal_subjects(subject, clock.subject)) return false;
    const auto earliest = ends_from(*clock.duty, *clock.started_by);
    return !earliest || event.date >= *earliest;
}

// 4.8: rows whose `answers` names request or reassessment.
bool is_of_a_later_request(const Running& clock, const Event& event) {
    const auto& names = clock.duty->answers;
    return event.leaves_alone_after && clock.started_by->place > *event.leaves_alone_after &&
           std::any_of(names.begin(), names.end(), [](const std::string& name) {
               return name == "request" || name == "reassessment";
           });
}

}  // namespace

bool of_different_matters(const std::set<std::string>& a, const std::set<std::string>& b) {
    return !a.empty() && !b.empty() &&
           std::none_of(a.begin(), a.end(), [&](const auto& one) { return b.contains(one); });
}

bool fits(const Pattern& pattern, const Event& event, const std::optional<std::string>& subject) {
    return pattern.type == event.type &&
           std::all_of(pattern.conditions.begin(), pattern.conditions.end(),
                       [&](const Condition& c) { return holds(c, event, subject); });
}

bool fits_any(const std::vector<Pattern>& patterns, const Event& event,
              const std::optional<std::string>& subject) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const Pattern& p) { return !p.self && fits(p, event, subject); });
}

// None also where the event carries no such field.
std::optional<std::string> subject_of(const Duty& duty, const Event& event) {
    if (duty.subject.empty()) return std::nullopt;
    const auto* text = event.field(duty.subject);
    return text ? std::optional(trimmed(*text)) : std::nullopt;
}

bool equal_subjects(const std::optional<std::string>& a, const std::optional<std::string>& b) {
    return a && b ? same_subject(*a, *b) : a.has_value() == b.has_value();
}

bool is_of_another_matter(const Running& clock, const Event& event) {
    return !clock.duty->any_matter &&
           of_different_matters(clock.started_by->matters, event.matters);
}

bool is_left_alone(const Running& clock, const Event& event) {
    const auto* kind = clock.duty->subject == "against" ? event.field("against") : nullptr;
    return (kind && !equal_subjects(*kind, clock.subject)) ||  // 3.7
           is_of_another_matter(clock, event) || is_of_a_later_request(clock, event);
}

std::optional<Day> ends_from(const Duty& duty, const Event& started_by) {
    if (duty.ends_from.empty()) return std::nullopt;
    if (duty.ends_from == "1 Sep before year") {
        const int year = std::stoi(started_by.fields.at("year"));
        return Day(chrono::year(year - 1) / chrono::September / 1);
    }
    if (duty.ends_from == "12mo before on") {
        return moved_by_months(*day_of(started_by.fields.at("on")), -12);
    }
    throw std::runtime_error("ends_from " + duty.ends_from);
}

Effect effect(const Running& clock, const Event& event) {
    if (would_end(clock, event)) return Effect::ends;
    if (fits_any(clock.duty->overtaken, event, clock.subject)) return Effect::overtakes;
    if (lapses(clock, event, false, false)) return Effect::lapses;
    return lapses(clock, event, true, false) ? Effect::rests : Effect::none;
}

bool makes_final(const Running& clock, const Event& event) {
    return lapses(clock, event, false, true);
}

bool wakes(const Running& clock, const Event& event) {
    return fits_any(clock.duty->resumes, event, clock.subject);
}

std::string type_linked_by(const Duty& duty) {
    for (const auto& part : split(duty.limit, " from ")) {
        const auto type = part.substr(0, part.find_first_of(",)"));
        if (is_event_type(type)) return type;
    }
    return "";
}

}  // namespace longstop::plain
