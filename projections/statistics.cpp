#include "projections/statistics.hpp"

#include <algorithm>

#include "events/invariant.hpp"

namespace longstop::projections {
namespace {

using law::Measure;

void count(Tally& tally, const law::Clock& clock) {
    ++tally.all;
    if (clock.ended_on <= clock.due) ++tally.on_time;
}

void count_plan(YearStatistics& year, const law::Clock& clock) {
    count(year.plans, clock);
    if (clock.relied_on) ++year.relied_on;
    if (clock.made_out) {
        ++year.made_out;
    } else {
        count(year.plans_without_excused, clock);
    }
}

}  // namespace

YearStatistics statistics_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                             int year) {
    YearStatistics result;
    result.la = log.log().la;
    result.year = year;
    const auto first = events::number_of(Day{date::year{year} / 1 / 1});
    const auto last = events::number_of(Day{date::year{year} / 12 / 31});
    law::Evaluator evaluator(law, log.vocabulary());
    for (std::uint32_t no = 1; no <= log.case_count(); ++no) {
        const auto of_case = log.of_case_of_any_authority(no, as_of);
        if (of_case.facts.empty()) continue;
        for (const auto& clock : evaluator.run(of_case, as_of)) {
            if (clock.started_on > events::number_of(as_of)) continue;
            if (clock.state != law::Clock::State::ended || clock.due == law::no_day) continue;
            if (clock.status == law::Status::unknown) continue;
            if (clock.ended_on < first || clock.ended_on > last) continue;
            if (!log.answers(no, clock.ended_on)) continue;
            const auto& duty = law.duty(clock.row);
            if (duty.counts_as(Measure::twenty_weeks)) count_plan(result, clock);
            if (duty.counts_as(Measure::assess_decision)) count(result.assess_decisions, clock);
            if (duty.counts_as(Measure::no_plan_decision)) count(result.no_plan_decisions, clock);
            if (duty.counts_as(Measure::review_decision)) count(result.review_decisions, clock);
        }
    }
    for (const auto& tally : {result.plans, result.plans_without_excused, result.assess_decisions,
                              result.no_plan_decisions, result.review_decisions}) {
        events::invariant(tally.on_time <= tally.all, "what is in time is part of all");
    }
    events::invariant(result.made_out <= result.relied_on, "only what is relied on is made out");
    const auto& headers = log.log().headers;
    result.has_events = std::any_of(headers.begin(), headers.end(), [](const auto& header) {
        return header.type < events::first_own_type && header.case_no != 0;
    });
    return result;
}

std::string rate(const Tally& tally) {
    if (tally.all == 0) return {};
    const auto tenths = (2000 * tally.on_time + tally.all) / (2 * tally.all);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

}  // namespace longstop::projections
