// The names that the made-up lives use: event types and listed values, looked up once.
#pragma once

#include <cassert>
#include <string_view>

#include "events/types.hpp"

namespace longstop::cli::terms {

using events::Choice;
using events::TypeNo;

// The number of a type, and of a listed value, by their names in the table of event types.
inline TypeNo no(std::string_view name) {
    const auto* type = events::find_type(name);
    assert(type != nullptr);
    return type == nullptr ? TypeNo{0} : type->no;
}

inline Choice pick(TypeNo type, std::string_view value) {
    const auto* field = events::choice_field(*events::find_type(type));
    assert(field != nullptr);
    const auto choice = field == nullptr ? Choice{0} : events::choice_of(*field, value);
    assert(choice != 0);
    return choice;
}

inline const TypeNo request_received = no("request-received");
inline const TypeNo became_responsible = no("became-responsible");
inline const TypeNo request_withdrawn = no("request-withdrawn");
inline const TypeNo assess_decision = no("assess-decision-notified");
inline const TypeNo advice_requested = no("advice-requested");
inline const TypeNo advice_received = no("advice-received");
inline const TypeNo issue_decision = no("issue-decision-made");
inline const TypeNo no_plan_decision = no("no-plan-decision-notified");
inline const TypeNo draft_plan = no("draft-plan-sent");
inline const TypeNo representations = no("representations-received");
inline const TypeNo setting_consulted = no("setting-consulted");
inline const TypeNo setting_replied = no("setting-replied");
inline const TypeNo final_plan = no("final-plan-sent");
inline const TypeNo setting_closed = no("setting-closed");
inline const TypeNo personal_circumstances = no("personal-circumstances");
inline const TypeNo absence = no("absence-from-area");
inline const TypeNo missed_appointment = no("missed-appointment");
inline const TypeNo reliance = no("exception-relied-on");
inline const TypeNo meeting_notified = no("review-meeting-notified");
inline const TypeNo advice_circulated = no("review-advice-circulated");
inline const TypeNo meeting_held = no("review-meeting-held");
inline const TypeNo report_sent = no("review-report-sent");
inline const TypeNo review_decision = no("review-decision-notified");
inline const TypeNo amendment_notice = no("amendment-notice-sent");
inline const TypeNo amended_plan = no("amended-plan-sent");
inline const TypeNo no_amendment = no("no-amendment-notified");
inline const TypeNo phase_transfer = no("phase-transfer-planned");
inline const TypeNo post_16_move = no("post-16-move-planned");
inline const TypeNo reassessment_requested = no("reassessment-requested");
inline const TypeNo reassessment_decision = no("reassessment-decision-notified");
inline const TypeNo own_initiative = no("reassessment-own-initiative");
inline const TypeNo cease_decision = no("cease-decision-notified");
inline const TypeNo plan_ceased = no("plan-ceased");
inline const TypeNo move_known = no("move-known");
inline const TypeNo transferred_out = no("plan-transferred-out");
inline const TypeNo transferred_in = no("plan-transferred-in");
inline const TypeNo transfer_information = no("transfer-information-sent");
inline const TypeNo adviser_contacted = no("mediation-adviser-contacted");
inline const TypeNo mediation_declined = no("mediation-declined");
inline const TypeNo mediation_requested = no("mediation-requested");
inline const TypeNo commissioners_told = no("mediation-commissioners-told");
inline const TypeNo mediation_held = no("mediation-held");
inline const TypeNo certificate = no("mediation-certificate-issued");
inline const TypeNo agreement = no("mediation-agreement");
inline const TypeNo agreement_step = no("agreement-step-done");
inline const TypeNo appeal_registered = no("appeal-registered");
inline const TypeNo appeal_received = no("appeal-received");
inline const TypeNo appeal_response = no("appeal-response-sent");
inline const TypeNo appeal_not_opposed = no("appeal-not-opposed");
inline const TypeNo appeal_withdrawn = no("appeal-withdrawn");
inline const TypeNo tribunal_order = no("tribunal-order");
inline const TypeNo order_assessment = no("order-assessment-notified");
inline const TypeNo recommendation_made = no("recommendation-made");
inline const TypeNo recommendation_answered = no("recommendation-answered");
inline const TypeNo case_closed = no("case-closed");
inline const TypeNo note_taken = no("note");

inline const Choice yes = pick(assess_decision, "yes");
inline const Choice refused = pick(assess_decision, "no");
inline const Choice maintain = pick(review_decision, "maintain");
inline const Choice amending = pick(review_decision, "amend");
inline const Choice ceasing = pick(review_decision, "cease");
inline const Choice withdrawn = pick(case_closed, "withdrawn");
inline const Choice moved_away = pick(case_closed, "moved");
inline const Choice aged_out = pick(case_closed, "aged-out");
inline const Choice other_reason = pick(case_closed, "other");
inline const Choice left_england = pick(case_closed, "left-england");
inline const Choice mixed_issues = pick(mediation_requested, "mixed");
inline const Choice health_issues = pick(mediation_requested, "health");

}  // namespace longstop::cli::terms
