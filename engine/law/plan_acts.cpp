// What a plan answers where several matters are pending, and which clocks an order, concession or
// agreement is about. Numbers in brackets: docs/law/reading.md.
#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

// In which order the groups are asked (4.7a).
constexpr std::array order_of_groups{Group::order, Group::amendment, Group::reassessment,
                                     Group::request, Group::review};
constexpr std::array order_of_final_plans{Group::order, Group::reassessment, Group::amendment,
                                          Group::request, Group::review};

constexpr bool has(Groups groups, Group group) { return (groups & in(group)) != 0; }

}  // namespace

// Settles what the act answers, before it does anything. Answers the rows it may touch.
RowSet Evaluator::answer_groups(std::uint32_t at, const Effects& effects) {
    auto& read = read_[at];
    Groups answers = 0;
    for (const auto element : matters_.elements(read.matter)) {  // b
        answers |= first_group_naming(effects, element);
    }
    const bool by_name = answers != 0;
    if (answers == 0) answers = first_group(effects, read.matter);  // a
    if (answers == 0) answers = no_group;                           // c
    read.answers = answers;
    read.amending_only = amending_alone(effects, read.matter, answers);
    const auto rows = rows_answered(effects, answers);
    if (recorder_ != nullptr) note_answer(at, effects, by_name, rows);
    return rows;
}

// The first group for whose rows `found(rows that the act ends or stops where they are open, those
// where they rest)` says yes: of those it would end, else of those it would stop.
template <class F>
Groups Evaluator::first_group_with(const Effects& effects, F&& found) {
    const auto& order = effects.final_plan ? order_of_final_plans : order_of_groups;
    const std::array open{effects.ends, effects.stops};
    const std::array resting{effects.wakes_to_end, effects.wakes_to_stop};
    for (std::size_t how = 0; how < open.size(); ++how) {
        for (const auto group : order) {
            const auto& rows = law_.groups[static_cast<std::size_t>(group)];
            const auto live_open = rows & open[how] & live_.open();
            const auto live_resting = rows & resting[how] & live_.resting();
            if (found(live_open, live_resting)) return in(group);
        }
    }
    return 0;
}

Groups Evaluator::first_group(const Effects& effects, MatterNo matter) {
    return first_group_with(effects, [&](const RowSet& open, const RowSet& resting) {
        if (matter == 0) return !(open | resting).empty();
        bool found = false;
        const auto ask = [&](const RowSet& rows, std::uint8_t stands) {
            rows.each([&](RowNo row) {
                found = found || live_.any(row, {.stands = stands, .matter = matter},
                                           [&](const Clock& clock) {
                                               return !different(row, matter, clock.matter);
                                           });
            });
        };
        ask(open, stand::open);
        ask(resting, stand::rests);
        return found;
    });
}

Groups Evaluator::first_group_naming(const Effects& effects, std::int32_t element) {
    return first_group_with(effects, [&](const RowSet& open, const RowSet& resting) {
        bool found = false;
        open.each([&](RowNo row) { found = found || live_.any_naming(row, stand::open, element); });
        resting.each(
            [&](RowNo row) { found = found || live_.any_naming(row, stand::rests, element); });
        return found;
    });
}

// Whether of the reviews the act touches those alone that amendments follow (e).
bool Evaluator::amending_alone(const Effects& effects, MatterNo matter, Groups answers) {
    if (!has(answers, Group::review)) return has(answers, Group::amendment);
    bool found = false;
    const auto ask = [&](const RowSet& rows, std::uint8_t stands) {
        (rows & law_.reviews).each([&](RowNo row) {
            const ClockQuery asked{.stands = static_cast<std::uint8_t>(stands & stand::amends),
                                   .matter = matter};
            found = found || live_.any(row, asked, [&](const Clock& clock) {
                return clock.amending && !different(row, matter, clock.matter);
            });
        });
    };
    ask((effects.ends | effects.stops) & live_.open(), stand::open);
    ask((effects.wakes_to_end | effects.wakes_to_stop) & live_.resting(), stand::rests);
    return found;
}

RowSet Evaluator::rows_answered(const Effects& effects, Groups answers) const {  // d
    auto rows = law_.answering_any | effects.whatever_answered;
    for (std::size_t group = 0; group <= group_count; ++group) {
        if ((answers >> group & 1U) != 0) rows = rows | law_.answering[group];
    }
    return rows;
}

void Evaluator::note_answer(std::uint32_t at, const Effects& effects, bool by_name,
                            const RowSet& rows) {
    const auto& read = read_[at];
    Answer answer{at, read.answers, by_name, read.amending_only, {}};
    const auto matter = read.matter;
    (effects.ends & live_.open()).each([&](RowNo row) {
        if (!law_.duty(row).group) return;
        const bool only_amending = read.amending_only && law_.plans[row].is_review;
        if (rows.has(row) && !only_amending) return;
        const auto stands = rows.has(row) ? stand::open & ~stand::amends : +stand::open;
        const ClockQuery asked{.stands = static_cast<std::uint8_t>(stands), .matter = matter};
        if (live_.any(row, asked,
                      [&](const Clock& clock) { return !different(row, matter, clock.matter); })) {
            answer.left_alone.add(row);
        }
    });
    recorder_->answers.push_back(answer);
}

// The beginning of the last appeal, as one who names `matter` reads it, among the events before
// place `before` (3.9).
std::uint32_t Evaluator::appeal_begun_before(std::uint32_t before, MatterNo matter) const {
    const auto received = last(history::received, matter, before);
    const auto registered = last(history::registered, matter, before);
    if (received == no_fact || (registered != no_fact && registered > received)) return registered;
    const auto received_before = last(history::received, matter, received);
    const bool was_registered =
        registered != no_fact && (received_before == no_fact || registered > received_before);
    return was_registered ? registered : received;
}

// The clocks that an order, concession or agreement which names no matter is about started before
// the appeal or the mediation began (4.8).
std::uint32_t Evaluator::disposed_until(std::uint32_t at, const Effects& effects) const {
    return effects.is_agreement ? last(history::mediation_requested, 0, at)
                                : appeal_begun_before(at, 0);
}

}  // namespace longstop::law
