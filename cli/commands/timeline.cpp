// longstop timeline: one case drawn.
#include <fmt/format.h>

#include <algorithm>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/who_answers.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/timeline.hpp"
#include "events/field_no.hpp"

namespace longstop::cli {
namespace {

struct Options {
    ReadingOptions reading;
    std::string case_ref;
};

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
Result<std::vector<TimelineEvent>> events_of(const Reading& reading,
                                             const projections::FoldableLog& log,
                                             std::uint32_t case_no) {
    std::vector<events::Position> positions;
    const auto& headers = log.log().headers;
    const auto last_day = events::number_of(reading.question.as_of);
    for (events::Position position = 1; position <= headers.size(); ++position) {
        const auto& header = headers[position - 1];
        if (header.case_no == case_no && header.type < events::first_own_type &&
            header.date <= last_day && log.known(position)) {
            positions.push_back(position);
        }
    }
    std::vector<TimelineEvent> events;
    const auto read =
        reading.store.each_entry_at(log.log().la, positions, [&](const events::Entry& entry) {
            events.push_back({entry.event.date, event_text(entry), !log.in_force(entry.position)});
            return true;
        });
    if (!read) return read.error();
    std::stable_sort(events.begin(), events.end(),
                     [](const auto& a, const auto& b) { return a.date < b.date; });
    return events;
}

TimelineClock clock_of(const projections::ReportedClock& reported, const law::Law& law,
                       const log::LogColumns& log, const Reliances& reliances) {
    const auto& clock = reported.clock;
    const auto& duty = law.duties[clock.row];
    TimelineClock drawn;
    drawn.duty = duty.id;
    drawn.subject = projections::subject_text(reported, law, log);
    drawn.cite = duty.cite;
    drawn.started_on = events::day_of(clock.started_on);
    if (clock.due != law::no_day) drawn.due = events::day_of(clock.due);
    if (clock.ended_on != law::no_day) drawn.ended_on = events::day_of(clock.ended_on);
    drawn.status = status_text(clock.status);
    drawn.days_late = clock.days_late;
    drawn.days_early = clock.days_early;
    drawn.overtaken = clock.overtaken;
    drawn.held_until = held_until_text(duty, clock);
    drawn.unknown_because = because_text(clock.because);
    if (clock.status == law::Status::excused) {
        drawn.excused_by = reliances.at(reported.excused_by).ground;
    }
    return drawn;
}

bool write_json(const TimelinePicture& picture, Format format, const Basis& basis) {
    const auto text_or_null = [](std::string& out, std::string_view text) {
        if (text.empty()) {
            out += "null";
        } else {
            append_json_text(out, text);
        }
    };
    const auto add_if_any = [](std::string& out, std::string_view name, std::string_view text) {
        if (text.empty()) return;
        out += fmt::format(",\"{}\":", name);
        append_json_text(out, text);
    };
    const auto day = [](const std::optional<events::Day>& d) {
        return d ? fmt::format("\"{}\"", events::to_text(*d)) : std::string{"null"};
    };
    std::string out = "{\"case\":";
    append_json_text(out, picture.title);
    out += fmt::format(",\"as_of\":{},\"known_at\":", day(picture.as_of));
    text_or_null(out, picture.known_at);
    out += ",\"events\":[";
    for (std::size_t i = 0; i < picture.events.size(); ++i) {
        const auto& event = picture.events[i];
        out += i == 0 ? "" : ",";
        out += fmt::format("{{\"date\":{},\"text\":", day(event.date));
        append_json_text(out, event.text);
        out += fmt::format(",\"in_force\":{}}}", !event.retracted);
    }
    out += "],\"clocks\":[";
    for (std::size_t i = 0; i < picture.clocks.size(); ++i) {
        const auto& clock = picture.clocks[i];
        out += i == 0 ? "" : ",";
        out += "{\"duty\":";
        append_json_text(out, clock.duty);
        out += ",\"subject\":";
        text_or_null(out, clock.subject);
        out += fmt::format(
            ",\"started_on\":{},\"due\":{},\"ended_on\":{},\"status\":\"{}\",\"days_late\":{},"
            "\"days_early\":{},\"excused_by\":",
            day(clock.started_on), day(clock.due), day(clock.ended_on), clock.status,
            clock.days_late, clock.days_early);
        text_or_null(out, clock.excused_by);
        add_if_any(out, "held_until", clock.held_until);
        add_if_any(out, "unknown_because", clock.unknown_because);
        out += clock.overtaken ? ",\"overtaken\":true}" : "}";
    }
    out += "]}\n";
    if (format == Format::json) {
        out.pop_back();
        out = "{\"basis\":" + basis_json(basis) + ",\n\"rows\":[\n" + out + "\n]}\n";
    }
    return print(out);
}

// A picture is for people; as CSV a timeline is its events and clocks, one row each.
bool write_csv(const TimelinePicture& picture, const TerminalStyle& style) {
    const auto rows = make_writer(Format::csv,
                                  {{"date"},
                                   {"what"},
                                   {"text"},
                                   {"subject"},
                                   {"due"},
                                   {"ended_on"},
                                   {"status"},
                                   {"days_late"},
                                   {"held_until"}},
                                  1, style);
    for (const auto& event : picture.events) {
        const auto day = events::to_text(event.date);
        rows->row(std::array<Cell, 9>{std::string_view{day},
                                      std::string_view{event.retracted ? "retracted" : "event"},
                                      std::string_view{event.text}, Absent{}, Absent{}, Absent{},
                                      Absent{}, Absent{}, Absent{}});
    }
    for (const auto& clock : picture.clocks) {
        const auto day = events::to_text(clock.started_on);
        const auto due = clock.due ? events::to_text(*clock.due) : std::string{};
        const auto ended = clock.ended_on ? events::to_text(*clock.ended_on) : std::string{};
        rows->row(std::array<Cell, 9>{std::string_view{day}, std::string_view{"clock"},
                                      std::string_view{clock.duty}, std::string_view{clock.subject},
                                      std::string_view{due}, std::string_view{ended},
                                      std::string_view{clock.status}, std::int64_t{clock.days_late},
                                      std::string_view{clock.held_until}});
    }
    return rows->finish();
}

Answer timeline(const App& app, const Options& options) {
    const auto key = events::parse_case_key(options.case_ref);
    if (!key) {
        return usage_error("cannot draw a timeline",
                           fmt::format("\"{}\" is no case", options.case_ref),
                           "write LA/CASE, such as 330/EHC-1023");
    }
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    const auto log = reading->store.columns(key->la);
    if (!log) return log.error();
    const auto case_no = projections::case_number(*log, key->reference);
    if (case_no == 0) {
        return Error{
            ErrorCode::unknown_case, fmt::format("cannot draw {}", options.case_ref),
            "no entry of the log is about this case", "",
            fmt::format("longstop audit --la {} lists what is recorded", events::to_text(key->la))};
    }
    const std::vector<std::uint32_t> only{case_no};
    const projections::FoldableLog foldable(*log, reading->law, reading->question.known_at);
    if (auto done =
            tell_who_answers(reading->store, foldable, only.front(), reading->question.as_of);
        !done) {
        return done.error();
    }
    TimelinePicture picture;
    picture.title = options.case_ref;
    picture.as_of = reading->question.as_of;
    if (reading->question.known_at) picture.known_at = events::to_text(*reading->question.known_at);
    auto events = events_of(*reading, foldable, only.front());
    if (!events) return events.error();
    picture.events = std::move(*events);
    std::vector<projections::ReportedClock> clocks;
    projections::fold(
        foldable, reading->law, picture.as_of,
        [&](std::span<const projections::ReportedClock> of_case) {
            clocks.assign(of_case.begin(), of_case.end());
        },
        &only);
    projections::sort_for_reading(clocks, reading->law, *log);
    const auto reliances = reliances_of(reading->store, key->la, clocks);
    if (!reliances) return reliances.error();
    for (const auto& clock : clocks) {
        picture.clocks.push_back(clock_of(clock, reading->law, *log, *reliances));
    }
    const auto basis = basis_of(*reading, {key->la});
    if (!basis) return basis.error();
    if (const auto told = tell_basis(options.reading, *basis); !told) return told.error();
    // Without --format: a picture where the terminal can draw one, plain text otherwise.
    const bool asked = !options.reading.format.empty();
    if (asked && (reading->format == Format::json || reading->format == Format::jsonl)) {
        return finished(write_json(picture, reading->format, *basis));
    }
    if (asked && reading->format == Format::csv) return finished(write_csv(picture, app.style()));
    const bool pictures = app.env.out_is_terminal && app.env.utf8 && !app.env.no_colour;
    const bool bars = pictures || (asked && app.env.utf8 && !app.env.no_colour);
    return finished(print_bytes(
        draw_timeline(picture, {std::max(60, app.style().width), bars, app.style().colour})));
}

}  // namespace

void add_timeline(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "timeline", "One case drawn: its events, each clock a bar to its due date");
    const auto options = std::make_shared<Options>();
    command->add_option("case", options->case_ref, "The case")->required()->type_name("LA/CASE");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return timeline(app, *options); }; });
}

}  // namespace longstop::cli
