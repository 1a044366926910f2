#include "engine/law/decisions.hpp"

#include <algorithm>
#include <array>

#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::law {
namespace {

struct Kind {
    std::string_view decision;
    std::string_view kind;
};
constexpr std::array kinds{Kind{"assess-decision-notified", "assess"},
                           Kind{"no-plan-decision-notified", "issue"},
                           Kind{"final-plan-sent", "plan"},
                           Kind{"amended-plan-sent", "plan"},
                           Kind{"no-amendment-notified", "plan"},
                           Kind{"review-decision-notified[outcome=maintain]", "plan"},
                           Kind{"reassessment-decision-notified", "reassess"},
                           Kind{"cease-decision-notified", "cease"},
                           Kind{"review-decision-notified[outcome=cease]", "cease"}};

struct Decision {
    Pattern pattern;
    std::int32_t kind;
};

const events::Field& against() {
    return *events::find_field(*events::find_type(events::type::appeal_registered),
                               events::FieldNo::against);
}

std::vector<Decision> decisions() {
    std::vector<Decision> list;
    list.reserve(kinds.size());
    for (const auto& [pattern, kind] : kinds) {
        list.push_back({*parse_pattern(pattern).pattern, events::choice_of(against(), kind)});
    }
    return list;
}

}  // namespace

std::int32_t kind_of_decision(const EventKey& look) {
    static const auto list = decisions();
    const auto& type = *events::find_type(look.type);
    if (events::find_field(type, events::FieldNo::against) != nullptr) {
        return look.choice == 0 ? no_day : look.choice;
    }
    const auto found = std::find_if(list.begin(), list.end(), [&](const Decision& decision) {
        return fits(decision.pattern, look);
    });
    return found == list.end() ? no_day : found->kind;
}

std::string_view decision_kind_text(std::int32_t kind) {
    return kind == no_day ? std::string_view{}
                          : against().choices[static_cast<std::size_t>(kind) - 1];
}

bool are_decisions(const Pattern& pattern) {
    const auto* field = events::choice_field(*events::find_type(pattern.type));
    const int values = field == nullptr ? 0 : static_cast<int>(field->choices.size());
    for (int choice = 0; choice <= values; ++choice) {
        const EventKey look{.type = pattern.type, .choice = choice};
        const bool can_be = choice != 0 || field == nullptr || !field->needed;
        if (can_be && fits(pattern, look) && kind_of_decision(look) == no_day) return false;
    }
    return true;
}

}  // namespace longstop::law
