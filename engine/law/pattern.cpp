#include "engine/law/pattern.hpp"

#include <algorithm>

#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::law {
namespace {

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto at = text.find(mark);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

// The number a condition's value has inside the program, or why it has none.
std::optional<int> value_number(const events::EventType& type, Condition::On on,
                                std::string_view value) {
    switch (on) {
        case Condition::On::choice: {
            // mediation-commissioners-told takes its issues from the request before it.
            const auto& listed = type.no == events::type::mediation_commissioners_told
                                     ? *events::find_type(events::type::mediation_requested)
                                     : type;
            const auto choice = events::choice_of(*events::choice_field(listed), value);
            return choice == 0 ? std::nullopt : std::optional<int>{choice};
        }
        case Condition::On::late:
        case Condition::On::response:
            if (value == "yes") return 1;
            if (value == "no") return 0;
            return std::nullopt;
        case Condition::On::year: return events::parse_year(value);
        case Condition::On::meeting_subject: break;
    }
    return std::nullopt;
}

std::optional<Condition::On> field_of(const events::EventType& type, std::string_view name) {
    if (name == "late" && type.no == events::type::appeal_not_opposed) return Condition::On::late;
    if (name == "response" && type.no == events::type::tribunal_direction) {
        return Condition::On::response;
    }
    if (name == "issues" && type.no == events::type::mediation_commissioners_told) {
        return Condition::On::choice;
    }
    const auto* field = events::find_field(type, name);
    if (field == nullptr) return std::nullopt;
    if (field == events::choice_field(type)) return Condition::On::choice;
    if (field->kind == events::FieldKind::year) return Condition::On::year;
    if (field->no == events::FieldNo::meeting) return Condition::On::meeting_subject;
    return std::nullopt;
}

std::string parse_condition(const events::EventType& type, std::string_view text,
                            Condition& condition) {
    const auto at = text.find('=');
    if (at == std::string_view::npos) return "a condition needs = or !=";
    condition.equal = at == 0 || text[at - 1] != '!';
    const auto name = text.substr(0, condition.equal ? at : at - 1);
    const auto on = field_of(type, name);
    if (!on) {
        return std::string{type.name} + " has no field \"" + std::string{name} +
               "\" that a row can ask about";
    }
    condition.on = *on;
    const auto wanted = text.substr(at + 1);
    if (*on == Condition::On::meeting_subject) {
        if (wanted != "subject") return "meeting takes only =subject and !=subject";
        return {};
    }
    for (const auto value : split(wanted, '|')) {
        const auto number = value_number(type, *on, value);
        if (!number) {
            return "\"" + std::string{value} + "\" is not a value of " + std::string{name} +
                   " of " + std::string{type.name};
        }
        condition.values.push_back(*number);
    }
    return {};
}

}  // namespace

PatternOrWhy parse_pattern(std::string_view text) {
    Pattern pattern;
    pattern.text = std::string{text};
    auto rest = text;
    if (rest.starts_with("self:")) {
        pattern.self = true;
        rest.remove_prefix(5);
    }
    const auto bracket = rest.find('[');
    const auto name = rest.substr(0, bracket);
    const auto* type = events::find_type(name);
    if (type == nullptr || type->no >= events::first_own_type) {
        return {std::nullopt, "no event type is called \"" + std::string{name} + "\""};
    }
    pattern.type = type->no;
    if (bracket == std::string_view::npos) return {pattern, {}};
    if (!rest.ends_with("]")) return {std::nullopt, "the bracket is not closed"};
    for (const auto part : split(rest.substr(bracket + 1, rest.size() - bracket - 2), ';')) {
        Condition condition;
        if (auto why = parse_condition(*type, part, condition); !why.empty()) {
            return {std::nullopt, why};
        }
        pattern.conditions.push_back(std::move(condition));
    }
    return {pattern, {}};
}

namespace {

int value_looked_at(Condition::On on, const EventKey& look) {
    switch (on) {
        case Condition::On::choice: return look.choice;
        case Condition::On::late: return look.late ? 1 : 0;
        case Condition::On::response: return look.response ? 1 : 0;
        case Condition::On::year: return look.year;
        case Condition::On::meeting_subject: break;
    }
    return 0;
}

}  // namespace

bool fits(const Pattern& pattern, const EventKey& look) {
    if (pattern.type != look.type) return false;
    const auto holds = [&look](const Condition& condition) {
        if (condition.on == Condition::On::meeting_subject) return true;
        const int value = value_looked_at(condition.on, look);
        const bool listed = std::find(condition.values.begin(), condition.values.end(), value) !=
                            condition.values.end();
        return listed == condition.equal;
    };
    return std::all_of(pattern.conditions.begin(), pattern.conditions.end(), holds);
}

const Condition* meeting_condition(const Pattern& pattern) {
    const auto found =
        std::find_if(pattern.conditions.begin(), pattern.conditions.end(),
                     [](const auto& c) { return c.on == Condition::On::meeting_subject; });
    return found == pattern.conditions.end() ? nullptr : &*found;
}

}  // namespace longstop::law
