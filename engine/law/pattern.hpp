// Which events a row of the law speaks of: "tribunal-order[kind=assess|make-plan]".
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events/date.hpp"
#include "events/types.hpp"

namespace longstop::law {

// One condition on a field. `=` needs the field to be present with one of the values; `!=` holds
// also when it is absent.
struct Condition {
    enum class On : std::uint8_t {
        choice,           // the type's listed value
        response,         // derived: the directed step is the authority's response, or not
        late,             // derived: an appeal conceded after the response ("yes") or before ("no")
        year,             // the type's year
        meeting_subject,  // "[meeting!=subject]": another meeting than the clock's; or that one
    };
    On on = On::choice;
    bool equal = true;
    std::vector<int> values;  // choices, 0/1 for late no/yes, years; none for meeting_subject
};

struct Pattern {
    bool self = false;  // "self:TYPE": the starting event itself
    events::TypeNo type = 0;
    std::vector<Condition> conditions;
    std::string text;
};

struct PatternOrWhy {
    std::optional<Pattern> pattern;
    std::string why;
};
PatternOrWhy parse_pattern(std::string_view text);

// What a pattern is held against: an event's type, its listed value, whether a concession came
// late, whether a direction is about the response, its year. `meeting_subject` conditions are left
// to the clock.
struct EventKey {
    events::TypeNo type = 0;
    int choice = 0;
    bool late = false;
    bool response = false;
    int year = 0;
};
bool fits(const Pattern& pattern, const EventKey& key);
// The condition on the clock's own meeting, where the pattern has one.
const Condition* meeting_condition(const Pattern& pattern);

}  // namespace longstop::law
