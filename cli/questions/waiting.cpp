// longstop waiting: how many cases wait for what, for whom, and since when.
#include <fmt/format.h>

#include <algorithm>

#include "cli/question/clock_filters.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/output.hpp"
#include "projections/authorities.hpp"
#include "projections/stages.hpp"
#include "projections/waiting.hpp"

namespace longstop::cli {
namespace {

using projections::Waiting;

constexpr std::array fields{"la"_f,      "case_stage"_f,    "duty"_f,       "owed_by"_f,
                            "subject"_f, "waiting_cases"_f, "late_cases"_f, "since"_f};
constexpr std::array in_table{"la"_f,    "case_stage"_f, "waiting_cases"_f, "late_cases"_f,
                              "since"_f, "duty"_f,       "whom"_f};

struct WaitingOfLog {
    events::AuthorityId la;
    std::vector<Waiting> list;
};

void write(Rows& rows, const WaitingOfLog& of, const Waiting& waiting,
           const law::CompiledLaw& law) {
    const auto& duty = law.duty(waiting.duty);
    auto& row = rows.row();
    row.keep("la"_f, events::to_text(of.la));
    row["case_stage"_f] = projections::stage_name(waiting.stage, law);
    row["duty"_f] = std::string_view{duty.id};
    row["owed_by"_f] = std::string_view{duty.owed_by};
    row["subject"_f] = or_null(waiting.subject);
    row.keep("whom"_f,
             waiting.subject.empty() ? duty.owed_by : duty.owed_by + " " + waiting.subject);
    row["waiting_cases"_f] = number_cell(waiting.cases);
    row["late_cases"_f] = number_cell(waiting.late);
    row["since"_f] = day_cell(waiting.since);
    rows.write(waiting.late > 0 ? Emphasis::bad : Emphasis::none);
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto filters = ClockFilters::read(asked);
    if (!filters) return filters.error();
    const auto las = asked.authorities();
    if (!las) return las.error();
    const auto logs = projections::for_each_authority<WaitingOfLog>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<WaitingOfLog> {
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            const projections::Assignments assignments(foldable);
            WaitingOfLog of{log.la, {}};
            of.list = projections::waiting_in(foldable, asked.law(), asked.when.as_of,
                                              filters->of_log(assignments));
            return of;
        });
    if (!logs) return logs.error();
    rows.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
    std::uint64_t count = 0;
    for (const auto& log : *logs) {
        for (const auto& waiting : log.list) write(rows, log, waiting, asked.law());
        count += log.list.size();
    }
    rows.foot(fmt::format("{} that cases wait for, {}; a case may wait for several",
                          pluralized(count, "thing"), describe(asked.when)));
    rows.foot("next: longstop cases --stage STAGE lists the cases that wait there");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({parameter::la});
constexpr std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::waiting{
    .name = "waiting",
    .asks = "How many cases wait for what and for whom, and since when",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .clock_filters = true,
    .example = "longstop waiting --la 999 --owed-by body",
};

}  // namespace longstop::cli
