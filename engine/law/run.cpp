// Reading a case. The numbers in brackets (4.2a, ...) are those of docs/law/reading.md, which
// words every rule on which two programs could differ.
#include "engine/law/run.hpp"

#include <algorithm>

#include "engine/law/due.hpp"

namespace longstop::law {
namespace {

using events::day_of;
using events::number_of;
namespace type = events::type;

constexpr events::Choice education = 1;

std::int32_t value_at(const Fact& fact, Place place) {
    switch (place) {
        case Place::none: return Fact::none;
        case Place::date: return fact.date;
        case Place::first: return fact.first;
        case Place::second: return fact.second;
        case Place::subject: return fact.subject;
        case Place::other: return fact.other;
    }
    return Fact::none;
}

std::int32_t start_day(const Opening& opening, const Fact& fact) {
    for (const auto place : opening.start) {
        const auto day = value_at(fact, place);
        if (day != Fact::none) return day;
    }
    return fact.date;
}

// The first day on which an act ends the clock (4.5).
std::int32_t first_day_to_end(const Duty& duty, const Fact& fact) {
    if (!duty.ends_from) return no_day;
    const auto value = field_day(fact, duty.ends_from->field);
    if (value == Fact::none) return no_day;
    if (duty.ends_from->fixed) {
        return number_of(Day{date::year{value - 1} / *duty.ends_from->fixed});
    }
    return number_of(add_months(day_of(value), -duty.ends_from->period.count));
}

Status status_of_window(const Clock& clock, std::int32_t as_of) {
    if (clock.state == Clock::State::ended) {
        return clock.ended_on <= clock.due ? Status::too_early : Status::met;
    }
    if (clock.state != Clock::State::open) return Status::lapsed;
    return as_of > clock.due ? Status::met : Status::running;
}

Status status_of_limit(const RowPlan& plan, const Clock& clock, std::int32_t as_of) {
    switch (clock.state) {
        case Clock::State::ended:
            return clock.ended_on <= clock.due ? Status::met : Status::met_late;
        case Clock::State::lapsed:
        case Clock::State::resting: return Status::lapsed;
        case Clock::State::open: break;
    }
    if (as_of <= clock.due) return Status::running;
    return plan.is_right ? Status::lapsed : Status::overdue;
}

// Status and days, from how the clock stands on the day (7.2, 7.4).
void judge(const RowPlan& plan, Clock& clock, std::int32_t as_of) {
    if (clock.due == no_day) {
        clock.status = Status::unknown;
        return;
    }
    if (plan.is_window) {
        clock.status = status_of_window(clock, as_of);
        if (clock.status == Status::too_early) clock.days_early = clock.due - clock.ended_on + 1;
        return;
    }
    clock.status = status_of_limit(plan, clock, as_of);
    if (plan.is_right && clock.status == Status::lapsed) return;
    const auto until = clock.state == Clock::State::open ? as_of : clock.ended_on;
    clock.days_late = std::max(0, until - clock.due);
}

}  // namespace

std::int32_t field_day(const Fact& fact, FieldNo no) {
    const auto* row = events::find_type(fact.type);
    const auto* field = row == nullptr ? nullptr : events::find_field(*row, no);
    if (field == nullptr) return Fact::none;
    switch (field->slot) {
        case events::Slot::first: return fact.first;
        case events::Slot::second: return fact.second;
        default: return Fact::none;
    }
}

std::span<const Clock> Evaluator::run(std::span<const Fact> facts, Day as_of, Recorder* recorder) {
    facts_ = facts;
    as_of_ = number_of(as_of);
    recorder_ = recorder;
    clocks_.clear();
    next_.clear();
    opened_ = {};
    open_ = {};
    resting_ = {};
    read_.resize(facts.size());
    closed_ = false;
    responded_ = false;
    relied_ = false;
    issues_ = education;
    for (std::uint32_t at = 0; at < facts.size(); ++at) read(at);
    report();
    return clocks_;
}

void Evaluator::read(std::uint32_t at) {
    const auto& fact = facts_[at];
    const auto& of = law_.of_type[fact.type];
    const auto effect = of.derived ? derive(fact) : of.first + fact.choice;
    const auto& effects = law_.effects[effect];
    const bool skipped = closed_ && !effects.reopens_case;  // 4.1
    read_[at] = {effect, skipped};
    if (skipped) return;
    const auto concerned = (effects.touches & open_) | (effects.stirs & resting_);
    concerned.each([&](RowNo row) {
        each_live(row, [&](std::uint32_t index) { change(at, index, effects); });
    });
    if (!effects.openings.empty()) {
        const auto open_before = open_;
        for (const auto& opening : effects.openings) start(at, opening, open_before);
    }
    closed_ = fact.type == type::case_closed;  // 4.4
}

// The fields the law derives from what was read before (3.3), also while the case is closed.
// Answers where the event's effects stand.
std::uint32_t Evaluator::derive(const Fact& fact) {
    int choice = fact.choice;
    std::uint32_t extra = 0;
    switch (fact.type) {
        case type::appeal_registered:
        case type::appeal_received: responded_ = false; break;
        case type::appeal_response_sent: responded_ = true; break;
        case type::appeal_not_opposed: extra = responded_ ? 1 : 0; break;
        case type::mediation_requested:
            issues_ = choice == 0 ? education : choice;
            choice = issues_;
            break;
        case type::mediation_commissioners_told: choice = issues_; break;
        case type::exception_relied_on: relied_ = true; break;
        case type::case_closed: break;
        default:
            if (const auto year = field_day(fact, FieldNo::year); year != Fact::none) {
                const auto found = std::find(law_.years.begin(), law_.years.end(), year);
                if (found != law_.years.end()) {
                    extra = static_cast<std::uint32_t>(found - law_.years.begin()) + 1;
                }
            }
    }
    return law_.effect_at(fact.type, choice, extra);
}

// Calls `f` with each clock of the row that is open or resting, in the order of opening; those that
// are over then leave the chain.
template <class F>
void Evaluator::each_live(RowNo row, F&& f) {
    auto index = oldest_[row];
    auto* link = &oldest_[row];
    bool open = false;
    bool resting = false;
    while (index != no_clock) {
        const auto next = next_[index];
        f(index);
        const auto state = clocks_[index].state;
        if (state == Clock::State::open || state == Clock::State::resting) {
            open = open || state == Clock::State::open;
            resting = resting || state == Clock::State::resting;
            *link = index;
            link = &next_[index];
            newest_[row] = index;
        }
        index = next;
    }
    *link = no_clock;
    open_.set(row, open);
    resting_.set(row, resting);
}

// What an event does to a clock that exists (4.2).
void Evaluator::change(std::uint32_t at, std::uint32_t index, const Effects& effects) {
    auto& clock = clocks_[index];
    const auto& fact = facts_[at];
    const bool lapses =
        effects.lapses.has(clock.row) || (effects.lapses_other_meeting.has(clock.row) &&
                                          field_day(fact, FieldNo::meeting) != clock.subject);
    if (clock.state == Clock::State::resting) {  // a
        if (effects.wakes.has(clock.row)) {
            clock.state = Clock::State::open;
            clock.ended_by = no_fact;
            clock.ended_on = no_day;
            clock.woken_by = at;
            note(at, index, Step::What::woke);
            if (law_.duties[clock.row].within.from_waking) compute_due(at, index);
        } else if (lapses) {
            lapse_for_good(at, index);
        }
    }
    if (clock.state != Clock::State::open) return;
    if (effects.links.has(clock.row) && clock.linked == no_fact) {  // b
        clock.linked = at;
        compute_due(at, index);
        note(at, index, Step::What::linked);
    }
    if (effects.ends.has(clock.row) && fact.date >= clock.ends_from && subject_fits(clock, fact)) {
        stop(at, index, Clock::State::ended);  // c
    } else if (lapses) {
        stop(at, index, Clock::State::lapsed);
    } else if (effects.rests.has(clock.row)) {
        stop(at, index, Clock::State::resting);
    }
}

// An event that carries the row's subject speaks of the clocks with an equal one; an event that
// carries none speaks of all (3.7).
bool Evaluator::subject_fits(const Clock& clock, const Fact& fact) const {
    const auto subject = static_cast<std::size_t>(law_.plans[clock.row].subject);
    const auto carried = value_at(fact, law_.of_type[fact.type].subjects[subject]);
    return carried == Fact::none || carried == clock.subject;
}

void Evaluator::stop(std::uint32_t at, std::uint32_t index, Clock::State state) {
    auto& clock = clocks_[index];
    clock.state = state;
    clock.ended_by = at;
    clock.ended_on = facts_[at].date;
    note(at, index,
         state == Clock::State::ended    ? Step::What::ended
         : state == Clock::State::lapsed ? Step::What::lapsed
                                         : Step::What::rested);
}

// A resting clock that nothing can wake any more keeps what made it rest.
void Evaluator::lapse_for_good(std::uint32_t at, std::uint32_t index) {
    clocks_[index].state = Clock::State::lapsed;
    note(at, index, Step::What::gone);
}

// A row whose `starts` the event fits (4.3).
void Evaluator::start(std::uint32_t at, const Opening& opening, const RowSet& open_before) {
    const auto row = opening.row;
    const auto& plan = law_.plans[row];
    const auto& fact = facts_[at];
    const auto started_on = start_day(opening, fact);
    if (started_on < plan.in_force_from || started_on > plan.in_force_to) {  // a
        return pass(at, row, NotStarted::Why::not_in_force);
    }
    if (!(plan.unless_open & open_before).empty()) {  // b
        return pass(at, row, NotStarted::Why::other_open);
    }
    const auto subject = value_at(fact, opening.subject);
    if (!makes_way(at, row, subject)) {  // c, d, e
        return pass(
            at, row,
            plan.on_restart == Restart::once ? NotStarted::Why::once : NotStarted::Why::still_open);
    }
    open(at, opening, subject, started_on);  // f
}

// Whether a new clock may open beside the old ones of its row and subject; ends those it replaces.
bool Evaluator::makes_way(std::uint32_t at, RowNo row, std::int32_t subject) {
    if (!opened_.has(row)) return true;
    const auto on_restart = law_.plans[row].on_restart;
    const auto same = [&](const Clock& c) { return c.row == row && c.subject == subject; };
    if (on_restart == Restart::once) {  // c
        return std::none_of(clocks_.begin(), clocks_.end(), same);
    }
    if (!open_.has(row) && !resting_.has(row)) return true;
    for (auto index = oldest_[row]; index != no_clock; index = next_[index]) {  // d
        const auto& clock = clocks_[index];
        if (!same(clock) || clock.state != Clock::State::open) continue;
        if (on_restart == Restart::ignore) return false;
        const auto field = law_.duties[row].restart_field;
        if (on_restart == Restart::restart_on_field &&
            field_day(facts_[at], field) == field_day(facts_[clock.started_by], field)) {
            return false;
        }
    }
    each_live(row, [&](std::uint32_t index) {
        if (!same(clocks_[index])) return;
        if (clocks_[index].state == Clock::State::open) {
            stop(at, index, Clock::State::lapsed);
        } else {  // e
            lapse_for_good(at, index);
        }
    });
    return true;
}

void Evaluator::open(std::uint32_t at, const Opening& opening, std::int32_t subject,
                     std::int32_t started_on) {
    const auto& plan = law_.plans[opening.row];
    const auto index = static_cast<std::uint32_t>(clocks_.size());
    const auto row = opening.row;
    auto& clock = clocks_.emplace_back();
    next_.push_back(no_clock);
    opened_.add(row);
    clock.row = row;
    clock.subject = subject;
    clock.started_on = started_on;
    clock.started_by = at;
    note(at, index, Step::What::opened);
    const bool from_start_alone = opening.by == Place::none && recorder_ == nullptr;
    if (from_start_alone && plan.plain_days != RowPlan::not_plain) {
        clock.due = started_on + plan.plain_days;
    } else if (from_start_alone && plan.counts_from_start) {
        clock.due = remembered_due(clock);
    } else {
        compute_due(at, index);
    }
    if (opening.self_ends) {
        stop(at, index, Clock::State::ended);
    } else if (plan.looks_back) {
        clock.ends_from = first_day_to_end(law_.duties[opening.row], facts_[at]);
        look_back(at, index);
    }
    if (clock.state != Clock::State::open) return;
    if (open_.has(row) || resting_.has(row)) {
        next_[newest_[row]] = index;
    } else {
        oldest_[row] = index;
    }
    newest_[row] = index;
    open_.add(row);
}

// An act read earlier, on the same day or since `ends_from`, that would end the new clock and
// ended no other of its row, ends it at once (4.3f).
void Evaluator::look_back(std::uint32_t at, std::uint32_t index) {
    const auto& clock = clocks_[index];
    if (clock.ends_from == no_day && !law_.duties[clock.row].same_day_either) return;
    const auto since = clock.ends_from != no_day ? clock.ends_from : facts_[at].date;
    auto first = at;
    while (first > 0 && facts_[first - 1].date >= since) --first;
    for (auto i = first; i < at; ++i) {
        if (read_[i].skipped || !would_end(i, clock) || ended_another(i, clock.row)) continue;
        stop(i, index, Clock::State::ended);
        return;
    }
}

bool Evaluator::would_end(std::uint32_t at, const Clock& clock) const {
    return law_.effects[read_[at].effect].ends.has(clock.row) &&
           facts_[at].date >= clock.ends_from && subject_fits(clock, facts_[at]);
}

bool Evaluator::ended_another(std::uint32_t at, RowNo row) const {
    return std::any_of(clocks_.begin(), clocks_.end(), [&](const Clock& clock) {
        return clock.row == row && clock.state == Clock::State::ended && clock.ended_by == at;
    });
}

void Evaluator::compute_due(std::uint32_t at, std::uint32_t index) {
    auto& clock = clocks_[index];
    DueCount* told = nullptr;
    if (recorder_ != nullptr) {
        told = &recorder_->dues.emplace_back();
        told->clock = index;
        told->fact = at;
    }
    const auto due = due_day(law_.duties[clock.row], law_.calendar, clock, facts_, told);
    clock.due = due ? number_of(*due) : no_day;
}

// The due date of a clock whose limit counts from nothing but its start: the same day gives the
// same date, and a nation has a few thousand days and a million clocks of such a row.
std::int32_t Evaluator::remembered_due(const Clock& clock) {
    constexpr std::int32_t first_day = 14610;  // 2010-01-01
    constexpr std::int32_t days = 9000;
    const auto place = clock.started_on - first_day;
    const auto& duty = law_.duties[clock.row];
    const auto counted = [&] {
        const auto due = due_day(duty, law_.calendar, clock, facts_);
        return due ? number_of(*due) : no_day;
    };
    if (place < 0 || place >= days) return counted();
    auto& dues = dues_[clock.row];
    if (dues.empty()) dues.assign(days, not_counted);
    auto& due = dues[static_cast<std::size_t>(place)];
    if (due == not_counted) due = counted();
    return due;
}

void Evaluator::report() {
    for (auto& clock : clocks_) {
        const auto& plan = law_.plans[clock.row];
        judge(plan, clock, as_of_);
        if (!(plan.not_listed_while & open_).empty()) unlist(plan, clock);
    }
    if (relied_) weigh_exceptions(law_, facts_, as_of_, clocks_, recorder_);
}

// While a duty that comes first is still open for the subject, only that one is listed (7.3).
void Evaluator::unlist(const RowPlan& plan, Clock& clock) const {
    (plan.not_listed_while & open_).each([&](RowNo row) {
        for (auto index = oldest_[row]; index != no_clock; index = next_[index]) {
            const auto& other = clocks_[index];
            if (other.state == Clock::State::open && other.subject == clock.subject) {
                clock.listed = false;
            }
        }
    });
}

void Evaluator::note(std::uint32_t at, std::uint32_t clock, Step::What what) {
    if (recorder_ != nullptr) recorder_->steps.push_back({at, clock, what});
}

void Evaluator::pass(std::uint32_t at, RowNo row, NotStarted::Why why) {
    if (recorder_ != nullptr) recorder_->not_started.push_back({at, row, why});
}

}  // namespace longstop::law
