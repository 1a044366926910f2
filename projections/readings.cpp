#include "projections/readings.hpp"

#include <bit>
#include <map>

namespace longstop::projections {
namespace {

// What is one clock under all readings: they change when it is due and what becomes of it, and
// not which event of which case started it.
using Identity = std::tuple<std::uint32_t, law::RowNo, Position>;

Identity identity(const ReportedClock& clock) {
    return {clock.case_no, clock.clock.row, clock.started_by};
}

void count_again(LogBreaches& breaches) {
    auto& counts = breaches.counts;
    counts.overdue = counts.met_late = counts.too_early = 0;
    counts.overtaken = counts.lapsed = counts.excused = 0;
    for (const auto& reported : breaches.clocks) counts.list(reported.clock);
}

}  // namespace

Result<std::vector<ReadLaw>> every_reading(const law::CompiledLaw& law) {
    std::vector<ReadLaw> laws{{"default", law}};
    for (const auto& name : law::reading_names(law.written)) {
        auto read = law::under(law.written, name);
        if (!read) return read.error();
        laws.push_back({name, law::compile(std::move(*read))});
    }
    return laws;
}

LogBreaches breaches_under(const FoldableLog& log, const std::vector<ReadLaw>& laws, Under under,
                           Day as_of, const BreachFilter& filter) {
    LogBreaches all;
    std::map<Identity, std::size_t> places;
    for (std::size_t i = 0; i < laws.size(); ++i) {
        const auto of_one = breaches_of(log, laws[i].law, as_of, filter);
        if (i == 0) all.counts = of_one.counts;
        for (const auto& clock : of_one.clocks) {
            const auto [place, is_new] = places.try_emplace(identity(clock), all.clocks.size());
            if (is_new) all.clocks.push_back(clock);
            all.clocks[place->second].readings |= std::uint32_t{1} << i;
        }
    }
    if (under == Under::all) {
        std::erase_if(all.clocks, [&](const ReportedClock& clock) {
            return static_cast<std::size_t>(std::popcount(clock.readings)) != laws.size();
        });
    }
    count_again(all);
    sort_for_reading(all.clocks, laws.front().law, log.log());
    return all;
}

}  // namespace longstop::projections
