// A rehearsal of an amendment: the same facts under two laws. Who becomes late, who no longer is,
// what it does to the rates, and which weeks it fills or empties. One pass over each log.
#pragma once

#include <map>

#include "projections/comparison.hpp"

namespace longstop::projections {

enum class RehearsedKind : std::uint8_t {
    becomes_late,    // a breach under the amended law alone
    no_longer_late,  // a breach under the old law alone
    appears,         // a clock that the old law does not run
    disappears,      // a clock that the amended law does not run
    due_moved,       // due on another day, late under both or neither
    changed,         // anything else that a reader sees: its status, its days late
};
constexpr std::size_t rehearsed_kinds = 6;
std::string_view kind_text(RehearsedKind kind);

// A clock that is not the same under both laws.
struct RehearsedClock {
    RehearsedKind kind = RehearsedKind::changed;
    ClockPair clocks;
};

// Clocks of one duty that are decided as of the day: met, broken or excused.
struct Decided {
    std::uint64_t all = 0;
    std::uint64_t on_time = 0;
    bool operator==(const Decided&) const = default;
    Decided& operator+=(const Decided& other) {
        all += other.all;
        on_time += other.on_time;
        return *this;
    }
};

template <class T>
struct BothSides {
    T before{};
    T after{};
};

struct Rehearsal {
    std::vector<RehearsedClock> clocks;               // by case, then as opened
    std::map<std::string, BothSides<Decided>> rates;  // by duty id; those that differ
    std::map<Day, BothSides<std::uint64_t>> weeks;    // due dates, by the week's Monday
};

struct RehearsalFilter {
    std::optional<Day> from;  // due dates under either law, both inclusive
    std::optional<Day> to;
};

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
    ClockKeys keys_;
};

}  // namespace longstop::projections
