// What the parts of the second opinion share: events as a case is read, clocks while they run. Only
// for plain_*.cpp.
#pragma once

#include <deque>

#include "plain_evaluator.hpp"

namespace longstop::plain {

using Fields = std::map<std::string, std::string>;
using Place = std::size_t;  // in reading order (1.6)

// What a plan act answers, settled when it is read (4.7).
struct Answers {
    std::set<std::string> groups;  // `none` where it answers none
    bool only_amending = false;    // of the reviews (4.7e)
};

// One visible event: its own fields (2.4) with `date` and the derived ones (3.3).
struct Event {
    std::string type;
    Day date{};
    Fields fields;
    std::set<std::string> matters;  // folded; none: whatever the matter (3.8)
    Place place = 0;
    std::optional<Place> leaves_alone_after;  // clocks of a later start (4.8)
    bool skipped = false;                     // 4.1
    std::set<std::string> has_touched;        // duties of which it touched a clock (4.3f)
    Answers answers;                          // of a plan act

    const std::string* field(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? nullptr : &found->second;
    }
};

// The events of a case in reading order, and the day from which its record is whole (7.6).
struct CaseFile {
    std::vector<Event> events;
    std::optional<Day> record_begins;
};

enum class State { open, ended, lapsed, resting };

struct Running {
    const Duty* duty;
    const Event* started_by;
    Day started_on;
    std::optional<std::string> subject;
    State state = State::open;
    const Event* ended_by = nullptr;
    bool overtaken = false;
    const Event* linked = nullptr;
    const Event* woken = nullptr;
    const Event* fixed_by = nullptr;  // the direction whose `by` is the due day (5.10)
};

// What an event would do to an open clock (4.2c).
enum class Effect { none, ends, overtakes, lapses, rests };

// -- plain_events.cpp -----------------------------------------------------------------------------

// `rows`: those of one case, by position.
CaseFile case_file(const std::vector<const Row*>& rows, Day as_of, std::optional<Instant> known_at);

// 3.9: where the appeal last begun before `end` begins, as `asks` sees it.
std::optional<Place> last_beginning(const std::vector<Event>& events, Place end, const Event& asks);

// -- plain_patterns.cpp ---------------------------------------------------------------------------

bool of_different_matters(const std::set<std::string>& a, const std::set<std::string>& b);  // 3.8
bool fits(const Pattern& pattern, const Event& event,
          const std::optional<std::string>& subject = std::nullopt);
bool fits_any(const std::vector<Pattern>& patterns, const Event& event,
              const std::optional<std::string>& subject = std::nullopt);      // but `self:`
std::optional<std::string> subject_of(const Duty& duty, const Event& event);  // 3.5
bool equal_subjects(const std::optional<std::string>& a, const std::optional<std::string>& b);

// Whether the row lets the clock and the event belong to different matters (3.8).
bool is_of_another_matter(const Running& clock, const Event& event);
bool is_left_alone(const Running& clock, const Event& event);             // by 3.7, 3.8 and 4.8
std::optional<Day> ends_from(const Duty& duty, const Event& started_by);  // 4.5
Effect effect(const Running& clock, const Event& event);
bool makes_final(const Running& clock, const Event& event);  // `!` (3.2)
bool wakes(const Running& clock, const Event& event);
std::string type_linked_by(const Duty& duty);  // that the limit names, or nothing

// -- plain_plan_acts.cpp --------------------------------------------------------------------------

bool is_plan_act(const Event& event);
Answers settled(const Event& act, const std::deque<Running>& clocks,
                const std::vector<Event>& events);
// Whether the act touches the clock (4.7d, e), which is asked, at `now`, of an act read by then.
bool answers_to(const Event& act, const Running& clock, const std::vector<Event>& events,
                Place now);

// -- plain_reading.cpp ----------------------------------------------------------------------------

// Section 4. The clocks point into `events` and into the law.
std::deque<Running> read_case(const Law& law, std::vector<Event>& events);

// -- plain_exceptions.cpp -------------------------------------------------------------------------

struct Verdict {
    bool relied_on = false;
    std::optional<Excuse> excuse;
    std::optional<std::string> first_refused;
};

// Section 6, for each clock; `dues` stand as the clocks do.
std::vector<Verdict> verdicts(const std::deque<Running>& clocks,
                              const std::vector<std::optional<Day>>& dues,
                              const std::vector<Event>& events, Day as_of);

// -- plain_status.cpp -----------------------------------------------------------------------------

int days_between(Day from, Day to);

}  // namespace longstop::plain
