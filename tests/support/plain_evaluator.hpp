// The second opinion: statutory clocks computed as plainly as the written rules allow.
//
// It exists so that tests can hold the engine against something that shares none of its code: own
// parser of the law, own calendar, own dates (std::chrono), own import. It is slow on purpose. Each
// step names, in brackets or a comment, the section of the clock rules it carries out ("4.3f").
//
//   plain_text.cpp        days, instants, when two texts are one subject (1.4, 3.6)
//   plain_rows.cpp        what an import takes and what it refuses (section 2)
//   plain_law.cpp         the table of duties and the calendar (sections 0, 5.4)
//   plain_due.cpp         due dates (section 5)
//   plain_events.cpp      events in force, derived fields, beginnings of appeals (1, 3.3, 3.9)
//   plain_patterns.cpp    what an event does to a clock (3.1-3.8, 4.2c, 4.8)
//   plain_plan_acts.cpp   which groups a plan act answers (4.7)
//   plain_reading.cpp     a case read into clocks (section 4)
//   plain_exceptions.cpp  exceptions (section 6)
//   plain_status.cpp      what is reported of a clock (4.9, 7.1, 7.2, 7.4, 7.6, 7.7)
//   plain_report.cpp      breach list, statistics, JSON lines (7.3, 8)
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace longstop::plain {

using Day = std::chrono::sys_days;
using Instant = std::chrono::sys_time<std::chrono::microseconds>;

// -- Days, instants, text -------------------------------------------------------------------------

std::optional<Day> day_of(std::string_view text);           // YYYY-MM-DD and a real day
std::optional<Instant> instant_of(std::string_view text);   // RFC 3339, cut to microseconds
std::optional<Instant> known_at_of(std::string_view text);  // the same, or a bare day (1.4)
std::string text_of(Day day);

std::string trimmed(std::string_view text);  // ASCII white space
std::string folded(std::string_view text);   // NFKC_Casefold, white space collapsed (3.6)
bool same_subject(std::string_view a, std::string_view b);  // equal when folded
std::vector<std::string> split(std::string_view text, std::string_view separator);

// -- Rows of an interchange file (section 2) ------------------------------------------------------

struct Row {
    std::map<std::string, std::string> fields;  // as text; absent fields are not here
    std::string recorded_at;                    // as the file has it, perhaps empty
    Instant recorded{};                         // what 1.1 compares with known-at
    int position = 0;                           // within the authority's log, from 1
    int line = 0;

    const std::string& at(const std::string& name) const { return fields.at(name); }
};

struct NotMadeOut {
    int line;
    std::string reason;
};

struct Log {
    std::vector<Row> rows;  // accepted, in order of acceptance
    std::vector<NotMadeOut> refused;
    int read = 0;
    int already_present = 0;
};

struct ImportOptions {
    std::string source = "events";  // of rows that name none; empty: those are refused (2.2)
    bool trust_recorded_at = true;
    // Of rows without an instant of their own, or not trusted; a trusted one after it is refused
    // (2.5). None: those rows were recorded before everything, and nothing is refused for it.
    std::optional<Instant> imported_at;
};

void import_jsonl(Log& log, std::string_view text, const ImportOptions& options = {});

bool is_event_type(const std::string& type);
bool belongs(const std::string& type, const std::string& field);  // 2.4

// -- The law (section 0) --------------------------------------------------------------------------

struct Condition {
    std::string field;
    bool differs = false;  // `!=`
    std::vector<std::string> values;
};

struct Pattern {
    bool rests = false;        // `~`
    bool makes_final = false;  // `!`
    bool self = false;         // `self:`
    std::string type;
    std::vector<Condition> conditions;
};

// One pair of held_by and held_until (4.9).
struct Hold {
    std::vector<Pattern> by, until;
};

struct Duty {
    std::string id, citation, owed_by, kind;
    std::vector<Pattern> starts, ends, lapses, overtaken, resumes;
    std::vector<Hold> holds;
    std::vector<std::string> start_date;
    std::string subject;      // empty for none
    bool any_matter = false;  // else own (3.8)
    std::string limit, counting, adjust, ends_from, on_restart, if_missed;
    bool override_by = false;
    std::vector<Pattern> by_from;      // whose `by` overrides; none: the starting event's (5.10)
    std::vector<std::string> answers;  // groups, perhaps with `none`; empty: whatever (4.7d)
    std::vector<std::string> unless_open, not_listed_while, exceptions;
    std::optional<Day> in_force_from, in_force_to;

    bool is_right() const { return if_missed == "lapsed"; }
    bool is_window() const { return if_missed == "window"; }
    bool is_conditional() const { return if_missed == "conditional"; }
};

class Calendar {
  public:
    explicit Calendar(std::string_view text);
    // Throws BeyondCalendar outside the years that the text covers (5.4).
    bool is_working_day(Day day) const;

  private:
    std::set<Day> holidays_;
    std::chrono::year first_{0}, last_{0};
};

struct BeyondCalendar {};

struct Law {
    // In table order. Versions of one duty have its id, and are in force on other days.
    std::vector<Duty> duties;
    Calendar calendar;

    // The duty as the version has it that is in force on the day a clock starts.
    const Duty* find(const std::string& id, Day start) const;
};

// Throws std::runtime_error where a text cannot be understood.
Law read_law(std::string_view duties_tsv, std::string_view calendar_text);

// -- Clocks (sections 1, 3-7) ---------------------------------------------------------------------

struct Excuse {
    std::string ground, relied_on, reason;
    bool operator==(const Excuse&) const = default;
};

struct Clock {
    std::string la, case_ref, duty, citation, owed_by;
    std::optional<std::string> subject;
    std::string started_by;
    Day started_on;
    std::optional<Day> due;  // none: held (7.7), or beyond the calendar and "unknown"
    std::optional<std::string> ended_by;
    std::optional<Day> ended_on;
    std::string status;
    int days_late = 0;
    std::optional<int> days_early;  // only of `too-early`
    std::optional<Excuse> excused_by;
    std::optional<std::string> exception_refused;  // the code alone
    std::optional<std::string> unknown_because;    // 7.6
    Day as_of;

    // Not printed; the breach list and the statistics need them.
    bool open = false, ended = false;  // neither: lapsed or resting
    bool overtaken = false;
    bool relied_on = false, made_out = false;
    std::set<std::string> matters;  // of the starting event, folded
};

// Every clock of every case, in the order of 7.1.
std::vector<Clock> clocks(const Law& law, const std::vector<Row>& accepted, Day as_of,
                          std::optional<Instant> known_at = std::nullopt);

// The day in the first of the named fields that is there.
std::optional<Day> first_present_day(const std::vector<std::string>& names,
                                     const std::map<std::string, std::string>& fields);

// The corresponding day, else the last of the month (5.3).
Day moved_by_months(Day day, int months);

// The due date alone: `start` and the starting event's fields, the day of the linked event, by its
// type that of the event that woke the clock, and the day that a direction fixed (5.10). None:
// beyond the calendar.
std::optional<Day> due_of(const Duty& duty, const Calendar& calendar, Day start,
                          const std::map<std::string, std::string>& fields,
                          std::optional<Day> linked = std::nullopt,
                          const std::map<std::string, Day>& woken = {},
                          std::optional<Day> fixed = std::nullopt);

struct BreachOptions {
    std::optional<std::string> duty;
    std::optional<Day> from, to;
    bool open = false, lapsed = false, excused = false;
};

// The breach list out of `all`, which must be what clocks() gave (7.3, 7.4).
std::vector<Clock> breaches(const Law& law, const std::vector<Clock>& all,
                            const BreachOptions& options = {});

// -- Statistics (section 8) -----------------------------------------------------------------------

struct Decisions {
    int counted = 0, on_time = 0;
};

struct Stats {
    std::string la;
    int year = 0;
    int plans_issued = 0, within_20_weeks = 0;
    int exceptions_relied_on = 0, exceptions_made_out = 0;
    int plans_excluding_exceptions = 0, within_20_weeks_excluding_exceptions = 0;
    Decisions assess, no_plan, review;
};

// One per authority that has a row in `accepted`, by la.
std::vector<Stats> stats(const std::vector<Row>& accepted, const std::vector<Clock>& all, int year);

// One JSON object without line end; `spaced` puts a blank after each comma and colon.
std::string json_line(const Clock& clock, bool spaced = true);
std::string json_line(const Stats& stats, bool spaced = true);

}  // namespace longstop::plain
