// Reading a case. The numbers in brackets (4.2a, ...) are those of docs/law/reading.md, which
// words every rule on which two programs could differ.
#include "engine/law/run.hpp"

#include <algorithm>

#include "engine/law/due.hpp"
#include "engine/law/places.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::law {
namespace {

using events::number_of;
namespace type = events::type;

constexpr events::Choice education = 1;

// What the clock's own meeting is held against (3.2, 3.3).
std::int32_t meeting_of(const Fact& fact) {
    return fact.type == type::review_meeting_held ? fact.date : field_day(fact, FieldNo::meeting);
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

Evaluator::Evaluator(const CompiledLaw& law, const Vocabulary& words)
    : law_(law),
      matters_(words.matters),
      response_(words.response),
      live_(law, clocks_,
            [this](Clock& clock, const Sweeps::Turns& turns) { catch_up(clock, turns); }),
      histories_(law.histories) {}

std::vector<Clock> run(const CompiledLaw& law, const CaseFacts& of_case, Day as_of,
                       const Vocabulary& words, Recorder* recorder) {
    Evaluator evaluator(law, words);
    const auto clocks = evaluator.run(of_case, as_of, recorder);
    return {clocks.begin(), clocks.end()};
}

std::span<const Clock> Evaluator::run(const CaseFacts& of_case, Day as_of, Recorder* recorder) {
    start_case(of_case, as_of, recorder);
    for (std::uint32_t at = 0; at < facts_.size(); ++at) read(at);
    if (is_day_filed()) end_day();
    live_.catch_up_all();
    if (of_case.later_record_begins != Fact::none) record_begins_ = of_case.later_record_begins;
    report();
    if (recorder_ != nullptr) recorder_->finish();
    return opened_clocks();
}

void Evaluator::start_case(const CaseFacts& of_case, Day as_of, Recorder* recorder) {
    facts_ = of_case.facts;
    as_of_ = number_of(as_of);
    recorder_ = recorder;
    count_ = 0;
    opened_ = {};
    live_.clear(matters_);
    if (read_.size() < facts_.size()) read_.resize(facts_.size());
    for (; kept_ != 0; kept_ &= kept_ - 1) {
        histories_[static_cast<std::size_t>(std::countr_zero(kept_))].clear();
    }
    closed_ = false;
    relied_ = false;
    record_begins_ = Fact::none;
    day_begins_ = 0;
    filed_until_ = 0;
    if (!day_files_.empty()) day_files_.clear();
    if (!day_sweeps_.empty()) day_sweeps_.clear();
    if (!far_.empty()) far_.clear();
    if (!ever_files_.empty()) ever_files_.clear();
}

inline void Evaluator::read(std::uint32_t at) {
    const auto& fact = facts_[at];
    if (fact.date != facts_[day_begins_].date) {
        if (is_day_filed()) end_day();
        day_begins_ = at;
    }
    const auto& of = law_.of_type[fact.type];
    const auto effect = of.derived ? derive(at) : of.first + fact.choice;
    const auto& effects = law_.effects[effect];
    auto& read = read_[at];
    read = {{}, effect, effects.whole_case ? 0 : fact.matter, 0, false, false};
    if (closed_ && !effects.reopens_case) {  // 4.1
        read.skipped = true;
        return;
    }
    if (effects.histories != 0) keep(at, effects);
    const auto rows = effects.is_plan_act ? answer_groups(at, effects) : RowSet::all();
    touch_clocks(at, effects, rows);
    if (!effects.openings.empty()) {
        const auto kept = kept_from_starting(effects, read.matter);
        for (const auto& opening : effects.openings) start(at, opening, kept);
    }
    file(at);
    closed_ = fact.type == type::case_closed;  // 4.4
}

// The fields the law derives from what was read before (3.3). Answers where the event's effects
// stand.
std::uint32_t Evaluator::derive(std::uint32_t at) {
    const auto& fact = facts_[at];
    int choice = fact.choice;
    std::uint32_t extra = 0;
    switch (fact.type) {
        case type::appeal_not_opposed: {
            const auto responded = last(history::responded, fact.matter);
            const auto appeal = later_of(last(history::registered, fact.matter),
                                         last(history::received, fact.matter));
            const bool late = responded != no_fact && (appeal == no_fact || responded > appeal);
            extra = late ? 1 : 0;
            break;
        }
        case type::tribunal_direction: extra = fact.subject == response_ ? 1 : 0; break;
        case type::mediation_requested: choice = choice == 0 ? education : choice; break;
        case type::mediation_commissioners_told: {
            const auto wanted = last(history::mediation_requested, fact.matter);
            choice =
                wanted == no_fact || facts_[wanted].choice == 0 ? education : facts_[wanted].choice;
            break;
        }
        case type::exception_relied_on: relied_ = true; break;
        case type::record_begins: record_begins_ = fact.date; break;
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

void Evaluator::keep(std::uint32_t at, const Effects& effects) {
    const auto matter = read_[at].matter;
    for (auto left = effects.histories; left != 0; left &= left - 1) {
        histories_[static_cast<std::size_t>(std::countr_zero(left))].add(at, matter, matters_);
    }
    kept_ |= effects.histories;
    if ((effects.histories >> history::amends & 1U) != 0) mark_amending(matter);
}

// Amendments follow every review that is open, and of no different matter (4.7e).
void Evaluator::mark_amending(MatterNo matter) {
    (law_.reviews & (live_.open() | live_.resting())).each([&](RowNo row) {
        const ClockQuery asked{.stands = static_cast<std::uint8_t>(~stand::amends),
                               .matter = matter};
        live_.visit(row, asked, [&](Clock& clock) {
            if (!different(row, matter, clock.matter)) clock.amending = true;
        });
    });
}

Evaluator::Act Evaluator::act_on(std::uint32_t at, RowNo row, const Effects& effects) const {
    const auto& on_row = effects.on[row];
    const auto& read = read_[at];
    Act act{
        at,
        on_row.acts,
        on_row.subject == Place::against ? effects.against : value_at(facts_[at], on_row.subject),
        read.matter,
        read.amending_only && law_.plans[row].is_review,
        no_fact};
    if (effects.disposes && read.matter == 0 && law_.plans[row].shielded) {
        act.started_until = disposed_until(at, effects);
    }
    return act;
}

// What an event does to the clocks that exist (4.2).
inline void Evaluator::touch_clocks(std::uint32_t at, const Effects& effects, const RowSet& rows) {
    RowSet::each_in_either(effects.affects_open & rows, live_.open(),
                           effects.affects_resting & rows, live_.resting(),
                           [&](RowNo row) { touch_row(at, row, effects); });
}

inline void Evaluator::touch_row(std::uint32_t at, RowNo row, const Effects& effects) {
    const auto act = act_on(at, row, effects);
    if (sweeps(act, row)) return sweep(act, row);
    ClockQuery asked{
        .stands = effects.on[row].stands, .matter = act.matter, .started_until = act.started_until};
    if (act.amending_only) asked.stands = asked.stands & stand::amends;
    const bool of_one = act.acts == act::ends || law_.plans[row].by_kind;
    if (of_one && act.subject != Fact::none) asked.subject = act.subject;
    bool touched = false;
    live_.visit(row, asked, [&](Clock& clock) { touched |= change(act, clock); });
    if (touched) read_[at].touched.add(row);
}

// Whether the event lets all open clocks of the row and of no different matter rest, or wakes all
// that rest, and does nothing else. It speaks to all of them (speaks_to) that started before.
bool Evaluator::does_the_same_to_all(const Act& act, RowNo row) const {
    if (act.acts != act::rests && act.acts != act::wakes) return false;
    return (act.subject == Fact::none || !law_.plans[row].by_kind) && !act.amending_only;
}

// Whether it does so to all of the row, which are so many that they are told later.
inline bool Evaluator::sweeps(const Act& act, RowNo row) const {
    return does_the_same_to_all(act, row) && live_.is_swept(row, act.started_until) &&
           (act.matter == 0 || law_.plans[row].any_matter);
}

void Evaluator::sweep(const Act& act, RowNo row) {
    const auto place = recorder_ != nullptr ? recorder_->place_of(act.at) : 0;
    live_.sweep(row, {act.at, act.acts == act::wakes, place});
    read_[act.at].touched.add(row);
}

// What was done to all clocks of the row since the clock was last looked at. Of many turns the last
// two say how it stands; a recorder is told as many as it keeps.
void Evaluator::catch_up(Clock& clock, const Sweeps::Turns& turns) {
    constexpr std::size_t enough = 2;
    std::size_t turn = 0;
    if (recorder_ != nullptr) {
        const bool counts_due = law_.duty(clock.row).within.from_waking;
        const auto index = index_of(clock);
        while (turns.size() - turn > enough && recorder_->has_room(index, counts_due)) {
            take_turn(turns[turn++], clock);
        }
        if (turns.size() - turn > enough) recorder_->leave_out(index, turns.size() - turn - enough);
    }
    if (turns.size() - turn > enough) turn = turns.size() - enough;
    for (; turn < turns.size(); ++turn) take_turn(turns[turn], clock);
}

void Evaluator::take_turn(const Sweep& sweep, Clock& clock) {
    if (recorder_ != nullptr && sweep.place != Sweep::when_told) recorder_->go_to(sweep.place);
    if (sweep.wakes) {
        wake(sweep.fact, clock);
    } else {
        stop(sweep.fact, clock, Clock::State::resting, Step::What::rested);
    }
    if (recorder_ != nullptr) recorder_->go_on();
}

// Whether an event is of a clock's concern at all (3.7, 3.8, 4.7e, 4.8).
bool Evaluator::speaks_to(const Act& act, const Clock& clock) const {
    if (different(clock.row, act.matter, clock.matter)) return false;
    if (clock.started_by > act.started_until) return false;
    if (act.amending_only && !clock.amending) return false;
    return act.subject == Fact::none || act.subject == clock.subject ||
           !law_.plans[clock.row].by_kind;
}

// An event that carries a subject ends the clocks of that subject, one that carries none those of
// all (3.7).
bool Evaluator::would_end(const Act& act, const Clock& clock) const {
    return (act.acts & act::ends) != 0 &&
           (act.subject == Fact::none || act.subject == clock.subject) &&
           facts_[act.at].date >= clock.ends_from;
}

bool Evaluator::would_lapse(const Act& act, const Clock& clock) const {
    if ((act.acts & act::lapses) != 0) return true;
    if ((act.acts & act::any_lapse) == 0) return false;
    const bool same = meeting_of(facts_[act.at]) == clock.subject;
    return (act.acts & (same ? act::lapses_same_meeting : act::lapses_other_meeting)) != 0;
}

// Answers whether the clock was changed.
bool Evaluator::change(const Act& act, Clock& clock) {
    if (!speaks_to(act, clock)) return false;
    bool touched = false;
    if (clock.state == Clock::State::resting) touched = change_resting(act, clock);
    if (clock.state == Clock::State::open) touched |= change_open(act, clock);
    return touched;
}

bool Evaluator::change_resting(const Act& act, Clock& clock) {  // 4.2a
    if ((act.acts & act::wakes) != 0) {
        wake(act.at, clock);
        return true;
    }
    const bool final = (act.acts & (act::overtakes | act::finishes)) != 0 ||
                       would_end(act, clock) || would_lapse(act, clock);
    if (final) lapse_for_good(act.at, clock);
    return final;
}

bool Evaluator::change_open(const Act& act, Clock& clock) {
    bool touched = false;
    if ((act.acts & act::links) != 0 && clock.linked == no_fact) {  // 4.2b
        clock.linked = act.at;
        clock.due = count_due(act.at, clock);
        note(act.at, clock, Step::What::linked);
        touched = true;
    }
    if (would_end(act, clock)) {  // 4.2c
        stop(act.at, clock, Clock::State::ended, Step::What::ended);
    } else if ((act.acts & act::overtakes) != 0) {
        clock.overtaken = true;
        stop(act.at, clock, Clock::State::lapsed, Step::What::overtaken);
    } else if (would_lapse(act, clock)) {
        stop(act.at, clock, Clock::State::lapsed, Step::What::lapsed);
    } else if ((act.acts & act::rests) != 0) {
        stop(act.at, clock, Clock::State::resting, Step::What::rested);
    } else {
        return touched;
    }
    return true;
}

void Evaluator::wake(std::uint32_t at, Clock& clock) {
    clock.state = Clock::State::open;
    clock.ended_by = no_fact;
    clock.ended_on = no_day;
    clock.woken_by = at;
    note(at, clock, Step::What::woke);
    if (law_.duty(clock.row).within.from_waking) clock.due = count_due(at, clock);
}

void Evaluator::stop(std::uint32_t at, Clock& clock, Clock::State state, Step::What what) {
    clock.state = state;
    clock.ended_by = at;
    clock.ended_on = facts_[at].date;
    note(at, clock, what);
}

// A resting clock that nothing can wake any more keeps what made it rest.
void Evaluator::lapse_for_good(std::uint32_t at, Clock& clock) {
    clock.state = Clock::State::lapsed;
    note(at, clock, Step::What::gone);
}

std::int32_t Evaluator::count_due(std::uint32_t at, const Clock& clock) {
    DueCount* recorded = nullptr;
    if (recorder_ != nullptr) {
        recorded = &recorder_->due(index_of(clock));
        recorded->fact = at;
    }
    const auto due = due_day(law_.duty(clock.row), law_.calendar(), clock, facts_, recorded);
    return due ? number_of(*due) : no_day;
}

}  // namespace longstop::law
