#include "engine/law/load/duty_row.hpp"

#include "engine/law/load/row_keys.hpp"
#include "events/type_no.hpp"

namespace longstop::law::load {
namespace {

constexpr std::array<Named<Kind>, 4> kinds{{{"statute", Kind::statute},
                                            {"case-law", Kind::case_law},
                                            {"tribunal-rule", Kind::tribunal_rule},
                                            {"guidance", Kind::guidance}}};

Measures measure(const RowValues& row, const std::string& name) {
    std::string known;
    for (std::size_t i = 0; i < measures.size(); ++i) {
        if (measures[i].name == name) return law::in(static_cast<Measure>(i));
        known += (known.empty() ? "" : ", ") + std::string{measures[i].name};
    }
    row.fail(*row.get("measures"), "no measure is called \"" + name + "\"",
             "nothing would ever count the duty; the measures are " + known);
}

// The sentences of the notes that begin "Reading:" (docs/law/README.md), without that word.
std::vector<std::string> choices_in(std::string_view notes) {
    constexpr std::string_view mark = "Reading: ";
    constexpr std::string_view end = ". ";
    std::vector<std::string> choices;
    for (auto at = notes.find(mark); at != notes.npos; at = notes.find(mark)) {
        notes.remove_prefix(at + mark.size());
        const auto stop = notes.find(end);
        choices.emplace_back(notes.substr(0, stop == notes.npos ? stop : stop + 1));
    }
    return choices;
}

void read_words(const RowValues& row, Duty& duty) {
    duty.id = row.needed_text("id");
    duty.cite = row.needed_text("cite");
    duty.source = row.needed_text("source");
    if (!duty.source.starts_with("https://")) {
        row.fail(*row.get("source"), "source must be an https address", "");
    }
    duty.words = row.needed_text("words");
    duty.owed_by = row.needed_text("owed_by");
    duty.duty = row.needed_text("duty");
    duty.notes = row.text("notes");
    duty.choices = choices_in(duty.notes);
    duty.confidence = row.text("confidence");
    duty.stage = row.text("stage");
    duty.kind = row.one_of("kind", kinds, Kind::statute);
    for (const auto& name : row.texts("measures")) duty.measures |= measure(row, name);
}

void read_exceptions(const RowValues& row, Duty& duty) {
    const auto* type = events::find_type(events::type::exception_relied_on);
    for (const auto& value : row.texts("excused_by")) {
        duty.excused_by.push_back(value);
        std::string name = value;
        if (const auto at = value.find('('); at != std::string::npos) {
            name = value.substr(0, at);
            const auto days = parse_period(value.substr(at + 1, value.size() - at - 2) + " days");
            if (name != "absence" || !value.ends_with(")") || !days) {
                row.fail(*row.get("excused_by"), "cannot read the exception \"" + value + "\"", "");
            }
            duty.absence_days = days->count;
        }
        const auto ground = events::choice_of(*events::choice_field(*type), name);
        if (ground == 0) {
            row.fail(*row.get("excused_by"), "no ground is called \"" + name + "\"", "");
        }
        duty.allows[ground] = true;
    }
    if (duty.allows[static_cast<std::size_t>(Ground::absence)] && duty.absence_days == 0) {
        row.fail(*row.get("excused_by"), "absence needs its length: absence(28)", "");
    }
}

void read_known_from(const RowValues& row, Duty& duty) {
    const auto* node = row.get("known_from");
    if (node == nullptr) return;
    duty.known_from = row.day(*node, "known_from must be a date");
    if (*duty.known_from <= duty.in_force_from) {
        row.fail(*node, "known_from does not lie after in_force.from",
                 "a row is known from the day it is in force; the key is for what came later");
    }
}

void read_in_force_of_version(const RowValues& row, Duty& duty) {
    const auto* from = row.get("in_force_from");
    if (from == nullptr) {
        row.fail("the version has no in_force_from", "it would govern no clock, or every one");
    }
    duty.in_force_from = row.day(*from, "in_force_from must be a date");
    if (const auto* to = row.get("in_force_to"); to != nullptr) {
        duty.in_force_to = row.day(*to, "in_force_to must be a date");
        if (*duty.in_force_to < duty.in_force_from) {
            row.fail(*to, "the version ends before it begins", "");
        }
    }
    read_known_from(row, duty);
}

void read_in_force(const RowValues& row, Duty& duty) {
    if (row.changed().version != nullptr) return read_in_force_of_version(row, duty);
    const auto* node = row.get("in_force");
    const auto* table = node == nullptr ? nullptr : node->as_table();
    if (table == nullptr) row.fail("the row has no in_force = { from = DAY }", "");
    const auto day = [&](std::string_view key) -> std::optional<Day> {
        const auto* value = table->get(key);
        if (value == nullptr) return std::nullopt;
        return row.day(*value, "in_force needs dates");
    };
    for (const auto& [key, value] : *table) {
        if (key.str() != "from" && key.str() != "to") {
            row.fail(value, "in_force has no \"" + std::string{key.str()} + "\"",
                     "a misspelt `to` would keep a duty in force for ever");
        }
    }
    const auto from = day("from");
    if (!from) row.fail(*node, "in_force has no from", "");
    duty.in_force_from = *from;
    duty.in_force_to = day("to");
    if (duty.in_force_to && *duty.in_force_to < *from) {
        row.fail(*node, "in_force ends before it begins", "");
    }
    read_known_from(row, duty);
}

}  // namespace

Duty read_duty(const RowValues& row) {
    for (const auto& [key, node] : row.table()) {
        if (!is_one_of(key.str(), duty_keys)) {
            row.fail(node, "the key \"" + std::string{key.str()} + "\" is not known",
                     "a misspelt key would silently change what a duty means");
        }
    }
    Duty duty;
    duty.version = row.changed().number;
    if (row.changed().reading == nullptr) {
        for (const auto& [key, node] : row.own()) {
            if (key.str() == "version") continue;
            duty.written.emplace_back(key.str(), written(key.str(), node));
        }
    }
    duty.file = row.file();
    duty.line = line_of(row.own());
    read_words(row, duty);
    read_course(row, duty);
    read_limit(row, duty);
    read_exceptions(row, duty);
    read_in_force(row, duty);
    check_fields(row, duty);
    return duty;
}

}  // namespace longstop::law::load
