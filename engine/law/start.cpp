// New clocks: which rows an event starts, which clocks make way, and what read before acts on the
// new one. Numbers in brackets: docs/law/reading.md.
#include <algorithm>

#include "engine/law/due.hpp"
#include "engine/law/places.hpp"
#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

using events::day_of;
using events::number_of;

// So many events of a day, or clocks of a row, are looked through; more are filed.
constexpr std::uint32_t many = 32;

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

bool is_over(const Clock& clock) {
    return clock.state == Clock::State::ended || clock.state == Clock::State::lapsed;
}

}  // namespace

// The rows that do not start, because a clock is open that they wait for (4.3b): asked before any
// of them starts.
RowSet Evaluator::kept_from_starting(const Effects& effects, MatterNo matter) {
    RowSet kept;
    if (!effects.asks_what_is_open) return kept;
    for (const auto& opening : effects.openings) {
        (law_.plans[opening.row].unless_open & live_.open()).each([&](RowNo row) {
            const ClockQuery asked{.stands = stand::open, .matter = matter};
            const auto fits = [&](const Clock& clock) {
                return !different(row, matter, clock.matter);
            };
            if (matter == 0 || live_.any(row, asked, fits)) kept.add(opening.row);
        });
    }
    return kept;
}

// A row whose `starts` the event fits (4.3).
void Evaluator::start(std::uint32_t at, const Opening& opening, const RowSet& kept) {
    const auto row = opening.row;
    const auto& fact = facts_[at];
    const auto started_on = first_present(fact, opening.start, fact.date);
    if (!opening.in_force(started_on)) {  // a
        if (recorder_ != nullptr && is_first_to_say(at, opening, started_on)) {
            pass(at, row, NotStarted::Why::not_in_force);
        }
        return;
    }
    if (opening.conditional && kept.has(row)) {  // b
        return pass(at, row, NotStarted::Why::other_open);
    }
    const auto subject = opening.subject == Place::against ? effects_of(at).against
                                                           : value_at(fact, opening.subject);
    const auto& versions = law_.plans[row].versions;
    if (opening.on_restart == Restart::once) {
        if (has_opened(versions & opened_, subject, read_[at].matter)) {  // c
            return pass(at, row, NotStarted::Why::once);
        }
    } else {
        const auto live = versions & (live_.open() | live_.resting());
        if (!live.empty() && !makes_way(at, opening, live, subject)) {  // d, e
            return pass(at, row, NotStarted::Why::still_open);
        }
    }
    open(at, opening, subject, started_on);  // f
}

// Where an event starts several versions of a duty and none is in force on the day, the first says
// so for all.
bool Evaluator::is_first_to_say(std::uint32_t at, const Opening& opening, std::int32_t day) const {
    const Opening* first = nullptr;
    for (const auto& other : effects_of(at).openings) {
        if (!law_.plans[opening.row].versions.has(other.row)) continue;
        if (other.in_force(day)) return false;
        if (first == nullptr) first = &other;
    }
    return first == &opening;
}

bool Evaluator::has_opened(const RowSet& rows, std::int32_t subject, MatterNo matter) {
    bool found = false;
    rows.each([&](RowNo row) { found = found || has_opened(row, subject, matter); });
    return found;
}

// Whether the case ever had a clock of the row and subject, of no different matter.
bool Evaluator::has_opened(RowNo row, std::int32_t subject, MatterNo matter) {
    std::uint32_t steps = 0;
    for (auto index = ever_[row]; index != no_clock; index = ever_before_[index]) {
        if (++steps > many) return has_opened_filed(row, subject, matter);
        const auto& clock = clocks_[index];
        if (clock.subject == subject && !different(row, matter, clock.matter)) return true;
    }
    return false;
}

bool Evaluator::has_opened_filed(RowNo row, std::int32_t subject, MatterNo matter) {
    for (auto index = ever_[row]; index != no_clock && index >= ever_filed_[row];
         index = ever_before_[index]) {
        const auto& clock = clocks_[index];
        ever_files_.add(row, clock.subject, matter_on(row, clock.matter), index, matters_);
    }
    ever_filed_[row] = count_;
    return ever_files_.any(row, subject, matter_on(row, matter), matters_);
}

// Whether a new clock may open beside the old ones of its duty and subject; ends those it replaces.
// `live`: the versions of the duty that have a clock.
bool Evaluator::makes_way(std::uint32_t at, const Opening& opening, const RowSet& live,
                          std::int32_t subject) {
    const auto row = opening.row;
    const auto matter = read_[at].matter;
    ClockQuery asked{.stands = stand::open, .matter = matter};
    if (subject != Fact::none) asked.subject = subject;
    const auto in_the_way = [&](const Clock& clock) {
        return clock.subject == subject && !different(row, matter, clock.matter);
    };
    const auto field = law_.duty(row).restart_field;
    const auto stays = [&](const Clock& clock) {  // d
        return in_the_way(clock) &&
               (opening.on_restart == Restart::ignore ||
                (opening.on_restart == Restart::restart_on_field &&
                 field_day(facts_[at], field) == field_day(facts_[clock.started_by], field)));
    };
    bool kept = false;
    if (opening.on_restart != Restart::restart) {
        live.each([&](RowNo version) { kept = kept || live_.any(version, asked, stays); });
    }
    if (kept) return false;
    asked.stands = stand::live;
    const auto replace = [&](Clock& clock) {
        if (!in_the_way(clock)) return;
        if (clock.state == Clock::State::open) {
            stop(at, clock, Clock::State::lapsed, Step::What::lapsed);
        } else {  // e
            lapse_for_good(at, clock);
        }
    };
    live.each([&](RowNo version) { live_.visit(version, asked, replace); });
    return true;
}

// Room for one more clock.
void Evaluator::grow() {
    const auto more = std::max<std::size_t>(64, 2 * clocks_.size());
    clocks_.resize(more);
    ever_before_.resize(more);
}

void Evaluator::open(std::uint32_t at, const Opening& opening, std::int32_t subject,
                     std::int32_t started_on) {
    const auto row = opening.row;
    const auto& plan = law_.plans[row];
    if (count_ == clocks_.size()) grow();
    const auto index = count_++;
    auto& clock = clocks_[index];
    clock = Clock{.row = row,
                  .subject = subject,
                  .matter = read_[at].matter,
                  .started_on = started_on,
                  .started_by = at};
    read_[at].touched.add(row);
    if (plan.keeps_ever) {
        ever_before_[index] = opened_.has(row) ? ever_[row] : no_clock;
        if (!opened_.has(row)) ever_filed_[row] = 0;
        ever_[row] = index;
        opened_.add(row);
    }
    note(at, clock, Step::What::opened);
    clock.due = first_due(at, opening, clock);
    if (opening.self_ends) return stop(at, clock, Clock::State::ended, Step::What::ended);
    if (plan.is_review) {
        const auto amended = last(history::amends, matter_on(row, clock.matter));
        clock.amending = amended != no_fact && facts_[amended].date >= facts_[at].date;
    }
    if (opening.has_ends_from || at > day_begins_) look_back(at, opening, clock);
    if (!is_over(clock)) live_.add(index);
}

// The due date while nothing is linked to the clock. A recorder is told each count.
std::int32_t Evaluator::first_due(std::uint32_t at, const Opening& opening, const Clock& clock) {
    if (recorder_ != nullptr) return count_due(at, clock);
    if (opening.plain_days != Opening::not_plain) return clock.started_on + opening.plain_days;
    if (opening.due_basis == Opening::DueBasis::on_start)
        return remembered_due(clock, clock.started_on);
    if (opening.due_basis == Opening::DueBasis::on_field) {
        const auto from = first_present(facts_[at], opening.field, Fact::none);
        if (from != Fact::none) return remembered_due(clock, from);
    }
    return count_due(at, clock);
}

std::int32_t Evaluator::remembered_due(const Clock& clock, std::int32_t from) {
    return law_.dues->due(clock.row, from, [&] { return count_due(clock.started_by, clock); });
}

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
                          return !is_over(clock);
                      });
        }
    }
    for (auto next = day_begins_; !is_over(clock) && next < at;) {
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
    if (filed_until_ > day_begins_) {
        day_files_.each(shelf_of(clock.row, shelf), clock.subject,
                        matter_on(clock.row, clock.matter), from, matters_, f);
        return;
    }
    for (auto earlier = from; earlier < at; ++earlier) {
        if (is_idle(earlier, clock.row) && !f(earlier)) return;
    }
}

// Whether an event that was read touched no clock of the row's duty and may yet act on one.
bool Evaluator::is_idle(std::uint32_t at, RowNo row) const {
    const auto& read = read_[at];
    if (read.skipped || !(read.touched & law_.plans[row].versions).empty()) return false;
    const auto& effects = law_.effects[read.effect];
    if (!effects.looks_forward.has(row)) return false;
    const auto answers = law_.plans[row].answers;
    return !effects.is_plan_act || answers == 0 || (answers & read.answers) != 0 ||
           effects.whatever_answered.has(row);
}

// Files what has been read for the clocks that open later: of a day with many events all, and of
// every day what ends clocks of rows that look further back.
void Evaluator::file(std::uint32_t at) {
    (effects_of(at).ends & law_.looking_far).each([&](RowNo row) {
        if (is_idle(at, row)) file(far_, at, row, Shelf::on_open);
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
    const auto acts = effects_of(event).on[row].acts;
    if ((acts & (act::ends | act::stops)) != 0) file(day_files_, event, row, Shelf::on_open);
    if ((acts & act::affects_resting) != 0) file(day_files_, event, row, Shelf::on_resting);
    if ((acts & act::links) != 0) file(day_files_, event, row, Shelf::links);
}

void Evaluator::file(EventFiles& files, std::uint32_t event, RowNo row, Shelf shelf) {
    const auto act = act_on(event, row, effects_of(event));
    const bool of_one = act.acts == act::ends || law_.plans[row].by_kind;
    files.add(shelf_of(row, shelf), of_one ? act.subject : Fact::none, matter_on(row, act.matter),
              event, matters_);
}

// The place of the first event dated on or after a day.
std::uint32_t Evaluator::first_on(std::int32_t day) const {
    const auto found =
        std::lower_bound(facts_.begin(), facts_.end(), day,
                         [](const Fact& fact, std::int32_t d) { return fact.date < d; });
    return static_cast<std::uint32_t>(found - facts_.begin());
}

}  // namespace longstop::law
