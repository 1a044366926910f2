// What the evaluator writes down for whoever asks why: every change of a clock, every count of a
// due date, every exception weighed, every clock that was not started. The evaluator does the same
// whether it is recorded or not.
#pragma once

#include <algorithm>
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
    std::uint32_t place = 0;  // the recorder's: the steps of a case stand in this order
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

// What one run writes down. Of one clock at most `most_steps` steps and counts of its due date: a
// clock that thousands of events in turn let rest and wake would fill the memory. Beyond them the
// last takes the place of the one before; steps that are lost so are counted.
struct Recorder {
    static constexpr std::uint32_t most_steps = 64;

    // The last step kept of a clock stands where the first did that it takes the place of.
    void note(Step step) {
        act(step.fact);
        auto& recorded = place(kept(step.clock).steps, steps, Step{.place = next_place()});
        step.place = recorded.place;
        recorded = step;
    }

    // What an event does to all clocks of a row is recorded of each when it is looked at next
    // (sweeps.hpp): the event's place among the steps, and notes of that place.
    std::uint32_t place_of(std::uint32_t fact) {
        act(fact);
        return places++;
    }
    // That the event changed some clock.
    void act(std::uint32_t fact) {
        if (acted.size() <= fact) acted.resize(fact + std::size_t{1});
        acted[fact] = true;
    }
    void go_to(std::uint32_t place) { inserted_at = place; }
    void go_on() { inserted_at.reset(); }
    // Whether a step of the clock, or a count where its steps bring counts, would be kept beside
    // those before; and the number of those that are not noted.
    bool has_room(std::uint32_t clock, bool counts_due) {
        const auto& of = kept(clock);
        return of.steps.count < most_steps || (counts_due && of.dues.count < most_steps);
    }
    void leave_out(std::uint32_t clock, std::size_t count) {
        kept(clock).steps.count += static_cast<std::uint32_t>(count);
    }
    // Once all is recorded.
    void finish() {
        if (!any_late) return;
        std::sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
            return a.place != b.place ? a.place < b.place : a.clock > b.clock;
        });
    }
    // A count of the clock's due date to be filled in.
    DueCount& due(std::uint32_t clock) {
        auto& due = place(kept(clock).dues, dues, DueCount{});
        due = {};
        due.clock = clock;
        return due;
    }
    bool has_acted(std::uint32_t fact) const { return fact < acted.size() && acted[fact]; }
    // Steps of the clock that are not in `steps`.
    std::uint32_t left_out(std::uint32_t clock) const {
        if (clock >= of_clock.size() || of_clock[clock].steps.count <= most_steps) return 0;
        return of_clock[clock].steps.count - most_steps;
    }
    std::uint64_t all_left_out() const {
        std::uint64_t sum = 0;
        for (std::uint32_t clock = 0; clock < of_clock.size(); ++clock) sum += left_out(clock);
        return sum;
    }

    std::vector<Step> steps;
    std::vector<DueCount> dues;  // of one clock as they were counted; the last is its due date
    std::vector<ExceptionTest> exception_tests;
    std::vector<NotStarted> not_started;
    std::vector<Answer> answers;

  private:
    struct Kept {
        std::uint32_t count = 0;
        std::uint32_t last = 0;  // the place of the last that was kept
    };
    struct OfClock {
        Kept steps;
        Kept dues;
    };
    OfClock& kept(std::uint32_t clock) {
        if (of_clock.size() <= clock) of_clock.resize(clock + std::size_t{1});
        return of_clock[clock];
    }
    template <class T>
    static T& place(Kept& kept, std::vector<T>& all, const T& fresh) {
        if (kept.count++ >= most_steps) return all[kept.last];
        kept.last = static_cast<std::uint32_t>(all.size());
        return all.emplace_back(fresh);
    }
    std::uint32_t next_place() {
        if (!inserted_at) return places++;
        any_late = true;
        return *inserted_at;
    }

    std::vector<OfClock> of_clock;
    std::vector<bool> acted;  // by fact: it changed some clock
    std::uint32_t places = 0;
    std::optional<std::uint32_t> inserted_at;  // the place of what is noted now
    bool any_late = false;
};

}  // namespace longstop::law
