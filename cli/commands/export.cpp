// longstop export: the log again, as interchange files that give the same answers.
#include <fmt/format.h>
#include <unistd.h>

#include <map>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/import/row_fields.hpp"
#include "cli/import/validate.hpp"
#include "cli/question/bind.hpp"
#include "cli/question/values.hpp"

namespace longstop::cli {
namespace {

// What of the logs is asked for: by default everything, also facts dated after today.
struct Wanted {
    std::optional<events::Day> as_of;
    std::optional<events::Instant> known_at;
    bool holds(const events::Entry& entry) const {
        return (!as_of || entry.event.date <= *as_of) &&
               (!known_at || entry.recorded_at <= *known_at);
    }
};

// Calls `f` with each entry wanted, log by log, in the order of positions.
Result<void> each_entry(const log::Store& store, const std::vector<events::AuthorityId>& las,
                        const Wanted& wanted, const std::function<void(const events::Entry&)>& f) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    for (const auto& head : *heads) {
        if (std::find(las.begin(), las.end(), head.la) == las.end()) continue;
        const auto read = store.each_entry(head.la, 1, head.entries, [&](const events::Entry& e) {
            if (wanted.holds(e)) f(e);
            return true;
        });
        if (!read) return read.error();
    }
    return {};
}

// The envelope's texts of an entry, in the order of `envelope`: views of the entry, of the texts
// made here, and of static ones. So it cannot be copied.
struct EnvelopeTexts {
    explicit EnvelopeTexts(const events::Entry& entry)
        : la(events::to_text(entry.event.la)),
          date(events::to_text(entry.event.date)),
          recorded_at(events::to_text(entry.recorded_at)),
          texts{la,
                entry.event.case_reference,
                events::type_name(entry.event.type),
                date,
                entry.event.id,
                entry.event.source,
                entry.event.actor,
                recorded_at,
                entry.event.source_recorded_at.empty() ? not_given
                                                       : entry.event.source_recorded_at} {}
    EnvelopeTexts(const EnvelopeTexts&) = delete;
    EnvelopeTexts& operator=(const EnvelopeTexts&) = delete;
    std::string la, date, recorded_at;
    std::array<std::string_view, events::envelope.size()> texts;
};

class Lines {
  public:
    void write(const events::Entry& entry) {
        const EnvelopeTexts own(entry);
        line_.clear();
        for (std::size_t i = 0; i < events::envelope.size(); ++i)
            add(events::envelope[i], own.texts[i]);
        for (const auto& field : entry.event.fields) add(name_of(field), field.value);
        line_ += "}\n";
        out_.text() += line_;
        out_.row_done();
    }
    bool finish() { return out_.flush(); }

  private:
    void add(std::string_view name, std::string_view text) {
        if (text.empty()) return;
        line_ += line_.empty() ? '{' : ',';
        append_json_text(line_, name);
        line_ += ':';
        append_json_text(line_, text);
    }
    std::string line_;
    Output out_{STDOUT_FILENO};
};

// CSV needs every column's name before the first row: one pass for the names, one for the rows.
using ColumnPlaces = std::map<std::string, std::size_t, std::less<>>;

Result<ColumnPlaces> columns_of(const log::Store& store,
                                const std::vector<events::AuthorityId>& las, const Wanted& wanted) {
    ColumnPlaces places;
    std::size_t bytes = 0;
    const auto add = [&](std::string_view name) {
        if (places.find(name) != places.end()) return;
        places.emplace(name, 0);
        std::string cell;
        append_csv_text(cell, name);
        bytes += cell.size() + 1;
    };
    for (const auto name : events::envelope) bytes += name.size() + 1;
    const auto read = each_entry(store, las, wanted, [&](const events::Entry& entry) {
        for (const auto& field : entry.event.fields) add(name_of(field));
    });
    if (!read) return read.error();
    if (bytes > longest_header || places.size() + events::envelope.size() > most_fields) {
        return Error{
            ErrorCode::bad_usage, "cannot export as CSV",
            fmt::format("the entries have {} fields of different names, and the header row "
                        "would have {} bytes",
                        places.size(), bytes),
            "an import reads a header row of at most 64 KiB and 16384 columns",
            "longstop export --format jsonl"};
    }
    auto at = events::envelope.size();
    for (auto& [name, place] : places) place = at++;
    return places;
}

Result<bool> write_csv(const log::Store& store, const std::vector<events::AuthorityId>& las,
                       const Wanted& wanted, const TerminalStyle& style) {
    const auto places = columns_of(store, las, wanted);
    if (!places) return places.error();
    std::vector<Column> columns;
    columns.reserve(events::envelope.size() + places->size());
    for (const auto name : events::envelope) columns.push_back({name});
    for (const auto& [name, place] : *places) columns.push_back({name});
    const auto rows = make_writer(Format::csv, columns, STDOUT_FILENO, style);
    std::vector<Cell> cells;
    const auto read = each_entry(store, las, wanted, [&](const events::Entry& entry) {
        const EnvelopeTexts own(entry);
        cells.assign(own.texts.begin(), own.texts.end());
        cells.resize(columns.size(), Absent{});
        for (const auto& field : entry.event.fields) {
            cells[places->find(name_of(field))->second] = field.value;
        }
        rows->row(cells);
    });
    if (!read) return read.error();
    return rows->finish();
}

Exit export_log(const App& app, const Parameters& given) {
    const auto options = reading_options(given);
    const auto question = question_of(app, options);
    if (!question) return question.error();
    const auto& format = options.format;
    if (!format.empty() && format != "jsonl" && format != "csv") {
        return usage_error("cannot read --format", fmt::format("\"{}\" cannot be imported", format),
                           "export writes jsonl or csv");
    }
    auto store = log::Store::open_for_reading(app.store);
    if (!store) return store.error();
    const auto las = authorities_of(*store, given.texts("--la"));
    if (!las) return las.error();
    const auto basis = basis_of(*store, *las, *question, {});
    if (!basis) return basis.error();
    if (const auto told = tell_basis(options, *basis); !told) return told.error();
    Wanted wanted;
    if (!options.as_of.empty()) wanted.as_of = question->as_of;
    wanted.known_at = question->known_at;
    bool good = true;
    if (format == "csv") {
        const auto written = write_csv(*store, *las, wanted, app.style());
        if (!written) return written.error();
        good = *written;
    } else {
        Lines lines;
        const auto read = each_entry(*store, *las, wanted,
                                     [&](const events::Entry& entry) { lines.write(entry); });
        if (!read) return read.error();
        good = lines.finish();
    }
    return finished(good, "cannot finish the export",
                    "a file cut short would import as a shorter log",
                    "free space or keep the reader of the pipe open, and export again");
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {.name = "--format",
     .value = "FORMAT",
     .means = "jsonl or csv (default: jsonl)",
     .values = values::file_formats},
});

}  // namespace

void add_export(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "export", "The log as JSON Lines or CSV, to import again (--trust-recorded-at)");
    const auto rows = with_reading_parameters(takes);
    const auto given = std::make_shared<Parameters>(rows);
    add_parameters(*command, rows, *given);
    command->example("longstop export --la 999 --format csv");
    command->callback(
        [given, &app] { app.chosen = [given, &app] { return export_log(app, *given); }; });
}

}  // namespace longstop::cli
