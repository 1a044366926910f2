// One running of a duty on a case, as the evaluator reports it. Plain numbers: the texts (case,
// subject, reason) stay where the events are.
#pragma once

#include <cstdint>

#include "engine/law/row_set.hpp"

namespace longstop::law {

// docs/glossary.md says what each means to a reader.
enum class Status : std::uint8_t {
    running,
    overdue,
    met,
    met_late,
    too_early,
    excused,
    lapsed,
    unknown,  // docs/glossary.md; `Clock::because`
};

// Why nothing can be said of a clock.
enum class Because : std::uint8_t {
    known,
    beyond_the_calendar,       // the due date needs a day beyond the verified calendar
    before_the_record_begins,  // it fell due before the record of the case is complete
};

// Why a relied-on exception is not made out, in the order the tests are made.
enum class NotMadeOut : std::uint8_t {
    none,
    ground_not_allowed,
    no_closure_recorded,
    closure_too_short,
    no_advice_in_window,
    no_circumstances_recorded,
    circumstances_outside_period,
    no_absence_recorded,
    absence_too_short,
    absence_outside_period,
    no_missed_appointment,
    outside_coronavirus_period,
};

constexpr std::int32_t no_day = INT32_MIN;
constexpr std::uint32_t no_fact = UINT32_MAX;  // an index into the facts of the case
// Of two places in a case the later; either may be none.
constexpr std::uint32_t later_of(std::uint32_t a, std::uint32_t b) {
    if (a == no_fact || b == no_fact) return a == no_fact ? b : a;
    return a > b ? a : b;
}

struct Clock {
    enum class State : std::uint8_t { open, ended, lapsed, resting };

    RowNo row = 0;
    State state = State::open;
    Status status = Status::running;
    NotMadeOut refusal =
        NotMadeOut::none;              // of the first reliance refused, where none was made out
    bool relied_on = false;            // some exception was relied on for this clock
    bool made_out = false;             // and made out
    bool listed = true;                // false while another duty of the same subject comes first
    bool overtaken = false;            // lapsed, never done, by a later step
    bool amending = false;             // the review is being followed by amendments (4.7e)
    std::uint8_t held = 0;             // its last day is not known yet (4.9): by which of its
                                       // row's holds, from 1 on; due is no_day
    Because because = Because::known;  // where the status is unknown
    std::int32_t subject = no_day;     // equal numbers are equal subjects within one row
    std::int32_t matter = 0;           // of the starting event: a number of MatterLists
    std::int32_t started_on = 0;       // day numbers; no_day where there is none
    std::int32_t due = no_day;
    std::int32_t ended_on = no_day;
    std::int32_t ends_from = no_day;  // acts before this day do not end it
    std::int32_t days_late = 0;
    std::int32_t days_early = 0;  // of a minimum window cut short
    std::uint32_t started_by = no_fact;
    std::uint32_t ended_by = no_fact;
    std::uint32_t linked = no_fact;       // the event a limb of the limit counts from
    std::uint32_t woken_by = no_fact;     // what woke it last
    std::uint32_t directed_by = no_fact;  // the event that fixed the day
    std::uint32_t excused_by = no_fact;   // the reliance made out

    bool is_over() const { return state == State::ended || state == State::lapsed; }
};

}  // namespace longstop::law
