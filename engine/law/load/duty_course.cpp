// What starts, ends and changes the clocks of a row.
#include "engine/law/load/duty_row.hpp"

namespace longstop::law::load {
namespace {

constexpr std::array<Named<Subject>, 7> subjects{{{"body", Subject::body},
                                                  {"setting", Subject::setting},
                                                  {"meeting", Subject::meeting},
                                                  {"to", Subject::to},
                                                  {"step", Subject::step},
                                                  {"provision", Subject::provision},
                                                  {"against", Subject::against}}};
constexpr std::array<Named<bool>, 2> matters{{{"own", false}, {"any", true}}};
constexpr std::array<Named<Group>, group_count> groups{{{"order", Group::order},
                                                        {"amendment", Group::amendment},
                                                        {"reassessment", Group::reassessment},
                                                        {"request", Group::request},
                                                        {"review", Group::review}}};

void read_restart(const RowValues& row, Duty& duty) {
    const auto value = row.needed_text("on_restart");
    if (value == "ignore") {
        duty.on_restart = Restart::ignore;
    } else if (value == "once") {
        duty.on_restart = Restart::once;
    } else if (value == "restart") {
        duty.on_restart = Restart::restart;
    } else if (value.starts_with("restart[") && value.ends_with("]")) {
        duty.on_restart = Restart::restart_on_field;
        duty.restart_field = row.field(*row.get("on_restart"), value.substr(8, value.size() - 9));
    } else {
        row.fail(*row.get("on_restart"), "\"" + value + "\" is not a value of on_restart", "");
    }
}

void read_ends_from(const RowValues& row, Duty& duty) {
    const auto value = row.text("ends_from");
    if (value.empty()) return;
    const auto at = value.find(" before ");
    EndsFrom ends_from;
    if (at != std::string::npos) {
        const auto front = value.substr(0, at);
        ends_from.field = row.field(*row.get("ends_from"), value.substr(at + 8));
        ends_from.fixed = parse_month_day(front);
        const auto period = parse_period(front);
        if (period) ends_from.period = *period;
        if (ends_from.fixed || (period && period->unit == Unit::months)) {
            duty.ends_from = ends_from;
            return;
        }
    }
    row.fail(*row.get("ends_from"), "cannot read ends_from \"" + value + "\"", "");
}

Groups answer(const RowValues& row, const std::string& name) {
    if (name == "none") return no_group;
    for (const auto& group : groups) {
        if (group.name == name) return in(group.value);
    }
    row.fail(*row.get("answers"), "\"" + name + "\" is not a value of answers",
             "it takes order, amendment, reassessment, request, review and none");
}

// What the row is among what plans may answer, and which plans touch it.
void read_matter(const RowValues& row, Duty& duty) {
    duty.any_matter = row.one_of("matter", matters, false);
    if (row.get("group") != nullptr) duty.group = row.one_of("group", groups, Group::order);
    for (const auto& name : row.texts("answers")) duty.answers |= answer(row, name);
    duty.whatever_answered = row.patterns("whatever_answered");
    if (duty.group && duty.any_matter) {
        row.fail(*row.get("group"), "a row of a group must be of its own matter",
                 "a plan answers the clocks of a matter");
    }
    if (duty.group && duty.ends_from) {
        row.fail(*row.get("group"), "a row of a group cannot have ends_from",
                 "whether a plan answers it must hang on the clocks that are open alone");
    }
    if (!duty.whatever_answered.empty() && duty.answers == 0) {
        row.fail(*row.get("whatever_answered"), "whatever_answered needs answers",
                 "without them every plan touches the row");
    }
}

void read_held(const RowValues& row, Duty& duty) {
    const auto* node = row.get("held");
    if (node == nullptr) return;
    const auto* list = node->as_array();
    if (list == nullptr)
        row.fail(*node, "held must be a list of { by = [...], until = [...] }", "");
    for (const auto& item : *list) {
        const auto* table = item.as_table();
        if (table == nullptr || table->size() != 2 || !table->contains("by") ||
            !table->contains("until")) {
            row.fail(item, "held needs by and until, and nothing else",
                     "a clock that nothing lets run out again would be held for ever");
        }
        const RowValues pair(row.file(), *table);
        duty.held.push_back({pair.patterns("by"), pair.patterns("until")});
    }
}

}  // namespace

void read_course(const RowValues& row, Duty& duty) {
    duty.starts = row.patterns("starts");
    duty.ends = row.patterns("ends");
    if (duty.starts.empty() || duty.ends.empty()) {
        row.fail("the row needs starts and ends", "a clock nothing starts or ends shows nothing");
    }
    duty.rests = row.patterns("rests");
    duty.wakes = row.patterns("wakes");
    duty.lapses = row.patterns("lapses");
    duty.overtaken_by = row.patterns("overtaken_by");
    duty.final_by = row.patterns("final_by");
    for (const auto& name : row.texts("start_date")) {
        if (name == "date") break;
        duty.start_fields.push_back(row.field(*row.get("start_date"), name));
    }
    duty.subject = row.one_of("subject", subjects, Subject::none);
    duty.unless_open = row.texts("unless_open");
    duty.not_listed_while = row.texts("not_listed_while");
    read_restart(row, duty);
    read_ends_from(row, duty);
    read_matter(row, duty);
    read_held(row, duty);
}

}  // namespace longstop::law::load
