#include "cli/render/clock_rows.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "events/field_no.hpp"

namespace longstop::cli {
namespace {

using events::day_of;
using events::day_text;
using law::Clock;
using law::Status;
using projections::ReportedClock;

constexpr std::array<std::string_view, 8> status_texts{"running",   "overdue", "met",    "met-late",
                                                       "too-early", "excused", "lapsed", "unknown"};

constexpr std::array<std::string_view, 4> unit_names{"day", "week", "month", "working day"};
constexpr std::array<std::string_view, 3> because_texts{"", "beyond-the-calendar",
                                                        "before-the-record-begins"};

constexpr std::array<std::string_view, 12> refusal_texts{
    "",
    "ground-not-allowed: the provision does not allow this exception for this duty",
    "no-closure-recorded: no closure of a setting is recorded on the case",
    "closure-too-short: no recorded closure lasts four weeks or more",
    "no-advice-in-window: no advice was asked of the closed setting from a week before it closed "
    "to a week before it reopens, inside the duty's period",
    "no-circumstances-recorded: no exceptional personal circumstances are recorded",
    "circumstances-outside-period: the circumstances recorded do not touch the duty's period",
    "no-absence-recorded: no absence from the area is recorded",
    "absence-too-short: no recorded absence is long enough",
    "absence-outside-period: too few days of the absence lie inside the duty's period",
    "no-missed-appointment: no appointment of this body was missed inside its period",
    "outside-coronavirus-period: the due date is not from 2020-05-01 to 2020-09-25"};

const std::vector<Column>& field_columns() {
    static const std::vector<Column> columns{{"la"},
                                             {"case"},
                                             {"duty"},
                                             {"citation"},
                                             {"owed_by"},
                                             {"subject"},
                                             {"started_by"},
                                             {"started_on"},
                                             {"due"},
                                             {"ended_by"},
                                             {"ended_on"},
                                             {"status"},
                                             {"days_late"},
                                             {"days_early"},
                                             {"excused_by"},
                                             {"as_of"},
                                             {"exception_refused"},
                                             {"unknown_because"},
                                             {"overtaken"},
                                             {"held_until"},
                                             {"due_earliest"},
                                             {"due_latest"},
                                             {"reading"},
                                             {"broken_under"}};
    return columns;
}

const std::vector<Column>& table_columns() {
    static const std::vector<Column> columns{
        {"late", "LATE", 7, true},         {"status", "STATUS", 9, false, true},
        {"due", "DUE", 10, false, true},   {"ended", "ENDED", 10, false, true},
        {"case", "CASE", 17, false, true}, {"duty", "DUTY", 31, false, true},
        {"subject", "SUBJECT", 24}};
    return columns;
}

Cell text_or_null(std::string_view text) { return text.empty() ? Cell{Null{}} : Cell{text}; }
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

// The text of a day. A list names the same few thousand days again and again. The thread owns the
// text: for good where the day is a common one, else for the next seven days asked for.
std::string_view text_of(std::int32_t day) {
    constexpr std::int32_t first = 14610;  // 2010-01-01
    constexpr std::size_t count = 9000;
    using Text = std::array<char, 10>;
    thread_local std::vector<Text> known(count, Text{});
    const auto place = static_cast<std::size_t>(static_cast<std::int64_t>(day) - first);
    if (place >= count) {
        thread_local std::array<Text, 8> others{};  // more than a row names
        thread_local std::size_t next = 0;
        auto& text = others[next++ % others.size()];
        text = day_text(day_of(day));
        return {text.data(), text.size()};
    }
    auto& text = known[place];
    if (text[0] == '\0') text = day_text(day_of(day));
    return {text.data(), text.size()};
}

struct DayText {
    explicit DayText(std::int32_t day)
        : known(day != law::no_day), text(known ? text_of(day) : std::string_view{}) {}
    Cell cell() const { return known ? Cell{Plain{text}} : Cell{Null{}}; }
    bool known;
    std::string_view text;
};

}  // namespace

std::string_view status_text(Status status) {
    return status_texts[static_cast<std::size_t>(status)];
}

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

std::string_view refusal_text(law::NotMadeOut refusal) {
    return refusal_texts[static_cast<std::size_t>(refusal)];
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

ClockRows::ClockRows(Format format, const law::Law& law, events::Day as_of,
                     const TerminalStyle& style)
    : format_(format),
      law_(law),
      as_of_(events::to_text(as_of)),
      writer_(make_writer(format, format == Format::table ? table_columns() : field_columns(),
                          STDOUT_FILENO, style)) {}

void ClockRows::write(const ReportedClock& clock, const log::LogColumns& log,
                      const Reliances& reliances) {
    if (format_ == Format::table) {
        write_table(clock, log);
    } else {
        write_fields(clock, log, reliances);
    }
}

void ClockRows::write_table(const ReportedClock& reported, const log::LogColumns& log) {
    const auto& clock = reported.clock;
    const auto days = clock.days_late > 0    ? fmt::format("{}d", clock.days_late)
                      : clock.days_early > 0 ? fmt::format("-{}d", clock.days_early)
                                             : std::string{};
    const auto key = events::to_text(log.la) + "/" + log.cases[reported.case_no - 1];
    const auto subject = projections::subject_text(reported, law_, log);
    const DayText due(clock.due);
    const DayText ended(clock.ended_on);
    const std::array<Cell, 7> cells{std::string_view{days},
                                    status_text(clock.status),
                                    clock.held == 0 ? due.cell() : Cell{std::string_view{"held"}},
                                    ended.cell(),
                                    std::string_view{key},
                                    std::string_view{law_.duties[clock.row].id},
                                    std::string_view{subject}};
    writer_->row(cells, emphasis_of(clock));
}

void ClockRows::write_fields(const ReportedClock& reported, const log::LogColumns& log,
                             const Reliances& reliances) {
    const auto& clock = reported.clock;
    const auto& duty = law_.duties[clock.row];
    const auto la = events::authority_text(log.la);
    const auto subject = projections::subject_text(reported, law_, log);
    const DayText started(clock.started_on);
    const DayText due(clock.due);
    const DayText ended(clock.ended_on);
    Cell excused = Null{};
    if (clock.status == Status::excused) {
        const auto& reliance = reliances.at(reported.excused_by);
        excuse_ = "{\"ground\":";
        append_json_text(excuse_, reliance.ground);
        excuse_ += ",\"relied_on\":";
        append_json_text(excuse_, reliance.relied_on);
        excuse_ += ",\"reason\":";
        append_json_text(excuse_, reliance.reason);
        excuse_ += '}';
        excused = RawJson{excuse_};
    }
    const auto held_until = held_until_text(duty, clock);
    const DayText earliest(reported.range.earliest);
    const DayText latest(reported.range.latest);
    const auto if_any = [](const DayText& day) { return day.known ? day.cell() : Cell{Absent{}}; };
    if (!readings_.empty()) broken_under_ = readings_json(reported.readings);
    const std::array<Cell, 24> cells{
        Plain{{la.data(), la.size()}},
        std::string_view{log.cases[reported.case_no - 1]},
        std::string_view{duty.id},
        std::string_view{duty.cite},
        std::string_view{duty.owed_by},
        text_or_null(subject),
        plain_or_null(events::type_name(reported.started_type)),
        started.cell(),
        due.cell(),
        plain_or_null(events::type_name(reported.ended_type)),
        ended.cell(),
        Plain{status_text(clock.status)},
        std::int64_t{clock.days_late},
        clock.days_early > 0 ? Cell{std::int64_t{clock.days_early}} : Cell{Absent{}},
        excused,
        Plain{as_of_},
        clock.refusal == law::NotMadeOut::none ? Cell{Absent{}} : Cell{refusal_text(clock.refusal)},
        clock.because == law::Because::known ? Cell{Absent{}}
                                             : Cell{Plain{because_text(clock.because)}},
        clock.overtaken ? Cell{true} : Cell{Absent{}},
        held_until.empty() ? Cell{Absent{}} : Cell{std::string_view{held_until}},
        if_any(earliest),
        if_any(latest),
        reading_.empty() ? Cell{Absent{}} : Cell{std::string_view{reading_}},
        broken_under_.empty() ? Cell{Absent{}} : Cell{RawJson{broken_under_}}};
    writer_->row(cells);
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
