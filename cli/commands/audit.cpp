// longstop audit: every entry in the order recorded, and what it did to the clocks.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "projections/audit_trail.hpp"

namespace longstop::cli {
namespace {

using projections::AuditLine;

struct Options {
    ReadingOptions reading;
    std::string case_ref;
    std::string la;
};

const std::vector<Column>& field_columns() {
    static const std::vector<Column> list{{"position"},    {"la"},           {"case"},
                                          {"type"},        {"date"},         {"recorded_at"},
                                          {"lag_seconds"}, {"trusted"},      {"actor"},
                                          {"source"},      {"id"},           {"source_recorded_at"},
                                          {"in_force"},    {"retracted_by"}, {"retracts"},
                                          {"fields"},      {"changes"}};
    return list;
}

const std::vector<Column>& table_columns() {
    static const std::vector<Column> list{{"position", "POS", 7, true},
                                          {"date", "DATE", 10, false, true},
                                          {"recorded", "RECORDED", 16, false, true},
                                          {"lag", "LAG", 6, true},
                                          {"case", "CASE", 17, false, true},
                                          {"what", "WHAT", 30, false, true},
                                          {"actor", "ACTOR", 12},
                                          {"source", "SOURCE", 12}};
    return list;
}

// "3d", "5h", "-2d": how long after the legal day began the entry was recorded.
std::string lag_text(std::chrono::microseconds lag) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(lag).count();
    if (hours >= 48 || hours <= -24) return fmt::format("{}d", hours / 24);
    return fmt::format("{}h", hours);
}

std::string details(const events::Event& event) {
    std::string text;
    for (const auto& field : event.fields) {
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name_of(field), field.value);
    }
    return text;
}

std::string fields_json(const events::Event& event) {
    std::string json = "{";
    for (const auto& field : event.fields) {
        if (json.size() > 1) json += ',';
        append_json_text(json, name_of(field));
        json += ':';
        append_json_text(json, field.value);
    }
    return json + "}";
}

std::string changes_json(const AuditLine& line, const law::Law& law) {
    std::string json = "[";
    for (const auto& change : line.changes) {
        if (json.size() > 1) json += ',';
        json += "{\"change\":";
        append_json_text(json, projections::change_text(change.what));
        json += ",\"duty\":";
        append_json_text(json, law.duties[change.row].id);
        json += ",\"subject\":";
        if (change.subject.empty()) {
            json += "null";
        } else {
            append_json_text(json, change.subject);
        }
        json += '}';
    }
    return json + "]";
}

void write_fields(RowWriter& rows, const AuditLine& line, const law::Law& law) {
    const auto& event = line.entry.event;
    const auto la = events::to_text(event.la);
    const auto date = events::to_text(event.date);
    const auto recorded = events::to_text(line.entry.recorded_at);
    const auto fields = fields_json(event);
    const auto changes = changes_json(line, law);
    const auto position = [](events::Position p) {
        return p == 0 ? Cell{Null{}} : Cell{static_cast<std::int64_t>(p)};
    };
    const auto seconds = std::chrono::floor<std::chrono::seconds>(line.lag).count();
    const std::array<Cell, 17> cells{position(line.entry.position),
                                     std::string_view{la},
                                     or_null(event.case_reference),
                                     events::type_name(event.type),
                                     std::string_view{date},
                                     std::string_view{recorded},
                                     std::int64_t{seconds},
                                     line.entry.trusted,
                                     or_null(event.actor),
                                     event.source,
                                     event.id,
                                     or_null(event.source_recorded_at),
                                     line.in_force,
                                     position(line.retracted_by),
                                     position(line.retracts),
                                     RawJson{fields},
                                     RawJson{changes}};
    rows.row(cells);
}

// Below the entry: its fields, what it retracts or what retracts it, and what it changed.
void write_table(RowWriter& rows, const AuditLine& line, const law::Law& law) {
    const auto& event = line.entry.event;
    const auto position = std::to_string(line.entry.position);
    const auto date = events::to_text(event.date);
    auto recorded = events::to_text(line.entry.recorded_at).substr(0, 16);
    recorded[10] = ' ';
    const auto lag = lag_text(line.lag);
    rows.row(
        std::array<Cell, 8>{std::string_view{position}, std::string_view{date},
                            std::string_view{recorded}, std::string_view{lag}, event.case_reference,
                            events::type_name(event.type), event.actor, event.source},
        line.in_force ? Emphasis::none : Emphasis::faint);
    constexpr std::string_view indent = "         ";
    const auto below = [&](std::string_view text) {
        const auto lines = paragraph(text, 88, 0);
        for (std::size_t at = 0; at <= lines.size();) {
            const auto end = std::min(lines.find('\n', at), lines.size());
            rows.below(fmt::format("{}{}", indent, std::string_view{lines}.substr(at, end - at)));
            at = end + 1;
        }
    };
    if (const auto text = details(event); !text.empty()) below(text);
    if (line.retracts != 0) below(fmt::format("takes position {} out of force", line.retracts));
    if (line.retracted_by != 0) {
        below(fmt::format("OUT OF FORCE: retracted by position {}", line.retracted_by));
    }
    for (const auto& change : line.changes) {
        below(fmt::format("{} {}{}", projections::change_text(change.what),
                          law.duties[change.row].id,
                          change.subject.empty() ? "" : " (" + change.subject + ")"));
    }
}

Answer audit(const App& app, const Options& options) {
    std::optional<events::CaseKey> key;
    if (!options.case_ref.empty() && !options.la.empty()) {
        return usage_error("cannot audit", "a case and an authority are both named",
                           "name one of them");
    }
    if (!options.case_ref.empty()) {
        key = events::parse_case_key(options.case_ref);
        if (!key) {
            return usage_error("cannot audit", fmt::format("\"{}\" is no case", options.case_ref),
                               "write LA/CASE, such as 330/EHC-1023");
        }
    } else if (options.la.empty()) {
        return usage_error("cannot audit", "no case and no authority is named",
                           "longstop audit 330/EHC-1023, or --la 330 for the whole log");
    }
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    const auto las = authorities_of(reading->store, key ? events::to_text(key->la) : options.la);
    if (!las) return las.error();
    const auto log = reading->store.columns(las->front());
    if (!log) return log.error();
    if (key && projections::case_number(*log, key->reference) == 0) {
        return Error{
            ErrorCode::unknown_case, fmt::format("cannot audit {}", options.case_ref),
            "no entry of the log is about this case", "",
            fmt::format("longstop audit --la {} lists what is recorded", events::to_text(key->la))};
    }
    const projections::FoldableLog foldable(*log, reading->law, reading->question.known_at);
    const bool table = reading->format == Format::table;
    const auto rows = make_writer(reading->format, table ? table_columns() : field_columns(),
                                  STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options.reading, *reading, *las, *rows); !added) {
        return added.error();
    }
    std::uint64_t entries = 0;
    std::uint64_t out_of_force = 0;
    const auto read =
        projections::audit_trail(reading->store, foldable, reading->law, reading->question.as_of,
                                 key ? key->reference : std::string{}, [&](const AuditLine& line) {
                                     ++entries;
                                     if (!line.in_force) ++out_of_force;
                                     if (table) {
                                         write_table(*rows, line, reading->law);
                                     } else {
                                         write_fields(*rows, line, reading->law);
                                     }
                                 });
    if (!read) return read.error();
    if (*read > 0) {
        tell(fmt::format("{} changes are not told, of clocks that changed more than {} times\n",
                         *read, law::Recorder::most_steps));
    }
    rows->foot(fmt::format("{} entries, {} of them out of force; changes {}", entries, out_of_force,
                           asked(reading->question)));
    rows->foot("LAG: from the start of the legal date to the instant of recording (UTC)");
    return finished(rows->finish());
}

}  // namespace

void add_audit(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "audit", "Every entry in the order recorded: who, when, what it changed");
    const auto options = std::make_shared<Options>();
    command->add_option("case", options->case_ref, "The case")->type_name("LA/CASE");
    command->add_option("--la", options->la, "The whole log of one authority, its own entries too")
        ->type_name("LA");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return audit(app, *options); }; });
}

}  // namespace longstop::cli
