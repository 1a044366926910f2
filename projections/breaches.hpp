// The breach list: which clocks are broken, worst first.
#pragma once

#include <optional>

#include "projections/clock_filter.hpp"

namespace longstop::projections {

struct BreachFilter {
    std::optional<law::RowSet> duty;  // the rows of that duty alone, whatever its kind
    bool open = false;                // only what has not ended
    bool lapsed = false;              // also what lapsed after its due date
    bool excused = false;             // also what an exception excuses
    ClockFilter kept;                 // only these; what else there is, is not counted
};

// The law to fold a list under: where one duty alone is asked for, only what it hangs on is run.
law::CompiledLaw law_asked(const law::CompiledLaw& law, const BreachFilter& filter);

// How many clocks were listed, and how many were left out and why.
struct BreachCounts {
    std::uint64_t overdue = 0;
    std::uint64_t met_late = 0;
    std::uint64_t too_early = 0;
    std::uint64_t overtaken = 0;  // never done, by a later step
    std::uint64_t lapsed = 0;
    std::uint64_t excused = 0;
    std::uint64_t left_out_ended = 0;  // met late or too early, where only open ones are asked for
    std::uint64_t left_out_lapsed = 0;
    std::uint64_t left_out_excused = 0;
    // Late against guidance or a right, or a step that binds only where it is taken.
    std::uint64_t left_out_guidance = 0;
    std::uint64_t left_out_followers = 0;  // what would follow from a missing decision
    std::uint64_t beyond_calendar = 0;     // no due date can be computed
    std::uint64_t before_record = 0;       // fell due before the record begins
    std::uint64_t listed() const {
        return overdue + met_late + too_early + overtaken + lapsed + excused;
    }
    void list(const law::Clock& clock);  // counts one that is listed
    void add(const BreachCounts& other);
};

// Whether the clock says of itself that a duty was broken (7.3).
inline bool is_broken(const law::Clock& clock) {
    switch (clock.status) {
        case law::Status::overdue:
        case law::Status::met_late:
        case law::Status::too_early: return true;
        case law::Status::lapsed: return clock.overtaken && clock.days_late > 0;
        default: return false;
    }
}

// Whether a broken clock is a breach of law: guidance and rights bind nobody, and a conditional
// duty only whoever takes the step.
inline bool is_of_law(const law::Clock& clock, const law::Duty& duty) {
    return !duty.is_guidance() && !duty.is_right() &&
           (!duty.is_conditional() || clock.state == law::Clock::State::ended);
}

// A breach: what a breach list names where nothing more is asked for. A clock kept off the list is
// none: the missing decision it would follow from is.
inline bool is_breach(const law::Clock& clock, const law::Duty& duty) {
    return clock.listed && is_broken(clock) && is_of_law(clock, duty);
}

// Whether a clock concerns a breach list at all; most do not.
inline bool is_late_or_unsure(const law::Clock& clock) {
    switch (clock.status) {
        case law::Status::running:
        case law::Status::met: return false;
        case law::Status::lapsed: return clock.days_late > 0;
        default: return true;
    }
}
// Counts a clock that is late or unsure, and answers whether it is listed.
bool is_listed(const law::Clock& clock, const law::CompiledLaw& law, const BreachFilter& filter,
               BreachCounts& counts);

struct LogBreaches {
    std::vector<ReportedClock> clocks;  // in reading order
    BreachCounts counts;
};
// With two threads, each folds half of the cases.
LogBreaches breaches_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                        const BreachFilter& filter, unsigned threads = 1);

// Where a breach stands in the lists of several logs.
struct BreachAt {
    std::uint32_t log = 0;
    std::uint32_t clock = 0;
};
// Worst first: most days late, then the order of the logs and of each list; minimum windows cut
// short come after everything that is late.
std::vector<BreachAt> worst_first(const std::vector<LogBreaches>& logs);

}  // namespace longstop::projections
