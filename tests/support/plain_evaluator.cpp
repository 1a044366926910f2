// Sections 1, 3, 4 and 6: which events count, how a case is read, exceptions; 7.2 and 7.4 for the
// status of each clock.
#include "plain_evaluator.hpp"

#include <algorithm>
#include <deque>
#include <stdexcept>
#include <tuple>

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;
using Fields = std::map<std::string, std::string>;

// One visible event: its own fields (2.4) with `date` and the derived ones (3.3).
struct Event {
    std::string type;
    Day date;
    Fields fields;
    bool skipped = false;               // 4.1
    std::set<const Duty*> has_ended{};  // rows of which it ended a clock (4.3f)

    const std::string* field(const std::string& name) const {
        const auto found = fields.find(name);
        return found == fields.end() ? nullptr : &found->second;
    }
};

enum class State { open, ended, lapsed, resting };

struct Running {
    const Duty* duty;
    const Event* started_by;
    Day started_on;
    std::optional<std::string> subject;
    State state = State::open;
    const Event* ended_by = nullptr;
    const Event* linked = nullptr;
    const Event* woken = nullptr;
};

int days_between(Day from, Day to) { return int((to - from).count()); }

// -- Section 1: which events count ----------------------------------------------------------------

// The row that a retraction names, among the known rows of its case (1.2).
const Row* target_of(const Row& retraction, const std::vector<const Row*>& known) {
    for (const Row* row : known) {
        if (row->position < retraction.position && row->fields.contains("id") &&
            row->at("id") == retraction.at("of") && row->at("source") == retraction.at("source")) {
            return row;
        }
    }
    return nullptr;
}

// 1.3: from the last position to the first; one that is itself out of force has no effect.
std::set<const Row*> out_of_force(const std::vector<const Row*>& known) {
    std::set<const Row*> out;
    for (auto it = known.rbegin(); it != known.rend(); ++it) {
        if ((*it)->at("type") != "retracted" || out.contains(*it)) continue;
        if (const Row* target = target_of(**it, known)) out.insert(target);
    }
    return out;
}

Event event_of(const Row& row) {
    Event event{.type = row.at("type"), .date = *day_of(row.at("date")), .fields = {}};
    for (const auto& [name, text] : row.fields) {
        if (name == "date" || belongs(event.type, name)) event.fields[name] = text;  // 2.4
    }
    return event;
}

// `rows`: those of one case, by position.
std::vector<Event> visible_events(const std::vector<const Row*>& rows, Day as_of,
                                  std::optional<Instant> known_at) {
    std::vector<const Row*> known;
    for (const Row* row : rows) {
        if (!known_at || row->recorded <= *known_at) known.push_back(row);  // 1.1
    }
    const auto out = out_of_force(known);
    std::vector<Event> events;
    for (const Row* row : known) {
        if (!out.contains(row) && *day_of(row->at("date")) <= as_of) {  // 1.5
            events.push_back(event_of(*row));
        }
    }
    std::stable_sort(events.begin(), events.end(),  // 1.6
                     [](const Event& a, const Event& b) { return a.date < b.date; });
    return events;
}

// -- Section 3: patterns and subjects -------------------------------------------------------------

bool holds(const Condition& condition, const Event& event,
           const std::optional<std::string>& subject) {
    const auto* text = event.field(condition.field);
    const auto equals = [&](const std::string& value) {
        if (value == "subject") return subject && same_subject(*text, *subject);  // 3.2
        return *text == value;
    };
    const bool one_of =
        text && std::any_of(condition.values.begin(), condition.values.end(), equals);
    return condition.differs ? !one_of : one_of;  // 3.1
}

bool fits(const Pattern& pattern, const Event& event,
          const std::optional<std::string>& subject = std::nullopt) {
    return pattern.type == event.type &&
           std::all_of(pattern.conditions.begin(), pattern.conditions.end(),
                       [&](const Condition& c) { return holds(c, event, subject); });
}

bool fits_any(const std::vector<Pattern>& patterns, const Event& event,
              const std::optional<std::string>& subject = std::nullopt) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const Pattern& p) { return !p.self && fits(p, event, subject); });
}

// In `lapses`, with or without `~`.
bool lapses(const Duty& duty, const Event& event, const std::optional<std::string>& subject,
            bool rests) {
    return std::any_of(duty.lapses.begin(), duty.lapses.end(), [&](const Pattern& p) {
        return p.rests == rests && fits(p, event, subject);
    });
}

// 3.5; none also where the event carries no such field.
std::optional<std::string> subject_of(const Duty& duty, const Event& event) {
    if (duty.subject.empty()) return std::nullopt;
    if (duty.subject == "meeting" && event.type == "review-meeting-held")
        return text_of(event.date);
    const auto* text = event.field(duty.subject);
    return text ? std::optional(trimmed(*text)) : std::nullopt;
}

bool equal_subjects(const std::optional<std::string>& a, const std::optional<std::string>& b) {
    return a && b ? same_subject(*a, *b) : a.has_value() == b.has_value();
}

// -- Section 4: reading a case --------------------------------------------------------------------

// The event type that a limit names (4.2b), or nothing.
std::string type_linked_by(const Duty& duty) {
    for (const auto& part : split(duty.limit, " from ")) {
        const auto type = part.substr(0, part.find_first_of(",)"));
        if (is_event_type(type)) return type;
    }
    return "";
}

// 4.5; none where the row has no ends_from.
std::optional<Day> ends_from(const Duty& duty, const Event& started_by) {
    if (duty.ends_from.empty()) return std::nullopt;
    if (duty.ends_from == "1 Sep before year") {
        const int year = std::stoi(started_by.fields.at("year"));
        return Day(chrono::year(year - 1) / chrono::September / 1);
    }
    if (duty.ends_from == "12mo before on") {
        return moved_by_months(*day_of(started_by.fields.at("on")), -12);
    }
    throw std::runtime_error("ends_from " + duty.ends_from);
}

// The condition of 4.2c: in `ends`, subject fits (3.7), date not before ends_from.
bool would_end(const Running& clock, const Event& event) {
    if (!fits_any(clock.duty->ends, event, clock.subject)) return false;
    const auto subject = subject_of(*clock.duty, event);
    if (subject && !equal_subjects(subject, clock.subject)) return false;
    const auto earliest = ends_from(*clock.duty, *clock.started_by);
    return !earliest || event.date >= *earliest;
}

bool reopens_the_case(const Event& event) {  // 4.1: the fourteen
    static const std::set<std::string> types = {"request-received",
                                                "became-responsible",
                                                "plan-transferred-in",
                                                "final-plan-sent",
                                                "amended-plan-sent",
                                                "review-meeting-held",
                                                "mediation-adviser-contacted",
                                                "mediation-declined",
                                                "mediation-requested",
                                                "mediation-agreement",
                                                "appeal-registered",
                                                "appeal-received",
                                                "tribunal-order"};
    if (event.type == "appeal-not-opposed") return event.fields.at("late") == "no";
    return types.contains(event.type);
}

class CaseReader {
  public:
    CaseReader(const Law& law, std::vector<Event>& events) : law_(law), events_(events) {}

    std::deque<Running> read() {
        for (auto& event : events_) read(event);
        return std::move(clocks_);
    }

  private:
    void read(Event& event) {
        derive(event);
        if (closed_ && !reopens_the_case(event)) {  // 4.1
            event.skipped = true;
            return;
        }
        closed_ = false;
        for (auto& clock : clocks_) touch(clock, event);          // 4.2
        for (const auto& duty : law_.duties) start(duty, event);  // 4.3
        if (event.type == "case-closed") closed_ = true;          // 4.4
    }

    // 3.3, while a case is closed too.
    void derive(Event& event) {
        if (event.type == "appeal-registered" || event.type == "appeal-received")
            responded_ = false;
        if (event.type == "appeal-response-sent") responded_ = true;
        if (event.type == "appeal-not-opposed") event.fields["late"] = responded_ ? "yes" : "no";
        if (event.type == "mediation-requested") {
            issues_ = event.fields.try_emplace("issues", "education").first->second;
        }
        if (event.type == "mediation-commissioners-told") event.fields["issues"] = issues_;
    }

    static void stop(Running& clock, State state, Event& by) {
        clock.state = state;
        clock.ended_by = &by;
        if (state == State::ended) by.has_ended.insert(clock.duty);
    }

    static void touch(Running& clock, Event& event) {
        const Duty& duty = *clock.duty;
        if (clock.state == State::resting) {  // 4.2a
            if (fits_any(duty.resumes, event, clock.subject)) {
                clock.state = State::open;
                clock.ended_by = nullptr;
                clock.woken = &event;
            } else if (lapses(duty, event, clock.subject, false)) {
                clock.state = State::lapsed;  // ended_by stays that of the rest
            }
        }
        if (clock.state != State::open) return;
        if (!clock.linked && event.type == type_linked_by(duty)) clock.linked = &event;  // 4.2b
        if (would_end(clock, event)) {                                                   // 4.2c
            stop(clock, State::ended, event);
        } else if (lapses(duty, event, clock.subject, false)) {
            stop(clock, State::lapsed, event);
        } else if (lapses(duty, event, clock.subject, true)) {
            stop(clock, State::resting, event);
        }
    }

    void start(const Duty& duty, Event& event) {
        if (!fits_any(duty.starts, event)) return;
        const Day started_on = first_present_day(duty.start_date, event.fields).value();  // 4.3a
        if (duty.in_force_from && started_on < *duty.in_force_from) return;
        if (duty.in_force_to && started_on > *duty.in_force_to) return;
        if (one_is_open(duty.unless_open)) return;  // 4.3b
        const Running fresh{&duty, &event, started_on, subject_of(duty, event)};
        if (!make_room(fresh, event)) return;
        clocks_.push_back(fresh);  // 4.3f
        end_at_once(clocks_.back(), event);
    }

    bool one_is_open(const std::vector<std::string>& duties) const {
        return std::any_of(clocks_.begin(), clocks_.end(), [&](const Running& clock) {
            return clock.state == State::open &&
                   std::find(duties.begin(), duties.end(), clock.duty->id) != duties.end();
        });
    }

    // 4.3c to e: false where the older clocks of the row and subject leave no room for a new one.
    bool make_room(const Running& fresh, Event& event) {
        const auto& on_restart = fresh.duty->on_restart;
        std::vector<Running*> older;
        for (auto& clock : clocks_) {
            if (clock.duty == fresh.duty && equal_subjects(clock.subject, fresh.subject)) {
                older.push_back(&clock);
            }
        }
        if (on_restart == "once" && !older.empty()) return false;  // 4.3c
        for (Running* clock : older) {                             // 4.3d
            if (clock->state != State::open) continue;
            if (on_restart == "ignore") return false;
            if (on_restart.starts_with("restart[")) {
                const auto field = on_restart.substr(8, on_restart.size() - 9);
                if (event.fields.at(field) == clock->started_by->fields.at(field)) return false;
            }
            stop(*clock, State::lapsed, event);
        }
        for (Running* clock : older) {  // 4.3e
            if (clock->state == State::resting) clock->state = State::lapsed;
        }
        return true;
    }

    // 4.3f, after the clock has opened.
    void end_at_once(Running& clock, Event& event) {
        for (const auto& pattern : clock.duty->ends) {
            if (pattern.self && fits(pattern, event, clock.subject)) {
                return stop(clock, State::ended, event);
            }
        }
        const bool either = clock.duty->same_day == "either";
        const auto back_to = ends_from(*clock.duty, event);
        for (auto& earlier : events_) {
            if (&earlier == &event) return;  // only what was already read
            const bool near =
                (either && earlier.date == event.date) || (back_to && earlier.date >= *back_to);
            if (near && !earlier.skipped && !earlier.has_ended.contains(clock.duty) &&
                would_end(clock, earlier)) {
                return stop(clock, State::ended, earlier);
            }
        }
    }

    const Law& law_;
    std::vector<Event>& events_;
    std::deque<Running> clocks_;  // in the order of opening
    bool closed_ = false;
    bool responded_ = false;
    std::string issues_ = "education";
};

// -- Section 6: exceptions ------------------------------------------------------------------------

struct Interval {
    Day from, to;  // both inclusive

    bool holds(Day day) const { return from <= day && day <= to; }
    int length() const { return days_between(from, to) + 1; }
    int overlap(const Interval& other) const {
        return Interval{std::max(from, other.from), std::min(to, other.to)}.length();
    }
};

// What exceptions look at: a clock, its period (6.3) and the facts of the case.
struct Plea {
    const Running& clock;
    Interval period;
    const std::vector<Event>& events;
    Day as_of;

    std::vector<const Event*> facts(const std::string& type) const {
        std::vector<const Event*> found;
        for (const auto& event : events) {
            if (event.type == type) found.push_back(&event);
        }
        return found;
    }

    Interval span(const Event& fact) const {  // 6.5
        const auto* until = fact.field("until");
        return {fact.date, until ? *day_of(*until) : as_of};
    }
};

// `advice-requested` to the closed setting, within the window and the period (6.4).
bool advice_was_asked(const Plea& plea, const Event& closure) {
    const chrono::days week(7);
    const Interval window{closure.date - week, *day_of(closure.fields.at("reopens")) - week};
    for (const Event* advice : plea.facts("advice-requested")) {
        const auto* setting = advice->field("setting");
        if (!setting) setting = advice->field("body");
        if (same_subject(*setting, closure.fields.at("setting")) && window.holds(advice->date) &&
            plea.period.holds(advice->date)) {
            return true;
        }
    }
    return false;
}

std::string closure_code(const Plea& plea) {
    auto closures = plea.facts("setting-closed");
    if (closures.empty()) return "no-closure-recorded";
    std::erase_if(closures, [](const Event* closure) {
        return days_between(closure->date, *day_of(closure->fields.at("reopens"))) < 28;
    });
    if (closures.empty()) return "closure-too-short";
    const bool asked = std::any_of(closures.begin(), closures.end(), [&](const Event* closure) {
        return advice_was_asked(plea, *closure);
    });
    return asked ? "" : "no-advice-in-window";
}

std::string circumstances_code(const Plea& plea) {
    const auto facts = plea.facts("personal-circumstances");
    if (facts.empty()) return "no-circumstances-recorded";
    const bool overlaps = std::any_of(facts.begin(), facts.end(), [&](const Event* fact) {
        return plea.span(*fact).overlap(plea.period) > 0;
    });
    return overlaps ? "" : "circumstances-outside-period";
}

std::string absence_code(const Plea& plea, int days) {
    auto facts = plea.facts("absence-from-area");
    if (facts.empty()) return "no-absence-recorded";
    std::erase_if(facts, [&](const Event* fact) { return plea.span(*fact).length() < days; });
    if (facts.empty()) return "absence-too-short";
    const bool inside = std::any_of(facts.begin(), facts.end(), [&](const Event* fact) {
        return plea.span(*fact).overlap(plea.period) >= days;
    });
    return inside ? "" : "absence-outside-period";
}

std::string appointment_code(const Plea& plea) {
    for (const Event* fact : plea.facts("missed-appointment")) {
        if (plea.clock.subject && same_subject(fact->fields.at("body"), *plea.clock.subject) &&
            plea.period.holds(fact->date)) {
            return "";
        }
    }
    return "no-missed-appointment";
}

std::string coronavirus_code(const Plea& plea) {
    const Interval relaxed{*day_of("2020-05-01"), *day_of("2020-09-25")};
    return relaxed.holds(plea.period.to) ? "" : "outside-coronavirus-period";
}

// 6.4: empty when the ground is made out, else the code.
std::string code_of(const Plea& plea, const std::string& ground) {
    for (const auto& allowed : plea.clock.duty->exceptions) {
        if (allowed.substr(0, allowed.find('(')) != ground) continue;
        if (ground == "school-closed" || ground == "early-years-closed") return closure_code(plea);
        if (ground == "personal-circumstances") return circumstances_code(plea);
        if (ground == "absence")
            return absence_code(plea, std::stoi(allowed.substr(8)));  // absence(N)
        if (ground == "missed-appointment") return appointment_code(plea);
        if (ground == "coronavirus") return coronavirus_code(plea);
    }
    return "ground-not-allowed";
}

struct Verdict {
    bool relied_on = false;
    std::optional<Excuse> excuse;
    std::optional<std::string> first_refused;
};

// "Met in time" is an act on or before the due day, for the minimum windows of 7.4 as for the rest:
// the conformance vectors read it so (815/EHC-00317 has a window cut short, and no refusal on it).
bool met_in_time_before(const Running& clock, Day due, Day day) {
    return clock.state == State::ended && clock.ended_by->date <= due && clock.ended_by->date < day;
}

// 6.2: per subject the clock opened last among those begun by the reliance's date; indices.
std::vector<std::size_t> spoken_of(const Event& reliance, const std::deque<Running>& clocks) {
    std::vector<std::size_t> chosen;
    const auto* body = reliance.field("body");
    for (std::size_t i = clocks.size(); i-- > 0;) {
        const auto& clock = clocks[i];
        if (clock.duty->id != reliance.fields.at("duty") || clock.started_on > reliance.date)
            continue;
        if (body && clock.duty->subject == "body" && !same_subject(*body, *clock.subject)) continue;
        const bool later_one = std::any_of(chosen.begin(), chosen.end(), [&](std::size_t other) {
            return equal_subjects(clocks[other].subject, clock.subject);
        });
        if (!later_one) chosen.push_back(i);
    }
    return chosen;
}

std::vector<Verdict> verdicts(const std::deque<Running>& clocks,
                              const std::vector<std::optional<Day>>& dues,
                              const std::vector<Event>& events, Day as_of) {
    std::vector<Verdict> all(clocks.size());
    for (const auto& event : events) {  // in reading order; those skipped count too (4.1)
        if (event.type != "exception-relied-on") continue;
        for (const auto i : spoken_of(event, clocks)) {
            if (!dues[i] || met_in_time_before(clocks[i], *dues[i], event.date)) continue;
            auto& verdict = all[i];
            verdict.relied_on = true;
            if (verdict.excuse) continue;
            const auto& ground = event.fields.at("ground");
            const Plea plea{clocks[i], {clocks[i].started_on, *dues[i]}, events, as_of};
            const auto code = code_of(plea, ground);
            if (code.empty()) {
                verdict.excuse = Excuse{ground, text_of(event.date), event.fields.at("reason")};
            } else if (!verdict.first_refused) {
                verdict.first_refused = code;
            }
        }
    }
    return all;
}

// -- 7.2 and 7.4: the status ----------------------------------------------------------------------

void set_window_status(Clock& clock, State state) {  // 7.4
    const Day due = *clock.due;
    if (state == State::lapsed || state == State::resting) {
        clock.status = "lapsed";
    } else if (state == State::ended && *clock.ended_on <= due) {
        clock.status = "too-early";
        clock.days_early = days_between(*clock.ended_on, due) + 1;
    } else if (state == State::ended || clock.as_of > due) {
        clock.status = "met";
    } else {
        clock.status = "running";
    }
}

void set_status(Clock& clock, const Running& running) {  // 7.2
    const Duty& duty = *running.duty;
    const Day last = clock.ended_on.value_or(clock.as_of);
    const int past_due = std::max(0, days_between(*clock.due, last));
    if (running.state == State::ended) {
        clock.status = past_due > 0 ? "met-late" : "met";
        clock.days_late = past_due;
    } else if (running.state != State::open) {
        clock.status = "lapsed";
        clock.days_late = duty.is_right() ? 0 : past_due;
    } else if (past_due == 0) {
        clock.status = "running";
    } else {
        clock.status = duty.is_right() ? "lapsed" : "overdue";
        clock.days_late = duty.is_right() ? 0 : past_due;
    }
}

Clock report(const Running& running, std::optional<Day> due, const Verdict& verdict, Day as_of) {
    Clock clock;
    clock.duty = running.duty->id;
    clock.citation = running.duty->citation;
    clock.owed_by = running.duty->owed_by;
    clock.subject = running.subject;
    clock.started_by = running.started_by->type;
    clock.started_on = running.started_on;
    clock.due = due;
    clock.as_of = as_of;
    if (running.ended_by) {
        clock.ended_by = running.ended_by->type;
        clock.ended_on = running.ended_by->date;  // of an earlier event too (7.5)
    }
    clock.open = running.state == State::open;
    clock.ended = running.state == State::ended;
    clock.relied_on = verdict.relied_on;
    clock.made_out = verdict.excuse.has_value();
    if (!due) {
        clock.status = "unknown";
        return clock;
    }
    running.duty->is_window() ? set_window_status(clock, running.state)
                              : set_status(clock, running);
    if (verdict.excuse && (clock.status == "overdue" || clock.status == "met-late")) {  // 6.6
        clock.status = "excused";
        clock.excused_by = verdict.excuse;
    }
    if (!verdict.excuse) clock.exception_refused = verdict.first_refused;
    return clock;
}

std::vector<Clock> clocks_of_case(const Law& law, std::vector<Event> events, Day as_of) {
    const auto running = CaseReader(law, events).read();
    std::vector<std::optional<Day>> dues;
    for (const auto& clock : running) {
        const auto linked = clock.linked ? std::optional(clock.linked->date) : std::nullopt;
        std::map<std::string, Day> woken;
        if (clock.woken) woken[clock.woken->type] = clock.woken->date;
        dues.push_back(due_of(*clock.duty, law.calendar, clock.started_on, clock.started_by->fields,
                              linked, woken));
    }
    const auto judged = verdicts(running, dues, events, as_of);
    std::vector<Clock> reported;
    for (std::size_t i = 0; i < running.size(); ++i) {
        if (running[i].started_on > as_of) continue;  // 4.5, 7.1
        reported.push_back(report(running[i], dues[i], judged[i], as_of));
    }
    return reported;
}

}  // namespace

std::vector<Clock> clocks(const Law& law, const std::vector<Row>& accepted, Day as_of,
                          std::optional<Instant> known_at) {
    std::map<std::pair<std::string, std::string>, std::vector<const Row*>> cases;
    for (const auto& row : accepted) cases[{row.at("la"), row.at("case")}].push_back(&row);
    std::vector<Clock> all;
    for (const auto& [key, rows] : cases) {
        auto of_case = clocks_of_case(law, visible_events(rows, as_of, known_at), as_of);
        // 7.1; the sort is stable, so the order of opening decides what is left.
        std::stable_sort(of_case.begin(), of_case.end(), [](const Clock& a, const Clock& b) {
            return std::tie(a.started_on, a.duty, a.subject) <
                   std::tie(b.started_on, b.duty, b.subject);
        });
        for (auto& clock : of_case) {
            clock.la = key.first;
            clock.case_ref = key.second;
            all.push_back(std::move(clock));
        }
    }
    return all;
}

}  // namespace longstop::plain
