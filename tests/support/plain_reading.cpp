// Section 4: the events of a case, read in order, start clocks and act on them.
#include <algorithm>

#include "plain_parts.hpp"

namespace longstop::plain {
namespace {

// 4.1: what leaves a closed case closed.
bool reopens_nothing(const Event& event) {
    static const std::set<std::string> types = {"note",
                                                "retracted",
                                                "case-closed",
                                                "record-begins",
                                                "plan-ceased",
                                                "plan-transferred-out",
                                                "request-withdrawn",
                                                "exception-relied-on"};
    return types.contains(event.type) ||
           (event.type == "appeal-not-opposed" && event.fields.at("late") == "yes");
}

// 4.3f: what may overtake, lapse or rest a clock that opens later on its day.
bool acts_backwards(const Event& event) {
    static const std::set<std::string> types = {"request-withdrawn",        "plan-ceased",
                                                "review-decision-notified", "appeal-not-opposed",
                                                "assess-decision-notified", "appeal-withdrawn",
                                                "no-plan-decision-notified"};
    return is_plan_act(event) || types.contains(event.type);
}

bool is_over(const Running& clock) {
    return clock.state == State::ended || clock.state == State::lapsed;
}

void stop(Running& clock, Effect effect, const Event& by) {
    clock.state = effect == Effect::ends    ? State::ended
                  : effect == Effect::rests ? State::resting
                                            : State::lapsed;
    clock.overtaken = effect == Effect::overtakes;
    clock.ended_by = &by;
}

// 4.2a; false where the event does nothing to the rest.
bool act_on_resting(Running& clock, const Event& event) {
    if (wakes(clock, event)) {
        clock.state = State::open;
        clock.ended_by = nullptr;
        clock.woken = &event;
        return true;
    }
    const auto does = effect(clock, event);
    const bool is_final = does == Effect::ends || does == Effect::overtakes ||
                          does == Effect::lapses || makes_final(clock, event);
    if (is_final) clock.state = State::lapsed;  // ended_by stays that of the rest
    return is_final;
}

// 4.2b, of a clock that is open.
bool link(Running& clock, const Event& event) {
    if (clock.linked || event.type != type_linked_by(*clock.duty)) return false;
    clock.linked = &event;
    return true;
}

// 4.2c, of a clock that is open.
bool act_on_open(Running& clock, const Event& event) {
    const auto does = effect(clock, event);
    if (does != Effect::none) stop(clock, does, event);
    return does != Effect::none;
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
        event.skipped = closed_ && reopens_nothing(event);  // 4.1
        if (event.skipped) return;
        closed_ = event.type == "case-closed";  // 4.4
        if (is_plan_act(event)) event.answers = settled(event, clocks_, events_);
        for (auto& clock : clocks_) {  // 4.2
            if (reaches(event, clock, event.place) && touch(clock, event))
                event.has_touched.insert(clock.duty->id);
        }
        for (const auto& duty : law_.duties) start(duty, event);  // 4.3
    }

    bool reaches(const Event& event, const Running& clock, Place now) const {
        return !is_left_alone(clock, event) &&
               (!is_plan_act(event) || answers_to(event, clock, events_, now));
    }

    static bool touch(Running& clock, const Event& event) {
        bool touched = clock.state == State::resting && act_on_resting(clock, event);
        if (clock.state != State::open) return touched;
        touched = link(clock, event) || touched;
        if (fits_any(clock.duty->by_from, event)) clock.fixed_by = &event;  // 5.10; no touch
        return act_on_open(clock, event) || touched;
    }

    void start(const Duty& duty, Event& event) {
        if (!fits_any(duty.starts, event)) return;
        const Day started_on = first_present_day(duty.start_date, event.fields).value();  // 4.3a
        if (duty.in_force_from && started_on < *duty.in_force_from) return;
        if (duty.in_force_to && started_on > *duty.in_force_to) return;
        if (one_is_open(duty.unless_open, event)) return;  // 4.3b
        const Running fresh{&duty, &event, started_on, subject_of(duty, event)};
        if (!make_room(fresh)) return;
        event.has_touched.insert(duty.id);
        clocks_.push_back(fresh);  // 4.3f
        open(clocks_.back());
    }

    bool one_is_open(const std::vector<std::string>& duties, const Event& event) const {
        return std::any_of(clocks_.begin(), clocks_.end(), [&](const Running& clock) {
            return clock.state == State::open &&
                   std::find(duties.begin(), duties.end(), clock.duty->id) != duties.end() &&
                   !is_of_another_matter(clock, event);
        });
    }

    // The clocks of the row and subject that the new one takes account of (3.8).
    std::vector<Running*> older_than(const Running& fresh) {
        std::vector<Running*> older;
        for (auto& clock : clocks_) {
            if (clock.duty->id == fresh.duty->id && equal_subjects(clock.subject, fresh.subject) &&
                !is_of_another_matter(clock, *fresh.started_by)) {
                older.push_back(&clock);
            }
        }
        return older;
    }

    // 4.3c to e: false where the older clocks leave no room for a new one.
    bool make_room(const Running& fresh) {
        const auto older = older_than(fresh);
        if (fresh.duty->on_restart == "once" && !older.empty()) return false;  // 4.3c
        const bool kept_out = std::any_of(older.begin(), older.end(), [&](const Running* clock) {
            return clock->state == State::open && keeps_out(*clock, fresh);
        });
        if (kept_out) return false;
        for (Running* clock : older) {
            if (clock->state == State::open) stop(*clock, Effect::lapses, *fresh.started_by);
            if (clock->state == State::resting) clock->state = State::lapsed;  // 4.3e
        }
        return true;
    }

    // 4.3d, of an open clock.
    static bool keeps_out(const Running& clock, const Running& fresh) {
        const auto& on_restart = fresh.duty->on_restart;
        if (on_restart == "ignore") return true;
        if (!on_restart.starts_with("restart[")) return false;
        const auto field = on_restart.substr(8, on_restart.size() - 9);
        return fresh.started_by->fields.at(field) == clock.started_by->fields.at(field);
    }

    // 4.3f, after the clock has opened.
    void open(Running& clock) {
        for (const auto& pattern : clock.duty->ends) {
            if (pattern.self && fits(pattern, *clock.started_by, clock.subject))
                return stop(clock, Effect::ends, *clock.started_by);
        }
        clock.fixed_by = direction_before(clock);
        const auto earlier = looked_back_at(clock);
        for (const Event* event : earlier) {
            if (event->date == clock.started_by->date) link(clock, *event);
        }
        for (const Event* event : earlier) {
            if (is_over(clock)) return;
            if (!acts_on_new(*event, clock)) continue;
            if (clock.state == State::resting) act_on_resting(clock, *event);
            if (clock.state == State::open) act_on_open(clock, *event);
        }
    }

    // Already read, on the day of the start or from ends_from on, and of this row untouched.
    std::vector<const Event*> looked_back_at(const Running& clock) const {
        const Day since = ends_from(*clock.duty, *clock.started_by).value_or(Day::max());
        std::vector<const Event*> found;
        for (Place place = clock.started_by->place; place-- > 0;) {
            const auto& event = events_[place];
            if (event.date < std::min(since, clock.started_by->date)) break;
            if (event.skipped || event.has_touched.contains(clock.duty->id)) continue;
            if (reaches(event, clock, clock.started_by->place)) found.push_back(&event);
        }
        std::reverse(found.begin(), found.end());
        return found;
    }

    static bool acts_on_new(const Event& event, const Running& clock) {
        const auto does = effect(clock, event);
        if (does == Effect::ends) return true;  // ends_from has been asked, where there is one
        if (event.date != clock.started_by->date) return false;
        return (does != Effect::none && acts_backwards(event)) ||
               (clock.state == State::resting && wakes(clock, event));
    }

    // 5.10: the last fitting event of the appeal that the clock's start belongs to.
    const Event* direction_before(const Running& clock) const {
        const auto& start = *clock.started_by;
        if (clock.duty->by_from.empty()) return nullptr;
        const auto beginning = last_beginning(events_, start.place + 1, start);
        for (Place place = start.place; place-- > 0;) {
            const auto& event = events_[place];
            const bool belongs =
                beginning && (place > *beginning || event.date == events_[*beginning].date);
            if (belongs && fits_any(clock.duty->by_from, event) &&
                !is_of_another_matter(clock, event)) {
                return &event;
            }
        }
        return nullptr;
    }

    const Law& law_;
    std::vector<Event>& events_;
    std::deque<Running> clocks_;  // in the order of opening
    bool closed_ = false;
};

}  // namespace

std::deque<Running> read_case(const Law& law, std::vector<Event>& events) {
    return CaseReader(law, events).read();
}

}  // namespace longstop::plain
