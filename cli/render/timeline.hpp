// One case drawn: its events on a time axis, each clock a bar from its start to its due date, with
// what came after the due date visible as lateness. Plain text where the terminal can draw no bars.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/law/clock.hpp"
#include "events/date.hpp"

namespace longstop::cli {

struct TimelineEvent {
    events::Day date;
    std::string text;        // "request-received (by parent)"
    bool retracted = false;  // out of force: shown struck or marked, never hidden
};

struct TimelineClock {
    std::string duty;     // id
    std::string subject;  // may be empty
    std::string cite;
    events::Day started_on;
    std::optional<events::Day> due;       // nothing: cannot be computed
    std::optional<events::Day> ended_on;  // nothing: still open
    law::Status status = law::Status::running;
    int days_late = 0;
    int days_early = 0;
    std::string excused_by;  // ground, or empty
    bool overtaken = false;  // never done: lapsed by a later step
    std::string held_until;  // what its last day waits for; empty: it has one
    std::string unknown_because;
    std::string breach_by;  // who owes what it breaks of the law; empty: it is no breach
    std::string no_breach;  // why what is late is none: "guidance"; else empty

    // Late, and done by nobody before a later step overtook it.
    bool never_done() const { return overtaken && days_late > 0; }
    // Owed no more, whenever that came.
    bool is_lapsed() const { return status == law::Status::lapsed && !never_done(); }
};

struct TimelinePicture {
    std::string title;  // "330/EHC-1023"
    events::Day as_of;
    std::string known_at;               // empty: everything recorded
    std::vector<TimelineEvent> events;  // in reading order
    std::vector<TimelineClock> clocks;  // in reading order
};

struct Canvas {
    int width = 100;      // columns
    bool unicode = true;  // bars; false: plain text
    bool colour = false;
};

std::string draw_timeline(const TimelinePicture& picture, const Canvas& canvas);

}  // namespace longstop::cli
