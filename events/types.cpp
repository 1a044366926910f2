#include "events/types.hpp"

#include <array>

namespace longstop::events {
namespace {

using namespace std::string_view_literals;
using enum FieldNo;

// Listed values, in the order their numbers are on disk.
constexpr std::array requester{"parent"sv, "young-person"sv, "setting"sv, "other"sv};
constexpr std::array yes_no{"yes"sv, "no"sv};
constexpr std::array review_outcome{"maintain"sv, "amend"sv, "cease"sv};
constexpr std::array ground_list{"school-closed"sv,          "early-years-closed"sv,
                                 "personal-circumstances"sv, "absence"sv,
                                 "missed-appointment"sv,     "coronavirus"sv};
constexpr std::array transfer_list{"post-16"sv, "other"sv};
constexpr std::array issue_list{"education"sv, "health"sv, "mixed"sv};
constexpr std::array order_kind{"dismiss-cease"sv, "assess"sv,         "make-plan"sv,
                                "remit"sv,         "amend-contents"sv, "amend-setting"sv,
                                "continue"sv,      "continue-amend"sv, "dismiss"sv};
constexpr std::array agreement_kind{"dismiss-cease"sv, "assess"sv,         "make-plan"sv,
                                    "remit"sv,         "amend-contents"sv, "amend-setting"sv,
                                    "continue"sv,      "continue-amend"sv, "other"sv};
constexpr std::array concession_kind{"assess"sv,  "make-plan"sv,      "contents"sv,
                                     "setting"sv, "cease-continue"sv, "cease-amend"sv};
constexpr std::array recommended_to{"health"sv, "social-care"sv};
constexpr std::array decision_kind{"assess"sv, "issue"sv, "plan"sv, "reassess"sv, "cease"sv};
constexpr std::array closing_reason{"withdrawn"sv, "moved"sv,    "left-england"sv,
                                    "died"sv,      "aged-out"sv, "other"sv};

constexpr Field must(FieldNo no, std::span<const std::string_view> choices) {
    return {no, FieldKind::choice, true, Slot::choice, choices};
}
constexpr Field may(FieldNo no, std::span<const std::string_view> choices) {
    return {no, FieldKind::choice, false, Slot::choice, choices};
}
constexpr Field must_day(FieldNo no, Slot slot = Slot::first) {
    return {no, FieldKind::day, true, slot, {}};
}
constexpr Field may_day(FieldNo no, Slot slot = Slot::first) {
    return {no, FieldKind::day, false, slot, {}};
}
constexpr Field must_year(FieldNo no) { return {no, FieldKind::year, true, Slot::first, {}}; }
constexpr Field must_text(FieldNo no, Slot slot = Slot::none) {
    return {no, FieldKind::text, true, slot, {}};
}
constexpr Field may_text(FieldNo no, Slot slot = Slot::none) {
    return {no, FieldKind::text, false, slot, {}};
}

constexpr std::array of_any_type{may_text(matter, Slot::matter), may_text(carried_from)};

constexpr std::array requested_by{may(by, requester)};
constexpr std::array decided{must(outcome, yes_no)};
constexpr std::array advice_asked{must_text(body, Slot::subject), may_day(received),
                                  may_text(setting, Slot::other)};
constexpr std::array of_body{must_text(body, Slot::subject)};
constexpr std::array is_served{may_day(served)};
constexpr std::array of_setting{must_text(setting, Slot::subject)};
constexpr std::array closure{must_text(setting, Slot::subject), must_day(reopens)};
constexpr std::array lasting{may_day(until)};
constexpr std::array reliance{must(ground, ground_list), must_text(duty, Slot::other),
                              must_text(reason), may_text(body, Slot::subject)};
constexpr std::array of_meeting{must_day(meeting)};
constexpr std::array review_decided{must(outcome, review_outcome)};
constexpr std::array phase{must(transfer, transfer_list), must_year(year)};
constexpr std::array post_16_move{must_day(on)};
constexpr std::array why_ceased{may_text(reason)};
constexpr std::array move_known{must_day(moved), may_text(to_la)};
constexpr std::array transferred_out{may_text(to_la)};
constexpr std::array transferred_in{must_text(from_la), must_day(plan_made),
                                    may_day(last_review, Slot::second)};
constexpr std::array mediation_about{may(issues, issue_list)};
constexpr std::array agreement{must(kind, agreement_kind), may_day(by)};
constexpr std::array concession{must(kind, concession_kind)};
constexpr std::array order{must(kind, order_kind), may_day(by)};
constexpr std::array direction{must_text(step, Slot::subject), must_day(by)};
constexpr std::array of_step{must_text(step, Slot::subject)};
constexpr std::array plan_names{may(names_next, yes_no)};
constexpr std::array appealed{may(against, decision_kind)};
constexpr std::array of_provision{must_text(provision, Slot::subject)};
constexpr std::array addressee{
    Field{to, FieldKind::choice, true, Slot::choice_and_subject, recommended_to}};
constexpr std::array answerer{must_text(to, Slot::subject)};
constexpr std::array closing{must(reason, closing_reason)};
constexpr std::array remark{must_text(text)};
constexpr std::array retraction{must_text(of), must_text(reason)};
constexpr std::array import_facts{
    must_text(file),     must_text(sha256),          must_text(read),
    must_text(appended), must_text(already_present), must_text(refused),
    may_text(options)};
constexpr std::array passed_on{must_text(to_la), must_text(reference)};
constexpr std::array taken_over{must_text(from_la), must_text(reference)};
constexpr std::array alert_facts{must_text(duty), may_text(subject), must_text(started_on),
                                 must_text(due),  must_text(stage),  must_text(ordinal)};

constexpr std::array<EventType, 66> rows{{
    {1, "request-received", "the LA received a s.36(1) request, by any channel",
     "CFA 2014 s.36; regs 4, 5, 10, 13", requested_by},
    {2,
     "became-responsible",
     "the child was brought or came to the LA's attention",
     "CFA 2014 ss.24, 36(3)",
     {}},
    {3, "request-withdrawn", "the request was withdrawn", "", {}},
    {4, "assess-decision-notified", "the LA notified whether it will assess", "reg 5", decided},
    {5, "advice-requested", "the LA asked a body for advice", "regs 6, 8", advice_asked},
    {6, "advice-received", "the advice reached the LA", "reg 8", of_body},
    {7, "issue-decision-made", "the LA decided that a plan is needed", "reg 10", {}},
    {8, "no-plan-decision-notified", "the LA notified that it will issue no plan", "reg 10", {}},
    {9, "draft-plan-sent", "the LA sent the draft plan", "reg 13(1)", is_served},
    {10, "representations-received", "the parent answered on a draft", "regs 13, 22", {}},
    {11, "setting-consulted", "the LA consulted a setting", "Code 9.83", of_setting},
    {12, "setting-replied", "the setting answered", "Code 9.83", of_setting},
    {13, "final-plan-sent", "the LA sent the finalised plan", "regs 13, 14, 27, 44", plan_names},
    {14, "setting-closed", "first day of the closure", "reg 10(4)(a), (b)", closure},
    {15, "personal-circumstances", "first day of exceptional personal circumstances",
     "reg 10(4)(c)", lasting},
    {16, "absence-from-area", "first day of the absence", "reg 10(4)(d)", lasting},
    {17, "missed-appointment", "the day the appointment was missed", "reg 8(2)(c)", of_body},
    {18, "exception-relied-on", "the LA or body relied on an exception",
     "regs 5(4), 8(2), 10(4), 13(3), 27(3), 44(3)", reliance},
    {19, "review-meeting-notified", "notice of the meeting was given", "regs 20(3), 21(3)",
     of_meeting},
    {20, "review-advice-circulated", "advice was circulated", "regs 20(4), 21(4)", of_meeting},
    {21, "review-meeting-held", "the review meeting", "regs 20, 21", {}},
    {22, "review-report-sent", "the report after the meeting was sent", "regs 20(9), 21(7)", {}},
    {23, "review-decision-notified", "the LA notified its decision on the review",
     "regs 20(10), 21(9)", review_decided},
    {24, "amendment-notice-sent", "notice, proposed amendments and evidence were sent",
     "regs 22(2), 28", is_served},
    {25, "amended-plan-sent", "the final amended plan was sent", "regs 22(3), 27, 44", plan_names},
    {26,
     "no-amendment-notified",
     "the LA notified that it will not amend after all",
     "reg 22(4)",
     {}},
    {27, "phase-transfer-planned", "the transfer between phases was noted", "reg 18(1)", phase},
    {28, "post-16-move-planned", "the move between post-16 institutions was noted", "reg 18(2)",
     post_16_move},
    {29, "reassessment-requested", "the LA received a s.44(2) request", "reg 25", {}},
    {30, "reassessment-decision-notified", "the LA notified whether it will re-assess",
     "regs 25, 27", decided},
    {31, "reassessment-own-initiative", "the LA decided to re-assess under s.44(3)", "reg 27", {}},
    {32, "cease-decision-notified", "the LA notified that it will cease the plan", "reg 31", {}},
    {33, "plan-ceased", "the plan ended", "CFA 2014 s.45", why_ceased},
    {34, "move-known", "the old LA became aware that the child moves", "reg 15(2)", move_known},
    {35, "plan-transferred-out", "the plan was transferred to the new LA", "reg 15(2)",
     transferred_out},
    {36, "plan-transferred-in", "the plan was transferred to this LA", "reg 15", transferred_in},
    {37,
     "transfer-information-sent",
     "the new LA told the parent of the transfer",
     "reg 15(4)",
     {}},
    {38, "mediation-adviser-contacted", "the parent contacted the mediation adviser", "reg 33", {}},
    {39, "mediation-declined", "the adviser was told that no mediation is wanted", "reg 34", {}},
    {40, "mediation-requested", "the LA was told that the parent wants mediation", "regs 35, 36",
     mediation_about},
    {41, "mediation-commissioners-told", "the LA told the commissioning bodies", "reg 35(2)", {}},
    {42, "mediation-held", "mediation concluded", "regs 35, 36", {}},
    {43, "mediation-certificate-issued", "the certificate was issued", "regs 34, 39", {}},
    {44, "mediation-agreement", "date of the written agreement", "reg 42", agreement},
    {45, "agreement-step-done", "a non-appealable agreed step was done", "reg 42(3)", {}},
    {46, "appeal-registered", "the Tribunal received the appeal", "Tribunal rule 20", appealed},
    {47, "appeal-received", "the LA received the appeal", "Tribunal rule 21", appealed},
    {48, "appeal-response-sent", "the Tribunal received the LA's response", "Tribunal rule 21", {}},
    {49, "appeal-not-opposed", "the LA notified the Tribunal that it does not oppose", "reg 45",
     concession},
    {50, "appeal-withdrawn", "the appeal was withdrawn", "", {}},
    {51, "tribunal-order", "the order was made", "reg 44", order},
    {58, "tribunal-direction", "the direction was given", "Tribunal rules 5, 6", direction},
    {59, "direction-complied", "the directed step was taken", "Tribunal rules 5, 6", of_step},
    {52,
     "order-assessment-notified",
     "the LA notified that it will (re)assess under an order, agreement or concession",
     "reg 44(2)(b)",
     {}},
    {53, "recommendation-made", "the Tribunal made its recommendation", "SI 2017/1306", addressee},
    {54, "recommendation-answered", "the answer was sent", "SI 2017/1306", answerer},
    {60, "provision-specified", "first day for which the plan specifies the provision",
     "CFA 2014 s.42", of_provision},
    {61, "provision-in-place", "the provision was in place", "CFA 2014 s.42", of_provision},
    {62,
     "record-begins",
     "first day from which the record of the case is complete",
     "what fell due before is unknown",
     {}},
    {55, "case-closed", "the case ended otherwise", "", closing},
    {56, "note", "any day", "", remark},
    {57, "retracted", "the day of the correction", "takes a wrong entry out of force", retraction},
    {200, "import-done", "the day of the import (log's own entry)", "", import_facts},
    {201, "alert-raised", "the night the alert was raised for (log's own entry)", "", alert_facts},
    {202, "case-passed-on", "first day another authority answers for the case (log's own entry)",
     "SI 2008/2113 reg 3", passed_on},
    {203, "case-taken-over", "first day this authority answers for the case (log's own entry)",
     "SI 2008/2113 reg 3", taken_over},
}};

constexpr std::array<std::string_view, field_count> field_names{"",
                                                                "by",
                                                                "outcome",
                                                                "body",
                                                                "received",
                                                                "setting",
                                                                "served",
                                                                "reopens",
                                                                "until",
                                                                "ground",
                                                                "duty",
                                                                "reason",
                                                                "meeting",
                                                                "transfer",
                                                                "year",
                                                                "on",
                                                                "moved",
                                                                "to_la",
                                                                "from_la",
                                                                "plan_made",
                                                                "last_review",
                                                                "issues",
                                                                "kind",
                                                                "to",
                                                                "text",
                                                                "of",
                                                                "stage",
                                                                "subject",
                                                                "started_on",
                                                                "due",
                                                                "file",
                                                                "sha256",
                                                                "read",
                                                                "appended",
                                                                "already_present",
                                                                "refused",
                                                                "options",
                                                                "ordinal",
                                                                "matter",
                                                                "names_next",
                                                                "against",
                                                                "step",
                                                                "provision",
                                                                "carried_from",
                                                                "reference"};

// Two rows with one number, or two fields of one row in one slot, would make old logs unreadable.
consteval bool rows_are_sound() {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        for (std::size_t j = i + 1; j < rows.size(); ++j) {
            if (rows[i].no == rows[j].no || rows[i].name == rows[j].name) return false;
        }
        for (std::size_t f = 0; f < rows[i].fields.size(); ++f) {
            for (std::size_t g = f + 1; g < rows[i].fields.size(); ++g) {
                const auto& a = rows[i].fields[f];
                const auto& b = rows[i].fields[g];
                if (a.no == b.no || (a.slot != Slot::none && a.slot == b.slot)) return false;
            }
        }
    }
    return true;
}
static_assert(rows_are_sound());

constexpr auto row_by_number = [] {
    std::array<std::int16_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table[rows[i].no] = static_cast<std::int16_t>(i);
    }
    return table;
}();

}  // namespace

std::span<const EventType> event_types() { return rows; }

const EventType* find_type(std::string_view name) {
    for (const auto& row : rows) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

const EventType* find_type(TypeNo no) {
    const auto at = row_by_number[no];
    return at < 0 ? nullptr : &rows[static_cast<std::size_t>(at)];
}

std::string_view type_name(TypeNo no) {
    const auto* row = find_type(no);
    return row == nullptr ? std::string_view{} : row->name;
}

std::string_view field_name(FieldNo no) { return field_names[static_cast<std::size_t>(no)]; }

FieldNo find_field(std::string_view name) {
    for (std::size_t i = 1; i < field_names.size(); ++i) {
        if (field_names[i] == name) return static_cast<FieldNo>(i);
    }
    return FieldNo::foreign;
}

std::span<const Field> common_fields() { return of_any_type; }

const Field* find_field(const EventType& type, FieldNo no) {
    for (const auto& field : type.fields) {
        if (field.no == no) return &field;
    }
    // A log's own entries belong to no process.
    for (const auto& field : of_any_type) {
        if (field.no == no && (no != matter || type.no < first_own_type)) return &field;
    }
    return nullptr;
}

const Field* find_field(const EventType& type, std::string_view name) {
    for (const auto& field : type.fields) {
        if (field_name(field.no) == name) return &field;
    }
    for (const auto& field : of_any_type) {
        if (field_name(field.no) == name) return find_field(type, field.no);
    }
    return nullptr;
}

const Field* choice_field(const EventType& type) {
    for (const auto& field : type.fields) {
        if (field.slot == Slot::choice || field.slot == Slot::choice_and_subject) return &field;
    }
    return nullptr;
}

Choice choice_of(const Field& field, std::string_view value) {
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        if (field.choices[i] == value) return static_cast<Choice>(i + 1);
    }
    return 0;
}

std::string_view choice_text(TypeNo type, Choice choice) {
    const auto* row = find_type(type);
    const auto* field = row == nullptr ? nullptr : choice_field(*row);
    if (field == nullptr || choice == 0 || choice > field->choices.size()) return {};
    return field->choices[choice - 1U];
}

}  // namespace longstop::events
