// Listed values that the made-up lives choose, by their names, looked up once.
#pragma once

#include <cassert>
#include <string_view>

#include "events/type_no.hpp"

namespace longstop::cli {

namespace type = events::type;

namespace terms {

using events::Choice;

inline Choice pick(events::TypeNo type, std::string_view value) {
    const auto* field = events::choice_field(*events::find_type(type));
    assert(field != nullptr);
    const auto choice = field == nullptr ? Choice{0} : events::choice_of(*field, value);
    assert(choice != 0);
    return choice;
}

inline const Choice yes = pick(type::assess_decision_notified, "yes");
inline const Choice refused = pick(type::assess_decision_notified, "no");
inline const Choice maintain = pick(type::review_decision_notified, "maintain");
inline const Choice amending = pick(type::review_decision_notified, "amend");
inline const Choice ceasing = pick(type::review_decision_notified, "cease");
inline const Choice withdrawn = pick(type::case_closed, "withdrawn");
inline const Choice moved_away = pick(type::case_closed, "moved");
inline const Choice aged_out = pick(type::case_closed, "aged-out");
inline const Choice other_reason = pick(type::case_closed, "other");
inline const Choice left_england = pick(type::case_closed, "left-england");
inline const Choice mixed_issues = pick(type::mediation_requested, "mixed");
inline const Choice health_issues = pick(type::mediation_requested, "health");

}  // namespace terms

}  // namespace longstop::cli
