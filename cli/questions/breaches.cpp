// longstop breaches: the breach list, worst first.
#include <fmt/format.h>

#include <map>

#include "cli/question/clock_filters.hpp"
#include "cli/question/values.hpp"
#include "cli/questions/questions.hpp"
#include "cli/render/clock_rows.hpp"
#include "projections/authorities.hpp"
#include "projections/breaches.hpp"
#include "projections/readings.hpp"

namespace longstop::cli {
namespace {

Result<projections::BreachFilter> filter_of(const Asked& asked) {
    projections::BreachFilter filter;
    filter.open = asked.flag("--open");
    filter.lapsed = asked.flag("--lapsed");
    filter.excused = asked.flag("--excused");
    if (const auto& duty = asked.text("--duty"); !duty.empty()) {
        filter.duty = asked.law().written.rows_of(duty);
        if (filter.duty->empty()) {
            return usage_error("cannot list breaches",
                               fmt::format("no duty is called \"{}\"", duty),
                               "longstop rules lists the duties by their ids");
        }
    }
    return filter;
}

// What stays of a log once it is folded: its breaches, and what they name.
struct Folded {
    projections::LogBreaches breaches;
    LogTexts texts;
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

// What others have to answer for is not the authority's breach.
std::string owners_text(const std::map<std::string_view, std::uint64_t>& owners) {
    std::string text;
    for (const auto& [owner, number] : owners) {
        text += fmt::format("{}{} by {}", text.empty() ? "owed: " : ", ", number, owner);
    }
    return text;
}

// What the list does not show, each with how to see it: silence would read as "none".
void tell_not_listed(Rows& rows, const projections::BreachCounts& counts) {
    rows.not_listed(counts.left_out_ended, "met late, too early or never done", "without --open");
    rows.not_listed(counts.left_out_excused, "late but excused by a statutory exception",
                    "--excused");
    rows.not_listed(counts.left_out_lapsed, "lapsed after the due date, no longer mendable",
                    "--lapsed");
    rows.not_listed(counts.left_out_followers, "waiting for a review decision that is itself late",
                    "");
    rows.not_listed(counts.left_out_guidance,
                    "late against guidance, a right or a step not taken: no breach of law",
                    "--duty ID");
    rows.not_listed(counts.beyond_calendar,
                    "with no due date: it lies beyond the verified calendar", "");
    rows.not_listed(counts.before_record, "due before the record of the case begins: unknown", "");
}

// `--reading all` and `any` ask about every reading at once; any other name is one law.
std::optional<projections::Under> every_reading_asked(const std::string& reading) {
    if (reading == "all") return projections::Under::all;
    if (reading == "any") return projections::Under::any;
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

Exit answer(const Asked& asked, Rows& list) {
    const auto under = every_reading_asked(asked.options.reading);
    using Laws = std::vector<projections::ReadLaw>;
    const auto laws = under ? projections::every_reading(asked.law()) : Result<Laws>{Laws{}};
    if (!laws) return laws.error();
    const auto filter = filter_of(asked);
    if (!filter) return filter.error();
    const auto filters = ClockFilters::read(asked);
    if (!filters) return filters.error();
    const auto las = asked.authorities();
    if (!las) return las.error();
    const auto& question = asked.when;
    const bool whole = under || filters->need_whole_case();
    const auto law = whole ? asked.law() : projections::law_asked(asked.law(), *filter);
    // Several authorities are folded side by side; one alone by halves.
    const unsigned threads = las->size() == 1 ? projections::fold_threads : 1;
    auto folded = projections::for_each_authority<Folded>(
        asked.store(), *las, [&](log::LogColumns& log) -> Result<Folded> {
            Folded answer;
            const projections::FoldableLog foldable(log, law, question.known_at);
            projections::Assignments assignments(foldable);
            auto of_log = *filter;
            of_log.kept = filters->of_log(assignments);
            answer.breaches =
                under ? projections::breaches_under(foldable, *laws, *under, question.as_of, of_log)
                      : projections::breaches_of(foldable, law, question.as_of, of_log, threads);
            auto reliances = reliances_of(asked.store(), log.la, answer.breaches.clocks);
            if (!reliances) return reliances.error();
            projections::drop_headers(log);
            answer.texts = {std::move(log), std::move(*reliances), std::move(assignments)};
            return answer;
        });
    if (!folded) return folded.error();
    std::vector<projections::LogBreaches> lists;
    projections::BreachCounts counts;
    for (auto& answer : *folded) {
        counts.add(answer.breaches.counts);
        lists.push_back(std::move(answer.breaches));
    }
    list.begin(clock_fields(), clock_fields_in_table());
    if (const auto added = asked.add_basis(*las, list); !added) return added.error();
    ClockRows rows(list, asked.law(), question.as_of);
    rows.say_reading(asked.options.reading);
    rows.say_broken_under(names_of(*laws));
    const auto order = projections::worst_first(lists);
    const auto clock_at = [&](std::size_t place) -> const projections::ReportedClock& {
        return lists[order[place].log].clocks[order[place].clock];
    };
    std::map<std::string_view, std::uint64_t> owners;
    constexpr std::size_t ahead = 12;
    for (std::size_t i = 0; i < order.size(); ++i) {
        // The worst first is a walk all over memory: a row that is fetched while others are written
        // is there when its turn comes.
        if (i + ahead < order.size()) {
            const auto* next = reinterpret_cast<const char*>(&clock_at(i + ahead));
            __builtin_prefetch(next);
            __builtin_prefetch(next + 64);
        }
        rows.write(clock_at(i), (*folded)[order[i].log].texts);
        ++owners[asked.law().duty(clock_at(i).clock.row).owed_by];
    }
    list.foot(totals(counts, filter->open));
    if (owners.size() > 1) list.foot(owners_text(owners));
    list.foot(describe(question));
    if (under) list.foot(readings_foot(*under, *laws));
    tell_not_listed(list, counts);
    if (counts.listed() > 0) {
        list.foot(
            "next: longstop timeline LA/CASE draws a case; longstop rules DUTY tells the law");
    }
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    parameter::la,
    {.name = "--duty",
     .value = "ID",
     .means = "One duty alone, whatever its kind (longstop rules lists them); all versions of it",
     .values = values::duties},
    {"--open", Takes::flag, "", "Only what has not ended: still overdue"},
    {"--lapsed", Takes::flag, "", "Also what lapsed after its due date"},
    {"--excused", Takes::flag, "", "Also what a statutory exception excuses"},
});
const std::array lists{List{"", clock_fields(), clock_fields_in_table()}};

}  // namespace

// `--reading any` and `all` ask about every reading at once.
const Question question::breaches{
    .name = "breaches",
    .asks = "The breach list, worst first: overdue, met late, too early",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .clock_filters = true,
    .every_reading = true,
    .example = "longstop breaches --la 999 --duty reg13.2-final-plan --open",
};

}  // namespace longstop::cli
