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

std::int32_t start_day(const Duty& duty, const Fact& fact) {
    for (const auto field : duty.start_fields) {
        const auto day = field_day(fact, field);
        if (day != Fact::none) return day;
    }
    return fact.date;
}

bool in_force(const Duty& duty, std::int32_t day) {
    return day >= number_of(duty.in_force_from) &&
           (!duty.in_force_to || day <= number_of(*duty.in_force_to));
}

// The field a textual subject stands in.
FieldNo wanted(Subject subject) {
    return subject == Subject::body      ? FieldNo::body
           : subject == Subject::setting ? FieldNo::setting
                                         : FieldNo::to;
}

// The subject an event carries for a row; Fact::none where it carries none (3.5, 3.7).
std::int32_t subject_of(Subject subject, const Fact& fact) {
    switch (subject) {
        case Subject::none: return Fact::none;
        case Subject::body:
        case Subject::setting:
        case Subject::to: {
            const auto* field = events::find_field(*events::find_type(fact.type), wanted(subject));
            if (field == nullptr) return Fact::none;
            return field->slot == events::Slot::other ? fact.other : fact.subject;
        }
        case Subject::meeting:
            return fact.type == type::review_meeting_held ? fact.date
                                                          : field_day(fact, FieldNo::meeting);
    }
    return Fact::none;
}

bool subject_fits(const Duty& duty, const Clock& clock, const Fact& fact) {
    const auto carried = subject_of(duty.subject, fact);
    return carried == Fact::none || carried == clock.subject;
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

Status status_of_limit(const Duty& duty, const Clock& clock, std::int32_t as_of) {
    switch (clock.state) {
        case Clock::State::ended:
            return clock.ended_on <= clock.due ? Status::met : Status::met_late;
        case Clock::State::lapsed:
        case Clock::State::resting: return Status::lapsed;
        case Clock::State::open: break;
    }
    if (as_of <= clock.due) return Status::running;
    return duty.is_right() ? Status::lapsed : Status::overdue;
}

// Status and days, from how the clock stands on the day (7.2, 7.4).
void judge(const Duty& duty, Clock& clock, std::int32_t as_of) {
    if (clock.due == no_day) {
        clock.status = Status::unknown;
        return;
    }
    if (duty.is_window()) {
        clock.status = status_of_window(clock, as_of);
        if (clock.status == Status::too_early) clock.days_early = clock.due - clock.ended_on + 1;
        return;
    }
    clock.status = status_of_limit(duty, clock, as_of);
    if (duty.is_right() && clock.status == Status::lapsed) return;
    const auto until = clock.state == Clock::State::open ? as_of : clock.ended_on;
    clock.days_late = std::max(0, until - clock.due);
}

// While a duty that comes first is still open for the subject, only that one is listed (7.3).
void unlist_followers(const Law& law, const std::vector<std::uint32_t>& live,
                      std::vector<Clock>& clocks) {
    for (auto& clock : clocks) {
        const auto& first = law.duties[clock.row].not_listed_while_rows;
        if (first.empty()) continue;
        clock.listed = std::none_of(live.begin(), live.end(), [&](std::uint32_t at) {
            const auto& other = clocks[at];
            return other.state == Clock::State::open && first.has(other.row) &&
                   other.subject == clock.subject;
        });
    }
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
    live_.clear();
    open_ = {};
    resting_ = {};
    effect_.clear();
    skipped_.clear();
    closed_ = false;
    responded_ = false;
    issues_ = education;
    for (std::uint32_t at = 0; at < facts.size(); ++at) read(at);
    report();
    return clocks_;
}

void Evaluator::read(std::uint32_t at) {
    const auto& fact = facts_[at];
    effect_.push_back(derive(fact));
    const auto& effects = law_.effects[effect_.back()];
    skipped_.push_back(closed_ && !effects.reopens_case);  // 4.1
    if (skipped_.back()) return;
    closed_ = false;
    if (!(effects.touches & open_).empty() || !(effects.stirs & resting_).empty()) {
        change_live(at, effects);
    }
    if (!effects.starts.empty()) {
        const auto open_before = open_;
        effects.starts.each([&](RowNo row) { start(at, row, open_before); });
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

void Evaluator::change_live(std::uint32_t at, const Effects& effects) {
    for (std::size_t i = 0; i < live_.size(); ++i) change(at, live_[i], effects);
    bury();
}

// What an event does to a clock that exists (4.2).
void Evaluator::change(std::uint32_t at, std::uint32_t index, const Effects& effects) {
    auto& clock = clocks_[index];
    const auto& duty = law_.duties[clock.row];
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
            if (duty.within.from_waking) compute_due(at, index);
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
    if (effects.ends.has(clock.row) && fact.date >= clock.ends_from &&
        subject_fits(duty, clock, fact)) {  // c
        stop(at, index, Clock::State::ended);
    } else if (lapses) {
        stop(at, index, Clock::State::lapsed);
    } else if (effects.rests.has(clock.row)) {
        stop(at, index, Clock::State::resting);
    }
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

// Takes the clocks that are over out of the living, and says which rows still have some.
void Evaluator::bury() {
    open_ = {};
    resting_ = {};
    std::erase_if(live_, [this](std::uint32_t index) {
        const auto& clock = clocks_[index];
        if (clock.state == Clock::State::open) open_.add(clock.row);
        if (clock.state == Clock::State::resting) resting_.add(clock.row);
        return clock.state != Clock::State::open && clock.state != Clock::State::resting;
    });
}

// A row whose `starts` the event fits (4.3).
void Evaluator::start(std::uint32_t at, RowNo row, const RowSet& open_before) {
    const auto& duty = law_.duties[row];
    const auto& fact = facts_[at];
    const auto started_on = start_day(duty, fact);
    if (!in_force(duty, started_on)) return pass(at, row, NotStarted::Why::not_in_force);  // a
    if (!(duty.unless_open_rows & open_before).empty()) {                                  // b
        return pass(at, row, NotStarted::Why::other_open);
    }
    const auto subject = subject_of(duty.subject, fact);
    if (!makes_way(at, row, subject)) {  // c, d, e
        return pass(
            at, row,
            duty.on_restart == Restart::once ? NotStarted::Why::once : NotStarted::Why::still_open);
    }
    open(at, row, subject, started_on);  // f
}

// Whether a new clock may open beside the old ones of its row and subject; ends those it replaces.
bool Evaluator::makes_way(std::uint32_t at, RowNo row, std::int32_t subject) {
    const auto& duty = law_.duties[row];
    const auto same = [&](const Clock& c) { return c.row == row && c.subject == subject; };
    if (duty.on_restart == Restart::once) {  // c
        return std::none_of(clocks_.begin(), clocks_.end(), same);
    }
    if (!open_.has(row) && !resting_.has(row)) return true;
    for (const auto index : live_) {  // d
        const auto& clock = clocks_[index];
        if (!same(clock) || clock.state != Clock::State::open) continue;
        if (duty.on_restart == Restart::ignore) return false;
        if (duty.on_restart == Restart::restart_on_field &&
            field_day(facts_[at], duty.restart_field) ==
                field_day(facts_[clock.started_by], duty.restart_field)) {
            return false;
        }
    }
    for (const auto index : live_) {
        const auto& clock = clocks_[index];
        if (!same(clock)) continue;
        if (clock.state == Clock::State::open) {
            stop(at, index, Clock::State::lapsed);
        } else if (clock.state == Clock::State::resting) {  // e
            lapse_for_good(at, index);
        }
    }
    bury();
    return true;
}

void Evaluator::open(std::uint32_t at, RowNo row, std::int32_t subject, std::int32_t started_on) {
    const auto& duty = law_.duties[row];
    const auto index = static_cast<std::uint32_t>(clocks_.size());
    Clock clock;
    clock.row = row;
    clock.subject = subject;
    clock.started_on = started_on;
    clock.started_by = at;
    clock.ends_from = first_day_to_end(duty, facts_[at]);
    clocks_.push_back(clock);
    note(at, index, Step::What::opened);
    compute_due(at, index);
    if (law_.effects[effect_[at]].self_ends.has(row)) {
        stop(at, index, Clock::State::ended);
    } else if (duty.same_day_either || clock.ends_from != no_day) {
        look_back(at, index);
    }
    if (clocks_[index].state == Clock::State::open) {
        live_.push_back(index);
        open_.add(row);
    }
}

// An act read earlier, on the same day or since `ends_from`, that would end the new clock and
// ended no other of its row, ends it at once (4.3f).
void Evaluator::look_back(std::uint32_t at, std::uint32_t index) {
    const auto& clock = clocks_[index];
    const auto since = clock.ends_from != no_day ? clock.ends_from : facts_[at].date;
    const auto first =
        std::lower_bound(facts_.begin(), facts_.begin() + at, since,
                         [](const Fact& fact, std::int32_t day) { return fact.date < day; });
    for (auto i = static_cast<std::uint32_t>(first - facts_.begin()); i < at; ++i) {
        if (skipped_[i] || !would_end(i, clock) || ended_another(i, clock.row)) continue;
        stop(i, index, Clock::State::ended);
        return;
    }
}

bool Evaluator::would_end(std::uint32_t at, const Clock& clock) const {
    return law_.effects[effect_[at]].ends.has(clock.row) && facts_[at].date >= clock.ends_from &&
           subject_fits(law_.duties[clock.row], clock, facts_[at]);
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

void Evaluator::report() {
    bool relied = false;
    for (auto& clock : clocks_) judge(law_.duties[clock.row], clock, as_of_);
    unlist_followers(law_, live_, clocks_);
    for (const auto& fact : facts_) relied = relied || fact.type == type::exception_relied_on;
    if (relied) weigh_exceptions(law_, facts_, as_of_, clocks_, recorder_);
}

void Evaluator::note(std::uint32_t at, std::uint32_t clock, Step::What what) {
    if (recorder_ != nullptr) recorder_->steps.push_back({at, clock, what});
}

void Evaluator::pass(std::uint32_t at, RowNo row, NotStarted::Why why) {
    if (recorder_ != nullptr) recorder_->not_started.push_back({at, row, why});
}

}  // namespace longstop::law
