// What the as-of day says of each clock: its due day where an event fixes it, whether it is held,
// its status and days. Numbers in brackets: docs/law/reading.md.
#include <algorithm>

#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

// By state and by whether the due date had passed by then.
constexpr std::array<std::array<Status, 2>, 4> status_of_limit{{
    {Status::running, Status::overdue},  // open
    {Status::met, Status::met_late},     // ended
    {Status::lapsed, Status::lapsed},    // lapsed
    {Status::lapsed, Status::lapsed},    // resting
}};

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

// Status and days, from how the clock stands on the day (7.2, 7.4).
inline void judge(const RowPlan& plan, Clock& clock, std::int32_t as_of) {
    if (clock.due == no_day) {
        clock.status = Status::unknown;
        clock.because = Because::beyond_the_calendar;
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

// A held clock has no last day yet: it is not over, and who ends a window is too early (7.7).
void judge_held(Clock& clock) {
    clock.status = clock.state == Clock::State::open ? Status::running : Status::too_early;
    clock.days_late = 0;
    clock.days_early = 0;
}

// Whether holding makes a difference to the clock.
bool can_be_held(const RowPlan& plan, const Clock& clock, std::int32_t as_of) {
    if (clock.due == no_day) return false;
    return clock.state == Clock::State::open ? as_of > clock.due
                                             : plan.is_window && clock.state == Clock::State::ended;
}

bool says_late(const Clock& clock) {
    return clock.status == Status::overdue || clock.status == Status::met_late ||
           clock.status == Status::too_early ||
           (clock.status == Status::lapsed && clock.days_late > 0);
}

// What fell due before the record of the case begins (7.6).
void judge_before_record(Clock& clock, std::int32_t record_begins) {
    if (clock.due == no_day || clock.due >= record_begins || !says_late(clock)) return;
    clock.status = Status::unknown;
    clock.because = Because::before_the_record_begins;
    clock.days_late = 0;
    clock.days_early = 0;
}

}  // namespace

void Evaluator::report() {
    for (auto& clock : opened_clocks()) {
        const auto& plan = law_.plans[clock.row];
        if (plan.directed != 0) fix_day(clock);
        judge(plan, clock, as_of_);
        if (plan.holds != 0 && can_be_held(plan, clock, as_of_)) hold(plan, clock);
        if (!(plan.not_listed_while & live_.open()).empty()) unlist(plan, clock);
    }
    if (relied_) weigh_exceptions(law_, matters_, facts_, as_of_, opened_clocks(), recorder_);
    if (record_begins_ != Fact::none) {
        for (auto& clock : opened_clocks()) judge_before_record(clock, record_begins_);
    }
    if (holds_.empty()) return;
    for (const auto index : holds_) clocks_[index].due = no_day;
    holds_.clear();
}

// The day that an event fixes in place of the limit: the last read while the clock was open; or
// already read when it opened, since the appeal began or on the day of its beginning (5.10).
void Evaluator::fix_day(Clock& clock) {
    const auto kind = law_.plans[clock.row].directed;
    const auto end =
        std::max(clock.started_by, clock.ended_by == no_fact ? clock.started_by : clock.ended_by);
    const bool is_open = clock.state == Clock::State::open;
    const auto matter = matter_on(clock.row, clock.matter);
    const auto directed = last(kind, matter, is_open ? no_fact : end + 1);
    if (directed == no_fact) return;
    if (directed < clock.started_by) {
        const auto begun = appeal_begun_before(clock.started_by + 1, matter);
        if (begun == no_fact || facts_[directed].date < facts_[begun].date) return;
    }
    clock.directed_by = directed;
    clock.due = count_due(directed, clock);
}

// Holds a clock whose last day hangs on what has not come.
void Evaluator::hold(const RowPlan& plan, Clock& clock) {
    for (unsigned i = 0; i < plan.holds; ++i) {
        const auto by = held_by(law_.holds[plan.first_hold + i], clock);
        if (by == no_fact) continue;
        clock.held = static_cast<std::uint8_t>(i + 1);
        judge_held(clock);
        note(by, clock, Step::What::held);
        holds_.push_back(index_of(clock));
        return;
    }
}

// The event that holds the clock at its end, or as of the day: read before the end and dated from
// the starting day to the due day, with no release since (4.9).
std::uint32_t Evaluator::held_by(const HoldPlan& plan, const Clock& clock) const {
    const auto first = first_on(facts_[clock.started_by].date);
    const bool ended = clock.state == Clock::State::ended;
    const auto end = static_cast<std::uint32_t>(ended ? first_on(clock.ended_on + 1)
                                                      : facts_.size());  // of the releases
    const auto matter = matter_on(clock.row, clock.matter);
    const auto before = std::min(ended ? clock.ended_by : no_fact, first_on(clock.due + 1));
    const auto by = last(plan.by, matter, before);
    if (by == no_fact || by < first) return no_fact;
    const auto released = last(plan.until, matter, end);
    if (released != no_fact && released > by) return no_fact;
    const auto for_good = last(plan.for_good, matter, end);
    return for_good != no_fact && for_good >= first ? no_fact : by;
}

// While a duty that comes first is still open for the subject, only that one is listed (7.3).
void Evaluator::unlist(const RowPlan& plan, Clock& clock) {
    (plan.not_listed_while & live_.open()).each([&](RowNo row) {
        ClockQuery asked{.stands = stand::open, .matter = clock.matter};
        if (clock.subject != no_day) asked.subject = clock.subject;
        if (live_.any(row, asked, [&](const Clock& other) {
                return other.subject == clock.subject &&
                       !different(row, clock.matter, other.matter);
            })) {
            clock.listed = false;
        }
    });
}

}  // namespace longstop::law
