// longstop breaches: the breach list, worst first.
#include <fmt/format.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/render/clock_rows.hpp"
#include "projections/authorities.hpp"
#include "projections/breaches.hpp"
#include "projections/readings.hpp"

namespace longstop::cli {
namespace {

struct Options {
    ReadingOptions reading;
    std::string la;
    std::string duty;
    std::string from;
    std::string to;
    bool open = false;
    bool lapsed = false;
    bool excused = false;
};

Result<projections::BreachFilter> filter_of(const Options& options, const law::CompiledLaw& law) {
    projections::BreachFilter filter;
    filter.open = options.open;
    filter.lapsed = options.lapsed;
    filter.excused = options.excused;
    if (!options.duty.empty()) {
        filter.duty = law.written.rows_of(options.duty);
        if (filter.duty->empty()) {
            return usage_error("cannot list breaches",
                               fmt::format("no duty is called \"{}\"", options.duty),
                               "longstop rules lists the duties by their ids");
        }
    }
    const auto range = day_range(options.from, options.to, "cannot list breaches",
                                 "an empty list would read as \"no breaches\"");
    if (!range) return range.error();
    filter.from = range->from;
    filter.to = range->to;
    return filter;
}

// What stays of a log once it is folded: its breaches, and the texts they name.
struct Folded {
    projections::LogBreaches breaches;
    log::LogColumns texts;
    Reliances reliances;
};

std::string totals(const projections::BreachCounts& counts, bool only_open) {
    auto text = fmt::format("{} listed: {} overdue", counts.listed(), counts.overdue);
    if (!only_open) {
        text += fmt::format(", {} met late, {} too early", counts.met_late, counts.too_early);
    }
    if (counts.overtaken > 0) text += fmt::format(", {} never done", counts.overtaken);
    if (counts.lapsed > 0) text += fmt::format(", {} lapsed late", counts.lapsed);
    if (counts.excused > 0) text += fmt::format(", {} excused", counts.excused);
    return text;
}

// What the list does not show, each with how to see it: silence would read as "none".
std::vector<std::string> not_listed(const projections::BreachCounts& counts) {
    std::vector<std::string> lines;
    const auto add = [&](std::uint64_t count, std::string_view what) {
        if (count > 0) lines.push_back(fmt::format("not listed: {} {}", count, what));
    };
    add(counts.left_out_ended, "met late, too early or never done (without --open)");
    add(counts.left_out_excused, "late but excused by a statutory exception (--excused)");
    add(counts.left_out_lapsed, "lapsed after the due date, no longer mendable (--lapsed)");
    add(counts.left_out_followers, "waiting for a review decision that is itself late");
    add(counts.left_out_guidance,
        "late against guidance, a right or a step not taken: no breach of law (--duty ID)");
    add(counts.beyond_calendar, "with no due date: it lies beyond the verified calendar");
    add(counts.before_record, "due before the record of the case begins: unknown");
    return lines;
}

// `--reading all` and `any` ask about every reading at once; any other name is one law.
std::optional<projections::Under> every_reading_asked(const Options& options) {
    if (options.reading.reading == "all") return projections::Under::all;
    if (options.reading.reading == "any") return projections::Under::any;
    return std::nullopt;
}

std::vector<std::string> names_of(const std::vector<projections::ReadLaw>& laws) {
    std::vector<std::string> names;
    names.reserve(laws.size());
    for (const auto& law : laws) names.push_back(law.name);
    return names;
}

std::string readings_foot(projections::Under under, const std::vector<projections::ReadLaw>& laws) {
    std::string names;
    for (const auto& law : laws) names += (names.empty() ? "" : ", ") + law.name;
    return fmt::format(
        "broken under {} of the readings {}; the others left out are counted as the "
        "default has them",
        under == projections::Under::all ? "all" : "any", names);
}

Answer breaches(const App& app, const Options& options) {
    const auto under = every_reading_asked(options);
    auto as_written = options.reading;
    if (under) as_written.reading.clear();
    auto reading = open_reading(app, as_written);
    if (!reading) return reading.error();
    if (under) reading->marks.reading = options.reading.reading;
    using Laws = std::vector<projections::ReadLaw>;
    const auto laws = under ? projections::every_reading(reading->law) : Result<Laws>{Laws{}};
    if (!laws) return laws.error();
    const auto filter = filter_of(options, reading->law);
    if (!filter) return filter.error();
    const auto las = authorities_of(reading->store, options.la);
    if (!las) return las.error();
    const auto& question = reading->question;
    const auto law = under ? reading->law : projections::law_asked(reading->law, *filter);
    // Several authorities are folded side by side; one alone by halves.
    const unsigned threads = las->size() == 1 ? projections::fold_threads : 1;
    auto folded = projections::for_each_authority<Folded>(
        reading->store, *las, [&](log::LogColumns& log) -> Result<Folded> {
            Folded answer;
            const projections::FoldableLog foldable(log, law, question.known_at);
            answer.breaches =
                under
                    ? projections::breaches_under(foldable, *laws, *under, question.as_of, *filter)
                    : projections::breaches_of(foldable, law, question.as_of, *filter, threads);
            auto reliances = reliances_of(reading->store, log.la, answer.breaches.clocks);
            if (!reliances) return reliances.error();
            answer.reliances = std::move(*reliances);
            projections::drop_headers(log);
            answer.texts = std::move(log);
            return answer;
        });
    if (!folded) return folded.error();
    std::vector<projections::LogBreaches> lists;
    projections::BreachCounts counts;
    for (auto& answer : *folded) {
        counts.add(answer.breaches.counts);
        lists.push_back(std::move(answer.breaches));
    }
    ClockRows rows(reading->format, reading->law, question.as_of, app.style());
    if (const auto added = add_basis(options.reading, *reading, *las, rows.writer()); !added) {
        return added.error();
    }
    rows.say_reading(options.reading.reading);
    rows.say_broken_under(names_of(*laws));
    const auto order = projections::worst_first(lists);
    const auto clock_at = [&](std::size_t place) -> const projections::ReportedClock& {
        return lists[order[place].log].clocks[order[place].clock];
    };
    constexpr std::size_t ahead = 12;
    for (std::size_t i = 0; i < order.size(); ++i) {
        // The worst first is a walk all over memory: a row that is fetched while others are written
        // is there when its turn comes.
        if (i + ahead < order.size()) {
            const auto* next = reinterpret_cast<const char*>(&clock_at(i + ahead));
            __builtin_prefetch(next);
            __builtin_prefetch(next + 64);
        }
        const auto& of = (*folded)[order[i].log];
        rows.write(clock_at(i), of.texts, of.reliances);
    }
    rows.foot(totals(counts, filter->open));
    rows.foot(asked(question));
    if (under) rows.foot(readings_foot(*under, *laws));
    for (const auto& line : not_listed(counts)) rows.foot(line);
    if (counts.listed() > 0) {
        rows.foot(
            "next: longstop timeline LA/CASE draws a case; longstop rules DUTY tells the law");
    }
    return finished(rows.finish());
}

}  // namespace

void add_breaches(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "breaches", "The breach list, worst first: overdue, met late, too early");
    const auto options = std::make_shared<Options>();
    command->add_option("--la", options->la, "One authority alone")->type_name("LA");
    command
        ->add_option("--duty", options->duty,
                     "One duty alone, whatever its kind (longstop rules lists them)")
        ->type_name("ID");
    command->add_option("--from", options->from, "Due on or after this day")->type_name("DAY");
    command->add_option("--to", options->to, "Due on or before this day")->type_name("DAY");
    command->add_flag("--open", options->open, "Only what is still overdue");
    command->add_flag("--lapsed", options->lapsed, "Also what lapsed after its due date");
    command->add_flag("--excused", options->excused, "Also what a statutory exception excuses");
    options->reading.add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return breaches(app, *options); }; });
}

}  // namespace longstop::cli
