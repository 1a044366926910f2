// longstop check: what is missing or odd in what is recorded, by name, and what would mend it.
#include <fmt/format.h>
#include <unistd.h>

#include <map>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/wrapped.hpp"
#include "projections/authorities.hpp"
#include "projections/checks.hpp"

namespace longstop::cli {
namespace {

using projections::Finding;

struct Options {
    ReadingOptions reading;
    std::string la;
    std::string only;
    bool list = false;
};

// The entry a finding is about, as the log has it.
struct EntryTexts {
    std::string id;
    std::string source;
    std::string date;
    std::string_view type;  // of the table of types
};

struct Found {
    std::vector<Finding> findings;
    std::map<events::Position, EntryTexts> entries;
    log::LogColumns texts;
};

const std::vector<Column>& field_columns() {
    static const std::vector<Column> columns{{"check"}, {"la"},     {"case"}, {"position"},
                                             {"id"},    {"source"}, {"date"}, {"type"},
                                             {"about"}, {"means"},  {"mend"}};
    return columns;
}

const std::vector<Column>& table_columns() {
    static const std::vector<Column> columns{{"check", "CHECK", 31, false, true},
                                             {"case", "CASE", 17, false, true},
                                             {"position", "POS", 6, true},
                                             {"date", "DATE", 10, false, true},
                                             {"type", "ENTRY", 26},
                                             {"about", "ABOUT", 32}};
    return columns;
}

std::string list_of_checks() {
    std::string out = "What longstop check looks for, and what would mend it\n";
    for (const auto& check : projections::checks()) {
        out += fmt::format("\n{}\n    {}\n    to mend: {}\n", check.name,
                           paragraph(check.means, 94, 4), paragraph(check.mend, 85, 13));
    }
    return out;
}

Result<std::optional<std::size_t>> check_named(const std::string& name) {
    if (name.empty()) return std::optional<std::size_t>{};
    const auto all = projections::checks();
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].name == name) return std::optional{i};
    }
    return usage_error("cannot check", fmt::format("no check is called \"{}\"", name),
                       "longstop check --list names them");
}

Result<std::map<events::Position, EntryTexts>> entries_of(const log::Store& store,
                                                          events::AuthorityId la,
                                                          const std::vector<Finding>& findings) {
    std::map<events::Position, EntryTexts> entries;
    for (const auto& finding : findings) entries[finding.position];
    std::vector<events::Position> positions;
    positions.reserve(entries.size());
    for (const auto& [position, texts] : entries) positions.push_back(position);
    const auto read = store.each_entry_at(la, positions, [&](const events::Entry& entry) {
        entries[entry.position] = {std::string{entry.event.id}, std::string{entry.event.source},
                                   events::to_text(entry.event.date),
                                   events::type_name(entry.event.type)};
        return true;
    });
    if (!read) return read.error();
    return entries;
}

std::string about(const Finding& finding, const law::Law& law) {
    if (finding.refusal == law::NotMadeOut::none) return finding.about;
    return fmt::format("{}: {}", finding.about, refusal_text(finding.refusal, law));
}

void write(RowWriter& rows, bool table, const Found& found, const Finding& finding,
           const law::Law& law) {
    const auto& check = projections::checks()[finding.check];
    const auto& entry = found.entries.at(finding.position);
    const auto la = events::to_text(found.texts.la);
    const auto& reference = found.texts.cases[finding.case_no - 1];
    const auto key = la + "/" + reference;
    const auto text = about(finding, law);
    const auto position = static_cast<std::int64_t>(finding.position);
    if (table) {
        rows.row(
            std::array<Cell, 6>{check.name, std::string_view{key}, position,
                                std::string_view{entry.date}, entry.type, std::string_view{text}},
            Emphasis::warn);
        below_wrapped(rows, "    ",
                      fmt::format("id {} of {}; to mend: {}", entry.id, entry.source, check.mend));
        return;
    }
    rows.row(std::array<Cell, 11>{
        check.name, std::string_view{la}, std::string_view{reference}, position,
        std::string_view{entry.id}, std::string_view{entry.source}, std::string_view{entry.date},
        entry.type, text.empty() ? Cell{Null{}} : Cell{std::string_view{text}}, check.means,
        check.mend});
}

// How many of each name, those that hide answers first.
void write_totals(RowWriter& rows, const std::vector<Found>& logs) {
    const auto all = projections::checks();
    std::vector<std::uint64_t> counts(all.size());
    std::uint64_t total = 0;
    for (const auto& log : logs) {
        for (const auto& finding : log.findings) {
            ++counts[finding.check];
            ++total;
        }
    }
    rows.foot(total == 0 ? "nothing found" : counted(total, "finding") + ":");
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (counts[i] > 0) {
            foot_wrapped(rows, fmt::format("{:>7} ", counts[i]),
                         fmt::format("{}: {}", all[i].name, all[i].means));
        }
    }
}

Answer check(const App& app, const Options& options) {
    if (options.list) return finished(print(list_of_checks()));
    const auto only = check_named(options.only);
    if (!only) return only.error();
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    const auto las = authorities_of(reading->store, options.la);
    if (!las) return las.error();
    const auto logs = projections::for_each_authority<Found>(
        reading->store, *las, [&](log::LogColumns& log) -> Result<Found> {
            Found found;
            const projections::FoldableLog foldable(log, reading->law, reading->question.known_at);
            found.findings =
                projections::findings_of(foldable, reading->law, reading->question.as_of, *only);
            auto entries = entries_of(reading->store, log.la, found.findings);
            if (!entries) return entries.error();
            found.entries = std::move(*entries);
            projections::drop_headers(log);
            found.texts = std::move(log);
            return found;
        });
    if (!logs) return logs.error();
    const bool table = reading->format == Format::table;
    const auto rows = make_writer(reading->format, table ? table_columns() : field_columns(),
                                  STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options.reading, *reading, *las, *rows); !added) {
        return added.error();
    }
    for (std::size_t name = 0; name < projections::checks().size(); ++name) {
        for (const auto& log : *logs) {
            for (const auto& finding : log.findings) {
                if (finding.check == name) write(*rows, table, log, finding, reading->law.written);
            }
        }
    }
    write_totals(*rows, *logs);
    rows->foot(asked(reading->question));
    rows->foot("next: longstop audit LA/CASE shows the entries; longstop check --list explains");
    return finished(rows->finish());
}

}  // namespace

void add_check(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "check", "What is missing or odd in what is recorded, and what would mend it");
    const auto options = std::make_shared<Options>();
    command->add_option("--la", options->la, "One authority alone")->type_name("LA");
    command->add_option("--only", options->only, "One check alone")->type_name("NAME");
    command->add_flag("--list", options->list, "The checks, each explained");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return check(app, *options); }; });
}

}  // namespace longstop::cli
