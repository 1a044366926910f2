#include "projections/statistics.hpp"

#include <algorithm>

#include "events/invariant.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
using law::Measure;

bool in_time(const Clock& clock) { return clock.ended_on <= clock.due; }

// The names of the figures of a tally, as answers have them.
struct Figures {
    std::string_view all;
    std::string_view on_time;
};
constexpr Figures of_plans{"plans_issued", "within_20_weeks"};
constexpr Figures of_plans_without_excused{"plans_excluding_exceptions",
                                           "within_20_weeks_excluding_exceptions"};

struct DecisionTally {
    Measure measure;
    Tally Statistics::*tally;
    Figures figures;
};
constexpr std::array<DecisionTally, 3> decisions{{
    {Measure::assess_decision,
     &Statistics::assess_decisions,
     {"assess_decisions", "assess_decisions_on_time"}},
    {Measure::no_plan_decision,
     &Statistics::no_plan_decisions,
     {"no_plan_decisions", "no_plan_decisions_on_time"}},
    {Measure::review_decision,
     &Statistics::review_decisions,
     {"review_decisions", "review_decisions_on_time"}},
}};

// Counts the clocks of a case, and tells each figure that one is counted in.
class CaseCounter {
  public:
    CaseCounter(const CaseView& view, Statistics& result, const CountSink& sink)
        : view_(view), result_(result), sink_(sink) {}

    void count(const Clock& clock) {
        const auto& duty = view_.duty(clock);
        if (duty.counts_as(Measure::twenty_weeks)) count_plan(clock);
        for (const auto& of : decisions) {
            if (duty.counts_as(of.measure)) tally(result_.*of.tally, clock, of.figures);
        }
    }

  private:
    void count_plan(const Clock& clock) {
        tally(result_.plans, clock, of_plans);
        if (clock.relied_on) figure(result_.relied_on, clock, "exceptions_relied_on");
        if (clock.made_out) {
            figure(result_.made_out, clock, "exceptions_made_out");
        } else {
            tally(result_.plans_without_excused, clock, of_plans_without_excused);
        }
    }
    void tally(Tally& of, const Clock& clock, const Figures& figures) {
        figure(of.all, clock, figures.all);
        if (in_time(clock)) figure(of.on_time, clock, figures.on_time);
    }
    void figure(std::uint64_t& number, const Clock& clock, std::string_view name) {
        ++number;
        if (sink_) sink_({0, "", std::string{name}}, {view_, &clock});
    }

    const CaseView& view_;
    Statistics& result_;
    const CountSink& sink_;
};

bool is_counted(const CaseView& view, const Clock& clock, const Days& days) {
    return clock.started_on <= events::number_of(view.as_of) &&
           clock.state == Clock::State::ended && clock.due != law::no_day &&
           clock.status != law::Status::unknown && days.hold(clock.ended_on) &&
           view.counts_here(clock.ended_on);
}

}  // namespace

Statistics statistics_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                         const Days& days, const CountSink& sink) {
    Statistics result;
    result.la = log.log().la;
    law::Evaluator evaluator(law, log.vocabulary());
    const law::Recorder unused;
    for (std::uint32_t no = 1; no <= log.case_count(); ++no) {
        const auto of_case = log.of_case_of_any_authority(no, as_of);
        if (of_case.facts.empty()) continue;
        const auto clocks = evaluator.run(of_case, as_of);
        const CaseView view{log, law, as_of, no, of_case.facts, clocks, unused, law::Fact::none};
        CaseCounter counter(view, result, sink);
        for (const auto& clock : clocks) {
            if (is_counted(view, clock, days)) counter.count(clock);
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
