#include "events/event.hpp"

#include <algorithm>
#include <tuple>

#include "events/field_no.hpp"

namespace longstop::events {

void sort_fields(FieldValues& fields) {
    // Foreign fields (number 0) go last.
    const auto key = [](const FieldValue& f) {
        return std::tuple{f.no == FieldNo::foreign, f.no, f.name};
    };
    std::sort(fields.begin(), fields.end(),
              [&](const FieldValue& a, const FieldValue& b) { return key(a) < key(b); });
}

std::string_view name_of(const FieldValue& field) {
    return field.no == FieldNo::foreign ? field.name : field_name(field.no);
}

std::string_view field_text(const Event& event, FieldNo no) {
    for (const auto& field : event.fields) {
        if (field.no == no) return field.value;
    }
    return {};
}

Slots slots_of(const Event& event) {
    Slots slots;
    const auto* type = find_type(event.type);
    if (type == nullptr) return slots;
    for (const auto& value : event.fields) {
        const auto* field = find_field(*type, value.no);
        if (field == nullptr || field->slot == Slot::none) continue;
        const auto number = [&]() -> std::int32_t {
            if (field->kind == FieldKind::year) {
                return parse_year(value.value).value_or(Slots::absent);
            }
            const auto day = parse_day(value.value);
            return day ? number_of(*day) : Slots::absent;
        };
        switch (field->slot) {
            case Slot::choice: slots.choice = choice_of(*field, value.value); break;
            case Slot::choice_and_subject:
                slots.choice = choice_of(*field, value.value);
                slots.subject = value.value;
                break;
            case Slot::first: slots.first = number(); break;
            case Slot::second: slots.second = number(); break;
            case Slot::subject: slots.subject = value.value; break;
            case Slot::other: slots.other = value.value; break;
            case Slot::matter: slots.matter = value.value; break;
            case Slot::caseworker: slots.caseworker = value.value; break;
            case Slot::team: slots.team = value.value; break;
            case Slot::none: break;
        }
    }
    return slots;
}

}  // namespace longstop::events
