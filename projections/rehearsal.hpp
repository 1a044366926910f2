// A rehearsal of an amendment: the same facts under two laws. Who becomes late, who no longer is,
// what it does to the rates, and which weeks it fills or empties. One pass over each log.
#pragma once

#include <map>

#include "engine/law/amendment.hpp"
#include "projections/fold.hpp"

namespace longstop::projections {

enum class Turn : std::uint8_t {
    becomes_late,    // a breach under the amended law alone
    no_longer_late,  // a breach under the old law alone
    appears,         // a clock that the old law does not run
    disappears,      // a clock that the amended law does not run
    due_moved,       // due on another day, late under both or neither
    changed,         // anything else that a reader sees: its status, its days late
};
std::string_view turn_text(Turn turn);

// A clock that is not the same under both laws; one side is absent where that law runs no such
// clock.
struct TurnedClock {
    Turn turn = Turn::changed;
    std::optional<ReportedClock> before;
    std::optional<ReportedClock> after;
    const ReportedClock& shown() const { return after ? *after : before.value(); }
};

// Clocks of one duty that are decided as of the day: met, broken or excused.
struct Decided {
    std::uint64_t all = 0;
    std::uint64_t on_time = 0;
    bool operator==(const Decided&) const = default;
};

template <class T>
struct BothSides {
    T before{};
    T after{};
};

struct Rehearsal {
    std::vector<TurnedClock> clocks;                  // by case, then as opened
    std::map<std::string, BothSides<Decided>> rates;  // by duty id; those that differ
    std::map<Day, BothSides<std::uint64_t>> weeks;    // due dates, by the week's Monday
};

struct RehearsalFilter {
    std::optional<Day> from;  // due dates under either law, both inclusive
    std::optional<Day> to;
};

// Whether a breach list would name the clock.
bool is_breach(const law::Clock& clock, const law::CompiledLaw& law);

class Rehearser {
  public:
    Rehearser(const law::CompiledLaw& before, const law::CompiledLaw& after,
              const RehearsalFilter& filter);
    // `log` was made with the law before. Safe to call from many threads.
    Rehearsal rehearse(const FoldableLog& log, Day as_of) const;

  private:
    const law::CompiledLaw& before_;
    const law::CompiledLaw& after_;
    RehearsalFilter filter_;
    std::vector<std::optional<law::RowNo>> rows_;  // of the law before, in the law after
};

}  // namespace longstop::projections
