// longstop stats: timeliness as the national statistics count it.
#include <fmt/format.h>

#include "cli/questions/questions.hpp"
#include "projections/authorities.hpp"
#include "projections/statistics.hpp"

namespace longstop::cli {
namespace {

using projections::Tally;
using projections::YearStatistics;

constexpr std::array fields{"la"_f,
                            "year"_f,
                            "plans_issued"_f,
                            "within_20_weeks"_f,
                            "exceptions_relied_on"_f,
                            "exceptions_made_out"_f,
                            "plans_excluding_exceptions"_f,
                            "within_20_weeks_excluding_exceptions"_f,
                            "rate_including_exceptions"_f,
                            "rate_excluding_exceptions"_f,
                            "assess_decisions"_f,
                            "assess_decisions_on_time"_f,
                            "assess_decisions_rate"_f,
                            "no_plan_decisions"_f,
                            "no_plan_decisions_on_time"_f,
                            "no_plan_decisions_rate"_f,
                            "review_decisions"_f,
                            "review_decisions_on_time"_f,
                            "review_decisions_rate"_f};
constexpr std::array in_table{"la"_f,
                              "plans_issued"_f,
                              "within_20_weeks"_f,
                              "exceptions_relied_on"_f,
                              "exceptions_made_out"_f,
                              "rate_including_exceptions"_f,
                              "rate_excluding_exceptions"_f,
                              "assess_decisions"_f,
                              "assess_decisions_rate"_f,
                              "no_plan_decisions"_f,
                              "no_plan_decisions_rate"_f,
                              "review_decisions"_f,
                              "review_decisions_rate"_f};

void write(Rows& rows, const YearStatistics& s) {
    auto& row = rows.row();
    row.keep("la"_f, events::to_text(s.la));
    row["year"_f] = std::int64_t{s.year};
    row["exceptions_relied_on"_f] = number_cell(s.relied_on);
    row["exceptions_made_out"_f] = number_cell(s.made_out);
    const auto tally = [&](const Tally& of, Field all, Field on_time, Field rate) {
        row[all] = number_cell(of.all);
        row[on_time] = number_cell(of.on_time);
        row.keep(rate, projections::rate(of));
        row[rate] = written_number(std::get<std::string_view>(row[rate]));
    };
    tally(s.plans, "plans_issued"_f, "within_20_weeks"_f, "rate_including_exceptions"_f);
    tally(s.plans_without_excused, "plans_excluding_exceptions"_f,
          "within_20_weeks_excluding_exceptions"_f, "rate_excluding_exceptions"_f);
    tally(s.assess_decisions, "assess_decisions"_f, "assess_decisions_on_time"_f,
          "assess_decisions_rate"_f);
    tally(s.no_plan_decisions, "no_plan_decisions"_f, "no_plan_decisions_on_time"_f,
          "no_plan_decisions_rate"_f);
    tally(s.review_decisions, "review_decisions"_f, "review_decisions_on_time"_f,
          "review_decisions_rate"_f);
    rows.write();
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto as_of = asked.when.as_of;
    auto year = std::optional{static_cast<int>(date::year_month_day{as_of}.year())};
    const auto& given = asked.text("--year");
    if (!given.empty()) year = events::parse_year(given);
    if (!year) {
        return usage_error("cannot read --year", fmt::format("\"{}\" is no year", given),
                           "write a year of four digits, such as 2025");
    }
    const auto las = asked.authorities();
    if (!las) return las.error();
    const auto all = projections::for_each_authority<YearStatistics>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<YearStatistics> {
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            return projections::statistics_of(foldable, asked.law(), as_of, *year);
        });
    if (!all) return all.error();
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    for (const auto& s : *all) {
        if (s.has_events || !asked.text("--la").empty()) write(rows, s);
    }
    rows.foot(fmt::format("calendar year {}, {}", *year, describe(asked.when)));
    rows.foot(
        "IN 20W: final plans sent within 20 weeks; EXCL.: those excused by a statutory "
        "exception left out");
    rows.foot(
        "6W, 16W, 4W: decisions whether to assess, not to issue a plan, after a review, "
        "on time");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {"--year", Takes::text, "YEAR", "The calendar year (default: that of --as-of)"},
});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::stats{
    .name = "stats",
    .asks = "Timeliness of a calendar year, as the national statistics count it",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .example = "longstop stats --la 999 --year 2025",
};

}  // namespace longstop::cli
