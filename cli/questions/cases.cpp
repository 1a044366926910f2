// longstop cases: one line a case, the worst first.
#include <fmt/format.h>

#include <algorithm>

#include "cli/question/clock_filters.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/output.hpp"
#include "projections/authorities.hpp"
#include "projections/case_list.hpp"
#include "projections/stages.hpp"

namespace longstop::cli {
namespace {

using projections::CaseLine;

constexpr std::array fields{"la"_f,        "case"_f,       "case_stage"_f, "open"_f,
                            "overdue"_f,   "worst_late"_f, "worst_duty"_f, "next_due"_f,
                            "next_duty"_f, "caseworker"_f, "team"_f,       "last_entry"_f};
constexpr std::array in_table{"worst_late"_f, "overdue"_f,    "open"_f,
                              "next_due"_f,   "case_key"_f,   "case_stage"_f,
                              "next_duty"_f,  "caseworker"_f, "last_entry"_f};

struct CasesOfLog {
    std::vector<CaseLine> lines;
    std::vector<std::string> last_entries;  // instants, one for each line
    log::LogColumns columns;
    projections::Assignments assignments;
};

std::vector<std::string> instants_of(const std::vector<CaseLine>& lines,
                                     const log::LogColumns& log) {
    std::vector<std::string> texts;
    texts.reserve(lines.size());
    for (const auto& line : lines) {
        const auto at = log.headers[line.last_entry - 1].recorded_at;
        texts.push_back(events::to_text(events::Instant{std::chrono::microseconds{at}}));
    }
    return texts;
}

void write(Rows& rows, const CasesOfLog& of, std::size_t place, const law::CompiledLaw& law) {
    const auto& line = of.lines[place];
    auto la = events::to_text(of.columns.la);
    const auto& reference = of.columns.cases[line.case_no - 1];
    const auto duty = [&](bool is_there, law::RowNo row) {
        return is_there ? Cell{std::string_view{law.duty(row).id}} : Cell{Null{}};
    };
    auto& row = rows.row();
    row.keep("case_key"_f, la + "/" + reference);
    row.keep("la"_f, std::move(la));
    row["case"_f] = std::string_view{reference};
    row["case_stage"_f] = or_null(projections::stage_name(line.stage, law));
    row["open"_f] = number_cell(line.open);
    row["overdue"_f] = number_cell(line.overdue);
    row["worst_late"_f] = line.worst_late > 0 ? Cell{std::int64_t{line.worst_late}} : Cell{Null{}};
    row["worst_duty"_f] = duty(line.worst_late > 0, line.worst_row);
    row["next_due"_f] = day_cell(line.next_due);
    row["next_duty"_f] = duty(line.next_due != law::no_day, line.next_row);
    row["caseworker"_f] = or_null(of.assignments.caseworker(line.case_no, of.columns));
    row["team"_f] = or_null(of.assignments.team(line.case_no, of.columns));
    const std::string_view recorded = of.last_entries[place];
    row["last_entry"_f] = rows.is_table() ? recorded.substr(0, 10) : recorded;
    rows.write(line.overdue > 0 ? Emphasis::bad : Emphasis::none);
}

// Worst first over all logs: each has its own in that order already.
std::vector<std::pair<const CasesOfLog*, std::size_t>> in_order(const std::vector<CasesOfLog>& logs,
                                                                bool all, std::uint64_t& quiet) {
    std::vector<std::pair<const CasesOfLog*, std::size_t>> order;
    for (const auto& log : logs) {
        for (std::size_t i = 0; i < log.lines.size(); ++i) {
            if (all || log.lines[i].open > 0) {
                order.emplace_back(&log, i);
            } else {
                ++quiet;
            }
        }
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first->lines[a.second].worst_late > b.first->lines[b.second].worst_late;
    });
    return order;
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto filters = ClockFilters::read(asked);
    if (!filters) return filters.error();
    const auto las = asked.authorities();
    if (!las) return las.error();
    const auto logs = projections::for_each_authority<CasesOfLog>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<CasesOfLog> {
            CasesOfLog of;
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            of.assignments = projections::Assignments(foldable);
            of.lines = projections::case_list(foldable, asked.law(), asked.when.as_of,
                                              filters->of_log(of.assignments));
            of.last_entries = instants_of(of.lines, log);
            projections::drop_headers(log);
            of.columns = std::move(log);
            return of;
        });
    if (!logs) return logs.error();
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    std::uint64_t quiet = 0;
    const auto order = in_order(*logs, asked.flag("--all"), quiet);
    std::uint64_t late = 0;
    for (const auto& [log, place] : order) {
        write(rows, *log, place, asked.law());
        if (log->lines[place].overdue > 0) ++late;
    }
    rows.foot(fmt::format("{}, {} of them with something overdue, {}",
                          pluralized(order.size(), "case"), late, describe(asked.when)));
    rows.not_listed(quiet, "with nothing open", "--all");
    rows.foot(
        "next: longstop timeline LA/CASE draws a case; longstop breaches --open lists what is "
        "late");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {"--all", Takes::flag, "", "Also cases on which nothing is open"},
});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::cases{
    .name = "cases",
    .asks = "One line a case: what is overdue, what is due next, whose it is",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .clock_filters = true,
    .example = "longstop cases --la 999 --late-more-than 28",
};

}  // namespace longstop::cli
