// Section 6: exceptions relied on, and whether the facts make them out.
#include <algorithm>

#include "plain_parts.hpp"

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;

struct Interval {
    Day from, to;  // both inclusive

    bool holds(Day day) const { return from <= day && day <= to; }
    int length() const { return days_between(from, to) + 1; }
    int overlap(const Interval& other) const {
        return Interval{std::max(from, other.from), std::min(to, other.to)}.length();
    }
};

// What exceptions look at: a clock, its period (6.3) and the facts of the case.
struct Plea {
    const Running& clock;
    Interval period;
    const std::vector<Event>& events;
    Day as_of;

    std::vector<const Event*> facts(const std::string& type) const {
        std::vector<const Event*> found;
        for (const auto& event : events) {
            if (event.type == type) found.push_back(&event);
        }
        return found;
    }

    Interval span(const Event& fact) const {  // 6.5
        const auto* until = fact.field("until");
        return {fact.date, until ? *day_of(*until) : as_of};
    }
};

// `advice-requested` to the closed setting, within the window and the period (6.4).
bool advice_was_asked(const Plea& plea, const Event& closure) {
    const chrono::days week(7);
    const Interval window{closure.date - week, *day_of(closure.fields.at("reopens")) - week};
    for (const Event* advice : plea.facts("advice-requested")) {
        const auto* setting = advice->field("setting");
        if (!setting) setting = advice->field("body");
        if (same_subject(*setting, closure.fields.at("setting")) && window.holds(advice->date) &&
            plea.period.holds(advice->date)) {
            return true;
        }
    }
    return false;
}

std::string closure_code(const Plea& plea) {
    auto closures = plea.facts("setting-closed");
    if (closures.empty()) return "no-closure-recorded";
    std::erase_if(closures, [](const Event* closure) {
        return days_between(closure->date, *day_of(closure->fields.at("reopens"))) < 28;
    });
    if (closures.empty()) return "closure-too-short";
    const bool asked = std::any_of(closures.begin(), closures.end(), [&](const Event* closure) {
        return advice_was_asked(plea, *closure);
    });
    return asked ? "" : "no-advice-in-window";
}

std::string circumstances_code(const Plea& plea) {
    const auto facts = plea.facts("personal-circumstances");
    if (facts.empty()) return "no-circumstances-recorded";
    const bool overlaps = std::any_of(facts.begin(), facts.end(), [&](const Event* fact) {
        return plea.span(*fact).overlap(plea.period) > 0;
    });
    return overlaps ? "" : "circumstances-outside-period";
}

std::string absence_code(const Plea& plea, int days) {
    auto facts = plea.facts("absence-from-area");
    if (facts.empty()) return "no-absence-recorded";
    std::erase_if(facts, [&](const Event* fact) { return plea.span(*fact).length() < days; });
    if (facts.empty()) return "absence-too-short";
    const bool inside = std::any_of(facts.begin(), facts.end(), [&](const Event* fact) {
        return plea.span(*fact).overlap(plea.period) >= days;
    });
    return inside ? "" : "absence-outside-period";
}

std::string appointment_code(const Plea& plea) {
    for (const Event* fact : plea.facts("missed-appointment")) {
        if (plea.clock.subject && same_subject(fact->fields.at("body"), *plea.clock.subject) &&
            plea.period.holds(fact->date)) {
            return "";
        }
    }
    return "no-missed-appointment";
}

std::string coronavirus_code(const Plea& plea) {
    const Interval relaxed{*day_of("2020-05-01"), *day_of("2020-09-25")};
    return relaxed.holds(plea.period.to) ? "" : "outside-coronavirus-period";
}

// 6.4: empty when the ground is made out, else the code.
std::string code_of(const Plea& plea, const std::string& ground) {
    for (const auto& allowed : plea.clock.duty->exceptions) {
        if (allowed.substr(0, allowed.find('(')) != ground) continue;
        if (ground == "school-closed" || ground == "early-years-closed") return closure_code(plea);
        if (ground == "personal-circumstances") return circumstances_code(plea);
        if (ground == "absence")
            return absence_code(plea, std::stoi(allowed.substr(8)));  // absence(N)
        if (ground == "missed-appointment") return appointment_code(plea);
        if (ground == "coronavirus") return coronavirus_code(plea);
    }
    return "ground-not-allowed";
}

// "Met in time" is an act on or before the due day, for the minimum windows of 7.4 as for the rest:
// the conformance vectors read it so (815/EHC-00317 has a window cut short, and no refusal on it).
bool met_in_time_before(const Running& clock, Day due, Day day) {
    return clock.state == State::ended && clock.ended_by->date <= due && clock.ended_by->date < day;
}

// 6.2: per subject the clock opened last among those begun by the reliance's date; indices.
std::vector<std::size_t> spoken_of(const Event& reliance, const std::deque<Running>& clocks) {
    std::vector<std::size_t> chosen;
    const auto* body = reliance.field("body");
    for (std::size_t i = clocks.size(); i-- > 0;) {
        const auto& clock = clocks[i];
        if (clock.duty->id != reliance.fields.at("duty") || clock.started_on > reliance.date)
            continue;
        if (body && clock.duty->subject == "body" && !same_subject(*body, *clock.subject)) continue;
        if (is_of_another_matter(clock, reliance)) continue;  // 3.8
        const bool later_one = std::any_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
            return equal_subjects(clocks[other].subject, clock.subject);
        });
        if (!later_one) chosen.push_back(i);
    }
    return chosen;
}

}  // namespace

std::vector<Verdict> verdicts(const std::deque<Running>& clocks,
                              const std::vector<std::optional<Day>>& dues,
                              const std::vector<Event>& events, Day as_of) {
    std::vector<Verdict> all(clocks.size());
    for (const auto& event : events) {  // in reading order; those skipped count too (4.1)
        if (event.type != "exception-relied-on") continue;
        for (const auto i : spoken_of(event, clocks)) {
            if (!dues[i] || met_in_time_before(clocks[i], *dues[i], event.date)) continue;
            auto& verdict = all[i];
            verdict.relied_on = true;
            if (verdict.excuse) continue;
            const auto& ground = event.fields.at("ground");
            const Plea plea{clocks[i], {clocks[i].started_on, *dues[i]}, events, as_of};
            const auto code = code_of(plea, ground);
            if (code.empty()) {
                verdict.excuse = Excuse{ground, text_of(event.date), event.fields.at("reason")};
            } else if (!verdict.first_refused) {
                verdict.first_refused = code;
            }
        }
    }
    return all;
}

}  // namespace longstop::plain
