#include "projections/breaches.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <thread>

#include "engine/law/narrow.hpp"
#include "events/invariant.hpp"

namespace longstop::projections {

using law::Status;

law::CompiledLaw law_asked(const law::CompiledLaw& law, const BreachFilter& filter) {
    return filter.duty ? law::narrowed(law, *filter.duty) : law;
}

void BreachCounts::add(const BreachCounts& other) {
    overdue += other.overdue;
    met_late += other.met_late;
    too_early += other.too_early;
    overtaken += other.overtaken;
    lapsed += other.lapsed;
    excused += other.excused;
    left_out_ended += other.left_out_ended;
    left_out_lapsed += other.left_out_lapsed;
    left_out_excused += other.left_out_excused;
    left_out_guidance += other.left_out_guidance;
    left_out_followers += other.left_out_followers;
    beyond_calendar += other.beyond_calendar;
    before_record += other.before_record;
}

void BreachCounts::list(const law::Clock& clock) {
    switch (clock.status) {
        case Status::overdue: ++overdue; break;
        case Status::met_late: ++met_late; break;
        case Status::too_early: ++too_early; break;
        case Status::lapsed: ++(clock.overtaken ? overtaken : lapsed); break;
        default: ++excused; break;
    }
}

namespace {

// What keeps a late clock off the list; null where nothing does.
std::uint64_t BreachCounts::*left_out(const law::Clock& clock, const law::CompiledLaw& law,
                                      const BreachFilter& filter) {
    if (!filter.duty && !is_of_law(clock, law.duty(clock.row))) {
        return &BreachCounts::left_out_guidance;
    }
    if (!clock.listed) return &BreachCounts::left_out_followers;
    if (clock.status == Status::excused && !filter.excused) return &BreachCounts::left_out_excused;
    const bool lapsed = clock.status == Status::lapsed && !is_broken(clock);
    if (lapsed && !filter.lapsed) return &BreachCounts::left_out_lapsed;
    const bool open = clock.state == law::Clock::State::open;
    return filter.open && !open ? &BreachCounts::left_out_ended : nullptr;
}

}  // namespace

bool is_listed(const law::Clock& clock, const law::CompiledLaw& law, const BreachFilter& filter,
               BreachCounts& counts) {
    if (!is_late_or_unsure(clock)) return false;
    if (filter.duty && !filter.duty->has(clock.row)) return false;
    if (clock.status == Status::unknown) {
        const bool calendar = clock.because == law::Because::beyond_the_calendar;
        ++(calendar ? counts.beyond_calendar : counts.before_record);
        return false;
    }
    if (const auto why = left_out(clock, law, filter); why != nullptr) {
        ++(counts.*why);
        return false;
    }
    events::invariant(
        filter.duty || filter.excused || filter.lapsed || is_breach(clock, law.duty(clock.row)),
        "a list that is asked for nothing more names breaches alone");
    counts.list(clock);
    return true;
}

namespace {

// The breaches of the cases from `first` to before `end`, in the order of case numbers.
LogBreaches breaches_among(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                           const BreachFilter& filter, std::uint32_t first, std::uint32_t end) {
    LogBreaches breaches;
    const auto last_day = events::number_of(as_of);
    fold_cases(
        log, law, as_of, first, end,
        [&](std::uint32_t case_no, std::span<const law::Fact> facts,
            std::span<const law::Clock> clocks) {
            for (std::uint32_t i = 0; i < clocks.size(); ++i) {
                if (!is_late_or_unsure(clocks[i])) continue;
                if (clocks[i].started_on > last_day) continue;
                if (filter.kept && !filter.kept({log, law, case_no, facts, clocks, clocks[i]})) {
                    continue;
                }
                if (!is_listed(clocks[i], law, filter, breaches.counts)) continue;
                breaches.clocks.push_back(reported(clocks[i], i, case_no, facts, log.log()));
                breaches.clocks.back().range = law::due_range(law, clocks[i], facts);
            }
        });
    return breaches;
}

}  // namespace

LogBreaches breaches_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
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
    const auto& of = breaches.counts;
    const auto listed =
        of.overdue + of.met_late + of.too_early + of.overtaken + of.lapsed + of.excused;
    events::invariant(listed == breaches.clocks.size(), "every clock of the list is counted once");
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
        assert(reported.clock.days_late >= 0 && reported.clock.days_late <= most);
        return static_cast<std::size_t>(most - reported.clock.days_late);
    };
    for (const auto& log : logs) {
        for (const auto& reported : log.clocks) ++next[slot(reported) + 1];
    }
    std::partial_sum(next.begin(), next.end(), next.begin());
    events::invariant(next.back() == count, "every breach has its place in the list");
    std::vector<BreachAt> order(count);
    for (std::uint32_t l = 0; l < logs.size(); ++l) {
        for (std::uint32_t c = 0; c < logs[l].clocks.size(); ++c) {
            order[next[slot(logs[l].clocks[c])]++] = {l, c};
        }
    }
    return order;
}

}  // namespace longstop::projections
