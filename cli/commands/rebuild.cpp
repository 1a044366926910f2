// longstop rebuild: everything derived, derived again; then every clock folded.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "projections/authorities.hpp"

namespace longstop::cli {
namespace {

double seconds_since(const App& app, events::Instant start) {
    return std::max(1e-6, std::chrono::duration<double>(app.env.now() - start).count());
}

Answer rebuild(const App& app, const ReadingOptions& options) {
    const auto question = question_of(app, options);
    if (!question) return question.error();
    const auto format = format_of(app, options);
    if (!format) return format.error();
    const auto in_use = law_in_use(options);
    if (!in_use) return in_use.error();
    const auto* law = &in_use->law;
    auto store = open_writing(app, false);
    if (!store) return store.error();
    const auto started = app.env.now();
    log::Rebuilt rebuilt;
    {
        ProgressLine line(app, "rebuild");
        const auto done = store->rebuild([&](std::uint64_t entries, std::uint64_t of) {
            line.show(entries, of, entries, "entries");
        });
        if (!done) return done.error();
        rebuilt = *done;
    }
    const auto deriving = seconds_since(app, started);
    const auto folding_from = app.env.now();
    const auto las = authorities_of(*store, "");
    if (!las) return las.error();
    const auto counts = projections::for_each_authority<std::uint64_t>(
        *store, *las, [&](log::LogColumns& log) -> Result<std::uint64_t> {
            const projections::FoldableLog foldable(log, *law, question->known_at);
            std::uint64_t clocks = 0;
            projections::fold(foldable, *law, question->as_of,
                              [&](std::span<const projections::ReportedClock> of_case) {
                                  clocks += of_case.size();
                              });
            return clocks;
        });
    if (!counts) return counts.error();
    std::uint64_t clocks = 0;
    for (const auto count : *counts) clocks += count;
    const auto folding = seconds_since(app, folding_from);
    const auto rate = [](std::uint64_t count, double seconds) {
        return static_cast<std::int64_t>(static_cast<double>(count) / seconds);
    };
    const auto rows = make_writer(*format,
                                  {{"logs", "LOGS", 6, true},
                                   {"entries", "ENTRIES", 11, true},
                                   {"derived_per_second", "DERIVED/S", 11, true},
                                   {"clocks", "CLOCKS", 11, true},
                                   {"folded_per_second", "FOLDED/S", 11, true},
                                   {"as_of", "AS OF", 10}},
                                  STDOUT_FILENO, app.style());
    const auto basis = basis_of(*store, *las, *question, in_use->marks);
    if (!basis) return basis.error();
    if (const auto added = add_basis(options, *format, *basis, *rows); !added) {
        return added.error();
    }
    const auto as_of = events::to_text(question->as_of);
    rows->row(std::array<Cell, 6>{
        static_cast<std::int64_t>(rebuilt.logs), static_cast<std::int64_t>(rebuilt.entries),
        rate(rebuilt.entries, deriving), static_cast<std::int64_t>(clocks),
        rate(rebuilt.entries, folding), std::string_view{as_of}});
    rows->foot(
        "DERIVED/S: entries from which columns, dictionary and index were made again; "
        "FOLDED/S: entries folded");
    return finished(rows->finish());
}

}  // namespace

void add_rebuild(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "rebuild", "Derive columns, dictionary and index again, then fold every clock");
    const auto options = std::make_shared<ReadingOptions>();
    options->add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return rebuild(app, *options); }; });
}

}  // namespace longstop::cli
