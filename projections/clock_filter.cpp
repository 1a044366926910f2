#include "projections/clock_filter.hpp"

namespace longstop::projections {

std::vector<ReportedClock> clocks_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                     const ClockFilter& filter,
                                     const std::vector<std::uint32_t>* only) {
    std::vector<ReportedClock> kept;
    const auto last_day = events::number_of(as_of);
    const auto keep = [&](std::uint32_t case_no, std::span<const law::Fact> facts,
                          std::span<const law::Clock> clocks) {
        for (const auto& clock : clocks) {
            if (clock.started_on > last_day) continue;
            const ClockInCase seen{log, law, case_no, facts, clocks, clock};
            if (filter && !filter(seen)) continue;
            kept.push_back(seen.reported());
            kept.back().range = law::due_range(law, clock, facts);
        }
    };
    if (only == nullptr) {
        fold_cases(log, law, as_of, 1, log.case_count() + 1, keep);
    } else {
        for (const auto no : *only) fold_cases(log, law, as_of, no, no + 1, keep);
    }
    sort_for_reading(kept, law, log.log());
    return kept;
}

}  // namespace longstop::projections
