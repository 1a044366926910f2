// longstop rehearse: the same facts under the law and under an amended law.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
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
using projections::TurnedClock;

struct Options {
    ReadingOptions reading;
    std::string folder;
    std::string la;
    std::string from;
    std::string to;
    std::string show;
};

// What stays of a log once it is rehearsed.
struct Rehearsed {
    Rehearsal answer;
    log::LogColumns texts;
};

struct Laws {
    const law::CompiledLaw& before;
    const law::CompiledLaw& after;
};

Result<projections::RehearsalFilter> filter_of(const Options& options) {
    projections::RehearsalFilter filter;
    const auto range = day_range(options.from, options.to, "cannot rehearse",
                                 "an empty list would read as \"nothing changes\"");
    if (!range) return range.error();
    filter.from = range->from;
    filter.to = range->to;
    return filter;
}

// Worst first: most days late under the amended law, then under the old one.
std::vector<std::pair<const Rehearsed*, const TurnedClock*>> worst_first(
    const std::vector<Rehearsed>& logs) {
    std::vector<std::pair<const Rehearsed*, const TurnedClock*>> order;
    for (const auto& log : logs) {
        for (const auto& clock : log.answer.clocks) order.emplace_back(&log, &clock);
    }
    const auto days = [](const TurnedClock& turned) {
        const auto late = [](const auto& side) { return side ? side->clock.days_late : 0; };
        return std::pair{late(turned.after), late(turned.before)};
    };
    std::stable_sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
        return days(*a.second) > days(*b.second);
    });
    return order;
}

std::string totals(const std::vector<Rehearsed>& logs) {
    std::array<std::uint64_t, 6> counts{};
    std::uint64_t all = 0;
    for (const auto& log : logs) {
        for (const auto& clock : log.answer.clocks) {
            ++counts[static_cast<std::size_t>(clock.turn)];
            ++all;
        }
    }
    if (all == 0) return "no clock differs";
    std::string text;
    for (std::size_t turn = 0; turn < counts.size(); ++turn) {
        if (counts[turn] == 0) continue;
        text += fmt::format("{}{} {}", text.empty() ? "" : ", ", counts[turn],
                            projections::turn_text(static_cast<projections::Turn>(turn)));
    }
    return fmt::format("{}: {}", all == 1 ? "1 clock differs" : counted(all, "clock") + " differ",
                       text);
}

void write_clocks(RowWriter& rows, bool table, const std::vector<Rehearsed>& logs,
                  const Laws& laws) {
    for (const auto& [log, clock] : worst_first(logs)) {
        const PairRow row{projections::turn_text(clock->turn), clock->before, clock->after};
        write_pair(rows, table, row, laws.before, laws.after, log->texts);
    }
    rows.foot(totals(logs));
}

const std::vector<Column>& rate_columns() {
    static const std::vector<Column> list{{"la", "LA", 4},
                                          {"duty", "DUTY", 32, false, true},
                                          {"decided_before", "DECIDED", 9, true},
                                          {"on_time_before", "ON TIME", 9, true},
                                          {"rate_before", "RATE %", 6, true},
                                          {"decided_after", "DECIDED", 9, true},
                                          {"on_time_after", "ON TIME", 9, true},
                                          {"rate_after", "RATE %", 6, true}};
    return list;
}

std::string rate_of(const Decided& decided) {
    return projections::rate({decided.all, decided.on_time});
}

void write_rates(RowWriter& rows, const std::vector<Rehearsed>& logs) {
    std::uint64_t count = 0;
    for (const auto& log : logs) {
        const auto la = events::to_text(log.texts.la);
        for (const auto& [duty, decided] : log.answer.rates) {
            const auto rate_before = rate_of(decided.before);
            const auto rate_after = rate_of(decided.after);
            const auto rate = [](const std::string& text) {
                return text.empty() ? Cell{Null{}} : Cell{Number{text}};
            };
            const auto number = [](std::uint64_t n) { return static_cast<std::int64_t>(n); };
            rows.row(std::array<Cell, 8>{std::string_view{la}, std::string_view{duty},
                                         number(decided.before.all), number(decided.before.on_time),
                                         rate(rate_before), number(decided.after.all),
                                         number(decided.after.on_time), rate(rate_after)});
            ++count;
        }
    }
    rows.foot(fmt::format("{} of an authority and duty differ; left the law, right the amended law",
                          counted(count, "rate")));
}

const std::vector<Column>& week_columns() {
    static const std::vector<Column> list{{"week", "WEEK", 8, false, true},
                                          {"from", "FROM", 10, false, true},
                                          {"due_before", "DUE", 9, true},
                                          {"due_after", "DUE AFTER", 9, true},
                                          {"change", "CHANGE", 9, true}};
    return list;
}

void write_weeks(RowWriter& rows, const std::vector<Rehearsed>& logs) {
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
        const auto day = events::to_text(monday);
        rows.row(std::array<Cell, 5>{std::string_view{week}, std::string_view{day},
                                     static_cast<std::int64_t>(due.before),
                                     static_cast<std::int64_t>(due.after), change});
        ++count;
    }
    rows.foot(fmt::format("{} with another number of duties due", counted(count, "week")));
}

// One of the three lists, or all of them one after the other in a table.
struct Part {
    std::string_view name;
    const std::vector<Column>& (*columns)(bool table);
    void (*write)(RowWriter&, bool table, const std::vector<Rehearsed>&, const Laws&);
};

constexpr std::array<Part, 3> parts{
    {{"clocks", pair_columns, write_clocks},
     {"rates", [](bool) -> const std::vector<Column>& { return rate_columns(); },
      [](RowWriter& rows, bool, const std::vector<Rehearsed>& logs, const Laws&) {
          write_rates(rows, logs);
      }},
     {"weeks", [](bool) -> const std::vector<Column>& { return week_columns(); },
      [](RowWriter& rows, bool, const std::vector<Rehearsed>& logs, const Laws&) {
          write_weeks(rows, logs);
      }}}};

Result<std::vector<Part>> parts_of(const Options& options, Format format) {
    if (options.show.empty() && format == Format::table) {
        return std::vector<Part>(parts.begin(), parts.end());
    }
    const std::string wanted = options.show.empty() ? "clocks" : options.show;
    for (const auto& part : parts) {
        if (part.name == wanted) return std::vector<Part>{part};
    }
    return usage_error("cannot read --show", fmt::format("\"{}\" is no list", options.show),
                       "use clocks, rates or weeks");
}

Answer rehearse(const App& app, const Options& options) {
    const auto reading = open_reading(app, options.reading);
    if (!reading) return reading.error();
    auto of_amended = options.reading;
    of_amended.law = options.folder;
    of_amended.as_law_stood.clear();
    const auto amended = law_in_use(of_amended);
    if (!amended) return amended.error();
    const auto filter = filter_of(options);
    if (!filter) return filter.error();
    const auto shown = parts_of(options, reading->format);
    if (!shown) return shown.error();
    const auto las = authorities_of(reading->store, options.la);
    if (!las) return las.error();
    const Laws laws{reading->law, amended->law};
    const projections::Rehearser rehearser(laws.before, laws.after, *filter);
    const auto logs = projections::for_each_authority<Rehearsed>(
        reading->store, *las, [&](log::LogColumns& log) -> Result<Rehearsed> {
            Rehearsed answer;
            {
                const projections::FoldableLog foldable(log, laws.before,
                                                        reading->question.known_at);
                answer.answer = rehearser.rehearse(foldable, reading->question.as_of);
            }
            projections::drop_headers(log);
            answer.texts = std::move(log);
            return answer;
        });
    if (!logs) return logs.error();
    const auto basis = basis_of(*reading, *las);
    if (!basis) return basis.error();
    bool written = true;
    for (const auto& part : *shown) {
        const bool table = reading->format == Format::table;
        const auto rows =
            make_writer(reading->format, part.columns(table), STDOUT_FILENO, app.style());
        const bool last = part.name == shown->back().name;
        if (last) {
            const auto added = add_basis(options.reading, reading->format, *basis, *rows);
            if (!added) return added.error();
        }
        part.write(*rows, table, *logs, laws);
        if (last) {
            rows->foot(
                fmt::format("the law against {}, {}", options.folder, asked(reading->question)));
            rows->foot(fmt::format("next: longstop law diff {} shows the rows that differ",
                                   options.folder));
        } else {
            rows->foot("");
        }
        written = rows->finish() && written;
    }
    return finished(written);
}

}  // namespace

void add_rehearse(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "rehearse", "History under an amended law: who becomes late, and who no longer is");
    const auto options = std::make_shared<Options>();
    command->add_option("dir", options->folder, "The folder of the amended law")
        ->required()
        ->type_name("DIR");
    command->add_option("--la", options->la, "One authority alone")->type_name("LA");
    command->add_option("--from", options->from, "Due on or after this day, under either law")
        ->type_name("DAY");
    command->add_option("--to", options->to, "Due on or before this day, under either law")
        ->type_name("DAY");
    command
        ->add_option("--show", options->show,
                     "clocks, rates or weeks (default: all in a table, else clocks)")
        ->type_name("LIST");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return rehearse(app, *options); }; });
}

}  // namespace longstop::cli
