#include "cli/render/clock_rows.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "events/field_no.hpp"

namespace longstop::cli {
namespace {

using law::Clock;
using law::Status;
using projections::ReportedClock;

constexpr std::array<std::string_view, 8> status_texts{"running",   "overdue", "met",    "met-late",
                                                       "too-early", "excused", "lapsed", "unknown"};

constexpr std::array<std::string_view, 4> unit_names{"day", "week", "month", "working day"};
constexpr std::array<std::string_view, 3> because_texts{"", "beyond-the-calendar",
                                                        "before-the-record-begins"};

// Where the law has a number of its own, what is said ends with its words (common.toml).
constexpr std::array<std::string_view, 12> refusal_texts{
    "",
    "ground-not-allowed: the provision does not allow this exception for this duty",
    "no-closure-recorded: no closure of a setting is recorded on the case",
    "closure-too-short: ",
    "no-advice-in-window: no advice was asked of the closed setting from a week before it closed "
    "to a week before it reopens, inside the duty's period",
    "no-circumstances-recorded: no exceptional personal circumstances are recorded",
    "circumstances-outside-period: the circumstances recorded do not touch the duty's period",
    "no-absence-recorded: no absence from the area is recorded",
    "absence-too-short: no recorded absence is long enough",
    "absence-outside-period: too few days of the absence lie inside the duty's period",
    "no-missed-appointment: no appointment of this body was missed inside its period",
    "outside-coronavirus-period: "};

constexpr std::array fields{"la"_f,
                            "case"_f,
                            "duty"_f,
                            "citation"_f,
                            "owed_by"_f,
                            "subject"_f,
                            "started_by"_f,
                            "started_on"_f,
                            "due"_f,
                            "ended_by"_f,
                            "ended_on"_f,
                            "status"_f,
                            "days_late"_f,
                            "days_early"_f,
                            "excused_by"_f,
                            "as_of"_f,
                            "exception_refused"_f,
                            "unknown_because"_f,
                            "overtaken"_f,
                            "held_until"_f,
                            "due_earliest"_f,
                            "due_latest"_f,
                            "reading"_f,
                            "broken_under"_f,
                            "kind"_f,
                            "caseworker"_f,
                            "team"_f};
constexpr std::array in_table{"late"_f, "status"_f,  "due"_f,  "ended_on"_f, "case_key"_f,
                              "duty"_f, "owed_by"_f, "kind"_f, "subject"_f,  "caseworker"_f};

Cell plain_or_null(std::string_view text) {
    return text.empty() ? Cell{Null{}} : Cell{Plain{text}};
}

Emphasis emphasis_of(const Clock& clock) {
    switch (clock.status) {
        case Status::overdue: return Emphasis::bad;
        case Status::met_late:
        case Status::too_early:
        case Status::unknown: return Emphasis::warn;
        case Status::met: return Emphasis::good;
        case Status::lapsed:
            return clock.overtaken && clock.days_late > 0 ? Emphasis::warn : Emphasis::faint;
        case Status::excused: return Emphasis::faint;
        case Status::running: break;
    }
    return Emphasis::none;
}

std::string excuse_json(const Reliance& reliance) {
    std::string json = "{\"ground\":";
    append_json_text(json, reliance.ground);
    json += ",\"relied_on\":";
    append_json_text(json, reliance.relied_on);
    json += ",\"reason\":";
    append_json_text(json, reliance.reason);
    return json + '}';
}

}  // namespace

std::string_view status_text(Status status) {
    return status_texts[static_cast<std::size_t>(status)];
}

std::span<const std::string_view> all_status_texts() { return status_texts; }

std::string_view because_text(law::Because because) {
    return because_texts[static_cast<std::size_t>(because)];
}

// "1 month after mediation-certificate-issued", "appeal-withdrawn or tribunal-order"
std::string held_until_text(const law::Duty& duty, const Clock& clock) {
    std::string text;
    if (clock.held == 0) return text;
    for (const auto& until : duty.held[clock.held - 1U].until) {
        if (!text.empty()) text += " or ";
        for (const auto& limb : duty.within.limbs) {
            if (limb.from != law::Limb::From::event || limb.event != until.type) continue;
            text += period_text(limb.period) + " after ";
        }
        text += until.text;
    }
    return text;
}

std::string period_text(const law::Period& period) {
    return fmt::format("{} {}{}", period.count, unit_names[static_cast<std::size_t>(period.unit)],
                       period.count == 1 ? "" : "s");
}

std::string refusal_text(law::NotMadeOut refusal, const law::Law& law) {
    std::string text{refusal_texts[static_cast<std::size_t>(refusal)]};
    if (refusal == law::NotMadeOut::closure_too_short) text += law.common().closure.refused;
    if (refusal == law::NotMadeOut::outside_coronavirus_period) {
        text += law.common().relaxation.refused;
    }
    return text;
}

events::Result<Reliances> reliances_of(const log::Store& store, events::AuthorityId la,
                                       const std::vector<ReportedClock>& clocks) {
    std::vector<events::Position> positions;
    for (const auto& reported : clocks) {
        if (reported.clock.status == Status::excused) positions.push_back(reported.excused_by);
    }
    std::sort(positions.begin(), positions.end());
    positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
    Reliances reliances;
    const auto read = store.each_entry_at(la, positions, [&](const events::Entry& entry) {
        using enum events::FieldNo;
        reliances[entry.position] = {std::string{field_text(entry.event, ground)},
                                     events::to_text(entry.event.date),
                                     std::string{field_text(entry.event, reason)}};
        return true;
    });
    if (!read) return read.error();
    return reliances;
}

std::span<const Field> clock_fields() { return fields; }
std::span<const Field> clock_fields_in_table() { return in_table; }

void fill_state(Row& row, const ReportedClock& reported) {
    const auto& clock = reported.clock;
    row["started_on"_f] = day_cell(clock.started_on);
    row["due"_f] = day_cell(clock.due);
    row["ended_on"_f] = day_cell(clock.ended_on);
    row["status"_f] = Plain{status_text(clock.status)};
    row["days_late"_f] = std::int64_t{clock.days_late};
    if (clock.days_early > 0) row["days_early"_f] = std::int64_t{clock.days_early};
    const auto& range = reported.range;
    if (range.earliest != law::no_day) row["due_earliest"_f] = day_cell(range.earliest);
    if (range.latest != law::no_day) row["due_latest"_f] = day_cell(range.latest);
}

void ClockRows::write(const ReportedClock& clock, const LogTexts& of) {
    auto& row = rows_.row();
    if (rows_.needs_all_fields()) fill(row, clock, of.columns, of.reliances, of.assignments);
    if (rows_.needs_table_fields()) fill_table(row, clock, of);
    rows_.write(rows_.is_table() ? emphasis_of(clock.clock) : Emphasis::none);
}

void ClockRows::fill_table(Row& row, const ReportedClock& reported, const LogTexts& of) const {
    const auto& clock = reported.clock;
    const auto& log = of.columns;
    const auto& duty = law_.duty(clock.row);
    if (clock.days_late > 0) row.keep("late"_f, fmt::format("{}d", clock.days_late));
    if (clock.days_early > 0) row.keep("late"_f, fmt::format("-{}d", clock.days_early));
    row["status"_f] = status_text(clock.status);
    row["due"_f] = clock.held == 0 ? day_cell(clock.due) : Cell{std::string_view{"held"}};
    row["ended_on"_f] = day_cell(clock.ended_on);
    row.keep("case_key"_f, events::to_text(log.la) + "/" + log.cases[reported.case_no - 1]);
    row["duty"_f] = std::string_view{duty.id};
    row["owed_by"_f] = std::string_view{duty.owed_by};
    row["kind"_f] = law::kind_text(duty.kind);
    row.keep_or_null("subject"_f, projections::subject_text(reported, law_, log));
    row["caseworker"_f] = or_null(of.assignments.caseworker(reported.case_no, log));
}

void ClockRows::fill(Row& row, const ReportedClock& reported, const log::LogColumns& log,
                     const Reliances& reliances,
                     const projections::Assignments& assignments) const {
    const auto& clock = reported.clock;
    const auto& duty = law_.duty(clock.row);
    row.keep("la"_f, events::to_text(log.la));
    row["case"_f] = std::string_view{log.cases[reported.case_no - 1]};
    row["duty"_f] = std::string_view{duty.id};
    row["citation"_f] = std::string_view{duty.cite};
    row["owed_by"_f] = std::string_view{duty.owed_by};
    row["kind"_f] = Plain{law::kind_text(duty.kind)};
    row["caseworker"_f] = or_null(assignments.caseworker(reported.case_no, log));
    row["team"_f] = or_null(assignments.team(reported.case_no, log));
    row.keep_or_null("subject"_f, projections::subject_text(reported, law_, log));
    row["started_by"_f] = plain_or_null(events::type_name(reported.started_type));
    fill_state(row, reported);
    row["ended_by"_f] = plain_or_null(events::type_name(reported.ended_type));
    row["excused_by"_f] = Null{};
    if (clock.status == Status::excused) {
        row.keep_json("excused_by"_f, excuse_json(reliances.at(reported.excused_by)));
    }
    row["as_of"_f] = day_cell(as_of_);
    if (clock.refusal != law::NotMadeOut::none) {
        row.keep("exception_refused"_f, refusal_text(clock.refusal, law_.written));
    }
    if (clock.because != law::Because::known) {
        row["unknown_because"_f] = Plain{because_text(clock.because)};
    }
    if (clock.overtaken) row["overtaken"_f] = true;
    if (clock.held != 0) row.keep("held_until"_f, held_until_text(duty, clock));
    if (!reading_.empty()) row["reading"_f] = std::string_view{reading_};
    if (!readings_.empty()) row.keep_json("broken_under"_f, readings_json(reported.readings));
}

// The names of the readings under which a clock is broken; empty where that was not asked.
std::string ClockRows::readings_json(std::uint32_t readings) const {
    if (readings_.empty()) return {};
    std::string json = "[";
    for (std::size_t i = 0; i < readings_.size(); ++i) {
        if ((readings >> i & 1U) == 0) continue;
        if (json.size() > 1) json += ',';
        append_json_text(json, readings_[i]);
    }
    return json + "]";
}

}  // namespace longstop::cli
