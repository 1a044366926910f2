// longstop rebuild: everything derived, derived again; then every clock folded.
#include <fmt/format.h>

#include "cli/progress_line.hpp"
#include "cli/questions/questions.hpp"
#include "cli/writing.hpp"
#include "projections/authorities.hpp"

namespace longstop::cli {
namespace {

double seconds_since(const App& app, events::Instant start) {
    return std::max(1e-6, std::chrono::duration<double>(app.env.now() - start).count());
}

constexpr std::array fields{"logs"_f,          "entries"_f,           "derived_per_second"_f,
                            "clocks_folded"_f, "folded_per_second"_f, "as_of"_f};

Exit answer(const Asked& asked, Rows& rows) {
    const auto& app = asked.app;
    const auto& law = asked.law();
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
    const auto las = authorities_of(*store, {});
    if (!las) return las.error();
    const auto counts = projections::for_each_authority<std::uint64_t>(
        *store, *las, [&](log::LogColumns& log) -> Result<std::uint64_t> {
            const projections::FoldableLog foldable(log, law, asked.when.known_at);
            std::uint64_t clocks = 0;
            projections::fold(foldable, law, asked.when.as_of,
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
    rows.begin(fields, fields);
    const auto basis = basis_of(*store, *las, asked.when, asked.use.marks);
    if (!basis) return basis.error();
    if (const auto added = add_basis(asked.options, *basis, rows); !added) return added.error();
    auto& row = rows.row();
    row["logs"_f] = number_cell(rebuilt.logs);
    row["entries"_f] = number_cell(rebuilt.entries);
    row["derived_per_second"_f] = rate(rebuilt.entries, deriving);
    row["clocks_folded"_f] = number_cell(clocks);
    row["folded_per_second"_f] = rate(rebuilt.entries, folding);
    row["as_of"_f] = day_cell(events::number_of(asked.when.as_of));
    rows.write();
    rows.foot(
        "DERIVED/S: entries from which columns, dictionary and index were made again; "
        "FOLDED/S: entries folded");
    return 0;
}

constexpr std::array lists{List{"", fields, fields}};

}  // namespace

const Question question::rebuild{
    .name = "rebuild",
    .asks = "Derive columns, dictionary and index again, then fold every clock",
    .takes = {},
    .lists = lists,
    .answer = answer,
    .needs = Needs::law,  // the store is opened for writing
    .example = "longstop rebuild",
};

}  // namespace longstop::cli
