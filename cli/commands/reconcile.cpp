// longstop reconcile: files of a source system held against what is recorded of it.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/commands/commands.hpp"
#include "cli/import/utf8.hpp"
#include "cli/import/validate.hpp"
#include "cli/progress_line.hpp"
#include "cli/question/values.hpp"
#include "cli/reading.hpp"
#include "cli/reconcile/reconciliation.hpp"
#include "cli/render/row.hpp"
#include "cli/writing.hpp"

namespace longstop::cli {
namespace {

struct Options {
    std::vector<std::string> files;
    std::string file_format;
    std::string format;
    std::string source;
    std::string actor;
    bool part = false;
    bool mend = false;
    bool everywhere = false;
};

constexpr std::array row_fields{
    "outcome"_f,     "file"_f, "line"_f,     "la"_f,          "case"_f,   "type"_f,
    "date"_f,        "id"_f,   "position"_f, "differences"_f, "reason"_f, "retraction_position"_f,
    "new_position"_f};
constexpr std::array in_table{"outcome"_f,  "line"_f, "position"_f, "date"_f,
                              "case_key"_f, "type"_f, "id"_f};

std::string differences_json(const std::vector<FieldDifference>& fields) {
    std::string json = "[";
    const auto add = [&](std::string_view name, std::string_view text) {
        json += name;
        if (text.empty()) {
            json += "null";
        } else {
            append_json_text(json, text);
        }
    };
    for (const auto& field : fields) {
        add(json.size() > 1 ? ",{\"field\":" : "{\"field\":", field.field);
        add(",\"file\":", field.file);
        add(",\"recorded\":", field.recorded);
        json += '}';
    }
    return json + "]";
}

// Writes findings as they are found.
class FindingRows {
  public:
    FindingRows(const ReconcileOptions& options, Rows& rows) : options_(options), rows_(rows) {
        rows_.begin(row_fields, in_table);
    }

    void write(const Finding& finding) {
        if (finding.held == Held::refused && !finding.refusal.first) return;  // more of one row
        fill(finding);
        rows_.write(finding.mended() ? Emphasis::good : Emphasis::bad);
        if (rows_.is_table()) tell_below(finding);
    }

  private:
    static bool is_read(const Finding& finding) { return finding.type != 0; }

    void fill(const Finding& finding) {
        auto& row = rows_.row();
        row["outcome"_f] = held_texts[static_cast<std::size_t>(finding.held)];
        row["file"_f] = finding.file < options_.files.size()
                            ? or_null(options_.files[finding.file].file)
                            : Cell{Null{}};
        row["line"_f] = position_cell(finding.line);
        row["la"_f] = row["type"_f] = row["date"_f] = Null{};
        if (is_read(finding)) {
            row.keep("la"_f, events::to_text(finding.la));
            row.keep("case_key"_f, events::to_text(finding.la) + "/" + finding.case_reference);
            row["type"_f] = events::type_name(finding.type);
            row["date"_f] = day_cell(events::number_of(finding.date));
        }
        row["case"_f] = or_null(finding.case_reference);
        row["id"_f] = or_null(finding.id);
        row["position"_f] = position_cell(finding.position);
        row.keep_json("differences"_f, differences_json(finding.fields));
        row["reason"_f] = or_null(finding.reason);
        row["retraction_position"_f] = position_cell(finding.retracted_by);
        row["new_position"_f] = position_cell(finding.recorded_at);
    }

    // What differs, and what was done about it.
    void tell_below(const Finding& finding) {
        for (const auto& field : finding.fields) {
            rows_.below("    ", fmt::format("{}: {} in the file, {} recorded", field.field,
                                            quoted(field.file), quoted(field.recorded)));
        }
        if (!finding.reason.empty()) rows_.below("    ", finding.reason);
        if (finding.retracted_by != 0) {
            rows_.below("    ",
                        fmt::format("mended: retracted by position {}", finding.retracted_by));
        }
        if (finding.recorded_at != 0) {
            rows_.below("    ",
                        fmt::format("mended: recorded at position {}", finding.recorded_at));
        }
    }

    static std::string quoted(const std::string& text) {
        return text.empty() ? "nothing" : "`" + clipped(text, 60) + "`";
    }

    const ReconcileOptions& options_;
    Rows& rows_;
};

void write_totals(Rows& rows, const ReconcileTotals& totals, const Options& options) {
    std::uint64_t read = 0;
    for (const auto& file : totals.files) read += file.read;
    rows.foot("", fmt::format("{} read: {} the same, {} different, {} missing, {} refused",
                              pluralized(read, "row"), totals.count(Held::same),
                              totals.count(Held::different), totals.count(Held::missing),
                              totals.count(Held::refused)));
    if (!options.part) {
        rows.foot("", fmt::format("{} of source {} in no row",
                                  pluralized_entries(totals.count(Held::lacking)), options.source));
    }
    if (options.mend) {
        rows.foot(fmt::format("mended: {}; left: {}", totals.mended, totals.differ()));
    } else if (totals.differ() > 0) {
        rows.foot("next: the same with --mend retracts what is wrong and records what is right");
    }
}

Result<ReconcileOptions> what_is_asked(const App& app, const Options& options) {
    const auto unusable = [](std::string found) {
        return usage_error("cannot reconcile", std::move(found),
                           "name the source system as the imports did: --source NAME");
    };
    if (is_blank(options.source)) return unusable("no source is named");
    if (!is_utf8(options.source)) return unusable("the source is not UTF-8");
    if (options.source.size() > longest_id) return unusable("the source is longer than 1024 bytes");
    const auto format = file_format("--file-format", options.file_format);
    if (!format) return format.error();
    if (options.everywhere && options.part) {
        return usage_error("cannot reconcile", "--part and --everywhere are both given",
                           "give --part where the files are not all that the source holds");
    }
    const auto actor = actor_of(app, options.actor);
    if (!actor) return actor.error();
    ReconcileOptions asked;
    asked.part = options.part;
    asked.mend = options.mend;
    asked.everywhere = options.everywhere;
    for (const auto& file : options.files) {
        auto& one = asked.files.emplace_back();
        one.file = file;
        one.format = *format;
        one.source = options.source;
        one.actor = *actor;
        one.mend = options.mend;
        one.today = app.today();
    }
    return asked;
}

int status_of(const ReconcileTotals& totals) {
    if (totals.differ() > 0) return answer_is_no;
    return totals.count(Held::refused) > 0 ? exit_status(events::ErrorKind::refused) : 0;
}

Exit reconcile_files(const App& app, const Options& options) {
    const auto asked = what_is_asked(app, options);
    if (!asked) return asked.error();
    const auto format = format_of(app, options.format);
    if (!format) return format.error();
    auto store = options.mend ? open_writing(app, false) : log::Store::open_for_reading(app.store);
    if (!store) return store.error();
    Rows list(*format, STDOUT_FILENO, app.style());
    FindingRows rows(*asked, list);
    const auto totals = [&] {
        ProgressLine line(app, "reconcile");
        return reconcile(
            *store, *asked, [&](const Finding& finding) { rows.write(finding); },
            [&](std::uint64_t done, std::uint64_t of, std::uint64_t read) {
                line.show(done, of, read, "rows");
            });
    }();
    if (!totals) return totals.error();
    if (options.mend) {
        if (auto flushed = store->flush(); !flushed) return flushed.error();
    }
    write_totals(list, *totals, options);
    const bool printed = list.finish();
    const auto written =
        options.mend
            ? finished(printed, "cannot tell what was mended", "what was mended is in the log",
                       "run the same again: it mends nothing twice, and tells what is left")
            : finished(printed);
    return written && *written == 0 ? Exit{status_of(*totals)} : written;
}

}  // namespace

void add_reconcile(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "reconcile", "Hold files of a source system against what is recorded of it");
    const auto options = std::make_shared<Options>();
    command->add_option("files", options->files, "JSON Lines or CSV files; - is standard input")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--source", options->source,
                     "The source system: of rows that name none, and of entries no row has")
        ->required()
        ->type_name("NAME");
    command
        ->add_option("--file-format", options->file_format,
                     "jsonl or csv (default: by the file's ending)")
        ->type_name("FORMAT")
        ->values(values::file_formats);
    command->add_flag("--part", options->part,
                      "The files are a part of what the source holds: entries in no row are well");
    command->add_flag("--mend", options->mend,
                      "Retract what is wrong and record what is right; nothing is removed");
    command->add_flag("--everywhere", options->everywhere,
                      "Mend also authorities of which the files have no row: they hold every "
                      "authority's rows");
    command->add_option("--actor", options->actor, "Who mends (default: the user)")
        ->type_name("NAME");
    command->add_option("--format", options->format, "table, json, jsonl or csv")
        ->type_name("FORMAT")
        ->values(values::formats);
    command->example("longstop reconcile longstop-data/fictional-999.jsonl --source demo");
    command->callback([options, &app] {
        app.chosen = [options, &app] { return reconcile_files(app, *options); };
    });
}

}  // namespace longstop::cli
