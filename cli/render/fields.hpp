// The one vocabulary of answers: every field of a row, in every question, is a row of this table. A
// name means one thing wherever it stands. Questions name their fields by it ("due"_f), and
// docs/cli.md is made of it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace longstop::cli {

enum class FieldType : std::uint8_t {
    text,
    day,      // "YYYY-MM-DD"
    instant,  // "YYYY-MM-DDTHH:MM:SS.ssssssZ"
    number,
    flag,  // true or false
    list,
    object,
    table,  // for people: in tables alone
};

// How a field stands in a table.
enum class Fit : std::uint8_t {
    cut,    // a text that may be cut where room is short
    whole,  // never cut: a date, a status, an id that one copies
    right,  // never cut, aligned to the right
};

struct FieldRow {
    std::string_view name;  // the key in JSON, the header in CSV
    FieldType type = FieldType::text;
    std::string_view means;
    std::string_view missing = {};  // what it means that it is null or absent, where it may be
    std::string_view heading = {};  // in a table
    int width = 0;                  // in a table: the widest a cell may be
    Fit fit = Fit::cut;
    int goes = 0;  // from a table that has no room for all: the lowest first, 0 never
};

// By topic. A new field is one row.
// clang-format off
inline constexpr auto field_rows = std::to_array<FieldRow>({
    // the case and the duty
    {"la", FieldType::text, "the authority's three-digit code", "", "LA", 4},
    {"case", FieldType::text, "the case reference, without the authority", "null: an entry of the log itself", "CASE", 17, Fit::whole},
    {"case_key", FieldType::table, "the case as LA/CASE", "", "CASE", 17, Fit::whole},
    {"duty", FieldType::text, "the duty's id", "null: no clock is concerned", "DUTY", 32, Fit::whole},
    {"citation", FieldType::text, "the provision", "", "LAW", 40},
    {"owed_by", FieldType::text, "who must act: `LA`, `body`, `setting`, `commissioner`, `adviser`, `parent` or `tribunal-party`", "", "OWED BY", 9, Fit::whole, 5},
    {"subject", FieldType::text, "the body, setting, meeting, addressee, step, provision or kind of decision that the clock is of", "null: none", "SUBJECT", 24, Fit::cut, 3},
    {"caseworker", FieldType::text, "whose the case is: the caseworker last named by an entry about it", "null: none was named", "CASEWORKER", 16, Fit::cut, 2},
    {"team", FieldType::text, "the team last named likewise", "null: none was named", "TEAM", 12, Fit::cut, 2},
    {"whom", FieldType::table, "for whom one waits: who must act and, of a body or setting, which", "", "FOR WHOM", 30, Fit::cut},
    // a clock
    {"clock", FieldType::number, "which clock of the duty on the case, from 1", "null: the case has no clock of the duty"},
    {"started_by", FieldType::text, "type of the event that started the clock"},
    {"started_on", FieldType::day, "the clock's start", "null: no clock is concerned"},
    {"due", FieldType::day, "the last day in time", "null: `unknown` beyond the calendar, or held", "DUE", 10, Fit::whole},
    {"ended_by", FieldType::text, "type of the event that ended the clock, made it lapse or let it rest", "null: by no event"},
    {"ended_on", FieldType::day, "that event's day", "null: by no event", "ENDED", 10, Fit::whole, 4},
    {"status", FieldType::text, "`running`, `overdue`, `met`, `met-late`, `too-early`, `excused`, `lapsed` or `unknown`: [glossary](glossary.md#statuses)", "null: no clock is concerned", "STATUS", 9, Fit::whole},
    {"days_late", FieldType::number, "days past the due date; 0 where not late", "null: no clock is concerned"},
    {"days_early", FieldType::number, "days by which a minimum window was cut short", "absent unless `too-early` and the end of the window is known"},
    {"days_left", FieldType::number, "from the day asked about to the due date; negative when past it", "null: `held`", "DAYS", 6, Fit::right},
    {"late", FieldType::table, "days late; with `-`, days too early", "", "LATE", 7, Fit::right},
    {"days", FieldType::table, "days left, or days late", "", "DAYS", 9, Fit::right},
    {"excused_by", FieldType::object, "the reliance that was made out: `ground`, `relied_on` (day), `reason`", "null unless `excused`"},
    {"exception_refused", FieldType::text, "why none that was relied on is made out: a code of [reading.md 6.4](law/reading.md#6-exceptions), `: `, and a sentence", "absent unless an exception was relied on and none was made out"},
    {"unknown_because", FieldType::text, "`beyond-the-calendar`, `before-the-record-begins`", "absent unless `unknown`"},
    {"overtaken", FieldType::flag, "true: never done, a later step lapsed it", "absent unless it was"},
    {"held_until", FieldType::text, "what the last day waits for: `1 month after mediation-certificate-issued`", "absent unless it is held"},
    {"due_earliest", FieldType::day, "the earliest due date under the readings of the duty", "absent where nobody disputes the duty"},
    {"due_latest", FieldType::day, "the latest", "absent where nobody disputes the duty"},
    {"reading", FieldType::text, "the reading asked for", "absent without `--reading`"},
    {"broken_under", FieldType::list, "the readings under which it is broken; `default` is the law as written", "absent without `--reading any` or `all`"},
    {"as_of", FieldType::day, "the day asked about", "", "AS OF", 10, Fit::whole},
    {"stage", FieldType::text, "of an alert: `due-soon`, `due-tomorrow`, `overdue`, `overdue-4-weeks`, ..., `held`", "", "STAGE", 18, Fit::whole},
    // an entry of the log
    {"position", FieldType::number, "place of the entry in the authority's log, from 1", "null: no entry is concerned", "POS", 7, Fit::right},
    {"type", FieldType::text, "event type", "null: no event is concerned", "TYPE", 30},
    {"date", FieldType::day, "the legal day", "null: no event is concerned", "DATE", 10, Fit::whole},
    {"recorded_at", FieldType::instant, "when the log accepted the entry, or the source's instant where `trusted`", "null: no entry is concerned"},
    {"recorded", FieldType::table, "the same to the minute, UTC", "", "RECORDED", 16, Fit::whole},
    {"lag_seconds", FieldType::number, "from the start of the legal day (UTC) to `recorded_at`; may be negative"},
    {"lag", FieldType::table, "the same in days or hours", "", "LAG", 6, Fit::right, 1},
    {"trusted", FieldType::flag, "the instant of recording is the source's, by `--trust-recorded-at`"},
    {"actor", FieldType::text, "who did or recorded it", "null: not given", "ACTOR", 12, Fit::cut, 3},
    {"source", FieldType::text, "the system the entry comes from", "", "SOURCE", 12, Fit::cut, 2},
    {"id", FieldType::text, "the entry's id in its source", "", "ID", 24},
    {"source_recorded_at", FieldType::text, "what the source had given as `recorded_at`; `none`: it gave none", "null: not an import of an export"},
    {"in_force", FieldType::flag, "false: retracted"},
    {"retracted_by", FieldType::number, "position of the retraction", "null: none"},
    {"retracts", FieldType::number, "position of the entry that this one retracts", "null: no retraction"},
    {"fields", FieldType::object, "the event's own fields, texts by name"},
    {"changes", FieldType::list, "what the entry did to the clocks: `change`, `duty`, `subject`"},
    // a case
    {"case_stage", FieldType::text, "where it waits: the first stage of the law (`[stages]` of common.toml) at which a duty of it is open", "null: at none", "STAGE", 20, Fit::whole},
    {"open", FieldType::number, "duties that wait: clocks neither ended nor lapsed nor at rest", "", "OPEN", 5, Fit::right, 4},
    {"overdue", FieldType::number, "of them breaches of law", "", "OVERDUE", 7, Fit::right},
    {"worst_late", FieldType::number, "days late of the one that is latest", "null: nothing is overdue", "LATE", 6, Fit::right},
    {"worst_duty", FieldType::text, "its duty's id", "null: nothing is overdue", "WORST", 32, Fit::whole},
    {"next_due", FieldType::day, "the next due date on or after the day asked about", "null: none", "NEXT DUE", 10, Fit::whole},
    {"next_duty", FieldType::text, "its duty's id", "null: none", "NEXT", 32, Fit::whole, 3},
    {"last_entry", FieldType::instant, "when the last entry about it was recorded; in a table, the day", "", "LAST ENTRY", 10, Fit::whole, 1},
    {"waiting_cases", FieldType::number, "cases that wait for it", "", "CASES", 7, Fit::right},
    {"late_cases", FieldType::number, "of them those where it is a breach of law", "", "LATE", 7, Fit::right},
    {"since", FieldType::day, "the earliest day on which one of them began to", "", "SINCE", 10, Fit::whole},
    {"known_at", FieldType::instant, "what had been recorded by then was asked about", "null: everything recorded"},
    {"events", FieldType::list, "the events of the case in reading order, known and dated by the day: `date`, `text`, `in_force`"},
    {"clocks", FieldType::list, "its clocks, each with the fields that `deadlines` has"},
    // a change
    {"change", FieldType::text, "what kind of change it is", "", "CHANGE", 16, Fit::whole},
    {"due_before", FieldType::day, "the due date on the first side", "null: no such clock there, or no due date"},
    {"due_after", FieldType::day, "the due date on the second side", "null: likewise"},
    {"status_before", FieldType::text, "the status on the first side", "null: no such clock there"},
    {"status_after", FieldType::text, "the status on the second side", "null: no such clock there"},
    {"days_late_before", FieldType::number, "`days_late` on the first side", "null: no such clock there"},
    {"days_late_after", FieldType::number, "`days_late` on the second side", "null: no such clock there"},
    {"is", FieldType::table, "the status on the second side, or `gone`", "", "IS", 9, Fit::whole},
    {"moved", FieldType::table, "by how far the due date moved", "", "MOVED", 6, Fit::right, 1},
    {"cause", FieldType::text, "`event`, `retraction`, `law`, `time`, or several joined by `+`"},
    {"late_news", FieldType::flag, "it was done in time, and recorded more than 14 days later"},
    // a step of a derivation
    {"step", FieldType::number, "place of the step, from 1"},
    {"step_kind", FieldType::text, "what kind of step it is"},
    {"says", FieldType::text, "the step in a sentence"},
    {"words", FieldType::text, "what the provision says, in our words", "null: no provision"},
    {"address", FieldType::text, "the provision's https address", "null: no provision"},
    {"skipped", FieldType::list, "the days that were not counted: `day`, `name`", "absent: none"},
    // a row of the law
    {"obligation", FieldType::text, "what must be done"},
    {"limit", FieldType::text, "the limit in words, such as `20 weeks`", "", "LIMIT", 24},
    {"counting", FieldType::text, "`after`, `from-incl`, `clear`, `before-date`, `by-date`, `strictly-before` or `clear-days`: [how days are counted](law/README.md#how-days-are-counted)"},
    {"kind", FieldType::text, "`statute`, `case-law`, `tribunal-rule` or `guidance`", "", "KIND", 13, Fit::whole, 1},
    {"starts", FieldType::text, "patterns of events that start it, separated by `, `"},
    {"ends", FieldType::text, "patterns of events that end it"},
    {"exceptions", FieldType::text, "grounds that may excuse it, separated by `, `", "null: no exception is allowed"},
    {"if_missed", FieldType::text, "`overdue`, `conditional` (binds whoever takes the step), `lapsed` (a right) or `window` (a minimum time)"},
    {"in_force_from", FieldType::day, "first day in force"},
    {"in_force_to", FieldType::day, "last day in force", "null: still in force"},
    {"notes", FieldType::text, "notes on the row", "null: none"},
    {"confidence", FieldType::text, "`high` or `medium`", "null: not stated"},
    {"known_from", FieldType::day, "from which the row could be known: that of a judgment handed down later", "null: known since in force"},
    {"overtaken_by", FieldType::text, "patterns of events that overtake it", "null: nothing overtakes it"},
    {"subject_kind", FieldType::text, "what it runs once for each of: `body`, `setting`, `meeting`, `to`, `step`, `provision`, `against`", "null: one clock for the case"},
    {"matters", FieldType::text, "`own`, or `any`: matters play no part"},
    {"plan_group", FieldType::text, "what a plan answers by it: `order`, `amendment`, `reassessment`, `request`, `review`", "null: a plan does not answer it"},
    {"answers", FieldType::text, "the plans that touch it, in words", "null: every plan touches it"},
    {"holds", FieldType::text, "what holds its last day open, and until when", "null: nothing holds it"},
    {"key", FieldType::text, "a key of the row; of a version `version DAY` and its key; in the calendar, the day", "null: a whole row", "KEY", 16},
    {"row", FieldType::text, "the duty's id, `common` or `calendar`", "", "ROW", 32, Fit::whole},
    {"before", FieldType::text, "the value in the law; of a whole row, its limit and obligation", "null: not there", "BEFORE", 60},
    {"after", FieldType::text, "the value in the other law", "null: not there", "AFTER", 60},
    // a finding
    {"check", FieldType::text, "the check that finds it", "", "CHECK", 31, Fit::whole},
    {"about", FieldType::text, "the duty, body or day concerned; why an exception is not made out", "null: nothing to add", "ABOUT", 32},
    {"means", FieldType::text, "what the finding means"},
    {"mend", FieldType::text, "what would mend it"},
    {"where", FieldType::text, "`log 330`, `log 330, position 1201`, `file 000018.sst`, or the store's folder where it cannot be opened", "", "WHERE", 30, Fit::whole},
    {"fault", FieldType::text, "what is wrong there. For people", "", "FAULT", 0, Fit::whole},
    // counts
    {"group", FieldType::text, "the week, the ground, the length of time; else what is counted", "", "GROUP", 40},
    {"counted", FieldType::text, "what is counted", "", "COUNTED", 40},
    {"count", FieldType::number, "how many", "", "COUNT", 9, Fit::right},
    {"year", FieldType::number, "the calendar year", "null: days that are no year's were asked for"},
    {"plans_issued", FieldType::number, "first final plans sent in the year", "", "PLANS", 6, Fit::right},
    {"within_20_weeks", FieldType::number, "of them sent within 20 weeks", "", "IN 20W", 6, Fit::right},
    {"exceptions_relied_on", FieldType::number, "late plans for which an exception was relied on", "", "RELIED", 6, Fit::right},
    {"exceptions_made_out", FieldType::number, "of them those that the facts make out", "", "EXCUSED", 7, Fit::right},
    {"plans_excluding_exceptions", FieldType::number, "plans without the excused"},
    {"within_20_weeks_excluding_exceptions", FieldType::number, "of them sent within 20 weeks"},
    {"rate_including_exceptions", FieldType::number, "per cent with one decimal", "null: nothing is counted", "RATE %", 6, Fit::right},
    {"rate_excluding_exceptions", FieldType::number, "the same without the excused", "null: nothing is counted", "EXCL. %", 7, Fit::right},
    {"assess_decisions", FieldType::number, "decisions whether to assess", "", "ASSESS", 6, Fit::right},
    {"assess_decisions_on_time", FieldType::number, "of them within 6 weeks"},
    {"assess_decisions_rate", FieldType::number, "per cent", "null: nothing is counted", "6W %", 6, Fit::right},
    {"no_plan_decisions", FieldType::number, "decisions that there will be no plan", "", "NO PLAN", 7, Fit::right},
    {"no_plan_decisions_on_time", FieldType::number, "of them within 16 weeks"},
    {"no_plan_decisions_rate", FieldType::number, "per cent", "null: nothing is counted", "16W %", 6, Fit::right},
    {"review_decisions", FieldType::number, "decisions after a review", "", "REVIEWS", 7, Fit::right},
    {"review_decisions_on_time", FieldType::number, "of them within 4 weeks of the meeting"},
    {"review_decisions_rate", FieldType::number, "per cent", "null: nothing is counted", "4W %", 6, Fit::right},
    {"decided_before", FieldType::number, "clocks met, broken or excused as of the day, under the law", "", "DECIDED", 9, Fit::right},
    {"on_time_before", FieldType::number, "of them in time", "", "ON TIME", 9, Fit::right},
    {"rate_before", FieldType::number, "per cent with one decimal", "null: nothing is decided", "RATE %", 6, Fit::right},
    {"decided_after", FieldType::number, "the same under the amended law", "", "DECIDED", 9, Fit::right},
    {"on_time_after", FieldType::number, "of them in time", "", "ON TIME", 9, Fit::right},
    {"rate_after", FieldType::number, "per cent", "null: nothing is decided", "RATE %", 6, Fit::right},
    {"week", FieldType::text, "the ISO week: `2026-W03`", "", "WEEK", 8, Fit::whole},
    {"monday", FieldType::day, "its first day", "", "FROM", 10, Fit::whole},
    {"duties_due_before", FieldType::number, "how many duties fall due in it under the law", "", "DUE", 9, Fit::right},
    {"duties_due_after", FieldType::number, "and under the amended law", "", "DUE AFTER", 9, Fit::right},
    {"difference", FieldType::number, "by how many they differ", "", "CHANGE", 9, Fit::right},
    // a file held against the log
    {"outcome", FieldType::text, "`different`, `missing`, `refused` or `lacking`", "", "OUTCOME", 9, Fit::whole},
    {"file", FieldType::text, "the file the row stands in", "null: of no one row"},
    {"line", FieldType::number, "the line the row begins on", "null: of no one row", "LINE", 8, Fit::right},
    {"differences", FieldType::list, "field by field: `field`, `file`, `recorded`; null where it is absent"},
    {"reason", FieldType::text, "why it is refused, or left by `--mend`", "null: none"},
    {"retraction_position", FieldType::number, "of the retraction that `--mend` appended", "null: nothing was appended"},
    {"new_position", FieldType::number, "of the entry that `--mend` appended", "null: nothing was appended"},
    // a store
    {"logs", FieldType::number, "how many logs", "", "LOGS", 6, Fit::right},
    {"entries", FieldType::number, "how many entries", "", "ENTRIES", 11, Fit::right},
    {"derived_per_second", FieldType::number, "entries derived a second", "", "DERIVED/S", 11, Fit::right},
    {"clocks_folded", FieldType::number, "clocks as of the day", "", "CLOCKS", 11, Fit::right},
    {"folded_per_second", FieldType::number, "entries folded a second", "", "FOLDED/S", 11, Fit::right},
});
// clang-format on

// A field, by its place in the vocabulary.
class Field {
  public:
    constexpr explicit Field(std::size_t place) : place_(static_cast<std::uint8_t>(place)) {}
    constexpr std::size_t place() const { return place_; }
    constexpr const FieldRow& row() const { return field_rows[place_]; }
    constexpr bool operator==(const Field&) const = default;

  private:
    std::uint8_t place_;
};

// "due"_f; a name that is not in the vocabulary does not compile.
consteval Field operator""_f(const char* name, std::size_t size) {
    for (std::size_t place = 0; place < field_rows.size(); ++place) {
        if (field_rows[place].name == std::string_view{name, size}) return Field{place};
    }
    throw "no field of the vocabulary has this name";
}

consteval bool field_names_are_unique() {
    for (std::size_t a = 0; a < field_rows.size(); ++a) {
        for (std::size_t b = 0; b < a; ++b) {
            if (field_rows[a].name == field_rows[b].name) return false;
        }
    }
    return true;
}
static_assert(field_rows.size() < 256 && field_names_are_unique());

}  // namespace longstop::cli
