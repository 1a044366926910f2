// 4.9: which clocks are held; 7.1, 7.2, 7.4, 7.6, 7.7: what is reported of each.
#include <algorithm>
#include <tuple>

#include "plain_parts.hpp"

namespace longstop::plain {
namespace {

// -- 4.9: held clocks -----------------------------------------------------------------------------

bool holds(const Hold& hold, const Running& clock, Day due, const std::vector<Event>& events) {
    const Event* end = clock.ended_by;  // none while it is open
    bool held = false;
    for (const auto& event : events) {
        if (event.skipped || is_of_another_matter(clock, event)) continue;
        if (event.date < clock.started_by->date || (end && event.date > end->date)) continue;
        if (fits_any(hold.until, event, clock.subject)) {
            held = false;
            if (event.type == type_linked_by(*clock.duty)) return false;  // for good
        } else if (fits_any(hold.by, event, clock.subject)) {
            held = held || (event.date <= due && (!end || event.place < end->place));
        }
    }
    return held;
}

bool is_held(const Running& clock, Day due, const std::vector<Event>& events) {
    const auto& pairs = clock.duty->holds;
    return std::any_of(pairs.begin(), pairs.end(),
                       [&](const Hold& hold) { return holds(hold, clock, due, events); });
}

// -- The status -----------------------------------------------------------------------------------

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

void set_duty_status(Clock& clock, const Running& running) {  // 7.2
    const bool is_right = running.duty->is_right();
    const Day last = clock.ended_on.value_or(clock.as_of);
    const int past_due = std::max(0, days_between(*clock.due, last));
    if (running.state == State::ended) {
        clock.status = past_due > 0 ? "met-late" : "met";
        clock.days_late = past_due;
    } else if (running.state != State::open) {
        clock.status = "lapsed";
        clock.days_late = is_right ? 0 : past_due;
    } else if (past_due == 0) {
        clock.status = "running";
    } else {
        clock.status = is_right ? "lapsed" : "overdue";
        clock.days_late = is_right ? 0 : past_due;
    }
}

// 7.7; false where holding changes nothing.
bool set_held_status(Clock& clock, const Running& running) {
    const bool is_open = running.state == State::open && clock.as_of > *clock.due;
    const bool is_cut_short = running.state == State::ended && running.duty->is_window();
    if (!is_open && !is_cut_short) return false;
    clock.status = is_open ? "running" : "too-early";
    clock.due.reset();
    return true;
}

bool is_late(const Clock& clock) {  // what an exception may excuse (6.6)
    return clock.status == "overdue" || clock.status == "met-late" ||
           (clock.status == "lapsed" && clock.overtaken && clock.days_late > 0);
}

bool is_a_judgment(const Clock& clock) {  // what a record must be whole for (7.6)
    return clock.status == "overdue" || clock.status == "met-late" || clock.status == "too-early" ||
           (clock.status == "lapsed" && clock.days_late > 0);
}

void set_status(Clock& clock, const Running& running, bool held) {
    if (held && set_held_status(clock, running)) return;
    running.duty->is_window() ? set_window_status(clock, running.state)
                              : set_duty_status(clock, running);
}

Clock as_it_stands(const Running& running, Day as_of) {
    Clock clock;
    clock.duty = running.duty->id;
    clock.citation = running.duty->citation;
    clock.owed_by = running.duty->owed_by;
    clock.subject = running.subject;
    clock.started_by = running.started_by->type;
    clock.started_on = running.started_on;
    clock.matters = running.started_by->matters;
    clock.as_of = as_of;
    if (running.ended_by) {
        clock.ended_by = running.ended_by->type;
        clock.ended_on = running.ended_by->date;  // of an earlier event too (7.5)
    }
    clock.open = running.state == State::open;
    clock.ended = running.state == State::ended;
    clock.overtaken = running.state == State::lapsed && running.overtaken;
    return clock;
}

Clock report(const Running& running, std::optional<Day> due, const Verdict& verdict,
             const CaseFile& file, Day as_of) {
    Clock clock = as_it_stands(running, as_of);
    clock.relied_on = verdict.relied_on;
    clock.made_out = verdict.excuse.has_value();
    if (!verdict.excuse) clock.exception_refused = verdict.first_refused;
    if (!due) {  // beyond the calendar (5.4)
        clock.status = "unknown";
        return clock;
    }
    clock.due = due;
    set_status(clock, running, is_held(running, *due, file.events));
    if (verdict.excuse && is_late(clock)) {
        clock.status = "excused";
        clock.excused_by = verdict.excuse;
    }
    if (file.record_begins && *due < *file.record_begins && is_a_judgment(clock)) {
        clock.status = "unknown";
        clock.unknown_because = "before-the-record-begins";
        clock.days_late = 0;
        clock.days_early.reset();
    }
    return clock;
}

std::optional<Day> due_of(const Running& clock, const Law& law) {
    const auto linked = clock.linked ? std::optional(clock.linked->date) : std::nullopt;
    std::map<std::string, Day> woken;
    if (clock.woken) woken[clock.woken->type] = clock.woken->date;
    const auto fixed =
        clock.fixed_by ? first_present_day({"by"}, clock.fixed_by->fields) : std::nullopt;
    return due_of(*clock.duty, law.calendar, clock.started_on, clock.started_by->fields, linked,
                  woken, fixed);
}

std::vector<Clock> clocks_of_case(const Law& law, CaseFile file, Day as_of) {
    const auto running = read_case(law, file.events);
    std::vector<std::optional<Day>> dues;
    for (const auto& clock : running) dues.push_back(due_of(clock, law));
    const auto judged = verdicts(running, dues, file.events, as_of);
    std::vector<Clock> reported;
    for (std::size_t i = 0; i < running.size(); ++i) {
        if (running[i].started_on > as_of) continue;  // 4.5, 7.1
        reported.push_back(report(running[i], dues[i], judged[i], file, as_of));
    }
    // 7.1; the sort is stable, so the order of opening decides what is left.
    std::stable_sort(reported.begin(), reported.end(), [](const Clock& a, const Clock& b) {
        return std::tie(a.started_on, a.duty, a.subject) <
               std::tie(b.started_on, b.duty, b.subject);
    });
    return reported;
}

}  // namespace

int days_between(Day from, Day to) { return int((to - from).count()); }

std::vector<Clock> clocks(const Law& law, const std::vector<Row>& accepted, Day as_of,
                          std::optional<Instant> known_at) {
    std::map<std::pair<std::string, std::string>, std::vector<const Row*>> cases;
    for (const auto& row : accepted) cases[{row.at("la"), row.at("case")}].push_back(&row);
    std::vector<Clock> all;
    for (const auto& [key, rows] : cases) {
        for (auto& clock : clocks_of_case(law, case_file(rows, as_of, known_at), as_of)) {
            clock.la = key.first;
            clock.case_ref = key.second;
            all.push_back(std::move(clock));
        }
    }
    return all;
}

}  // namespace longstop::plain
