// What changed between two answers about one log, and why: the two may differ in the day asked
// about, in what was recorded, and in the law.
#pragma once

#include "projections/comparison.hpp"

namespace longstop::projections {

// One of the two answers.
struct Snapshot {
    const law::CompiledLaw& law;
    Question question;
    Position entries = 0;  // how far the log had come
};

enum class ChangeKind : std::uint8_t {
    appeared,          // a clock that was not there
    no_longer_listed,  // a breach that is none any more, or whose clock is gone
    ended,             // done, lapsed or at rest
    became_overdue,
    due_moved,
    changed,  // anything else that a reader sees
};
constexpr std::size_t change_kinds = 6;
std::string_view kind_text(ChangeKind kind);

struct ChangedClock {
    ChangeKind kind = ChangeKind::changed;
    ClockPair clocks;
    // The causes: without each of them the second answer would be another. On a case with very much
    // news, where trying each would take too long, those that opened, changed or excused the clock.
    std::vector<Position> entries;  // recorded since, retractions too
    bool law = false;               // a row of the law or a day of the calendar
    bool time = false;              // nothing but the days in between
    bool late_news = false;
};

// A breach turns out to have been none: a fact that met the limit was recorded more than this many
// days after its legal date.
constexpr std::chrono::days late_news_after{14};

// The log as it is now; each night sees of it what it could see. By case, then as opened.
std::vector<ChangedClock> changes_between(const log::LogColumns& log, const Snapshot& first,
                                          const Snapshot& second);

}  // namespace longstop::projections
