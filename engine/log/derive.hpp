// What is derived from the records: headers with their numbers, and the texts behind the numbers.
// The same code serves an append and a rebuild, so that a rebuild gives the same bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/columns.hpp"
#include "events/event.hpp"
#include "events/size.hpp"

namespace longstop::log {

// Gives a text of a dictionary its number, the next one when it is new.
using NumberOf = std::function<std::uint32_t(std::string_view)>;

// The number of a text in `numbers`; a new one gets the next and joins `added`.
template <class Numbers>
std::uint32_t number_in(std::string_view text, Numbers& numbers, std::vector<std::string>& added) {
    if (const auto found = numbers.find(text); found != numbers.end()) return found->second;
    added.emplace_back(text);
    const auto number = events::size32(numbers.size() + 1);
    numbers.emplace(text, number);
    return number;
}

// Whose a case is, as one text of the dictionary, since an entry mostly names both or neither. On
// disk: the caseworker, a unit separator, the team.
constexpr char assigned_separator = '\x1f';
inline std::string assigned_text(std::string_view caseworker, std::string_view team) {
    std::string text{caseworker};
    text += assigned_separator;
    return text.append(team);
}

// The header of an event, save `target`, which only the index knows.
inline Header header_of(const events::Event& event, events::Instant recorded_at,
                        const NumberOf& case_number, const NumberOf& text_number) {
    const auto slots = events::slots_of(event);
    Header header;
    header.recorded_at = recorded_at.time_since_epoch().count();
    header.date = events::number_of(event.date);
    header.type = event.type;
    header.choice = slots.choice;
    header.first = slots.first;
    header.second = slots.second;
    if (!event.case_reference.empty()) header.case_no = case_number(event.case_reference);
    if (!slots.subject.empty()) header.subject = text_number(slots.subject);
    if (!slots.other.empty()) header.other = text_number(slots.other);
    if (!slots.matter.empty()) header.matter = text_number(slots.matter);
    if (!slots.caseworker.empty() || !slots.team.empty()) {
        header.assigned = text_number(assigned_text(slots.caseworker, slots.team));
    }
    return header;
}

}  // namespace longstop::log
