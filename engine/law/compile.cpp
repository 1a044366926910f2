// From rows to the compact table: for each kind of event, the sets of rows it changes.
#include <algorithm>

#include "engine/law/law.hpp"

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

void add_lapses(const Duty& duty, const Look& look, RowNo row, Effects& effects) {
    for (const auto& pattern : duty.lapses) {
        if (!fits(pattern, look)) continue;
        (asks_for_other_meeting(pattern) ? effects.lapses_other_meeting : effects.lapses).add(row);
    }
}

bool counts_from(const Duty& duty, TypeNo type) {
    return std::any_of(duty.within.limbs.begin(), duty.within.limbs.end(), [type](const Limb& l) {
        return l.from == Limb::From::event && l.event == type;
    });
}

Effects effects_of(const Law& law, const EventType& type, const Look& look) {
    Effects effects;
    for (RowNo row = 0; row < law.duties.size(); ++row) {
        const auto& duty = law.duties[row];
        if (any_fits(duty.starts, look, false)) effects.starts.add(row);
        if (any_fits(duty.ends, look, false)) effects.ends.add(row);
        if (any_fits(duty.ends, look, true)) effects.self_ends.add(row);
        if (any_fits(duty.rests, look, false)) effects.rests.add(row);
        if (any_fits(duty.wakes, look, false)) effects.wakes.add(row);
        if (counts_from(duty, type.no)) effects.links.add(row);
        add_lapses(duty, look, row, effects);
    }
    const auto lapsing = effects.lapses | effects.lapses_other_meeting;
    effects.touches = effects.ends | lapsing | effects.rests | effects.links;
    effects.stirs = effects.wakes | lapsing;
    effects.reopens_case = reopens_case(type, look.late);
    return effects;
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
    std::sort(law.years.begin(), law.years.end());
    law.years.erase(std::unique(law.years.begin(), law.years.end()), law.years.end());

    // A kind of event that no row knows: nothing happens.
    law.effects.assign(1, Effects{});
    law.of_type.fill({});
    for (const auto& type : events::event_types()) {
        if (type.no >= events::first_own_type) continue;
        const auto choices = choices_of(type);
        law.of_type[type.no] = {static_cast<std::uint32_t>(law.effects.size()), choices};
        const std::size_t extras = type.no == events::type::appeal_not_opposed ? 2
                                   : has_year(type) ? law.years.size() + 1
                                                    : 1;
        for (std::size_t extra = 0; extra < extras; ++extra) {
            for (std::uint32_t choice = 0; choice < choices; ++choice) {
                Look look{type.no, static_cast<int>(choice), false, 0};
                look.late = type.no == events::type::appeal_not_opposed && extra == 1;
                if (has_year(type) && extra > 0) look.year = law.years[extra - 1];
                law.effects.push_back(effects_of(law, type, look));
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
