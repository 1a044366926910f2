// What was read before a clock opens, and acts on it all the same (4.3f). Numbers in brackets:
// docs/law/reading.md.
#include <algorithm>

#include "engine/law/places.hpp"
#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

using events::day_of;
using events::number_of;

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

}  // namespace

// What was read before and touched no clock of the row acts on the new one: of the same day, and
// where the row looks further back, what would end it (4.3f).
void Evaluator::look_back(std::uint32_t at, const Opening& opening, Clock& clock) {
    const auto row = clock.row;
    if (law_.plans[row].links) {
        each_of_the_day(at, clock, Shelf::links, day_begins_, [&](std::uint32_t earlier) {
            const auto act = act_on(earlier, row, effects_of(earlier));
            if ((act.acts & act::links) == 0 || !speaks_to(act, clock)) return true;
            clock.linked = earlier;
            clock.due = count_due(earlier, clock);
            note(earlier, clock, Step::What::linked);
            return false;
        });
    }
    if (opening.has_ends_from) {
        clock.ends_from = first_day_to_end(law_.duty(row), facts_[at]);
        if (clock.ends_from != no_day && !far_.empty()) {
            far_.each(shelf_of(row, Shelf::on_open), clock.subject, matter_on(row, clock.matter),
                      first_on(clock.ends_from), matters_, [&](std::uint32_t earlier) {
                          if (earlier >= day_begins_) return false;
                          act_again(earlier, clock);
                          return !clock.is_over();
                      });
        }
    }
    if (is_day_filed() && day_sweeps_.has(row)) {
        const auto met = day_sweeps_.met_by(row, matter_on(row, clock.matter), matters_);
        if (!met.empty()) return look_back_swept(at, clock, met);
    }
    for (auto next = day_begins_; !clock.is_over() && next < at;) {
        const auto state = clock.state;
        const auto shelf = state == Clock::State::open ? Shelf::on_open : Shelf::on_resting;
        auto last = at;
        each_of_the_day(at, clock, shelf, next, [&](std::uint32_t earlier) {
            last = earlier;
            act_again(earlier, clock);
            return clock.state == state;
        });
        if (clock.state == state) return;
        next = last + 1;
    }
}

// Of the day's events that do the same to all clocks, those of the longest list are taken by turns,
// of which few are looked at; between them all others act one by one.
void Evaluator::look_back_swept(std::uint32_t at, Clock& clock, const std::vector<Sweeps*>& met) {
    for (auto next = day_begins_; !clock.is_over();) {
        auto event = std::min(first_of_the_day(at, clock, Shelf::on_open, next),
                              first_of_the_day(at, clock, Shelf::on_resting, next));
        std::for_each(met.begin() + 1, met.end(), [&](const Sweeps* other) {
            event = std::min(event, other->first_from(next, at));
        });
        take_turns(*met.front(), next, event, clock);
        if (event == at) return;
        act_again(event, clock);
        next = event + 1;
    }
}

// What the events from place `from` to before `until` do to a new clock.
void Evaluator::take_turns(Sweeps& sweeps, std::uint32_t from, std::uint32_t until, Clock& clock) {
    const auto turns = sweeps.turns(sweeps.before(from), sweeps.before(until),
                                    clock.state == Clock::State::resting);
    if (turns.size() == 0) return;
    if (recorder_ != nullptr) {  // those, too, of which it has no room for the steps
        recorder_->act(turns[0].fact);
        sweeps.take(turns);
    }
    catch_up(clock, turns);
}

// An event read earlier acts on a new clock as if read now.
void Evaluator::act_again(std::uint32_t at, Clock& clock) {
    const auto& effects = effects_of(at);
    const auto act = act_on(at, clock.row, effects);
    const bool ends = would_end(act, clock);
    const bool stops = effects.stops_looking_forward && (act.acts & act::stops) != 0;
    const bool wakes = (act.acts & act::wakes) != 0 && clock.state == Clock::State::resting;
    if (ends || stops || wakes) change(act, clock);
}

// Calls `f(event)`, which answers whether to go on, with the events of the day read from place
// `from` to before `at` that may act on a new clock that stands so.
template <class F>
void Evaluator::each_of_the_day(std::uint32_t at, const Clock& clock, Shelf shelf,
                                std::uint32_t from, F&& f) {
    if (is_day_filed()) {
        day_files_.each(shelf_of(clock.row, shelf), clock.subject,
                        matter_on(clock.row, clock.matter), from, matters_, f);
        return;
    }
    for (auto earlier = from; earlier < at; ++earlier) {
        if (is_idle(earlier, clock.row) && !f(earlier)) return;
    }
}

// The first that there is; `at` where there is none.
std::uint32_t Evaluator::first_of_the_day(std::uint32_t at, const Clock& clock, Shelf shelf,
                                          std::uint32_t from) {
    auto first = at;
    each_of_the_day(at, clock, shelf, from, [&](std::uint32_t event) {
        first = event;
        return false;
    });
    return first;
}

// Whether an event that was read touched no clock of the row's duty and may yet act on one.
bool Evaluator::is_idle(std::uint32_t at, RowNo row) const {
    const auto& read = read_[at];
    if (read.skipped || !(read.touched & law_.plans[row].versions).empty()) return false;
    const auto& effects = law_.effects[read.effect];
    if (!effects.looks_forward.has(row)) return false;
    // It speaks of clocks alone that started before its appeal or mediation (4.8).
    if (effects.disposes && act_on(at, row, effects).started_until != no_fact) return false;
    const auto answers = law_.plans[row].answers;
    return !effects.is_plan_act || answers == 0 || (answers & read.answers) != 0 ||
           effects.whatever_answered.has(row);
}

// Files what has been read for the clocks that open later: of a day with many events all, and of
// every day what ends clocks of rows that look further back.
void Evaluator::file(std::uint32_t at) {
    (effects_of(at).ends & law_.looking_far).each([&](RowNo row) {
        if (is_idle(at, row)) file(far_, act_on(at, row, effects_of(at)), row, Shelf::on_open);
    });
    if (at - day_begins_ < many) return;
    for (auto event = std::max(filed_until_, day_begins_); event <= at; ++event) {
        effects_of(event).looks_forward.each([&](RowNo row) {
            if (is_idle(event, row)) file_of_the_day(event, row);
        });
    }
    filed_until_ = at + 1;
}

void Evaluator::file_of_the_day(std::uint32_t event, RowNo row) {
    const auto act = act_on(event, row, effects_of(event));
    if (does_the_same_to_all(act, row)) {  // one that lets rest looks forward, or it were not idle
        const Sweep sweep{.fact = event, .wakes = act.acts == act::wakes};
        return day_sweeps_.add(row, matter_on(row, act.matter), sweep, matters_);
    }
    if ((act.acts & (act::ends | act::stops)) != 0) file(day_files_, act, row, Shelf::on_open);
    if ((act.acts & act::affects_resting) != 0) file(day_files_, act, row, Shelf::on_resting);
    if ((act.acts & act::links) != 0) file(day_files_, act, row, Shelf::links);
}

void Evaluator::file(EventFiles& files, const Act& act, RowNo row, Shelf shelf) {
    const bool of_one = act.acts == act::ends || law_.plans[row].by_kind;
    files.add(shelf_of(row, shelf), of_one ? act.subject : Fact::none, matter_on(row, act.matter),
              act.at, matters_);
}

// What was filed of a day is of no use to the next.
void Evaluator::end_day() {
    if (recorder_ != nullptr) {
        day_sweeps_.each_taken([&](std::uint32_t fact) { recorder_->act(fact); });
    }
    day_files_.clear();
    day_sweeps_.clear();
}

// The place of the first event dated on or after a day.
std::uint32_t Evaluator::first_on(std::int32_t day) const {
    const auto found =
        std::lower_bound(facts_.begin(), facts_.end(), day,
                         [](const Fact& fact, std::int32_t d) { return fact.date < d; });
    return static_cast<std::uint32_t>(found - facts_.begin());
}

}  // namespace longstop::law
