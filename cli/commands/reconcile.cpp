// longstop reconcile: files of a source system held against what is recorded of it.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/commands/commands.hpp"
#include "cli/import/utf8.hpp"
#include "cli/import/validate.hpp"
#include "cli/reconcile/reconciliation.hpp"
#include "cli/render/wrapped.hpp"

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

const std::vector<Column>& field_columns() {
    static const std::vector<Column> list{
        {"held"},   {"file"},         {"line"},       {"la"},       {"case"},
        {"type"},   {"date"},         {"id"},         {"position"}, {"differences"},
        {"reason"}, {"retracted_by"}, {"recorded_at"}};
    return list;
}

const std::vector<Column>& table_columns() {
    static const std::vector<Column> list{{"held", "HELD", 9, false, true},
                                          {"line", "LINE", 9, true, true},
                                          {"position", "POS", 9, true},
                                          {"date", "DATE", 10, false, true},
                                          {"case", "CASE", 24, false},
                                          {"what", "WHAT", 26},
                                          {"id", "ID", 24}};
    return list;
}

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

Cell number_or_null(std::uint64_t number) {
    return number == 0 ? Cell{Null{}} : Cell{static_cast<std::int64_t>(number)};
}

// Writes findings as they are found.
class FindingRows {
  public:
    FindingRows(const ReconcileOptions& options, Format format, const TerminalStyle& style)
        : options_(options),
          table_(format == Format::table),
          rows_(make_writer(format, table_ ? table_columns() : field_columns(), STDOUT_FILENO,
                            style)) {}

    void write(const Finding& finding) {
        if (finding.held == Held::refused && !finding.refusal.first) return;  // more of one row
        table_ ? write_table(finding) : write_fields(finding);
    }
    RowWriter& writer() { return *rows_; }

  private:
    static bool is_read(const Finding& finding) { return finding.type != 0; }

    void write_fields(const Finding& finding) {
        const auto la = is_read(finding) ? events::to_text(finding.la) : std::string{};
        const auto date = is_read(finding) ? events::to_text(finding.date) : std::string{};
        const auto fields = differences_json(finding.fields);
        const auto file = finding.file < options_.files.size()
                              ? std::string_view{options_.files[finding.file].file}
                              : std::string_view{};
        rows_->row(std::array<Cell, 13>{
            held_texts[static_cast<std::size_t>(finding.held)], or_null(file),
            number_or_null(finding.line), or_null(la), or_null(finding.case_reference),
            is_read(finding) ? Cell{events::type_name(finding.type)} : Cell{Null{}}, or_null(date),
            or_null(finding.id), number_or_null(finding.position), RawJson{fields},
            or_null(finding.reason), number_or_null(finding.retracted_by),
            number_or_null(finding.recorded_at)});
    }

    void write_table(const Finding& finding) {
        const auto line = finding.line == 0 ? std::string{} : std::to_string(finding.line);
        const auto position =
            finding.position == 0 ? std::string{} : std::to_string(finding.position);
        const auto date = is_read(finding) ? events::to_text(finding.date) : std::string{};
        const auto key = is_read(finding)
                             ? events::to_text(finding.la) + "/" + finding.case_reference
                             : std::string{};
        rows_->row(
            std::array<Cell, 7>{
                held_texts[static_cast<std::size_t>(finding.held)], std::string_view{line},
                std::string_view{position}, std::string_view{date}, std::string_view{key},
                is_read(finding) ? events::type_name(finding.type) : std::string_view{},
                std::string_view{finding.id}},
            finding.mended() ? Emphasis::good : Emphasis::bad);
        for (const auto& field : finding.fields) {
            below_wrapped(*rows_, "    ",
                          fmt::format("{}: {} in the file, {} recorded", field.field,
                                      quoted(field.file), quoted(field.recorded)));
        }
        if (!finding.reason.empty()) below_wrapped(*rows_, "    ", finding.reason);
        if (finding.retracted_by != 0) {
            below_wrapped(*rows_, "    ",
                          fmt::format("mended: retracted by position {}", finding.retracted_by));
        }
        if (finding.recorded_at != 0) {
            below_wrapped(*rows_, "    ",
                          fmt::format("mended: recorded at position {}", finding.recorded_at));
        }
    }

    static std::string quoted(const std::string& text) {
        return text.empty() ? "nothing" : "`" + clipped(text, 60) + "`";
    }

    const ReconcileOptions& options_;
    bool table_;
    std::unique_ptr<RowWriter> rows_;
};

void write_totals(RowWriter& rows, const ReconcileTotals& totals, const Options& options) {
    std::uint64_t read = 0;
    for (const auto& file : totals.files) read += file.read;
    foot_wrapped(
        rows, "",
        fmt::format("{} read: {} the same, {} different, {} missing, {} refused",
                    counted(read, "row"), totals.count(Held::same), totals.count(Held::different),
                    totals.count(Held::missing), totals.count(Held::refused)));
    if (!options.part) {
        foot_wrapped(rows, "",
                     fmt::format("{} of source {} in no row",
                                 counted_entries(totals.count(Held::lacking)), options.source));
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

Answer reconcile_files(const App& app, const Options& options) {
    const auto asked = what_is_asked(app, options);
    if (!asked) return asked.error();
    ReadingOptions reading;
    reading.format = options.format;
    const auto format = format_of(app, reading);
    if (!format) return format.error();
    auto store = options.mend ? open_writing(app, false) : log::Store::open_for_reading(app.store);
    if (!store) return store.error();
    FindingRows rows(*asked, *format, app.style());
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
    write_totals(rows.writer(), *totals, options);
    const bool printed = rows.writer().finish();
    const auto written =
        options.mend
            ? finished(printed, "cannot tell what was mended", "what was mended is in the log",
                       "run the same again: it mends nothing twice, and tells what is left")
            : finished(printed);
    return written && *written == 0 ? Answer{status_of(*totals)} : written;
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
        ->required();
    command
        ->add_option("--file-format", options->file_format,
                     "jsonl or csv (default: by the file's ending)")
        ->type_name("FORMAT");
    command->add_flag("--part", options->part,
                      "The files are a part of what the source holds: entries in no row are well");
    command->add_flag("--mend", options->mend,
                      "Retract what is wrong and record what is right; nothing is removed");
    command->add_flag("--everywhere", options->everywhere,
                      "Mend also authorities of which the files have no row: they hold every "
                      "authority's rows");
    command->add_option("--actor", options->actor, "Who mends (default: the user)");
    command->add_option("--format", options->format, "table, json, jsonl or csv")
        ->type_name("FORMAT");
    command->callback([options, &app] {
        app.chosen = [options, &app] { return reconcile_files(app, *options); };
    });
}

}  // namespace longstop::cli
