// One row of the law, as its file words it: a duty, or one of its dated versions.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "engine/law/limit.hpp"
#include "engine/law/measures.hpp"
#include "engine/law/pattern.hpp"
#include "engine/law/row_set.hpp"
#include "events/field_no.hpp"

namespace longstop::law {

enum class Kind : std::uint8_t { statute, case_law, tribunal_rule, guidance };
// As files and answers write it.
constexpr std::array<std::string_view, 4> kind_texts{"statute", "case-law", "tribunal-rule",
                                                     "guidance"};
constexpr std::string_view kind_text(Kind kind) {
    return kind_texts[static_cast<std::size_t>(kind)];
}
enum class Missed : std::uint8_t {
    overdue,      // a duty not done in time is broken
    conditional,  // binds only the act that ends it: a breach where that came late
    lapsed,       // a right not used in time is gone
    window,       // a minimum window: the act may not come before it is over
};
enum class Restart : std::uint8_t { ignore, once, restart, restart_on_field };
enum class Subject : std::uint8_t {
    none,
    body,
    setting,
    meeting,
    to,
    step,
    provision,
    against,  // the kind of decision
};

// What a plan may answer (docs/law/reading.md, 4.7): an order, agreement or concession; a notice of
// amendments; a re-assessment; a request; a review. Sets of them by bits.
enum class Group : std::uint8_t { order, amendment, reassessment, request, review };
constexpr std::size_t group_count = 5;
using Groups = std::uint8_t;
constexpr Groups in(Group group) { return static_cast<Groups>(1U << static_cast<unsigned>(group)); }
constexpr Groups no_group = 1U << group_count;  // the plan answers nothing that is pending

// A statutory exception a row allows, by its place in the listed grounds of exception-relied-on.
enum class Ground : std::uint8_t {
    school_closed = 1,
    early_years_closed = 2,
    personal_circumstances = 3,
    absence = 4,
    missed_appointment = 5,
    coronavirus = 6,
};
constexpr std::size_t ground_count = 7;  // 0 is no ground

// How far back an act still ends a new clock ("1 Sep before year", "12 months before on").
struct EndsFrom {
    FieldNo field{};
    std::optional<date::month_day> fixed;  // of the year before the field's
    Period period;                         // otherwise: this long before the field's day
};

// What keeps the last day of a clock open, and what lets it run out again (4.9).
struct Hold {
    std::vector<Pattern> by;
    std::vector<Pattern> until;
};

struct Reading;

// A row. The versions of a duty are rows that have its id, its subject, its matter, its measures
// and the days its clocks start on in common.
struct Duty {
    // For people.
    std::string id;
    std::string cite;
    std::string source;  // https address
    std::string words;   // what the provision says
    std::string owed_by;
    std::string duty;  // what must be done
    std::string notes;
    std::vector<std::string> choices;  // of the notes what is ours and not written in the law
    std::string confidence;
    std::string stage;  // where a case waits while it is open (Common::stages); may be empty
    std::string file;   // where the row stands
    int line = 0;
    unsigned version = 0;  // its place among the versions of the duty, as the file has them
    // Every key with its value as text, by key (of a version, those that differ): what two bodies
    // of law are compared by.
    std::vector<std::pair<std::string, std::string>> written;

    Kind kind = Kind::statute;
    Measures measures = 0;
    std::vector<Pattern> starts;
    std::vector<FieldNo> start_fields;  // the first present gives the start; else the event's date
    Subject subject = Subject::none;
    Limit within;
    Counting counting = Counting::after;
    Adjust adjust = Adjust::none;
    bool by_overrides = false;         // a date fixed by the order or agreement governs
    std::vector<Pattern> directed_by;  // so does one fixed by such an event, read while it is open
    std::vector<Pattern> ends;
    std::optional<EndsFrom> ends_from;
    std::vector<Pattern> rests;
    std::vector<Pattern> wakes;
    std::vector<Pattern> lapses;
    std::vector<Pattern> overtaken_by;  // lapse it, never done: listed where that was late
    std::vector<Pattern> final_by;      // a resting clock wakes no more
    std::vector<Hold> held;
    bool any_matter = false;     // the duty is of the plan as such: matters play no part
    std::optional<Group> group;  // what its clocks are among what plans may answer
    Groups answers = 0;          // plans touch it only where they answer one of these; 0: always
    std::vector<Pattern> whatever_answered;  // acts that touch it whatever they answer
    std::vector<std::string> unless_open;
    std::vector<std::string> not_listed_while;
    Restart on_restart = Restart::ignore;
    FieldNo restart_field{};
    std::vector<std::string> excused_by;      // as written
    std::array<bool, ground_count> allows{};  // by Ground
    int absence_days = 0;                     // absence(N)
    Missed if_missed = Missed::overdue;
    Day in_force_from{};
    std::optional<Day> in_force_to;  // inclusive, as written; else see Law::last_day
    std::optional<Day> known_from;   // where a judgment or instrument came later than the conduct

    std::vector<Reading> readings;  // in which the provision may also be read

    bool is_right() const { return if_missed == Missed::lapsed; }
    bool is_window() const { return if_missed == Missed::window; }
    bool is_conditional() const { return if_missed == Missed::conditional; }
    bool is_guidance() const { return kind == Kind::guidance; }
    bool counts_as(Measure measure) const { return (measures & law::in(measure)) != 0; }
};

// Another way in which a provision is read, and by whom. The row as it stands is the default.
enum class Side : std::uint8_t {
    neither,
    strict,   // never later than the default
    lenient,  // never earlier
};
struct Reading {
    std::string name;
    std::string authority;
    std::string words;
    Side side = Side::neither;
    Duty row;  // as it then is; carries no readings of its own
};

}  // namespace longstop::law
