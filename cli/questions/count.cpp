// longstop count: the questions that authorities are asked, each answered by a count.
#include <fmt/format.h>

#include "cli/question/counted_list.hpp"
#include "cli/question/period.hpp"
#include "cli/question/values.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/counted_rows.hpp"
#include "cli/render/output.hpp"
#include "projections/authorities.hpp"
#include "projections/questions.hpp"

namespace longstop::cli {
namespace {

using projections::Counts;
using projections::Days;
using projections::NamedQuestion;

constexpr std::array fields{"la"_f, "group"_f, "counted"_f, "count"_f};

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

std::string period_of(const NamedQuestion& question, const Days& days) {
    const auto period = period_text(days);
    return period.empty() ? "of all days" : fmt::format("{} {}", question.days_are, period);
}

Result<std::string> first(const Asked& asked) {
    if (asked.text("question").empty()) return list_of_questions();
    const auto question = question_named(asked.text("question"));
    if (!question) return question.error();
    const auto days = days_of(asked);
    if (!days) return days.error();
    return std::string{};
}

Exit list(const Asked& asked, Rows& rows, const NamedQuestion& question, const Days& days,
          const std::vector<events::AuthorityId>& las) {
    const auto count = list_counted(asked, rows, las, [&](const auto& log, const auto& sink) {
        projections::each_counted(question, log, asked.law(), asked.when.as_of, days, sink);
    });
    if (!count) return count.error();
    rows.foot(fmt::format("{}; {}, {}, {}", pluralized(*count, "row"), question.asks,
                          period_of(question, days), describe(asked.when)));
    return 0;
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto question = question_named(asked.text("question"));
    const auto days = days_of(asked);
    const auto las = asked.authorities();
    if (!las) return las.error();
    if (asked.flag("--list")) return list(asked, rows, **question, *days, *las);
    const auto all = projections::for_each_authority<Counts>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<Counts> {
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            return projections::counts_of(**question, foldable, asked.law(), asked.when.as_of,
                                          *days);
        });
    if (!all) return all.error();
    rows.begin(fields, fields);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    std::map<std::string, std::uint64_t> totals;
    for (std::size_t i = 0; i < las->size(); ++i) {
        const auto la = events::to_text((*las)[i]);
        for (const auto& [counted, number] : (*all)[i]) {
            auto& row = rows.row();
            row["la"_f] = std::string_view{la};
            row["group"_f] = std::string_view{counted.group};
            row["counted"_f] = std::string_view{counted.what};
            row["count"_f] = number_cell(number);
            rows.write();
            totals[counted.what] += number;
        }
    }
    for (const auto& [what, number] : totals) rows.foot(fmt::format("{:>9} {}", number, what));
    if (totals.empty()) rows.foot("none");
    rows.foot(fmt::format("{}; {}, {}", (*question)->asks, period_of(**question, *days),
                          describe(asked.when)));
    rows.foot("next: --list names each of them");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    {.name = "question",
     .value = "QUESTION",
     .means = "Which question; without one they are listed",
     .values = values::counts},
    parameter::la,
    parameter::year,
    parameter::meaning(parameter::from, "On or after this day"),
    parameter::meaning(parameter::to, "On or before this day"),
    parameter::list,
});
const std::array lists{List{"", fields, fields},
                       List{"--list", counted_fields(), counted_fields_in_table()}};

}  // namespace

const Question question::count{
    .name = "count",
    .asks = "Answer a question by a count; alone it lists the questions",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .first = first,
    .example = "longstop count plans-past-20-weeks --la 999",
};

}  // namespace longstop::cli
