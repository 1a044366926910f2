// What the evaluator writes down for whoever asks why: every change of a clock, every count of a
// due date, every exception weighed, every clock that was not started. The evaluator does the same
// whether it is recorded or not.
#pragma once

#include <optional>
#include <vector>

#include "engine/law/clock.hpp"
#include "engine/law/duty.hpp"
#include "events/date.hpp"

namespace longstop::law {

using events::Day;

constexpr std::uint32_t no_clock = UINT32_MAX;

// What an event did to a clock. Indexes are into the facts and the clocks of the case.
struct Step {
    enum class What : std::uint8_t {
        opened,
        ended,
        lapsed,
        overtaken,
        rested,
        woke,
        linked,
        gone,  // rests for good
        held,  // its last day is open
    };
    std::uint32_t fact = 0;
    std::uint32_t clock = 0;
    What what = What::opened;
};

// One limb of a limit, counted. `day` is absent where the limb has nothing to count from, or where
// the count needs a day outside the verified calendar (`unknown`).
struct LimbCount {
    std::optional<Day> from;
    std::optional<Day> day;
    bool unknown = false;
};

// How a due date was found, from the first limb to the day reported.
struct DueCount {
    std::uint32_t clock = 0;
    std::uint32_t fact = 0;             // read when it was counted: the start, or what was linked
    std::optional<Day> fixed;           // the date the order, agreement or direction names instead
    std::vector<LimbCount> limbs;       // by their places in the limit
    std::optional<std::size_t> chosen;  // the limb that governs
    std::optional<Day> computed;        // before rule 12 moves it
    std::optional<Day> due;
};

// One fact held against the test of a ground; `none` where it makes the exception out.
struct Candidate {
    std::uint32_t fact = 0;
    NotMadeOut failed = NotMadeOut::none;
};

// A reliance held against the clock it speaks of; `no_clock` where it speaks of none.
struct ExceptionTest {
    std::uint32_t reliance = 0;
    std::uint32_t clock = no_clock;
    NotMadeOut refusal = NotMadeOut::none;
    std::vector<Candidate> candidates;
};

// An event that starts a row, and the reason for which no clock of it opened.
struct NotStarted {
    enum class Why : std::uint8_t { not_in_force, other_open, once, still_open };
    std::uint32_t fact = 0;
    RowNo row = 0;
    Why why = Why::not_in_force;
};

// What a plan act was read as answering (docs/law/reading.md, 4.7).
struct Answer {
    std::uint32_t fact = 0;
    Groups groups = 0;
    bool by_name = false;        // by the matter it names
    bool amending_only = false;  // of reviews only those that amendments follow
    RowSet left_alone;           // rows with a clock that it would have ended but for this
};

struct Recorder {
    std::vector<Step> steps;
    std::vector<DueCount> dues;  // in the order of counting; the last of a clock is its due date
    std::vector<ExceptionTest> exception_tests;
    std::vector<NotStarted> not_started;
    std::vector<Answer> answers;
};

}  // namespace longstop::law
