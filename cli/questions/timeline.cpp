// longstop timeline: one case drawn.
#include <fmt/format.h>

#include <algorithm>

#include "cli/questions/questions.hpp"
#include "cli/questions/who_answers.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/output.hpp"
#include "cli/render/timeline.hpp"
#include "events/field_no.hpp"
#include "projections/breaches.hpp"

namespace longstop::cli {
namespace {

// "tribunal-order (kind assess)"
std::string event_text(const events::Entry& entry) {
    std::string text{events::type_name(entry.event.type)};
    std::string details;
    for (const auto& field : entry.event.fields) {
        if (field.no == events::FieldNo::foreign || field.no == events::FieldNo::text) continue;
        details += fmt::format("{}{} {}", details.empty() ? "" : ", ", events::field_name(field.no),
                               field.value);
    }
    return details.empty() ? text : fmt::format("{} ({})", text, details);
}

// The events of the case that the day can see, in reading order, with those out of force.
Result<std::vector<TimelineEvent>> events_of(const Asked& asked,
                                             const projections::FoldableLog& log,
                                             std::uint32_t case_no) {
    std::vector<events::Position> positions;
    const auto& headers = log.log().headers;
    const auto last_day = events::number_of(asked.when.as_of);
    for (events::Position position = 1; position <= headers.size(); ++position) {
        const auto& header = headers[position - 1];
        if (header.case_no == case_no && header.type < events::first_own_type &&
            header.date <= last_day && log.known(position)) {
            positions.push_back(position);
        }
    }
    std::vector<TimelineEvent> events;
    const auto read =
        asked.store().each_entry_at(log.log().la, positions, [&](const events::Entry& entry) {
            events.push_back({entry.event.date, event_text(entry), !log.in_force(entry.position)});
            return true;
        });
    if (!read) return read.error();
    std::stable_sort(events.begin(), events.end(),
                     [](const auto& a, const auto& b) { return a.date < b.date; });
    return events;
}

// Of what is late or too early, as the breach list tells what it leaves out.
std::string_view why_no_breach(const law::Clock& clock, const law::Duty& duty) {
    if (!clock.listed) return "it would follow from a decision that is itself late";
    if (duty.is_guidance()) return "guidance";
    return duty.is_right() ? "a right" : "it binds whoever takes the step";
}

TimelineClock clock_of(const projections::ReportedClock& reported, const law::CompiledLaw& law,
                       const log::LogColumns& log, const Reliances& reliances) {
    const auto& clock = reported.clock;
    const auto& duty = law.duty(clock.row);
    TimelineClock drawn;
    drawn.duty = duty.id;
    drawn.subject = projections::subject_text(reported, law, log);
    drawn.cite = duty.cite;
    drawn.started_on = events::day_of(clock.started_on);
    if (clock.due != law::no_day) drawn.due = events::day_of(clock.due);
    if (clock.ended_on != law::no_day) drawn.ended_on = events::day_of(clock.ended_on);
    drawn.status = clock.status;
    drawn.days_late = clock.days_late;
    drawn.days_early = clock.days_early;
    drawn.overtaken = clock.overtaken;
    drawn.held_until = held_until_text(duty, clock);
    drawn.unknown_because = because_text(clock.because);
    if (clock.status == law::Status::excused) {
        drawn.excused_by = reliances.at(reported.excused_by).ground;
    }
    if (projections::is_breach(clock, duty)) {
        drawn.breach_by = duty.owed_by;
    } else if (projections::is_broken(clock)) {
        drawn.no_breach = why_no_breach(clock, duty);
    }
    return drawn;
}

constexpr std::array fields{"la"_f, "case"_f, "as_of"_f, "events"_f, "clocks"_f, "known_at"_f};

std::string events_json(const TimelinePicture& picture) {
    std::string out = "[";
    for (const auto& event : picture.events) {
        out += fmt::format("{}{{\"date\":\"{}\",\"text\":", out.size() > 1 ? "," : "",
                           events::to_text(event.date));
        append_json_text(out, event.text);
        out += fmt::format(",\"in_force\":{}}}", !event.retracted);
    }
    return out + "]";
}

// As `deadlines` has them, without what is the same in all.
constexpr std::array clock_fields{
    "duty"_f,       "citation"_f,   "owed_by"_f,    "subject"_f,           "started_by"_f,
    "started_on"_f, "due"_f,        "ended_by"_f,   "ended_on"_f,          "status"_f,
    "days_late"_f,  "days_early"_f, "excused_by"_f, "exception_refused"_f, "unknown_because"_f,
    "overtaken"_f,  "held_until"_f, "kind"_f};

struct Drawn {
    TimelinePicture picture;
    std::vector<projections::ReportedClock> clocks;
    Reliances reliances;
    projections::Assignments assignments;
};

void write_row(Rows& rows, const Asked& asked, const events::CaseKey& key, const Drawn& drawn,
               const log::LogColumns& log) {
    std::string clocks = "[";
    ClockRows clock_rows(rows, asked.law(), asked.when.as_of);
    for (const auto& clock : drawn.clocks) {
        if (clocks.size() > 1) clocks += ',';
        Row of_clock;
        clock_rows.fill(of_clock, clock, log, drawn.reliances, drawn.assignments);
        append_json_object(clocks, clock_fields, of_clock);
    }
    auto& row = rows.row();
    row.keep("la"_f, events::to_text(key.la));
    row["case"_f] = std::string_view{key.reference};
    row["as_of"_f] = day_cell(events::number_of(asked.when.as_of));
    row["known_at"_f] = or_null(drawn.picture.known_at);
    row.keep_json("events"_f, events_json(drawn.picture));
    row.keep_json("clocks"_f, clocks + "]");
    rows.write();
}

Result<events::CaseKey> case_of(const Asked& asked) {
    return case_argument("cannot draw a timeline", asked.text("case"));
}

Result<std::string> first(const Asked& asked) {
    const auto key = case_of(asked);
    if (!key) return key.error();
    return std::string{};
}

Result<Drawn> drawn_of(const Asked& asked, const projections::FoldableLog& foldable,
                       std::uint32_t case_no) {
    Drawn drawn;
    auto& picture = drawn.picture;
    picture.title = asked.text("case");
    picture.as_of = asked.when.as_of;
    if (asked.when.known_at) picture.known_at = events::to_text(*asked.when.known_at);
    auto events = events_of(asked, foldable, case_no);
    if (!events) return events.error();
    picture.events = std::move(*events);
    const std::vector<std::uint32_t> only{case_no};
    drawn.clocks = projections::clocks_of(foldable, asked.law(), picture.as_of, {}, &only);
    const auto& log = foldable.log();
    auto reliances = reliances_of(asked.store(), log.la, drawn.clocks);
    if (!reliances) return reliances.error();
    drawn.reliances = std::move(*reliances);
    drawn.assignments = projections::Assignments(foldable);
    for (const auto& clock : drawn.clocks) {
        picture.clocks.push_back(clock_of(clock, asked.law(), log, drawn.reliances));
    }
    return drawn;
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto key = *case_of(asked);
    const auto log = asked.store().columns(key.la);
    if (!log) return log.error();
    const auto case_no = projections::case_number(*log, key.reference);
    if (case_no == 0) {
        return Error{
            ErrorCode::unknown_case, fmt::format("cannot draw {}", asked.text("case")),
            "no entry of the log is about this case", "",
            fmt::format("longstop audit --la {} lists what is recorded", events::to_text(key.la))};
    }
    const projections::FoldableLog foldable(*log, asked.law(), asked.when.known_at);
    if (auto done = tell_who_answers(asked.store(), foldable, case_no, asked.when.as_of); !done) {
        return done.error();
    }
    const auto drawn = drawn_of(asked, foldable, case_no);
    if (!drawn) return drawn.error();
    // Without --format: a picture where the terminal can draw one, plain text otherwise.
    const bool named = !asked.options.format.empty();
    if (named && !rows.is_table()) {
        rows.begin(fields, {});
        if (const auto added = asked.add_basis({key.la}, rows); !added) return added.error();
        write_row(rows, asked, key, *drawn, *log);
        return 0;
    }
    const auto basis = basis_of(asked.store(), {key.la}, asked.when, asked.use.marks);
    if (!basis) return basis.error();
    if (const auto told = tell_basis(asked.options, *basis); !told) return told.error();
    const auto& env = asked.app.env;
    const bool pictures = env.out_is_terminal && env.utf8 && !env.no_colour;
    const bool bars = pictures || (named && env.utf8 && !env.no_colour);
    return finished(print_bytes(draw_timeline(
        drawn->picture, {std::clamp(rows.style().width, 60, 100), bars, rows.style().colour})));
}

constexpr std::array takes{parameter::case_ref};
constexpr std::array lists{List{"", fields}};

}  // namespace

const Question question::timeline{
    .name = "timeline",
    .asks = "One case drawn: its events, each clock a bar to its due date",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .first = first,
    .example = "longstop timeline 999/DEMO-1",
};

}  // namespace longstop::cli
