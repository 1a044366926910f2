// The compact table that the evaluator runs, made of a law.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "engine/law/clock.hpp"
#include "engine/law/due_memory.hpp"
#include "engine/law/law.hpp"
#include "engine/law/stands.hpp"

namespace longstop::law {

// Where a fact carries what a row asks for; run.cpp has their offsets.
enum class Place : std::uint8_t { none, date, first, second, subject, other, against };

// How one kind of event opens a clock of a row: all that is asked in nearly every case.
struct Opening {
    static constexpr std::int32_t not_plain = INT32_MIN;
    // What the due date hangs on while nothing is linked to the clock and nothing wakes it.
    enum class DueBasis : std::uint8_t { computed, on_start, on_field };

    std::int32_t in_force_from = 0;
    std::int32_t in_force_to = INT32_MAX;
    std::int32_t plain_days = not_plain;  // due = start + this, where the limit is that simple
    RowNo row = 0;
    Place subject = Place::none;
    std::array<Place, 2> start{Place::none, Place::none};  // the first present; else the date
    std::array<Place, 2> field{Place::none, Place::none};  // likewise, where it hangs on a field
    DueBasis due_basis = DueBasis::computed;
    Restart on_restart = Restart::ignore;
    bool conditional = false;    // on rows that are not open
    bool self_ends = false;      // the event ends the very clock it starts
    bool has_ends_from = false;  // an act read before may end it, of another day too

    bool in_force(std::int32_t day) const { return in_force_from <= day && day <= in_force_to; }
};

// What the evaluator asks of a row whatever started its clocks.
struct RowPlan {
    RowNo duty = 0;   // the row of its duty's first version: what the duty is known by
    RowSet versions;  // the rows of its duty
    RowSet unless_open;
    RowSet not_listed_while;
    bool is_window = false;
    bool is_right = false;
    bool any_matter = false;
    bool shielded = false;        // from an order about an earlier appeal (4.8)
    bool links = false;           // its limit counts from an event besides the start
    bool is_review = false;       // of the group `review` (4.7e)
    bool by_kind = false;         // its subject is the kind of decision (3.7)
    bool keeps_ever = false;      // some version asks whether the duty ever ran
    std::uint8_t first_hold = 0;  // its holds, by their places in CompiledLaw::holds
    std::uint8_t holds = 0;
    Groups answers = 0;
    std::uint8_t stage = 0;     // its place among Common::stages, from 1; 0: none
    std::uint8_t directed = 0;  // the history of what fixes its day; 0: nothing does
};

// What the evaluator keeps of the events read, to ask for the last of a kind. The first are those
// of the law's own derived fields and beginnings (3.3, 3.9, 4.7e); those of the rows follow.
namespace history {
enum : std::uint8_t { registered, received, responded, mediation_requested, amends, of_rows };
}
constexpr std::size_t max_histories = 64;

// The histories of one hold of a row.
struct HoldPlan {
    std::uint8_t by = 0;
    std::uint8_t until = 0;
    std::uint8_t for_good = 0;  // of `until`, the types that the limit itself counts from
};

// What an event does to an open or resting clock of a row, by bits.
namespace act {
enum : std::uint16_t {
    ends = 1,
    lapses = 2,
    lapses_other_meeting = 4,  // lapses clocks whose subject is another meeting
    lapses_same_meeting = 8,   // or is that one
    rests = 16,
    wakes = 32,
    links = 64,  // a limit counts from this event
    overtakes = 128,
    finishes = 256,  // makes a rest final
};
constexpr std::uint16_t any_lapse = lapses | lapses_other_meeting | lapses_same_meeting;
constexpr std::uint16_t stops = any_lapse | overtakes | rests;  // without ending
constexpr std::uint16_t affects_resting =
    any_lapse | overtakes | ends | wakes | finishes;  // what rests
}  // namespace act
using Acts = std::uint16_t;

struct Effect {
    Acts acts = 0;
    Place subject = Place::none;  // where the event carries the row's subject
    std::uint8_t stands = 0;      // of the clocks it may change (live_clocks.hpp)
};

// What one kind of event does to the rows. One for each (type, listed value, late or year).
struct Effects {
    RowSet affects_open;             // changes an open clock
    RowSet affects_resting;          // changes a resting clock
    RowSet looks_forward;            // may act on a clock that opens later on its day (4.3f)
    RowSet ends;                     // of a plan act: the rows whose clocks it ends,
    RowSet wakes_to_end;             // whose resting clocks it wakes and ends,
    RowSet stops;                    // whose clocks it overtakes, lapses or rests,
    RowSet wakes_to_stop;            // whose resting clocks it wakes and then stops,
    RowSet whatever_answered;        // and those it touches whatever it answers
    std::vector<Opening> openings;   // of the rows it starts, in table order
    std::uint64_t histories = 0;     // that it belongs to, by bits
    std::int32_t against = no_day;   // the kind of decision it is, or is about
    bool asks_what_is_open = false;  // before any of them starts
    bool reopens_case = false;
    bool whole_case = false;             // whatever matter it names
    bool is_plan_act = false;            // 4.7
    bool final_plan = false;             // which asks for a re-assessment before an amendment
    bool disposes = false;               // of an appeal or a mediation (4.8)
    bool is_agreement = false;           // of a mediation
    bool stops_looking_forward = false;  // 4.3f, the second kind of act
    std::array<Effect, max_rows> on{};   // by row
};

// A law with the table made of it. `compile` makes it, whole; nothing changes it afterwards, and
// another law is compiled anew. Threads may share it.
struct CompiledLaw {
    Law written;
    std::optional<RowSet> only;  // the rows that are run; nothing: all (narrow.hpp)
    std::vector<Effects> effects;
    std::vector<RowPlan> plans;                     // by row
    std::vector<HoldPlan> holds;                    // of all rows
    std::array<RowSet, group_count> groups;         // the rows of each group
    std::array<RowSet, group_count + 1> answering;  // the rows that a plan touches which answers it
    RowSet answering_any;  // the rows that a plan touches whatever it answers
    RowSet reviews;        // of the group `review`
    RowSet looking_far;    // that look back further than their day
    std::size_t histories = history::of_rows;
    std::shared_ptr<DueMemory> dues;  // of the rows whose limit hangs on one day
    std::vector<int> years;           // years that some pattern names

    // Where the effects of a type begin, and how many listed values it has.
    struct TypeEffects {
        std::uint32_t first = 0;
        std::uint32_t choices = 1;  // with "absent"
        bool derived = false;       // its effects hang on what was read before, or on its year
        bool concerns = true;       // facts of the type can change a clock of the rows that are run
        bool reopens_case = false;  // matters where the case was closed
    };
    std::array<TypeEffects, 256> of_type{};

    // The place in `effects` for an event: `extra` is 1 for a late concession and a direction about
    // the response, or the place of its year among `years` plus one.
    std::uint32_t effect_at(TypeNo type, int choice, std::uint32_t extra) const {
        const auto& of = of_type[type];
        return of.first + extra * of.choices + static_cast<std::uint32_t>(choice);
    }

    const std::vector<Duty>& rows() const { return written.rows(); }
    const Duty& duty(std::size_t row) const { return written.rows()[row]; }
    const Calendar& calendar() const { return written.calendar(); }
};

// The order of table rows decides nothing but listing; docs/decisions says why. With `only`, those
// rows alone are run.
CompiledLaw compile(Law law, std::optional<RowSet> only = std::nullopt);

}  // namespace longstop::law
