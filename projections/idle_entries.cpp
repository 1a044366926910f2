#include "projections/idle_entries.hpp"

#include <algorithm>

namespace longstop::projections {
namespace {

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

bool can_change_a_clock(const law::CompiledLaw& law, events::TypeNo type, events::Choice choice) {
    const auto& effects = law.effects[law.effect_at(type, choice, 0)];
    return !effects.openings.empty() || !effects.affects_open.empty() ||
           !effects.affects_resting.empty();
}

std::vector<std::uint32_t> idle_facts(const CaseView& view) {
    std::vector<std::uint32_t> idle;
    for (std::uint32_t at = 0; at < view.facts.size(); ++at) {
        const auto& fact = view.fact(at);
        if (!view.recorder.has_acted(at) && can_change_a_clock(view.law, fact.type, fact.choice))
            idle.push_back(at);
    }
    return idle;
}

std::vector<IdleEntry> idle_entries_after(const FoldableLog& log, const law::CompiledLaw& law,
                                          Day as_of, Position after) {
    std::vector<IdleEntry> idle;
    law::Evaluator evaluator(law, log.vocabulary());
    for (const auto no : cases_after(log.log(), after)) {
        view_case(evaluator, log, law, as_of, no, log.of_case(no, as_of), [&](const auto& view) {
            for (const auto at : idle_facts(view)) {
                if (view.position(at) > after) idle.push_back({no, view.position(at)});
            }
        });
    }
    std::sort(idle.begin(), idle.end(),
              [](const IdleEntry& a, const IdleEntry& b) { return a.position < b.position; });
    return idle;
}

}  // namespace longstop::projections
