// Whether the events that start a row carry what it asks of them.
#include <algorithm>

#include "engine/law/decisions.hpp"
#include "engine/law/load/duty_row.hpp"
#include "events/type_no.hpp"

namespace longstop::law::load {
namespace {

void check_field(const RowValues& row, const Duty& duty, FieldNo no,
                 std::optional<events::FieldKind> kind, std::string_view key) {
    for (const auto& pattern : duty.starts) {
        const auto* found = events::find_field(*events::find_type(pattern.type), no);
        const bool is_number = found != nullptr && (found->kind == events::FieldKind::day ||
                                                    found->kind == events::FieldKind::year);
        if (is_number && (!kind || *kind == found->kind)) return;
    }
    row.fail(*row.get(key),
             "no starting event of the row has such a " +
                 std::string{kind == events::FieldKind::year ? "year" : "day"} + ": \"" +
                 std::string{events::field_name(no)} + "\"",
             "the due date could never be computed");
}

// Every start must be a decision of some kind (3.5).
void check_decisions(const RowValues& row, const Duty& duty) {
    for (const auto& pattern : duty.starts) {
        if (are_decisions(pattern)) continue;
        row.fail(*row.get("subject"), pattern.text + " is no decision of one kind",
                 "the clocks of all kinds would be one");
    }
}

void check_subject(const RowValues& row, const Duty& duty) {
    constexpr std::array fields{FieldNo::foreign,   FieldNo::body,   FieldNo::setting,
                                FieldNo::meeting,   FieldNo::to,     FieldNo::step,
                                FieldNo::provision, FieldNo::against};
    if (duty.subject == Subject::none) return;
    if (duty.subject == Subject::against) return check_decisions(row, duty);
    const auto no = fields[static_cast<std::size_t>(duty.subject)];
    for (const auto& pattern : duty.starts) {
        const bool own_date =
            duty.subject == Subject::meeting && pattern.type == events::type::review_meeting_held;
        if (own_date || events::find_field(*events::find_type(pattern.type), no) != nullptr) {
            continue;
        }
        row.fail(*row.get("subject"), pattern.text + " carries no " + std::string{field_name(no)},
                 "the clocks of all subjects would be one");
    }
}

void check_self(const RowValues& row, const Duty& duty) {
    for (const auto& end : duty.ends) {
        const auto is_start = [&](const Pattern& p) { return p.type == end.type; };
        if (end.self && std::none_of(duty.starts.begin(), duty.starts.end(), is_start)) {
            row.fail(*row.get("ends"), end.text + " does not start the row",
                     "it would never end it");
        }
    }
}

}  // namespace

void check_fields(const RowValues& row, const Duty& duty) {
    using events::FieldKind;
    for (const auto& limb : duty.within.limbs) {
        const auto kind = limb.from == Limb::From::before_fixed ? FieldKind::year : FieldKind::day;
        for (const auto no : limb.fields) check_field(row, duty, no, kind, "within");
    }
    for (const auto no : duty.start_fields)
        check_field(row, duty, no, FieldKind::day, "start_date");
    if (duty.ends_from) {
        check_field(row, duty, duty.ends_from->field,
                    duty.ends_from->fixed ? FieldKind::year : FieldKind::day, "ends_from");
    }
    if (duty.by_overrides) check_field(row, duty, FieldNo::by, FieldKind::day, "override");
    if (duty.on_restart == Restart::restart_on_field) {
        check_field(row, duty, duty.restart_field, std::nullopt, "on_restart");
    }
    check_subject(row, duty);
    check_self(row, duty);
}

}  // namespace longstop::law::load
