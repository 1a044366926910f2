// longstop stats: timeliness as the national statistics count it.
#include <fmt/format.h>

#include "cli/question/counted_list.hpp"
#include "cli/question/period.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/counted_rows.hpp"
#include "projections/authorities.hpp"
#include "projections/statistics.hpp"

namespace longstop::cli {
namespace {

using projections::Statistics;
using projections::Tally;

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

void write(Rows& rows, const Statistics& s, std::optional<int> year) {
    auto& row = rows.row();
    row.keep("la"_f, events::to_text(s.la));
    row["year"_f] = year ? Cell{std::int64_t{*year}} : Cell{Null{}};
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

// The days counted, and the calendar year that they are, if they are one: that of --as-of unless
// others are named.
struct Period {
    projections::Days days;
    std::optional<int> year;
};

Result<Period> period_of(const Asked& asked) {
    const auto days = days_of(asked);
    if (!days) return days.error();
    const bool named = days->from || days->to;
    if (named && asked.text("--year").empty()) return Period{*days, std::nullopt};
    const auto first = named ? *days->from : asked.when.as_of;
    const auto year = static_cast<int>(date::year_month_day{first}.year());
    return Period{projections::days_of_year(year), year};
}

// A row for each clock under each figure that it is counted in.
Exit list(const Asked& asked, Rows& rows, const Period& period,
          const std::vector<events::AuthorityId>& las) {
    const auto count = list_counted(asked, rows, las, [&](const auto& log, const auto& sink) {
        projections::statistics_of(log, asked.law(), asked.when.as_of, period.days, sink);
    });
    if (!count) return count.error();
    rows.foot(fmt::format("{} {}, {}: a plan stands under each figure that counts it",
                          pluralized(*count, "row"), period_text(period.days),
                          describe(asked.when)));
    return 0;
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto as_of = asked.when.as_of;
    const auto period = period_of(asked);
    if (!period) return period.error();
    const auto las = asked.authorities();
    if (!las) return las.error();
    if (asked.flag("--list")) return list(asked, rows, *period, *las);
    const auto all = projections::for_each_authority<Statistics>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<Statistics> {
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            return projections::statistics_of(foldable, asked.law(), as_of, period->days);
        });
    if (!all) return all.error();
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    for (const auto& s : *all) {
        if (s.has_events || !asked.given.texts("--la").empty()) write(rows, s, period->year);
    }
    rows.foot(period->year
                  ? fmt::format("calendar year {}, {}", *period->year, describe(asked.when))
                  : fmt::format("{}, {}", period_text(period->days), describe(asked.when)));
    rows.foot(
        "IN 20W: final plans sent within 20 weeks; EXCL.: those excused by a statutory "
        "exception left out");
    rows.foot(
        "6W, 16W, 4W: decisions whether to assess, not to issue a plan, after a review, "
        "on time");
    rows.foot("next: --list names the plans and decisions behind each figure");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    parameter::meaning(parameter::year, "The calendar year (default: that of --as-of)"),
    parameter::meaning(parameter::from, "In place of a year: ended on or after this day"),
    parameter::meaning(parameter::to, "Ended on or before this day"),
    parameter::list,
});
const std::array lists{List{"", fields, in_table},
                       List{"--list", counted_fields(), counted_fields_in_table()}};

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
