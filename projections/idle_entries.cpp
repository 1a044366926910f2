#include "projections/idle_entries.hpp"

#include <algorithm>

namespace longstop::projections {
namespace {

// Starts a row, or acts on the clocks of one.
bool can_change(const law::Law& law, const law::Fact& fact) {
    const auto& effects = law.effects[law.effect_at(fact.type, fact.choice, 0)];
    return !effects.openings.empty() || !effects.touches.empty() || !effects.stirs.empty();
}

std::vector<std::uint32_t> cases_after(const log::LogColumns& log, Position after) {
    std::vector<std::uint32_t> cases;
    for (auto position = after + 1; position <= log.headers.size(); ++position) {
        if (const auto no = log.headers[position - 1].case_no; no != 0) cases.push_back(no);
    }
    std::sort(cases.begin(), cases.end());
    cases.erase(std::unique(cases.begin(), cases.end()), cases.end());
    return cases;
}

}  // namespace

std::vector<std::uint32_t> idle_facts(const CaseLook& look) {
    std::vector<bool> acted(look.facts.size(), false);
    for (const auto& step : look.recorder.steps) acted[step.fact] = true;
    std::vector<std::uint32_t> idle;
    for (std::uint32_t at = 0; at < look.facts.size(); ++at) {
        if (!acted[at] && can_change(look.law, look.fact(at))) idle.push_back(at);
    }
    return idle;
}

std::vector<IdleEntry> idle_entries_after(const FoldableLog& log, const law::Law& law, Day as_of,
                                          Position after) {
    std::vector<IdleEntry> idle;
    law::Evaluator evaluator(law, log.vocabulary());
    for (const auto no : cases_after(log.log(), after)) {
        look_at_case(evaluator, log, law, as_of, no, log.facts(no, as_of), [&](const auto& look) {
            for (const auto at : idle_facts(look)) {
                if (look.position(at) > after) idle.push_back({no, look.position(at)});
            }
        });
    }
    std::sort(idle.begin(), idle.end(),
              [](const IdleEntry& a, const IdleEntry& b) { return a.position < b.position; });
    return idle;
}

}  // namespace longstop::projections
