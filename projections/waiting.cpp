#include "projections/waiting.hpp"

#include <algorithm>
#include <map>
#include <tuple>

#include "projections/breaches.hpp"
#include "projections/stages.hpp"

namespace longstop::projections {
namespace {

using Key = std::tuple<std::uint8_t, law::RowNo, std::string>;

// A body or setting is for whom one waits; a meeting, or the kind of decision, is not.
bool names_whom(const law::Duty& duty) {
    return duty.subject == law::Subject::body || duty.subject == law::Subject::setting;
}

bool waits(const law::Clock& clock, const law::CompiledLaw& law, std::uint8_t stage,
           std::int32_t as_of) {
    return clock.state == law::Clock::State::open && clock.started_on <= as_of &&
           law.plans[clock.row].stage == stage;
}

}  // namespace

std::vector<Waiting> waiting_in(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                const ClockFilter& filter) {
    std::map<Key, Waiting> found;
    const auto today = events::number_of(as_of);
    fold_cases(log, law, as_of, 1, log.case_count() + 1,
               [&](std::uint32_t case_no, std::span<const law::Fact> facts,
                   std::span<const law::Clock> clocks) {
                   const auto stage = stage_of(clocks, law, today);
                   if (stage == 0) return;
                   std::map<Key, bool> of_case;  // whether it is late
                   for (const auto& clock : clocks) {
                       const ClockInCase seen{log, law, case_no, facts, clocks, clock};
                       if (!waits(clock, law, stage, today) || (filter && !filter(seen))) continue;
                       const auto& duty = law.duty(clock.row);
                       Key key{stage, law.plans[clock.row].duty,
                               names_whom(duty) ? subject_text(seen.reported(), law, log.log())
                                                : std::string{}};
                       auto& since = found[key].since;
                       since = std::min(since, clock.started_on);
                       auto& late = of_case.try_emplace(std::move(key), false).first->second;
                       late = late || is_breach(clock, duty);
                   }
                   for (const auto& [key, late] : of_case) {
                       auto& waiting = found[key];
                       ++waiting.cases;
                       if (late) ++waiting.late;
                   }
               });
    std::vector<Waiting> list;
    for (auto& [key, waiting] : found) {
        std::tie(waiting.stage, waiting.duty, waiting.subject) = key;
        list.push_back(std::move(waiting));
    }
    return list;
}

}  // namespace longstop::projections
