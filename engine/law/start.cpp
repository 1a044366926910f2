// New clocks: which rows an event starts, and which clocks make way. Numbers in brackets:
// docs/law/reading.md.
#include <algorithm>

#include "engine/law/due.hpp"
#include "engine/law/places.hpp"
#include "engine/law/run.hpp"

namespace longstop::law {

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
    if (!clock.is_over()) live_.add(index);
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

}  // namespace longstop::law
