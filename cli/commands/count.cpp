// longstop count: the questions that authorities are asked, each answered by a count.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "projections/authorities.hpp"
#include "projections/questions.hpp"

namespace longstop::cli {
namespace {

using projections::Counts;
using projections::Days;
using projections::NamedQuestion;

struct Options {
    ReadingOptions reading;
    std::string question;
    std::string la;
    std::string year;
    std::string from;
    std::string to;
};

const std::vector<Column>& columns() {
    static const std::vector<Column> list{
        {"la", "LA", 4}, {"group", "GROUP", 40}, {"what", "WHAT", 40}, {"count", "COUNT", 9, true}};
    return list;
}

std::string list_of_questions() {
    std::string out = "Questions that one command answers: longstop count QUESTION\n\n";
    for (const auto& question : projections::questions()) {
        out += fmt::format("{:<22}{}\n{:<22}--from, --to, --year: {}\n", question.name,
                           question.asks, "", question.days_are);
    }
    return out;
}

Result<const NamedQuestion*> question_named(const std::string& name) {
    for (const auto& question : projections::questions()) {
        if (question.name == name) return &question;
    }
    return usage_error("cannot count", fmt::format("no question is called \"{}\"", name),
                       "longstop count lists the questions");
}

Result<Days> days_of(const Options& options) {
    Days days;
    if (!options.year.empty()) {
        const auto year = events::parse_year(options.year);
        if (!year || !options.from.empty() || !options.to.empty()) {
            return usage_error("cannot read --year",
                               year ? "--from or --to is given too"
                                    : fmt::format("\"{}\" is no year", options.year),
                               "write --year 2025 alone, or --from and --to");
        }
        days.from = events::Day{date::year{*year} / 1 / 1};
        days.to = events::Day{date::year{*year} / 12 / 31};
        return days;
    }
    const auto range = day_range(options.from, options.to, "cannot count",
                                 "an empty count would read as \"none\"");
    if (!range) return range.error();
    days.from = range->from;
    days.to = range->to;
    return days;
}

std::string period_text(const NamedQuestion& question, const Days& days) {
    if (!days.from && !days.to) return "of all days";
    return fmt::format("{}{}{}", question.days_are,
                       days.from ? " from " + events::to_text(*days.from) : std::string{},
                       days.to ? " to " + events::to_text(*days.to) : std::string{});
}

Answer count(const App& app, const Options& options) {
    if (options.question.empty()) return finished(print(list_of_questions()));
    const auto question = question_named(options.question);
    if (!question) return question.error();
    const auto days = days_of(options);
    if (!days) return days.error();
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    const auto las = authorities_of(reading->store, options.la);
    if (!las) return las.error();
    const auto all = projections::for_each_authority<Counts>(
        reading->store, *las, [&](log::LogColumns& log) -> Result<Counts> {
            const projections::FoldableLog foldable(log, reading->law, reading->question.known_at);
            return projections::counts_of(**question, foldable, reading->law,
                                          reading->question.as_of, *days);
        });
    if (!all) return all.error();
    const auto rows = make_writer(reading->format, columns(), STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options.reading, *reading, *las, *rows); !added) {
        return added.error();
    }
    std::map<std::string, std::uint64_t> totals;
    for (std::size_t i = 0; i < las->size(); ++i) {
        const auto la = events::to_text((*las)[i]);
        for (const auto& [counted, number] : (*all)[i]) {
            rows->row(std::array<Cell, 4>{std::string_view{la}, std::string_view{counted.group},
                                          std::string_view{counted.what},
                                          static_cast<std::int64_t>(number)});
            totals[counted.what] += number;
        }
    }
    for (const auto& [what, number] : totals) rows->foot(fmt::format("{:>9} {}", number, what));
    if (totals.empty()) rows->foot("none");
    rows->foot(fmt::format("{}; {}, {}", (*question)->asks, period_text(**question, *days),
                           asked(reading->question)));
    return finished(rows->finish());
}

}  // namespace

void add_count(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "count", "Answer a question by a count; alone it lists the questions");
    const auto options = std::make_shared<Options>();
    command->add_option("question", options->question, "Which question")->type_name("QUESTION");
    command->add_option("--la", options->la, "One authority alone")->type_name("LA");
    command->add_option("--year", options->year, "The days of one calendar year")
        ->type_name("YEAR");
    command->add_option("--from", options->from, "On or after this day")->type_name("DAY");
    command->add_option("--to", options->to, "On or before this day")->type_name("DAY");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return count(app, *options); }; });
}

}  // namespace longstop::cli
