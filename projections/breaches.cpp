#include "projections/breaches.hpp"

#include <algorithm>
#include <numeric>
#include <thread>

#include "engine/law/narrow.hpp"

namespace longstop::projections {

using law::Status;

law::Law law_asked(const law::Law& law, const BreachFilter& filter) {
    return filter.duty ? law::narrowed(law, *filter.duty) : law;
}

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
    const bool broken = clock.status == Status::overdue || clock.status == Status::met_late ||
                        clock.status == Status::too_early;
    const bool gone_late = clock.status == Status::lapsed && clock.days_late > 0;
    const bool excused = clock.status == Status::excused;
    const bool unknown = clock.status == Status::unknown;
    if (!broken && !gone_late && !excused && !unknown) return false;
    const auto& duty = law.duties[clock.row];
    if (filter.duty && *filter.duty != clock.row) return false;
    if (unknown) {
        ++counts.unknown;
        return false;
    }
    if (filter.from && clock.due < events::number_of(*filter.from)) return false;
    if (filter.to && clock.due > events::number_of(*filter.to)) return false;
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

namespace {

// The breaches of the cases from `first` to before `end`, in the order of case numbers.
LogBreaches breaches_among(const FoldableLog& log, const law::Law& law, Day as_of,
                           const BreachFilter& filter, std::uint32_t first, std::uint32_t end) {
    LogBreaches breaches;
    const auto last_day = events::number_of(as_of);
    fold_cases(log, law, as_of, first, end,
               [&](std::uint32_t case_no, std::span<const law::Fact> facts,
                   std::span<const law::Clock> clocks) {
                   for (std::uint32_t i = 0; i < clocks.size(); ++i) {
                       if (!is_late_or_unsure(clocks[i])) continue;
                       if (clocks[i].started_on > last_day) continue;
                       if (!is_listed(clocks[i], law, filter, breaches.counts)) continue;
                       breaches.clocks.push_back(reported(clocks[i], i, case_no, facts, log.log()));
                       breaches.clocks.back().range = law::due_range(law, clocks[i], facts);
                   }
               });
    return breaches;
}

}  // namespace

LogBreaches breaches_of(const FoldableLog& log, const law::Law& law, Day as_of,
                        const BreachFilter& filter, unsigned threads) {
    const auto end = log.case_count() + 1;
    LogBreaches breaches;
    if (threads < 2 || end < 1000) {
        breaches = breaches_among(log, law, as_of, filter, 1, end);
    } else {
        LogBreaches other;
        std::thread second([&] { other = breaches_among(log, law, as_of, filter, end / 2, end); });
        breaches = breaches_among(log, law, as_of, filter, 1, end / 2);
        second.join();
        breaches.clocks.insert(breaches.clocks.end(), other.clocks.begin(), other.clocks.end());
        breaches.counts.add(other.counts);
    }
    sort_for_reading(breaches.clocks, law, log.log());
    return breaches;
}

// A counting sort by days late: it keeps the order of the logs and of each list.
std::vector<BreachAt> worst_first(const std::vector<LogBreaches>& logs) {
    std::int32_t most = 0;
    std::size_t count = 0;
    for (const auto& log : logs) {
        count += log.clocks.size();
        for (const auto& reported : log.clocks) most = std::max(most, reported.clock.days_late);
    }
    // By days late: first how many, then where the next goes; the most days late come first.
    std::vector<std::size_t> next(static_cast<std::size_t>(most) + 2, 0);
    const auto slot = [most](const ReportedClock& reported) {
        return static_cast<std::size_t>(most - reported.clock.days_late);
    };
    for (const auto& log : logs) {
        for (const auto& reported : log.clocks) ++next[slot(reported) + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    std::vector<BreachAt> order(count);
    for (std::uint32_t l = 0; l < logs.size(); ++l) {
        for (std::uint32_t c = 0; c < logs[l].clocks.size(); ++c) {
            order[next[slot(logs[l].clocks[c])]++] = {l, c};
        }
    }
    return order;
}

}  // namespace longstop::projections
