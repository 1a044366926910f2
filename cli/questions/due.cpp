// longstop due: what falls due in the days to come, whether or not an alert was raised for it.
#include <fmt/format.h>

#include <algorithm>

#include "cli/question/clock_filters.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/output.hpp"
#include "projections/authorities.hpp"
#include "projections/breaches.hpp"

namespace longstop::cli {
namespace {

using projections::ClockInCase;
using projections::ReportedClock;

constexpr std::array in_table{"days_left"_f, "due"_f,  "case_key"_f, "duty"_f,
                              "owed_by"_f,   "kind"_f, "subject"_f,  "caseworker"_f};
const auto fields = [] {
    const auto of_clocks = clock_fields();
    std::vector<Field> all(of_clocks.begin(), of_clocks.end());
    all.push_back("days_left"_f);
    return all;
}();

// What there is besides the clocks that are listed.
struct Others {
    std::uint64_t overdue = 0;
    std::uint64_t unknown = 0;  // open, with no day yet: held, or beyond the calendar
    std::uint64_t guidance = 0;
};

struct DueOfLog {
    std::vector<ReportedClock> clocks;
    Others others;
    LogTexts texts;
};

// Whether the clock is listed; what is open and is not, is counted.
bool is_listed(const ClockInCase& of, std::int32_t from, std::int32_t to, bool guidance,
               Others& others) {
    const auto& clock = of.clock;
    if (clock.state != law::Clock::State::open || of.duty().is_window()) return false;
    if (projections::is_breach(clock, of.duty())) ++others.overdue;
    if (clock.due == law::no_day) ++others.unknown;
    if (clock.due == law::no_day || clock.due < from || clock.due > to) return false;
    if (guidance || !of.duty().is_guidance()) return true;
    ++others.guidance;
    return false;
}

Exit answer(const Asked& asked, Rows& list) {
    const auto filters = ClockFilters::read(asked);
    if (!filters) return filters.error();
    const auto las = asked.authorities();
    if (!las) return las.error();
    const auto as_of = asked.when.as_of;
    const auto from = events::number_of(as_of);
    const auto to = from + static_cast<std::int32_t>(asked.given.number("--within"));
    const bool guidance = asked.flag("--guidance");
    auto logs = projections::for_each_authority<DueOfLog>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<DueOfLog> {
            DueOfLog due;
            const projections::FoldableLog foldable(log, asked.law(), asked.when.known_at);
            projections::Assignments assignments(foldable);
            const auto kept = filters->of_log(assignments);
            due.clocks =
                projections::clocks_of(foldable, asked.law(), as_of, [&](const ClockInCase& of) {
                    if (kept && !kept(of)) return false;
                    return is_listed(of, from, to, guidance, due.others);
                });
            projections::drop_headers(log);
            due.texts = {std::move(log), {}, std::move(assignments)};
            return due;
        });
    if (!logs) return logs.error();
    std::vector<std::pair<const ReportedClock*, const DueOfLog*>> order;
    Others others;
    for (const auto& of_log : *logs) {
        for (const auto& clock : of_log.clocks) order.emplace_back(&clock, &of_log);
        others.overdue += of_log.others.overdue;
        others.unknown += of_log.others.unknown;
        others.guidance += of_log.others.guidance;
    }
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        return a.first->clock.due < b.first->clock.due;
    });
    list.begin(fields, in_table);
    if (const auto added = asked.add_basis(*las, list); !added) return added.error();
    ClockRows rows(list, asked.law(), as_of);
    rows.say_reading(asked.options.reading);
    for (const auto& [clock, of_log] : order) {
        list.row()["days_left"_f] = std::int64_t{clock->clock.due - from};
        rows.write(*clock, of_log->texts);
    }
    list.foot(fmt::format("{} due from {} to {}, {}", pluralized(order.size(), "clock"),
                          events::to_text(as_of), events::to_text(events::day_of(to)),
                          describe(asked.when)));
    list.not_listed(others.overdue, "overdue already", "longstop breaches --open");
    list.not_listed(others.guidance, "of guidance", "--guidance");
    list.not_listed(others.unknown, "open with no last day that can be told yet",
                    "longstop deadlines --la LA");
    list.foot("next: longstop why LA/CASE DUTY tells why it is due then");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {.name = "--within",
     .takes = Takes::number,
     .value = "DAYS",
     .means = "So many days from the day asked about",
     .standard = 28,
     .most = 36500},
    {"--guidance", Takes::flag, "", "Also what guidance asks for"},
});
const std::array lists{List{"", fields, in_table}};

}  // namespace

const Question question::due{
    .name = "due",
    .asks = "What falls due in the next days, the soonest first",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .clock_filters = true,
    .example = "longstop due --within 14 --owed-by LA",
};

}  // namespace longstop::cli
