#include "projections/alerts.hpp"

#include <charconv>
#include <map>
#include <tuple>
#include <unordered_map>

#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::projections {
namespace {

constexpr int step = 28;  // "overdue by each further four weeks"

std::string joined(std::string_view reference, std::string_view duty, std::string_view subject,
                   std::string_view started_on, std::string_view ordinal) {
    std::string key;
    for (const auto part : {reference, duty, subject, started_on, ordinal}) {
        key += part;
        key += '\x1f';
    }
    return key;
}

}  // namespace

std::string stage_text(Stage stage) {
    switch (stage) {
        case held: return "held";
        case no_stage: return "none";
        case due_soon: return "due-soon";
        case due_tomorrow: return "due-tomorrow";
        case overdue: return "overdue";
        default: return "overdue-" + std::to_string((stage - overdue) * 4) + "-weeks";
    }
}

std::optional<Stage> parse_stage(std::string_view text) {
    for (const auto stage : {due_soon, due_tomorrow, overdue}) {
        if (text == stage_text(stage)) return stage;
    }
    constexpr std::string_view front = "overdue-";
    constexpr std::string_view back = "-weeks";
    if (!text.starts_with(front) || !text.ends_with(back)) return std::nullopt;
    const auto number = text.substr(front.size(), text.size() - front.size() - back.size());
    int weeks = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), weeks);
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size()) return std::nullopt;
    if (weeks <= 0 || weeks % 4 != 0 || weeks > 20000) return std::nullopt;
    return overdue + weeks / 4;
}

Stage stage_of(const law::Clock& clock, const law::CompiledLaw& law, Day as_of,
               const AlertFilter& filter) {
    const auto& duty = law.duty(clock.row);
    if (duty.is_window() || !clock.listed) return no_stage;
    if (clock.state != law::Clock::State::open) return no_stage;
    if (clock.due == law::no_day) {
        return clock.held != 0 && duty.is_right() && filter.rights ? held : no_stage;
    }
    if (duty.is_guidance() && !filter.guidance) return no_stage;
    if (duty.is_right() && !filter.rights) return no_stage;
    const auto left = clock.due - events::number_of(as_of);
    if (clock.status == law::Status::running) {
        if (left <= 1) return due_tomorrow;
        return left <= filter.within ? due_soon : no_stage;
    }
    const bool late = clock.status == law::Status::overdue ||
                      (clock.status == law::Status::excused && filter.excused);
    return late ? overdue + (-left) / step : no_stage;
}

std::string clock_key(const Alert& alert, const law::CompiledLaw& law, const log::LogColumns& log) {
    const auto& reported = alert.reported;
    return joined(log.cases[reported.case_no - 1], law.duty(reported.clock.row).id,
                  subject_text(reported, law, log),
                  events::to_text(events::day_of(reported.clock.started_on)),
                  std::to_string(alert.ordinal));
}

std::string clock_key(const events::Event& raised) {
    using enum events::FieldNo;
    return joined(raised.case_reference, field_text(raised, duty), field_text(raised, subject),
                  field_text(raised, started_on), field_text(raised, ordinal));
}

std::vector<Alert> alerts_of(const FoldableLog& log, const law::CompiledLaw& law, Day night,
                             const AlertFilter& filter, std::span<const RaisedAlert> raised) {
    std::unordered_map<std::string_view, Stage> before;  // by texts of `raised`
    for (const auto& alert : raised) {
        if (alert.night >= night) continue;
        auto& stage = before[alert.clock];
        stage = std::max(stage, alert.stage);
    }
    std::vector<Alert> alerts;
    std::vector<ReportedClock> kept;
    std::map<std::tuple<std::uint32_t, std::uint32_t>, Alert> by_place;  // (case, order)
    fold(log, law, night, [&](std::span<const ReportedClock> clocks) {
        std::map<std::tuple<int, std::int32_t, std::int32_t>, std::uint32_t> ordinals;
        for (const auto& reported : clocks) {
            const auto& clock = reported.clock;
            const auto ordinal = ordinals[{clock.row, clock.subject, clock.started_on}]++;
            Alert alert{reported, stage_of(clock, law, night, filter), ordinal};
            if (alert.stage == no_stage) continue;
            if (alert.stage != held) {
                const auto earlier = before.find(clock_key(alert, law, log.log()));
                if (earlier != before.end() && earlier->second >= alert.stage) continue;
            }
            kept.push_back(reported);
            by_place.emplace(std::tuple{reported.case_no, reported.order}, alert);
        }
    });
    sort_for_reading(kept, law, log.log());
    alerts.reserve(kept.size());
    for (const auto& reported : kept) {
        alerts.push_back(by_place.at({reported.case_no, reported.order}));
    }
    return alerts;
}

Result<std::vector<RaisedAlert>> raised_alerts(const log::Store& store, const FoldableLog& log) {
    std::vector<Position> positions;
    const auto& headers = log.log().headers;
    for (Position position = 1; position <= headers.size(); ++position) {
        if (headers[position - 1].type == events::type::alert_raised && log.known(position)) {
            positions.push_back(position);
        }
    }
    std::vector<RaisedAlert> raised;
    const auto read = store.each_entry_at(log.log().la, positions, [&](const events::Entry& entry) {
        const auto stage = parse_stage(field_text(entry.event, events::FieldNo::stage));
        if (stage) raised.push_back({clock_key(entry.event), *stage, entry.event.date});
        return true;
    });
    if (!read) return read.error();
    return raised;
}

}  // namespace longstop::projections
