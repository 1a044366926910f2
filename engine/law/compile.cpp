// From rows to the compact table: for each kind of event, the sets of rows it changes.
#include <algorithm>

#include "engine/law/law.hpp"
#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

using events::EventType;

// The events that open a closed case again (docs/law/reading.md, 4.1): something that
// only happens where a matter is live. A concession counts only when it came in time.
constexpr std::array reopening_types{std::string_view{"request-received"},
                                     std::string_view{"became-responsible"},
                                     std::string_view{"plan-transferred-in"},
                                     std::string_view{"final-plan-sent"},
                                     std::string_view{"amended-plan-sent"},
                                     std::string_view{"review-meeting-held"},
                                     std::string_view{"mediation-adviser-contacted"},
                                     std::string_view{"mediation-declined"},
                                     std::string_view{"mediation-requested"},
                                     std::string_view{"mediation-agreement"},
                                     std::string_view{"appeal-registered"},
                                     std::string_view{"appeal-received"},
                                     std::string_view{"appeal-not-opposed"},
                                     std::string_view{"tribunal-order"}};

bool reopens_case(const EventType& type, bool late) {
    if (type.no == events::type::appeal_not_opposed && late) return false;
    return std::find(reopening_types.begin(), reopening_types.end(), type.name) !=
           reopening_types.end();
}

bool has_year(const EventType& type) {
    return std::any_of(type.fields.begin(), type.fields.end(),
                       [](const auto& f) { return f.kind == events::FieldKind::year; });
}

// What the evaluator must look at besides the type and its listed value (3.3).
bool is_derived(const EventType& type) {
    namespace t = events::type;
    constexpr std::array types{t::appeal_registered,    t::appeal_received,
                               t::appeal_response_sent, t::appeal_not_opposed,
                               t::mediation_requested,  t::mediation_commissioners_told,
                               t::exception_relied_on,  t::case_closed};
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

bool any_fits(const std::vector<Pattern>& patterns, const Look& look, bool self) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const Pattern& pattern) {
        return pattern.self == self && fits(pattern, look);
    });
}

Acts lapses_of(const Duty& duty, const Look& look) {
    Acts acts = 0;
    for (const auto& pattern : duty.lapses) {
        if (!fits(pattern, look)) continue;
        acts |= asks_for_other_meeting(pattern) ? act::lapses_other_meeting : act::lapses;
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

Opening opening_of(const Duty& duty, RowNo row, const EventType& type, bool self_ends) {
    Opening opening;
    opening.in_force_from = events::number_of(duty.in_force_from);
    if (duty.in_force_to) opening.in_force_to = events::number_of(*duty.in_force_to);
    opening.row = row;
    opening.subject = place_of(type, duty.subject);
    opening.start = places_of(type, duty.start_fields);
    opening.on_restart = duty.on_restart;
    opening.conditional = !duty.unless_open_rows.empty();
    opening.self_ends = self_ends;
    opening.same_day_either = duty.same_day_either;
    opening.has_ends_from = duty.ends_from.has_value();
    // A day that the event itself may name governs whatever the limit (5.10).
    if (duty.by_overrides && place_of(type, FieldNo::by) != Place::none) return opening;
    if (counts_from_start(duty)) {
        opening.hangs = Opening::Hangs::on_start;
        opening.plain_days = plain_days(duty);
    } else if (counts_from_field(duty)) {
        opening.hangs = Opening::Hangs::on_field;
        opening.field = places_of(type, duty.within.limbs.front().fields);
    }
    return opening;
}

RowPlan plan_of(const Duty& duty) {
    RowPlan plan;
    plan.unless_open = duty.unless_open_rows;
    plan.not_listed_while = duty.not_listed_while_rows;
    plan.is_window = duty.is_window();
    plan.is_right = duty.is_right();
    return plan;
}

Acts acts_of(const Duty& duty, TypeNo type, const Look& look) {
    Acts acts = lapses_of(duty, look);
    if (any_fits(duty.ends, look, false)) acts |= act::ends;
    if (any_fits(duty.rests, look, false)) acts |= act::rests;
    if (any_fits(duty.wakes, look, false)) acts |= act::wakes;
    if (counts_from(duty, type)) acts |= act::links;
    return acts;
}

Effects effects_of(const Law& law, const EventType& type, const Look& look) {
    Effects effects;
    effects.reopens_case = reopens_case(type, look.late);
    const auto rows = static_cast<RowNo>(law.duties.size());  // at most max_rows
    for (RowNo row = 0; row < rows; ++row) {
        if (law.only && !law.only->has(row)) continue;
        const auto& duty = law.duties[row];
        const auto acts = acts_of(duty, type.no, look);
        effects.on[row] = {acts, place_of(type, duty.subject)};
        effects.touches.set(row, (acts & ~act::wakes) != 0);
        effects.stirs.set(row,
                          (acts & (act::wakes | act::lapses | act::lapses_other_meeting)) != 0);
        if (!any_fits(duty.starts, look, false)) continue;
        effects.openings.push_back(opening_of(duty, row, type, any_fits(duty.ends, look, true)));
        effects.asks_what_is_open |= effects.openings.back().conditional;
    }
    return effects;
}

// Whether an event of the kind changes a clock, or what the next events find (3.3, 4.1, 4.4).
bool concerns(const Effects& effects) {
    return effects.reopens_case || !effects.openings.empty() || !effects.touches.empty() ||
           !effects.stirs.empty();
}

RowSet rows_named(const Law& law, const std::vector<std::string>& ids) {
    RowSet rows;
    for (const auto& id : ids) {
        if (const auto row = law.row_of(id)) rows.add(*row);
    }
    return rows;
}

}  // namespace

void compile(Law& law) {
    law.years.clear();
    for (auto& duty : law.duties) {
        duty.unless_open_rows = rows_named(law, duty.unless_open);
        duty.not_listed_while_rows = rows_named(law, duty.not_listed_while);
        for (const auto* patterns :
             {&duty.starts, &duty.ends, &duty.rests, &duty.wakes, &duty.lapses}) {
            collect_years(*patterns, law.years);
        }
    }
    law.plans.clear();
    RowSet remembered;
    for (RowNo row = 0; row < law.duties.size(); ++row) {
        const auto& duty = law.duties[row];
        law.plans.push_back(plan_of(duty));
        remembered.set(row, counts_from_start(duty) || counts_from_field(duty));
    }
    law.dues = std::make_shared<DueMemory>(remembered);
    std::sort(law.years.begin(), law.years.end());
    law.years.erase(std::unique(law.years.begin(), law.years.end()), law.years.end());

    // A kind of event that no row knows: nothing happens.
    law.effects.assign(1, Effects{});
    law.of_type.fill({});
    for (const auto& type : events::event_types()) {
        if (type.no >= events::first_own_type) continue;
        const auto choices = choices_of(type);
        auto& of = law.of_type[type.no];
        of.first = static_cast<std::uint32_t>(law.effects.size());
        of.choices = choices;
        of.derived = is_derived(type);
        of.concerns = !law.only || of.derived || weighs_with_exceptions(type.no);
        const std::size_t extras = type.no == events::type::appeal_not_opposed ? 2
                                   : has_year(type) ? law.years.size() + 1
                                                    : 1;
        for (std::size_t extra = 0; extra < extras; ++extra) {
            for (std::uint32_t choice = 0; choice < choices; ++choice) {
                Look look{type.no, static_cast<int>(choice), false, 0};
                look.late = type.no == events::type::appeal_not_opposed && extra == 1;
                if (has_year(type) && extra > 0) look.year = law.years[extra - 1];
                law.effects.push_back(effects_of(law, type, look));
                of.concerns = of.concerns || concerns(law.effects.back());
            }
        }
    }
}

const Duty* Law::find(std::string_view id) const {
    const auto row = row_of(id);
    return row ? &duties[*row] : nullptr;
}

const Authority* Law::authority(std::string_view id) const {
    for (const auto& one : authorities) {
        if (one.id == id) return &one;
    }
    return nullptr;
}

std::optional<RowNo> Law::row_of(std::string_view id) const {
    for (std::size_t row = 0; row < duties.size(); ++row) {
        if (duties[row].id == id) return static_cast<RowNo>(row);
    }
    return std::nullopt;
}

}  // namespace longstop::law
