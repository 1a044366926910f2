// longstop audit: every entry in the order recorded, and what it did to the clocks.
#include <fmt/format.h>

#include "cli/questions/questions.hpp"
#include "cli/render/output.hpp"
#include "cli/render/wrapped.hpp"
#include "events/field_no.hpp"
#include "projections/audit_trail.hpp"

namespace longstop::cli {
namespace {

using projections::AuditLine;

constexpr std::array fields{
    "position"_f,    "la"_f,           "case"_f,     "type"_f,   "date"_f,   "recorded_at"_f,
    "lag_seconds"_f, "trusted"_f,      "actor"_f,    "source"_f, "id"_f,     "source_recorded_at"_f,
    "in_force"_f,    "retracted_by"_f, "retracts"_f, "fields"_f, "changes"_f};
constexpr std::array in_table{"position"_f, "date"_f, "recorded"_f, "lag"_f,
                              "case"_f,     "type"_f, "actor"_f,    "source"_f};

// "3d", "5h", "-2d": how long after the legal day began the entry was recorded.
std::string lag_text(std::chrono::microseconds lag) {
    const auto hours = std::chrono::duration_cast<std::chrono::hours>(lag).count();
    if (hours >= 48 || hours <= -24) return fmt::format("{}d", hours / 24);
    return fmt::format("{}h", hours);
}

std::string details(const events::Event& event) {
    std::string text;
    for (const auto& field : event.fields) {
        const auto name =
            field.no == events::FieldNo::foreign ? field.name : events::field_name(field.no);
        text += fmt::format("{}{}={}", text.empty() ? "" : ", ", name, field.value);
    }
    return text;
}

std::string fields_json(const events::Event& event) {
    std::string json = "{";
    for (const auto& field : event.fields) {
        if (json.size() > 1) json += ',';
        append_json_text(
            json, field.no == events::FieldNo::foreign ? field.name : events::field_name(field.no));
        json += ':';
        append_json_text(json, field.value);
    }
    return json + "}";
}

std::string changes_json(const AuditLine& line, const law::CompiledLaw& law) {
    std::string json = "[";
    for (const auto& change : line.changes) {
        if (json.size() > 1) json += ',';
        json += "{\"change\":";
        append_json_text(json, projections::change_text(change.what));
        json += ",\"duty\":";
        append_json_text(json, law.duty(change.row).id);
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

void fill_fields(Row& row, const AuditLine& line, const law::CompiledLaw& law) {
    const auto& event = line.entry.event;
    row["position"_f] = position_cell(line.entry.position);
    row.keep("la"_f, events::to_text(event.la));
    row["case"_f] = or_null(event.case_reference);
    row["type"_f] = events::type_name(event.type);
    row["date"_f] = day_cell(events::number_of(event.date));
    row.keep("recorded_at"_f, events::to_text(line.entry.recorded_at));
    row["lag_seconds"_f] = std::int64_t{std::chrono::floor<std::chrono::seconds>(line.lag).count()};
    row["trusted"_f] = line.entry.trusted;
    row["actor"_f] = or_null(event.actor);
    row["source"_f] = event.source;
    row["id"_f] = event.id;
    row["source_recorded_at"_f] = or_null(event.source_recorded_at);
    row["in_force"_f] = line.in_force;
    row["retracted_by"_f] = position_cell(line.retracted_by);
    row["retracts"_f] = position_cell(line.retracts);
    row.keep_json("fields"_f, fields_json(event));
    row.keep_json("changes"_f, changes_json(line, law));
}

void fill_table(Row& row, const AuditLine& line) {
    const auto& event = line.entry.event;
    auto recorded = events::to_text(line.entry.recorded_at).substr(0, 16);
    recorded[10] = ' ';
    row["position"_f] = position_cell(line.entry.position);
    row["date"_f] = day_cell(events::number_of(event.date));
    row.keep("recorded"_f, std::move(recorded));
    row.keep("lag"_f, lag_text(line.lag));
    row["case"_f] = event.case_reference;
    row["type"_f] = events::type_name(event.type);
    row["actor"_f] = event.actor;
    row["source"_f] = event.source;
}

// Below the entry: its fields, what it retracts or what retracts it, and what it changed.
void write_below(Rows& rows, const AuditLine& line, const law::CompiledLaw& law) {
    const auto& event = line.entry.event;
    constexpr std::string_view indent = "         ";
    const auto below = [&](std::string_view text) {
        each_line(paragraph(text, 88, 0),
                  [&](std::string_view part) { rows.below(fmt::format("{}{}", indent, part)); });
    };
    if (const auto text = details(event); !text.empty()) below(text);
    if (line.retracts != 0) below(fmt::format("takes position {} out of force", line.retracts));
    if (line.retracted_by != 0) {
        below(fmt::format("OUT OF FORCE: retracted by position {}", line.retracted_by));
    }
    for (const auto& change : line.changes) {
        below(fmt::format("{} {}{}", projections::change_text(change.what), law.duty(change.row).id,
                          change.subject.empty() ? "" : " (" + change.subject + ")"));
    }
}

void write(Rows& rows, const AuditLine& line, const law::CompiledLaw& law) {
    auto& row = rows.row();
    if (rows.needs_all_fields()) fill_fields(row, line, law);
    if (rows.needs_table_fields()) fill_table(row, line);
    rows.write(line.in_force ? Emphasis::none : Emphasis::faint);
    if (rows.is_table()) write_below(rows, line, law);
}

// The case that is asked about; nothing: the whole log of --la.
Result<std::optional<events::CaseKey>> case_of(const Asked& asked) {
    using Key = std::optional<events::CaseKey>;
    const auto& case_ref = asked.text("case");
    const auto& la = asked.text("--la");
    if (!case_ref.empty() && !la.empty()) {
        return usage_error("cannot audit", "a case and an authority are both named",
                           "name one of them");
    }
    if (case_ref.empty()) {
        if (!la.empty()) return Key{};
        return usage_error("cannot audit", "no case and no authority is named",
                           "longstop audit 330/EHC-1023, or --la 330 for the whole log");
    }
    const auto key = case_argument("cannot audit", case_ref);
    if (!key) return key.error();
    return Key{*key};
}

Result<std::string> first(const Asked& asked) {
    const auto key = case_of(asked);
    if (!key) return key.error();
    return std::string{};
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto key = *case_of(asked);
    const auto las =
        authorities_of(asked.store(), {key ? events::to_text(key->la) : asked.text("--la")});
    if (!las) return las.error();
    const auto log = asked.store().columns(las->front());
    if (!log) return log.error();
    if (key && projections::case_number(*log, key->reference) == 0) {
        return Error{
            ErrorCode::unknown_case, fmt::format("cannot audit {}", asked.text("case")),
            "no entry of the log is about this case", "",
            fmt::format("longstop audit --la {} lists what is recorded", events::to_text(key->la))};
    }
    const projections::FoldableLog foldable(*log, asked.law(), asked.when.known_at);
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    std::uint64_t entries = 0;
    std::uint64_t out_of_force = 0;
    const auto read =
        projections::audit_trail(asked.store(), foldable, asked.law(), asked.when.as_of,
                                 key ? key->reference : std::string{}, [&](const AuditLine& line) {
                                     ++entries;
                                     if (!line.in_force) ++out_of_force;
                                     write(rows, line, asked.law());
                                 });
    if (!read) return read.error();
    if (*read > 0) {
        tell(fmt::format("{} changes are not told, of clocks that changed more than {} times\n",
                         *read, law::Recorder::most_steps));
    }
    rows.foot(fmt::format("{} entries, {} of them out of force; changes {}", entries, out_of_force,
                          describe(asked.when)));
    rows.foot("LAG: from the start of the legal date to the instant of recording (UTC)");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    {"case", Takes::text, "LA/CASE", "The case"},
    {"--la", Takes::text, "LA", "The whole log of one authority, its own entries too"},
});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::audit{
    .name = "audit",
    .asks = "Every entry in the order recorded: who, when, what it changed",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .first = first,
    .example = "longstop audit 999/DEMO-1",
};

}  // namespace longstop::cli
