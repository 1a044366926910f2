// longstop deadlines: every clock of the cases asked for.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "cli/question/clock_filters.hpp"
#include "cli/questions/questions.hpp"
#include "cli/questions/who_answers.hpp"
#include "cli/render/clock_rows.hpp"
#include "cli/render/output.hpp"
#include "projections/authorities.hpp"

namespace longstop::cli {
namespace {

// The cases asked for, by authority; an empty list stands for all of the authority's cases.
using Wanted = std::map<events::AuthorityId, std::vector<std::string>>;

Result<Wanted> wanted_cases(const Asked& asked) {
    Wanted wanted;
    const auto& cases = asked.given.texts("cases");
    const auto& la = asked.given.texts("--la");
    const bool all = asked.flag("--all");
    if (!cases.empty() && (!la.empty() || all)) {
        return usage_error("cannot list deadlines", "cases and an authority are both named",
                           "name cases, or --la, or --all");
    }
    if (cases.empty()) {
        if (la.empty() && !all) {
            return usage_error("cannot list deadlines", "no case is named",
                               "longstop deadlines 330/EHC-1023, --la 330 or --all");
        }
        const auto las = asked.authorities();
        if (!las) return las.error();
        for (const auto id : *las) wanted[id];
        return wanted;
    }
    for (const auto& text : cases) {
        const auto key = case_argument("cannot list deadlines", text);
        if (!key) return key.error();
        wanted[key->la].push_back(key->reference);
    }
    return wanted;
}

Result<std::vector<std::uint32_t>> case_numbers(const log::LogColumns& log,
                                                const std::vector<std::string>& references) {
    std::vector<std::uint32_t> numbers;
    for (const auto& reference : references) {
        const auto case_no = projections::case_number(log, reference);
        if (case_no == 0) {
            return Error{ErrorCode::unknown_case,
                         fmt::format("cannot answer for {}/{}", events::to_text(log.la), reference),
                         "no entry of the log is about this case",
                         "an empty list would read as \"nothing is due\"",
                         fmt::format("longstop audit --la {} lists what is recorded",
                                     events::to_text(log.la))};
        }
        numbers.push_back(case_no);
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

Exit answer(const Asked& asked, Rows& list) {
    const auto wanted = wanted_cases(asked);
    if (!wanted) return wanted.error();
    const auto filters = ClockFilters::read(asked);
    if (!filters) return filters.error();
    list.begin(clock_fields(), clock_fields_in_table());
    ClockRows rows(list, asked.law(), asked.when.as_of);
    std::vector<events::AuthorityId> las;
    for (const auto& [la, references] : *wanted) las.push_back(la);
    if (const auto added = asked.add_basis(las, list); !added) return added.error();
    rows.say_reading(asked.options.reading);
    std::uint64_t count = 0;
    std::uint64_t unknown = 0;
    std::uint64_t before_record = 0;
    std::map<std::string, std::uint64_t> held;  // by what they wait for
    std::uint64_t disputed = 0;
    for (const auto& [la, references] : *wanted) {
        auto log = asked.store().columns(la);
        if (!log) return log.error();
        const auto numbers = case_numbers(*log, references);
        if (!numbers) return numbers.error();
        const projections::FoldableLog foldable(*log, asked.law(), asked.when.known_at);
        for (const auto no : *numbers) {
            auto done = tell_who_answers(asked.store(), foldable, no, asked.when.as_of);
            if (!done) return done.error();
        }
        projections::Assignments assignments(foldable);
        const auto clocks = projections::clocks_of(foldable, asked.law(), asked.when.as_of,
                                                   filters->of_log(assignments),
                                                   references.empty() ? nullptr : &*numbers);
        auto reliances = reliances_of(asked.store(), la, clocks);
        if (!reliances) return reliances.error();
        projections::drop_headers(*log);
        const LogTexts texts{std::move(*log), std::move(*reliances), std::move(assignments)};
        for (const auto& clock : clocks) {
            rows.write(clock, texts);
            if (clock.clock.because == law::Because::beyond_the_calendar) ++unknown;
            if (clock.clock.because == law::Because::before_the_record_begins) ++before_record;
            const auto until = held_until_text(asked.law().duty(clock.clock.row), clock.clock);
            if (!until.empty()) ++held[until];
            if (clock.range.earliest != clock.range.latest) ++disputed;
        }
        count += clocks.size();
    }
    list.foot(fmt::format("{} {}", pluralized(count, "clock"), describe(asked.when)));
    if (disputed > 0) {
        list.foot(
            fmt::format("{} of them due on another day as others read the law: longstop why "
                        "LA/CASE DUTY",
                        disputed));
    }
    if (unknown > 0) {
        list.foot(
            fmt::format("{} of them with no due date, and never a breach: the count needs "
                        "bank holidays after {}, which nobody has published",
                        unknown, events::to_text(asked.law().calendar().verified_until())));
    }
    for (const auto& [until, clocks] : held) {
        list.foot(fmt::format("{} held, with no last day yet: until {}, and there is none",
                              pluralized(clocks, "clock"), until));
    }
    if (before_record > 0) {
        list.foot(
            fmt::format("{} fell due before the record of the case begins: unknown, and never "
                        "a breach",
                        pluralized(before_record, "clock")));
    }
    list.foot("longstop rules DUTY tells what a duty says; longstop timeline LA/CASE draws a case");
    return 0;
}

constexpr auto takes = std::to_array<Parameter>({
    {"cases", Takes::texts, "LA/CASE", "Cases, as LA/CASE"},
    parameter::meaning(parameter::la, "Every case of these authorities"),
    {"--all", Takes::flag, "", "Every case of every authority"},
});
const std::array lists{List{"", clock_fields(), clock_fields_in_table()}};

}  // namespace

const Question question::deadlines{
    .name = "deadlines",
    .asks = "Every duty owed on the cases: when it is due, whether it was met",
    .takes = takes,
    .lists = lists,
    .answer = answer,
    .clock_filters = true,
    .example = "longstop deadlines 999/DEMO-1",
};

}  // namespace longstop::cli
