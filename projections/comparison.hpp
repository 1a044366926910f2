// One case in two answers: under two laws, on two nights, or with an entry and without it. Here is
// decided which clock of the one is which of the other, and what a reader would see differ.
#pragma once

#include <optional>
#include <vector>

#include "projections/fold.hpp"
#include "projections/pairs.hpp"

namespace longstop::projections {

// A clock in both answers; absent on the side that runs no such clock, never on both.
struct ClockPair {
    std::optional<ReportedClock> before;  // rows are those of its side's law
    std::optional<ReportedClock> after;
    const ReportedClock& shown() const { return after ? *after : before.value(); }
};

// What a reader sees of a clock, besides days that pass while it stays overdue.
struct Outcome {
    law::Status status = law::Status::running;
    std::int32_t due = law::no_day;
    Position ended_by = 0;
    bool listed = true;
    std::int32_t days = 0;  // late or early
    bool operator==(const Outcome&) const = default;
};
Outcome outcome_of(const law::Clock& clock, std::span<const law::Fact> facts);

// One answer about a case. Views: valid until their evaluator and their log are asked again.
struct CaseAnswer {
    std::span<const law::Fact> facts;
    std::span<const law::Clock> clocks;
    Day as_of;

    // The clock if the day can see it.
    const law::Clock* seen(const law::Clock* clock) const {
        return clock != nullptr && clock->started_on <= events::number_of(as_of) ? clock : nullptr;
    }
    std::optional<ReportedClock> reported(const law::Clock* clock, std::uint32_t case_no,
                                          const log::LogColumns& log) const {
        if (clock == nullptr) return std::nullopt;
        const auto order = static_cast<std::uint32_t>(clock - clocks.data());
        return projections::reported(*clock, order, case_no, facts, log);
    }
};

// Names clocks across two laws: by the duty, which keeps its id whatever version runs, and by the
// entry that started them. Both laws outlive it.
class ClockKeys {
  public:
    using Key = std::uint64_t;
    ClockKeys(const law::CompiledLaw& before, const law::CompiledLaw& after);

    Key before(const law::Clock& clock, std::span<const law::Fact> facts) const;
    Key after(const law::Clock& clock, std::span<const law::Fact> facts) const;

  private:
    const law::CompiledLaw& before_;
    const law::CompiledLaw& after_;
    std::vector<std::optional<law::RowNo>> duties_;  // of the rows before, in the law after
};

// Calls `f(const Clock*, const Clock*)` for each clock of the two answers; one of the two is null
// where that side has no such clock. Also those that start after the as-of day.
template <class F>
void each_pair(const ClockKeys& keys, const CaseAnswer& before, const CaseAnswer& after, F f) {
    pair_up(
        before.clocks, [&](const law::Clock& clock) { return keys.before(clock, before.facts); },
        after.clocks, [&](const law::Clock& clock) { return keys.after(clock, after.facts); }, f);
}

// By case reference; clocks of one case stay in order.
template <class Compared>
void sort_by_case(std::vector<Compared>& clocks, const log::LogColumns& log) {
    std::stable_sort(clocks.begin(), clocks.end(), [&](const Compared& a, const Compared& b) {
        return log.cases[a.clocks.shown().case_no - 1] < log.cases[b.clocks.shown().case_no - 1];
    });
}

}  // namespace longstop::projections
