// A body of law: its rows, its calendar, and the compact table that the evaluator runs.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/law/calendar.hpp"
#include "engine/law/due_memory.hpp"
#include "engine/law/duty.hpp"
#include "events/result.hpp"

namespace longstop::law {

// Where a fact carries what a row asks for; run.cpp has their offsets.
enum class Place : std::uint8_t { none, date, first, second, subject, other };

// How one kind of event opens a clock of a row: all that is asked in nearly every case.
struct Opening {
    static constexpr std::int32_t not_plain = INT32_MIN;
    // What the due date hangs on while nothing is linked to the clock and nothing wakes it.
    enum class Hangs : std::uint8_t { on_much, on_start, on_field };

    std::int32_t in_force_from = 0;
    std::int32_t in_force_to = INT32_MAX;
    std::int32_t plain_days = not_plain;  // due = start + this, where the limit is that simple
    RowNo row = 0;
    Place subject = Place::none;
    std::array<Place, 2> start{Place::none, Place::none};  // the first present; else the date
    std::array<Place, 2> field{Place::none, Place::none};  // likewise, where it hangs on a field
    Hangs hangs = Hangs::on_much;
    Restart on_restart = Restart::ignore;
    bool conditional = false;      // on rows that are not open
    bool self_ends = false;        // the event ends the very clock it starts
    bool same_day_either = false;  // an act of the same day, read before the start, ends the clock
    bool has_ends_from = false;    // so does one that lies further back
};

// What the evaluator asks of a row whatever started its clocks.
struct RowPlan {
    RowSet unless_open;
    RowSet not_listed_while;
    bool is_window = false;
    bool is_right = false;
};

// What an event does to an open or resting clock of a row, by bits.
namespace act {
enum : std::uint8_t {
    ends = 1,
    lapses = 2,
    lapses_other_meeting = 4,  // lapses clocks whose subject is another meeting
    rests = 8,
    wakes = 16,
    links = 32,  // a limit counts from this event
};
}
using Acts = std::uint8_t;

struct Effect {
    Acts acts = 0;
    Place subject = Place::none;  // where the event carries the row's subject
};

// What one kind of event does to the rows. One for each (type, listed value, late or year).
struct Effects {
    RowSet touches;                  // changes an open clock
    RowSet stirs;                    // wakes or lapses: anything that changes a resting clock
    std::vector<Opening> openings;   // of the rows it starts, in table order
    bool asks_what_is_open = false;  // before any of them starts
    bool reopens_case = false;
    std::array<Effect, max_rows> on{};  // by row
};

struct Instrument {
    std::string file;
    std::string title;
    std::string address;
    std::string note;
};

// On whose authority a step is taken that a provision does not spell out: england/authorities.toml.
struct Authority {
    std::string id;
    std::string cite;
    std::string words;
    std::string address;  // may be empty
};

struct Law {
    std::vector<Duty> duties;    // in table order
    std::optional<RowSet> only;  // the rows that are run; nothing: all (narrow.hpp)
    Calendar calendar;
    std::vector<Instrument> instruments;
    std::vector<Authority> authorities;
    std::vector<Effects> effects;
    std::vector<RowPlan> plans;       // by row
    std::shared_ptr<DueMemory> dues;  // of the rows whose limit hangs on one day
    std::vector<int> years;           // years that some pattern names

    // Where the effects of a type begin, and how many listed values it has.
    struct TypeEffects {
        std::uint32_t first = 0;
        std::uint32_t choices = 1;  // with "absent"
        bool derived = false;       // its effects hang on what was read before, or on its year
        bool concerns = true;       // facts of the type can change a clock of the rows that are run
    };
    std::array<TypeEffects, 256> of_type{};

    // The place in `effects` for an event: `extra` is 1 for a late concession, or the place of its
    // year among `years` plus one.
    std::uint32_t effect_at(TypeNo type, int choice, std::uint32_t extra) const {
        const auto& of = of_type[type];
        return of.first + extra * of.choices + static_cast<std::uint32_t>(choice);
    }

    const Duty* find(std::string_view id) const;
    std::optional<RowNo> row_of(std::string_view id) const;
    const Authority* authority(std::string_view id) const;  // null where the law names none
};

// One file of the law: its name and its whole text.
struct LawFile {
    std::string name;
    std::string text;
};

// Reads and checks every file, in the order of their names. The error names file, line, what and
// why. One file must be called calendar.toml; authorities.toml may be missing.
events::Result<Law> load_law(std::vector<LawFile> files);

// The law under a named reading: the rows that carry it are changed, all others are as they were.
// `strict` and `lenient` stand for the readings of that side. An error for a name that no row
// carries.
events::Result<Law> under(const Law& law, std::string_view reading);
// The names of the readings, in table order; without `strict` and `lenient`.
std::vector<std::string> reading_names(const Law& law);

// The order of table rows decides nothing but listing; docs/decisions says why.
// Builds what the evaluator runs from `duties`; again whenever they or the calendar change.
void compile(Law& law);

}  // namespace longstop::law
