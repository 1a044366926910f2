// longstop stats: timeliness as the national statistics count it.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "projections/authorities.hpp"
#include "projections/statistics.hpp"

namespace longstop::cli {
namespace {

using projections::Tally;
using projections::YearStatistics;

struct Options {
    ReadingOptions reading;
    std::string la;
    std::string year;
};

const std::vector<Column>& columns() {
    static const std::vector<Column> list{{"la", "LA", 4},
                                          {"year"},
                                          {"plans_issued", "PLANS", 6, true},
                                          {"within_20_weeks", "IN 20W", 6, true},
                                          {"exceptions_relied_on", "RELIED", 6, true},
                                          {"exceptions_made_out", "EXCUSED", 7, true},
                                          {"plans_excluding_exceptions"},
                                          {"within_20_weeks_excluding_exceptions"},
                                          {"rate_including_exceptions", "RATE %", 6, true},
                                          {"rate_excluding_exceptions", "EXCL. %", 7, true},
                                          {"assess_decisions", "ASSESS", 6, true},
                                          {"assess_decisions_on_time"},
                                          {"assess_decisions_rate", "6W %", 6, true},
                                          {"no_plan_decisions", "NO PLAN", 7, true},
                                          {"no_plan_decisions_on_time"},
                                          {"no_plan_decisions_rate", "16W %", 6, true},
                                          {"review_decisions", "REVIEWS", 7, true},
                                          {"review_decisions_on_time"},
                                          {"review_decisions_rate", "4W %", 6, true}};
    return list;
}

Cell number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

void write(RowWriter& rows, const YearStatistics& s) {
    const auto la = events::to_text(s.la);
    const std::array rates{projections::rate(s.plans), projections::rate(s.plans_without_excused),
                           projections::rate(s.assess_decisions),
                           projections::rate(s.no_plan_decisions),
                           projections::rate(s.review_decisions)};
    const auto rate = [&](std::size_t i) {
        return rates[i].empty() ? Cell{Null{}} : Cell{Number{rates[i]}};
    };
    const std::array<Cell, 19> cells{std::string_view{la},
                                     std::int64_t{s.year},
                                     number(s.plans.all),
                                     number(s.plans.on_time),
                                     number(s.relied_on),
                                     number(s.made_out),
                                     number(s.plans_without_excused.all),
                                     number(s.plans_without_excused.on_time),
                                     rate(0),
                                     rate(1),
                                     number(s.assess_decisions.all),
                                     number(s.assess_decisions.on_time),
                                     rate(2),
                                     number(s.no_plan_decisions.all),
                                     number(s.no_plan_decisions.on_time),
                                     rate(3),
                                     number(s.review_decisions.all),
                                     number(s.review_decisions.on_time),
                                     rate(4)};
    rows.row(cells);
}

Answer stats(const App& app, const Options& options) {
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    const auto as_of = reading->question.as_of;
    auto year = std::optional{static_cast<int>(date::year_month_day{as_of}.year())};
    if (!options.year.empty()) year = events::parse_year(options.year);
    if (!year) {
        return usage_error("cannot read --year", fmt::format("\"{}\" is no year", options.year),
                           "write a year of four digits, such as 2025");
    }
    const auto las = authorities_of(reading->store, options.la);
    if (!las) return las.error();
    const auto all = projections::for_each_authority<YearStatistics>(
        reading->store, *las, [&](log::LogColumns& log) -> Result<YearStatistics> {
            const projections::FoldableLog foldable(log, reading->law, reading->question.known_at);
            return projections::statistics_of(foldable, reading->law, as_of, *year);
        });
    if (!all) return all.error();
    const auto rows = make_writer(reading->format, columns(), STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options.reading, *reading, *las, *rows); !added) {
        return added.error();
    }
    for (const auto& s : *all) {
        if (s.has_events || !options.la.empty()) write(*rows, s);
    }
    rows->foot(fmt::format("calendar year {}, {}", *year, asked(reading->question)));
    rows->foot(
        "IN 20W: final plans sent within 20 weeks; EXCL.: those excused by a statutory "
        "exception left out");
    rows->foot(
        "6W, 16W, 4W: decisions whether to assess, not to issue a plan, after a review, "
        "on time");
    return finished(rows->finish());
}

}  // namespace

void add_stats(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "stats", "Timeliness of a calendar year, as the national statistics count it");
    const auto options = std::make_shared<Options>();
    command->add_option("--la", options->la, "One authority alone")->type_name("LA");
    command->add_option("--year", options->year, "The calendar year (default: that of --as-of)")
        ->type_name("YEAR");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return stats(app, *options); }; });
}

}  // namespace longstop::cli
