// From rows to the compact table: for each kind of event, the sets of rows it changes.
#include <algorithm>

#include "engine/law/compiled.hpp"
#include "engine/law/decisions.hpp"
#include "engine/law/run.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::law {
namespace {

using events::EventType;
using namespace std::string_view_literals;

// Whatever matter they name, they are of the whole case (3.8).
constexpr std::array whole_case_types{"case-closed"sv, "plan-ceased"sv, "plan-transferred-out"sv,
                                      "record-begins"sv};

// What may answer one matter or another (4.7).
constexpr std::array plan_act_types{"amended-plan-sent"sv, "final-plan-sent"sv,
                                    "no-amendment-notified"sv};

// What disposes of an appeal or a mediation (4.8).
constexpr std::array disposing_types{"tribunal-order"sv, "appeal-not-opposed"sv,
                                     "mediation-agreement"sv};

// Besides plan acts, what overtakes, lapses or rests a clock that opens later on its day (4.3f).
constexpr std::array steps_of_a_day{"request-withdrawn"sv,
                                    "review-decision-notified"sv,
                                    "assess-decision-notified"sv,
                                    "no-plan-decision-notified"sv,
                                    "plan-ceased"sv,
                                    "appeal-not-opposed"sv,
                                    "appeal-withdrawn"sv};

template <std::size_t N>
bool is_one_of(const EventType& type, const std::array<std::string_view, N>& names) {
    return std::find(names.begin(), names.end(), type.name) != names.end();
}

bool has_year(const EventType& type) {
    return std::any_of(type.fields.begin(), type.fields.end(),
                       [](const auto& f) { return f.kind == events::FieldKind::year; });
}

// What the evaluator must look at besides the type and its listed value (3.3).
bool is_derived(const EventType& type) {
    namespace t = events::type;
    constexpr std::array types{t::appeal_not_opposed,           t::mediation_requested,
                               t::mediation_commissioners_told, t::exception_relied_on,
                               t::tribunal_direction,           t::record_begins};
    return has_year(type) || std::find(types.begin(), types.end(), type.no) != types.end();
}

std::uint32_t choices_of(const EventType& type) {
    const auto& listed = type.no == events::type::mediation_commissioners_told
                             ? *events::find_type(events::type::mediation_requested)
                             : type;
    const auto* field = events::choice_field(listed);
    return field == nullptr ? 1 : static_cast<std::uint32_t>(field->choices.size()) + 1;
}

void collect_years(const std::vector<Pattern>& patterns, std::vector<int>& years) {
    for (const auto& pattern : patterns) {
        for (const auto& condition : pattern.conditions) {
            if (condition.on != Condition::On::year) continue;
            years.insert(years.end(), condition.values.begin(), condition.values.end());
        }
    }
}

bool any_fits(const std::vector<Pattern>& patterns, const EventKey& look, bool self) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
        return pattern.self == self && fits(pattern, look);
    });
}

Acts lapses_of(const Duty& duty, const EventKey& look) {
    Acts acts = 0;
    for (const auto& pattern : duty.lapses) {
        if (!fits(pattern, look)) continue;
        const auto* meeting = meeting_condition(pattern);
        acts |= meeting == nullptr ? act::lapses
                : meeting->equal   ? act::lapses_same_meeting
                                   : act::lapses_other_meeting;
    }
    return acts;
}

bool counts_from(const Duty& duty, TypeNo type) {
    return std::any_of(duty.within.limbs.begin(), duty.within.limbs.end(), [type](const Limb& l) {
        return l.from == Limb::From::event && l.event == type;
    });
}

// Where facts of a type carry a day or a year.
Place place_of(const EventType& type, FieldNo no) {
    const auto* field = events::find_field(type, no);
    if (field == nullptr) return Place::none;
    return field->slot == events::Slot::first    ? Place::first
           : field->slot == events::Slot::second ? Place::second
                                                 : Place::none;
}

// Where facts of a type carry a textual subject.
Place place_of_text(const EventType& type, FieldNo no) {
    const auto* field = events::find_field(type, no);
    if (field == nullptr) return Place::none;
    return field->slot == events::Slot::other ? Place::other : Place::subject;
}

// Where facts of a type carry the subject of a row (docs/law/reading.md, 3.5, 3.7).
Place place_of(const EventType& type, Subject subject) {
    switch (subject) {
        case Subject::none: return Place::none;
        case Subject::body: return place_of_text(type, FieldNo::body);
        case Subject::setting: return place_of_text(type, FieldNo::setting);
        case Subject::to: return place_of_text(type, FieldNo::to);
        case Subject::step: return place_of_text(type, FieldNo::step);
        case Subject::provision: return place_of_text(type, FieldNo::provision);
        case Subject::against: return Place::against;
        case Subject::meeting:
            return type.no == events::type::review_meeting_held ? Place::date
                                                                : place_of(type, FieldNo::meeting);
    }
    return Place::none;
}

// The days to add where the limit is a number of days or weeks from the start and no more.
std::int32_t plain_days(const Duty& duty) {
    const auto& limbs = duty.within.limbs;
    const bool plain =
        limbs.size() == 1 && limbs.front().from == Limb::From::start && duty.adjust == Adjust::none;
    if (!plain) return Opening::not_plain;
    const auto& period = limbs.front().period;
    const int one_less = duty.counting == Counting::from_incl ? 1 : 0;
    if (period.unit == Unit::days) return period.count - one_less;
    if (period.unit == Unit::weeks) return 7 * period.count - one_less;
    return Opening::not_plain;
}

// Whether nothing but the start, and later what is linked or wakes the clock, is counted from.
bool counts_from_start(const Duty& duty) {
    return std::all_of(duty.within.limbs.begin(), duty.within.limbs.end(), [](const Limb& limb) {
        return limb.from == Limb::From::start || limb.from == Limb::From::event ||
               limb.from == Limb::From::waking;
    });
}

// Whether the due date is counted from one field of the starting event.
bool counts_from_field(const Duty& duty) {
    return duty.within.limbs.size() == 1 && duty.within.limbs.front().from == Limb::From::fields;
}

// The places of the fields that the type has, in their order.
std::array<Place, 2> places_of(const EventType& type, const std::vector<FieldNo>& fields) {
    std::array<Place, 2> places{Place::none, Place::none};
    std::size_t next = 0;
    for (const auto field : fields) {
        const auto place = place_of(type, field);
        if (place != Place::none && next < places.size()) places[next++] = place;
    }
    return places;
}

Opening opening_of(const CompiledLaw& law, RowNo row, const EventType& type, bool self_ends) {
    const auto& duty = law.duty(row);
    Opening opening;
    opening.in_force_from = events::number_of(duty.in_force_from);
    if (const auto last = law.written.last_day(row)) opening.in_force_to = events::number_of(*last);
    opening.row = row;
    opening.subject = place_of(type, duty.subject);
    opening.start = places_of(type, duty.start_fields);
    opening.on_restart = duty.on_restart;
    opening.conditional = !law.plans[row].unless_open.empty();
    opening.self_ends = self_ends;
    opening.has_ends_from = duty.ends_from.has_value();
    // A day that the event itself may name governs whatever the limit (5.10).
    if (duty.by_overrides && place_of(type, FieldNo::by) != Place::none) return opening;
    if (counts_from_start(duty)) {
        opening.due_basis = Opening::DueBasis::on_start;
        opening.plain_days = plain_days(duty);
    } else if (counts_from_field(duty)) {
        opening.due_basis = Opening::DueBasis::on_field;
        opening.field = places_of(type, duty.within.limbs.front().fields);
    }
    return opening;
}

RowSet rows_named(const Law& law, const std::vector<std::string>& ids) {
    RowSet rows;
    for (const auto& id : ids) rows = rows | law.rows_of(id);
    return rows;
}

RowPlan plan_of(const Law& law, const Duty& duty) {
    RowPlan plan;
    plan.duty = *law.row_of(duty.id);
    plan.versions = law.rows_of(duty.id);
    plan.unless_open = rows_named(law, duty.unless_open);
    plan.not_listed_while = rows_named(law, duty.not_listed_while);
    const auto& stages = law.common().stages;
    const auto stage = std::find(stages.begin(), stages.end(), duty.stage);
    if (stage != stages.end()) plan.stage = static_cast<std::uint8_t>(stage - stages.begin() + 1);
    plan.is_window = duty.is_window();
    plan.is_right = duty.is_right();
    plan.any_matter = duty.any_matter;
    plan.shielded = (duty.answers & (in(Group::request) | in(Group::reassessment))) != 0;
    plan.is_review = duty.group == Group::review;
    plan.answers = duty.answers;
    plan.by_kind = duty.subject == Subject::against;
    plan.versions.each(
        [&](RowNo row) { plan.keeps_ever |= law.rows()[row].on_restart == Restart::once; });
    return plan;
}

Acts acts_of(const Duty& duty, TypeNo type, const EventKey& look) {
    Acts acts = lapses_of(duty, look);
    if (any_fits(duty.ends, look, false)) acts |= act::ends;
    if (any_fits(duty.overtaken_by, look, false)) acts |= act::overtakes;
    if (any_fits(duty.rests, look, false)) acts |= act::rests;
    if (any_fits(duty.wakes, look, false)) acts |= act::wakes;
    if (any_fits(duty.final_by, look, false)) acts |= act::finishes;
    if (counts_from(duty, type)) acts |= act::links;
    return acts;
}

// The stands of the clocks that may be changed.
std::uint8_t stands_of(Acts acts) {
    unsigned stands = 0;
    if ((acts & (act::ends | act::stops)) != 0) stands |= stand::open;
    if ((acts & act::links) != 0) stands |= stand::open & stand::unlinked;
    if ((acts & act::affects_resting) != 0) stands |= stand::rests;
    return static_cast<std::uint8_t>(stands);
}

// What a kind of event does to one row.
void add_row(Effects& effects, const CompiledLaw& law, RowNo row, const EventType& type,
             const EventKey& look) {
    const auto& duty = law.duty(row);
    const auto acts = acts_of(duty, type.no, look);
    effects.on[row] = {acts, place_of(type, duty.subject), stands_of(acts)};
    const bool ends = (acts & act::ends) != 0;
    const bool stops = (acts & act::stops) != 0;
    const bool wakes = (acts & act::wakes) != 0;
    effects.affects_open.set(row, ends || stops || (acts & act::links) != 0);
    effects.affects_resting.set(row, (acts & act::affects_resting) != 0);
    effects.looks_forward.set(
        row, ends || wakes || (acts & act::links) != 0 || (stops && effects.stops_looking_forward));
    effects.ends.set(row, ends);
    effects.wakes_to_end.set(row, ends && wakes);
    effects.stops.set(row, stops);
    effects.wakes_to_stop.set(row, stops && wakes);
    effects.whatever_answered.set(row, any_fits(duty.whatever_answered, look, false));
    if (!any_fits(duty.starts, look, false)) return;
    effects.openings.push_back(opening_of(law, row, type, any_fits(duty.ends, look, true)));
    effects.asks_what_is_open |= effects.openings.back().conditional;
}

std::uint64_t bit(std::uint8_t number) { return std::uint64_t{1} << number; }

// The histories that an event of the kind belongs to.
std::uint64_t histories_of(const CompiledLaw& law, const EventType& type, const EventKey& look) {
    namespace t = events::type;
    std::uint64_t found = 0;
    if (type.no == t::appeal_registered) found |= bit(history::registered);
    if (type.no == t::appeal_received) found |= bit(history::received);
    if (type.no == t::appeal_response_sent) found |= bit(history::responded);
    if (type.no == t::mediation_requested) found |= bit(history::mediation_requested);
    if (type.name == "amendment-notice-sent" ||
        fits(*parse_pattern("review-decision-notified[outcome=amend]").pattern, look)) {
        found |= bit(history::amends);
    }
    for (RowNo row = 0; row < static_cast<RowNo>(law.rows().size()); ++row) {
        const auto& duty = law.duty(row);
        const auto& plan = law.plans[row];
        if (plan.directed != 0 && any_fits(duty.directed_by, look, false)) {
            found |= bit(plan.directed);
        }
        for (std::size_t i = 0; i < duty.held.size(); ++i) {
            const auto& hold = law.holds[plan.first_hold + i];
            if (any_fits(duty.held[i].by, look, false)) found |= bit(hold.by);
            if (!any_fits(duty.held[i].until, look, false)) continue;
            found |= bit(hold.until);
            if (counts_from(duty, type.no)) found |= bit(hold.for_good);
        }
    }
    return found;
}

Effects effects_of(const CompiledLaw& law, const EventType& type, const EventKey& look) {
    Effects effects;
    effects.reopens_case = !any_fits(law.written.common().stays_closed, look, false);
    effects.whole_case = is_one_of(type, whole_case_types);
    effects.is_plan_act = is_one_of(type, plan_act_types);
    effects.final_plan = type.name == "final-plan-sent";
    effects.disposes = is_one_of(type, disposing_types);
    effects.is_agreement = type.name == "mediation-agreement";
    effects.stops_looking_forward = effects.is_plan_act || is_one_of(type, steps_of_a_day);
    effects.against = kind_of_decision(look);
    effects.histories = histories_of(law, type, look);
    const auto rows = static_cast<RowNo>(law.rows().size());  // at most max_rows
    for (RowNo row = 0; row < rows; ++row) {
        if (law.only && !law.only->has(row)) continue;
        add_row(effects, law, row, type, look);
    }
    return effects;
}

// Whether an event of the kind changes a clock, or what later events find.
bool concerns(const Effects& effects) {
    return effects.histories != 0 || !effects.openings.empty() || !effects.affects_open.empty() ||
           !effects.affects_resting.empty();
}

void compile_rows(CompiledLaw& law) {
    RowSet remembered;
    for (RowNo row = 0; row < static_cast<RowNo>(law.rows().size()); ++row) {
        const auto& duty = law.duty(row);
        for (const auto* patterns : {&duty.starts, &duty.ends, &duty.rests, &duty.wakes,
                                     &duty.lapses, &duty.overtaken_by, &duty.final_by}) {
            collect_years(*patterns, law.years);
        }
        law.plans.push_back(plan_of(law.written, duty));
        if (duty.group) law.groups[static_cast<std::size_t>(*duty.group)].add(row);
        for (std::size_t group = 0; group <= group_count; ++group) {
            if ((duty.answers >> group & 1U) != 0) law.answering[group].add(row);
        }
        if (duty.ends_from) law.looking_far.add(row);
        if (duty.answers == 0) law.answering_any.add(row);
        remembered.set(row, counts_from_start(duty) || counts_from_field(duty));
    }
    law.reviews = law.groups[static_cast<std::size_t>(Group::review)];
    law.dues = std::make_shared<DueMemory>(remembered);
    std::sort(law.years.begin(), law.years.end());
    law.years.erase(std::unique(law.years.begin(), law.years.end()), law.years.end());
}

// Numbers the histories that rows ask for. Loading has seen that there is room.
void compile_histories(CompiledLaw& law) {
    const auto next = [&law] { return static_cast<std::uint8_t>(law.histories++); };
    for (RowNo row = 0; row < static_cast<RowNo>(law.rows().size()); ++row) {
        const auto& duty = law.duty(row);
        auto& plan = law.plans[row];
        plan.links = std::any_of(duty.within.limbs.begin(), duty.within.limbs.end(),
                                 [](const Limb& limb) { return limb.from == Limb::From::event; });
        if (!duty.directed_by.empty()) plan.directed = next();
        plan.first_hold = static_cast<std::uint8_t>(law.holds.size());
        plan.holds = static_cast<std::uint8_t>(duty.held.size());
        for (std::size_t i = 0; i < duty.held.size(); ++i) {
            HoldPlan hold;
            hold.by = next();
            hold.until = next();
            hold.for_good = next();
            law.holds.push_back(hold);
        }
    }
}

// How many kinds of an event there are besides its listed value.
std::size_t extras_of(const CompiledLaw& law, const EventType& type) {
    namespace t = events::type;
    if (type.no == t::appeal_not_opposed || type.no == t::tribunal_direction) return 2;
    return has_year(type) ? law.years.size() + 1 : 1;
}

void compile_type(CompiledLaw& law, const EventType& type) {
    const auto choices = choices_of(type);
    auto& of = law.of_type[type.no];
    of.first = static_cast<std::uint32_t>(law.effects.size());
    of.choices = choices;
    of.derived = is_derived(type);
    of.concerns = !law.only || of.derived || type.no == events::type::case_closed ||
                  weighs_with_exceptions(type.no);
    for (std::size_t extra = 0; extra < extras_of(law, type); ++extra) {
        for (std::uint32_t choice = 0; choice < choices; ++choice) {
            EventKey look{type.no, static_cast<int>(choice), false, false, 0};
            look.late = type.no == events::type::appeal_not_opposed && extra == 1;
            look.response = type.no == events::type::tribunal_direction && extra == 1;
            if (has_year(type) && extra > 0) look.year = law.years[extra - 1];
            law.effects.push_back(effects_of(law, type, look));
            of.concerns = of.concerns || concerns(law.effects.back());
        }
    }
    of.reopens_case = law.effects[of.first].reopens_case;
}

}  // namespace

CompiledLaw compile(Law law, std::optional<RowSet> only) {
    CompiledLaw compiled;
    compiled.written = std::move(law);
    compiled.only = only;
    compile_rows(compiled);
    compile_histories(compiled);
    // A kind of event that no row knows: nothing happens.
    compiled.effects.assign(1, Effects{});
    for (const auto& type : events::event_types()) {
        if (type.no < events::first_own_type) compile_type(compiled, type);
    }
    return compiled;
}

}  // namespace longstop::law
