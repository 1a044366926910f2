// Reading a case. The numbers in brackets (4.2a, ...) are those of docs/law/reading.md, which
// words every rule on which two programs could differ.
#include "engine/law/run.hpp"

#include <algorithm>
#include <cstddef>
#include <cstring>

#include "engine/law/due.hpp"

namespace longstop::law {
namespace {

using events::day_of;
using events::number_of;
namespace type = events::type;

constexpr events::Choice education = 1;

// By Place: where a fact carries it. A table, because a switch would be mispredicted.
constexpr std::array<std::size_t, 6> offset_of_place{0,
                                                     offsetof(Fact, date),
                                                     offsetof(Fact, first),
                                                     offsetof(Fact, second),
                                                     offsetof(Fact, subject),
                                                     offsetof(Fact, other)};

std::int32_t value_at(const Fact& fact, Place place) {
    if (place == Place::none) return Fact::none;
    std::int32_t value = 0;
    std::memcpy(
        &value,
        reinterpret_cast<const char*>(&fact) + offset_of_place[static_cast<std::size_t>(place)],
        sizeof value);
    return value;
}

std::int32_t first_present(const Fact& fact, std::array<Place, 2> places, std::int32_t otherwise) {
    for (const auto place : places) {
        if (place == Place::none) break;
        const auto day = value_at(fact, place);
        if (day != Fact::none) return day;
    }
    return otherwise;
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

// Whoever does not use a right in time loses it, and is late for nothing.
void lapse_right(Clock& clock) {
    if (clock.status == Status::overdue) clock.status = Status::lapsed;
    if (clock.status == Status::lapsed) clock.days_late = 0;
}

// By state and by whether the due date had passed by then.
constexpr std::array<std::array<Status, 2>, 4> status_of_limit{{
    {Status::running, Status::overdue},  // open
    {Status::met, Status::met_late},     // ended
    {Status::lapsed, Status::lapsed},    // lapsed
    {Status::lapsed, Status::lapsed},    // resting
}};

// Status and days, from how the clock stands on the day (7.2, 7.4).
inline void judge(const RowPlan& plan, Clock& clock, std::int32_t as_of) {
    if (clock.due == no_day) {
        clock.status = Status::unknown;
        return;
    }
    if (plan.is_window) {
        clock.status = status_of_window(clock, as_of);
        if (clock.status == Status::too_early) clock.days_early = clock.due - clock.ended_on + 1;
        return;
    }
    const auto until = clock.state == Clock::State::open ? as_of : clock.ended_on;
    clock.days_late = std::max(0, until - clock.due);
    clock.status =
        status_of_limit[static_cast<std::size_t>(clock.state)][clock.days_late > 0 ? 1 : 0];
    if (plan.is_right) lapse_right(clock);
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
    count_ = 0;
    opened_ = {};
    open_ = {};
    resting_ = {};
    std::fill_n(latest_.begin(), law_.duties.size(), no_clock);
    if (read_.size() < facts.size()) read_.resize(facts.size());
    closed_ = false;
    responded_ = false;
    relied_ = false;
    issues_ = education;
    for (std::uint32_t at = 0; at < facts.size(); ++at) read(at);
    report();
    return opened_clocks();
}

inline void Evaluator::read(std::uint32_t at) {
    const auto& fact = facts_[at];
    const auto& of = law_.of_type[fact.type];
    const auto effect = of.derived ? derive(fact) : of.first + fact.choice;
    const auto& effects = law_.effects[effect];
    const bool skipped = closed_ && !effects.reopens_case;  // 4.1
    read_[at] = {effect, skipped};
    if (skipped) return;
    RowSet::each_in_either(effects.touches, open_, effects.stirs, resting_, [&](RowNo row) {
        const auto& on_row = effects.on[row];
        const auto carried = value_at(fact, on_row.subject);
        each_live(row, [&](Clock& clock) { change(at, clock, on_row.acts, carried); });
    });
    const auto open_before = effects.asks_what_is_open ? open_ : RowSet{};
    for (const auto& opening : effects.openings) start(at, opening, open_before);
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

// Calls `f` with each clock of the row that is open or resting; those that are over then leave the
// chain.
template <class F>
inline void Evaluator::each_live(RowNo row, F&& f) {
    bool open = false;
    bool resting = false;
    auto* link = &latest_[row];
    for (auto index = *link; index != no_clock;) {
        auto& clock = clocks_[index];
        auto* const before = &before_[index];
        f(clock);
        index = *before;
        if (clock.state == Clock::State::open) {
            open = true;
            link = before;
        } else if (clock.state == Clock::State::resting) {
            resting = true;
            link = before;
        } else {
            *link = index;
        }
    }
    if (!open) open_.remove(row);
    if (open) open_.add(row);
    if (!resting) resting_.remove(row);
    if (resting) resting_.add(row);
}

// An event speaks of the clocks of a row whose subject is equal to the one it carries; an event
// that carries none speaks of all (3.7).
bool speaks_of(std::int32_t carried, const Clock& clock) {
    return carried == Fact::none || carried == clock.subject;
}

// What an event does to a clock that exists (4.2).
inline void Evaluator::change(std::uint32_t at, Clock& clock, Acts acts, std::int32_t carried) {
    const auto& fact = facts_[at];
    const bool lapses =
        (acts & act::lapses) != 0 || ((acts & act::lapses_other_meeting) != 0 &&
                                      field_day(fact, FieldNo::meeting) != clock.subject);
    if (clock.state == Clock::State::resting) {  // a
        if ((acts & act::wakes) != 0) {
            clock.state = Clock::State::open;
            clock.ended_by = no_fact;
            clock.ended_on = no_day;
            clock.woken_by = at;
            note(at, clock, Step::What::woke);
            if (law_.duties[clock.row].within.from_waking) clock.due = count_due(at, clock);
        } else if (lapses) {
            lapse_for_good(at, clock);
        }
    }
    if (clock.state != Clock::State::open) return;
    if ((acts & act::links) != 0 && clock.linked == no_fact) {  // b
        clock.linked = at;
        clock.due = count_due(at, clock);
        note(at, clock, Step::What::linked);
    }
    if ((acts & act::ends) != 0 && speaks_of(carried, clock) && fact.date >= clock.ends_from) {
        stop(at, clock, Clock::State::ended);  // c
    } else if (lapses) {
        stop(at, clock, Clock::State::lapsed);
    } else if ((acts & act::rests) != 0) {
        stop(at, clock, Clock::State::resting);
    }
}

inline void Evaluator::stop(std::uint32_t at, Clock& clock, Clock::State state) {
    clock.state = state;
    clock.ended_by = at;
    clock.ended_on = facts_[at].date;
    note(at, clock,
         state == Clock::State::ended    ? Step::What::ended
         : state == Clock::State::lapsed ? Step::What::lapsed
                                         : Step::What::rested);
}

// A resting clock that nothing can wake any more keeps what made it rest.
void Evaluator::lapse_for_good(std::uint32_t at, Clock& clock) {
    clock.state = Clock::State::lapsed;
    note(at, clock, Step::What::gone);
}

// A row whose `starts` the event fits (4.3).
inline void Evaluator::start(std::uint32_t at, const Opening& opening, const RowSet& open_before) {
    const auto row = opening.row;
    const auto& fact = facts_[at];
    const auto started_on = first_present(fact, opening.start, fact.date);
    if (started_on < opening.in_force_from || started_on > opening.in_force_to) {  // a
        return pass(at, row, NotStarted::Why::not_in_force);
    }
    if (opening.conditional && !(law_.plans[row].unless_open & open_before).empty()) {  // b
        return pass(at, row, NotStarted::Why::other_open);
    }
    const auto subject = value_at(fact, opening.subject);
    if (opening.on_restart == Restart::once) {
        if (opened_.has(row) && has_opened(row, subject)) {  // c
            return pass(at, row, NotStarted::Why::once);
        }
    } else if (latest_[row] != no_clock && !makes_way(at, opening, subject)) {  // d, e
        return pass(at, row, NotStarted::Why::still_open);
    }
    open(at, opening, subject, started_on);  // f
}

bool Evaluator::has_opened(RowNo row, std::int32_t subject) const {
    const auto clocks = opened_clocks();
    return std::any_of(clocks.begin(), clocks.end(), [&](const Clock& clock) {
        return clock.row == row && clock.subject == subject;
    });
}

// Whether a new clock may open beside the old ones of its row and subject; ends those it replaces.
bool Evaluator::makes_way(std::uint32_t at, const Opening& opening, std::int32_t subject) {
    const auto row = opening.row;
    bool in_the_way = false;
    for (auto index = latest_[row]; index != no_clock; index = before_[index]) {  // d
        const auto& clock = clocks_[index];
        if (clock.subject != subject) continue;
        in_the_way = true;
        if (clock.state != Clock::State::open) continue;
        if (opening.on_restart == Restart::ignore) return false;
        const auto field = law_.duties[row].restart_field;
        if (opening.on_restart == Restart::restart_on_field &&
            field_day(facts_[at], field) == field_day(facts_[clock.started_by], field)) {
            return false;
        }
    }
    if (!in_the_way) return true;
    each_live(row, [&](Clock& clock) {
        if (clock.subject != subject) return;
        if (clock.state == Clock::State::open) {
            stop(at, clock, Clock::State::lapsed);
        } else {  // e
            lapse_for_good(at, clock);
        }
    });
    return true;
}

// Room for one more clock.
void Evaluator::grow() {
    const auto more = std::max<std::size_t>(64, 2 * clocks_.size());
    clocks_.resize(more);
    before_.resize(more);
}

inline void Evaluator::open(std::uint32_t at, const Opening& opening, std::int32_t subject,
                            std::int32_t started_on) {
    const auto row = opening.row;
    if (count_ == clocks_.size()) grow();
    const auto index = count_++;
    auto& clock = clocks_[index];
    clock = Clock{.row = row, .subject = subject, .started_on = started_on, .started_by = at};
    opened_.add(row);
    note(at, clock, Step::What::opened);
    clock.due = first_due(at, opening, clock);
    if (opening.self_ends) return stop(at, clock, Clock::State::ended);
    if (opening.has_ends_from) {
        clock.ends_from = first_day_to_end(law_.duties[row], facts_[at]);
        look_back(at, clock, clock.ends_from == no_day ? facts_[at].date : clock.ends_from);
    } else if (opening.same_day_either && at > 0 && facts_[at - 1].date == facts_[at].date) {
        look_back(at, clock, facts_[at].date);
    }
    if (clock.state != Clock::State::open) return;
    before_[index] = latest_[row];
    latest_[row] = index;
    open_.add(row);
}

// The due date while nothing is linked to the clock. A recorder is told each count.
inline std::int32_t Evaluator::first_due(std::uint32_t at, const Opening& opening,
                                         const Clock& clock) {
    if (recorder_ != nullptr) return count_due(at, clock);
    if (opening.plain_days != Opening::not_plain) return clock.started_on + opening.plain_days;
    if (opening.hangs == Opening::Hangs::on_start) return remembered_due(clock, clock.started_on);
    if (opening.hangs == Opening::Hangs::on_field) {
        const auto from = first_present(facts_[at], opening.field, Fact::none);
        if (from != Fact::none) return remembered_due(clock, from);
    }
    return count_due(at, clock);
}

// An act read earlier, on the same day or since `ends_from`, that would end the new clock and
// ended no other of its row, ends it at once (4.3f).
void Evaluator::look_back(std::uint32_t at, Clock& clock, std::int32_t since) {
    auto first = at;
    while (first > 0 && facts_[first - 1].date >= since) --first;
    for (auto i = first; i < at; ++i) {
        if (read_[i].skipped || !would_end(i, clock) || ended_another(i, clock.row)) continue;
        stop(i, clock, Clock::State::ended);
        return;
    }
}

bool Evaluator::would_end(std::uint32_t at, const Clock& clock) const {
    const auto& effect = law_.effects[read_[at].effect].on[clock.row];
    const auto& fact = facts_[at];
    return (effect.acts & act::ends) != 0 && fact.date >= clock.ends_from &&
           speaks_of(value_at(fact, effect.subject), clock);
}

bool Evaluator::ended_another(std::uint32_t at, RowNo row) const {
    const auto clocks = opened_clocks();
    return std::any_of(clocks.begin(), clocks.end(), [&](const Clock& clock) {
        return clock.row == row && clock.state == Clock::State::ended && clock.ended_by == at;
    });
}

std::int32_t Evaluator::count_due(std::uint32_t at, const Clock& clock) {
    DueCount* told = nullptr;
    if (recorder_ != nullptr) {
        told = &recorder_->dues.emplace_back();
        told->clock = index_of(clock);
        told->fact = at;
    }
    const auto due = due_day(law_.duties[clock.row], law_.calendar, clock, facts_, told);
    return due ? number_of(*due) : no_day;
}

inline std::int32_t Evaluator::remembered_due(const Clock& clock, std::int32_t from) {
    return law_.dues->due(clock.row, from, [&] { return count_due(clock.started_by, clock); });
}

void Evaluator::report() {
    for (auto& clock : std::span{clocks_.data(), count_}) {
        const auto& plan = law_.plans[clock.row];
        judge(plan, clock, as_of_);
        if (!(plan.not_listed_while & open_).empty()) unlist(plan, clock);
    }
    if (relied_) {
        weigh_exceptions(law_, facts_, as_of_, std::span{clocks_.data(), count_}, recorder_);
    }
}

// While a duty that comes first is still open for the subject, only that one is listed (7.3).
void Evaluator::unlist(const RowPlan& plan, Clock& clock) const {
    (plan.not_listed_while & open_).each([&](RowNo row) {
        for (auto index = latest_[row]; index != no_clock; index = before_[index]) {
            const auto& other = clocks_[index];
            if (other.state == Clock::State::open && other.subject == clock.subject) {
                clock.listed = false;
            }
        }
    });
}

inline void Evaluator::note(std::uint32_t at, const Clock& clock, Step::What what) {
    if (recorder_ != nullptr) recorder_->steps.push_back({at, index_of(clock), what});
}

inline void Evaluator::pass(std::uint32_t at, RowNo row, NotStarted::Why why) {
    if (recorder_ != nullptr) recorder_->not_started.push_back({at, row, why});
}

}  // namespace longstop::law
