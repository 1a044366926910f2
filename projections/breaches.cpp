#include "projections/breaches.hpp"

#include <algorithm>
#include <numeric>

namespace longstop::projections {

using law::Status;

void BreachCounts::add(const BreachCounts& other) {
    overdue += other.overdue;
    met_late += other.met_late;
    too_early += other.too_early;
    lapsed += other.lapsed;
    excused += other.excused;
    left_out_ended += other.left_out_ended;
    left_out_lapsed += other.left_out_lapsed;
    left_out_excused += other.left_out_excused;
    left_out_guidance += other.left_out_guidance;
    left_out_followers += other.left_out_followers;
    unknown += other.unknown;
}

bool is_listed(const law::Clock& clock, const law::Law& law, const BreachFilter& filter,
               BreachCounts& counts) {
    const auto& duty = law.duties[clock.row];
    if (filter.duty && *filter.duty != clock.row) return false;
    if (clock.status == Status::unknown) {
        ++counts.unknown;
        return false;
    }
    if (filter.from && clock.due < events::number_of(*filter.from)) return false;
    if (filter.to && clock.due > events::number_of(*filter.to)) return false;
    const bool broken = clock.status == Status::overdue || clock.status == Status::met_late ||
                        clock.status == Status::too_early;
    const bool gone_late = clock.status == Status::lapsed && clock.days_late > 0;
    const bool excused = clock.status == Status::excused;
    if (!broken && !gone_late && !excused) return false;
    if (!filter.duty && (duty.is_guidance() || duty.is_right())) {
        ++counts.left_out_guidance;
        return false;
    }
    if (!clock.listed) {
        ++counts.left_out_followers;
        return false;
    }
    if (broken && filter.open && clock.status != Status::overdue) {
        ++counts.left_out_ended;
        return false;
    }
    if (gone_late && !filter.lapsed) {
        ++counts.left_out_lapsed;
        return false;
    }
    if (excused && !filter.excused) {
        ++counts.left_out_excused;
        return false;
    }
    switch (clock.status) {
        case Status::overdue: ++counts.overdue; break;
        case Status::met_late: ++counts.met_late; break;
        case Status::too_early: ++counts.too_early; break;
        case Status::lapsed: ++counts.lapsed; break;
        default: ++counts.excused; break;
    }
    return true;
}

LogBreaches breaches_of(const FoldableLog& log, const law::Law& law, Day as_of,
                        const BreachFilter& filter) {
    LogBreaches breaches;
    fold(log, law, as_of, [&](std::span<const ReportedClock> clocks) {
        for (const auto& reported : clocks) {
            if (is_listed(reported.clock, law, filter, breaches.counts)) {
                breaches.clocks.push_back(reported);
            }
        }
    });
    sort_for_reading(breaches.clocks, law, log.log());
    return breaches;
}

std::vector<BreachAt> worst_first(const std::vector<LogBreaches>& logs) {
    std::vector<BreachAt> order;
    std::size_t count = 0;
    for (const auto& log : logs) count += log.clocks.size();
    order.reserve(count);
    for (std::uint32_t l = 0; l < logs.size(); ++l) {
        for (std::uint32_t c = 0; c < logs[l].clocks.size(); ++c) order.push_back({l, c});
    }
    std::stable_sort(order.begin(), order.end(), [&](const BreachAt& a, const BreachAt& b) {
        return logs[a.log].clocks[a.clock].clock.days_late >
               logs[b.log].clocks[b.clock].clock.days_late;
    });
    return order;
}

}  // namespace longstop::projections
