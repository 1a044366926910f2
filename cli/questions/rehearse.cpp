// longstop rehearse: the same facts under the law and under an amended law.
#include <fmt/format.h>

#include "cli/questions/questions.hpp"
#include "cli/render/pair_rows.hpp"
#include "projections/authorities.hpp"
#include "projections/iso_week.hpp"
#include "projections/rehearsal.hpp"
#include "projections/statistics.hpp"

namespace longstop::cli {
namespace {

using projections::BothSides;
using projections::Decided;
using projections::Rehearsal;
using projections::RehearsedClock;

// What stays of a log once it is rehearsed.
struct Rehearsed {
    Rehearsal answer;
    log::LogColumns texts;
};

struct Laws {
    const law::CompiledLaw& before;
    const law::CompiledLaw& after;
};

Result<projections::RehearsalFilter> filter_of(const Asked& asked) {
    projections::RehearsalFilter filter;
    const auto range = day_range(asked.text("--from"), asked.text("--to"), "cannot rehearse",
                                 "an empty list would read as \"nothing changes\"");
    if (!range) return range.error();
    filter.from = range->from;
    filter.to = range->to;
    return filter;
}

// Worst first: most days late under the amended law, then under the old one.
std::vector<std::pair<const Rehearsed*, const RehearsedClock*>> worst_first(
    const std::vector<Rehearsed>& logs) {
    std::vector<std::pair<const Rehearsed*, const RehearsedClock*>> order;
    for (const auto& log : logs) {
        for (const auto& clock : log.answer.clocks) order.emplace_back(&log, &clock);
    }
    const auto days = [](const RehearsedClock& compared) {
        const auto late = [](const auto& side) { return side ? side->clock.days_late : 0; };
        return std::pair{late(compared.clocks.after), late(compared.clocks.before)};
    };
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return days(*a.second) > days(*b.second);
    });
    return order;
}

std::string totals(const std::vector<Rehearsed>& logs) {
    std::array<std::uint64_t, projections::rehearsed_kinds> counts{};
    std::uint64_t all = 0;
    for (const auto& log : logs) {
        for (const auto& clock : log.answer.clocks) {
            ++counts[static_cast<std::size_t>(clock.kind)];
            ++all;
        }
    }
    if (all == 0) return "no clock differs";
    std::string text;
    for (std::size_t kind = 0; kind < counts.size(); ++kind) {
        if (counts[kind] == 0) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[kind],
                            projections::kind_text(static_cast<projections::RehearsedKind>(kind)));
    }
    return fmt::format("{}: {}",
                       all == 1 ? "1 clock differs" : pluralized(all, "clock") + " differ", text);
}

void write_clocks(Rows& rows, const std::vector<Rehearsed>& logs, const Laws& laws) {
    for (const auto& [log, clock] : worst_first(logs)) {
        fill_pair(rows, projections::kind_text(clock->kind), clock->clocks, laws.before, laws.after,
                  log->texts);
        rows.write(pair_emphasis(clock->clocks));
    }
    rows.foot(totals(logs));
}

constexpr std::array rate_fields{
    "la"_f,          "duty"_f,          "decided_before"_f, "on_time_before"_f,
    "rate_before"_f, "decided_after"_f, "on_time_after"_f,  "rate_after"_f};

std::string rate_of(const Decided& decided) {
    return projections::rate({decided.all, decided.on_time});
}

void write_rates(Rows& rows, const std::vector<Rehearsed>& logs, const Laws&) {
    std::uint64_t count = 0;
    for (const auto& log : logs) {
        const auto la = events::to_text(log.texts.la);
        for (const auto& [duty, decided] : log.answer.rates) {
            const auto rate_before = rate_of(decided.before);
            const auto rate_after = rate_of(decided.after);
            auto& row = rows.row();
            row["la"_f] = std::string_view{la};
            row["duty"_f] = std::string_view{duty};
            row["decided_before"_f] = number_cell(decided.before.all);
            row["on_time_before"_f] = number_cell(decided.before.on_time);
            row["rate_before"_f] = written_number(rate_before);
            row["decided_after"_f] = number_cell(decided.after.all);
            row["on_time_after"_f] = number_cell(decided.after.on_time);
            row["rate_after"_f] = written_number(rate_after);
            rows.write();
            ++count;
        }
    }
    rows.foot(fmt::format("{} of an authority and duty differ; left the law, right the amended law",
                          pluralized(count, "rate")));
}

constexpr std::array week_fields{"week"_f, "monday"_f, "duties_due_before"_f, "duties_due_after"_f,
                                 "difference"_f};

void write_weeks(Rows& rows, const std::vector<Rehearsed>& logs, const Laws&) {
    std::map<events::Day, BothSides<std::uint64_t>> weeks;
    for (const auto& log : logs) {
        for (const auto& [monday, due] : log.answer.weeks) {
            weeks[monday].before += due.before;
            weeks[monday].after += due.after;
        }
    }
    std::uint64_t count = 0;
    for (const auto& [monday, due] : weeks) {
        const auto change =
            static_cast<std::int64_t>(due.after) - static_cast<std::int64_t>(due.before);
        if (change == 0) continue;
        const auto week = projections::iso_week(monday);
        auto& row = rows.row();
        row["week"_f] = std::string_view{week};
        row["monday"_f] = day_cell(events::number_of(monday));
        row["duties_due_before"_f] = number_cell(due.before);
        row["duties_due_after"_f] = number_cell(due.after);
        row["difference"_f] = change;
        rows.write();
        ++count;
    }
    rows.foot(fmt::format("{} with another number of duties due", pluralized(count, "week")));
}

const std::array lists{List{"clocks", pair_fields(), pair_fields_in_table()},
                       List{"rates", rate_fields, rate_fields},
                       List{"weeks", week_fields, week_fields}};
constexpr std::array writers{write_clocks, write_rates, write_weeks};

// The places of the lists that are shown.
Result<std::vector<std::size_t>> shown_lists(const Asked& asked, bool in_table) {
    const auto& show = asked.text("--show");
    if (show.empty())
        return in_table ? std::vector<std::size_t>{0, 1, 2} : std::vector<std::size_t>{0};
    for (std::size_t i = 0; i < lists.size(); ++i) {
        if (lists[i].name == show) return std::vector<std::size_t>{i};
    }
    return usage_error("cannot read --show", fmt::format("\"{}\" is no list", show),
                       "use clocks, rates or weeks");
}

Exit answer(const Asked& asked, Rows& rows) {
    const auto& folder = asked.text("dir");
    auto of_amended = asked.options;
    of_amended.law = folder;
    of_amended.as_law_stood.clear();
    const auto amended = law_in_use(of_amended);
    if (!amended) return amended.error();
    const auto filter = filter_of(asked);
    if (!filter) return filter.error();
    const auto shown = shown_lists(asked, rows.is_table());
    if (!shown) return shown.error();
    const auto las = asked.authorities();
    if (!las) return las.error();
    const Laws laws{asked.law(), amended->law};
    const projections::Rehearser rehearser(laws.before, laws.after, *filter);
    const auto logs = projections::for_each_authority<Rehearsed>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<Rehearsed> {
            Rehearsed rehearsed;
            {
                const projections::FoldableLog foldable(log, laws.before, asked.when.known_at);
                rehearsed.answer = rehearser.rehearse(foldable, asked.when.as_of);
            }
            projections::drop_headers(log);
            rehearsed.texts = std::move(log);
            return rehearsed;
        });
    if (!logs) return logs.error();
    for (const auto list : *shown) {
        rows.begin(lists[list].fields, lists[list].in_table);
        if (list == shown->back()) {
            if (const auto added = asked.add_basis(*las, rows); !added) return added.error();
        }
        writers[list](rows, *logs, laws);
    }
    rows.foot(fmt::format("the law against {}, {}", folder, describe(asked.when)));
    rows.foot(fmt::format("next: longstop law diff {} shows the rows that differ", folder));
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::other_law,
    parameter::la,
    parameter::meaning(parameter::from, "Due on or after this day, under either law"),
    parameter::meaning(parameter::to, "Due on or before this day, under either law"),
    {.name = "--show",
     .value = "LIST",
     .means = "clocks, rates or weeks (default: all in a table, else clocks)",
     .values =
         [] {
             return std::vector<std::string>{"clocks", "rates", "weeks"};
         }},
});

}  // namespace

const Question question::rehearse{
    .name = "rehearse",
    .asks = "History under an amended law: who becomes late, and who no longer is",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .example = "longstop rehearse longstop-data/amended-law --la 999 --show rates",
};

}  // namespace longstop::cli
