#include "projections/entry_effect.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "projections/idle_entries.hpp"
#include "projections/pairs.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
using law::Fact;

// The case as a log of some length tells it.
struct Telling {
    Telling(const log::LogColumns& log, const law::CompiledLaw& law, std::uint32_t case_no,
            Day as_of)
        : foldable(log, law, std::nullopt),
          evaluator(law, foldable.vocabulary()),
          of_case(foldable.of_case(case_no, as_of)),
          facts(of_case.facts),
          clocks(evaluator.run(of_case, as_of)) {}

    std::uint64_t key_of(const Clock& clock) const {
        return std::uint64_t{clock.row} << 32U | facts[clock.started_by].source;
    }
    Position ended_by(const Clock& clock) const {
        return clock.ended_by == law::no_fact ? 0 : Position{facts[clock.ended_by].source};
    }
    std::optional<ReportedClock> reported(const Clock* clock, std::uint32_t case_no) const {
        if (clock == nullptr) return std::nullopt;
        const auto order = static_cast<std::uint32_t>(clock - clocks.data());
        return projections::reported(*clock, order, case_no, facts, foldable.log());
    }

    FoldableLog foldable;
    law::Evaluator evaluator;
    law::CaseFacts of_case;
    std::span<const Fact> facts;
    std::span<const Clock> clocks;
};

bool same(const Clock& a, const Telling& of_a, const Clock& b, const Telling& of_b) {
    const auto outcome = [](const Clock& clock, const Telling& telling) {
        return std::tuple{clock.state,    clock.status,    clock.due,
                          clock.ended_on, clock.days_late, clock.days_early,
                          clock.refusal,  clock.listed,    telling.ended_by(clock)};
    };
    return outcome(a, of_a) == outcome(b, of_b);
}

bool due_first(const ClockChange& a, const ClockChange& b) {
    const auto key = [](const ClockChange& change) {
        const auto due = change.shown().clock.due;
        return std::pair{due == law::no_day, due};
    };
    return key(a) < key(b);
}

}  // namespace

EntryEffect effect_of(const log::LogColumns& log, Position position, const law::CompiledLaw& law,
                      Day as_of) {
    const auto& header = log.headers[position - 1];
    EntryEffect effect;
    effect.could_change = header.target != 0 || can_change_a_clock(law, header.type, header.choice);
    // Mostly the entry is the last, and the log is as it was then.
    std::optional<log::LogColumns> cut;
    if (position < log.headers.size()) cut = cut_to(log, position);
    const auto& with = cut ? *cut : log;
    const auto without = cut_to(log, position - 1);
    const Telling before(without, law, header.case_no, as_of);
    const Telling after(with, law, header.case_no, as_of);
    pair_up(
        before.clocks, [&](const Clock& clock) { return before.key_of(clock); }, after.clocks,
        [&](const Clock& clock) { return after.key_of(clock); },
        [&](const Clock* x, const Clock* y) {
            if (x != nullptr && y != nullptr && same(*x, before, *y, after)) return;
            effect.changes.push_back(
                {before.reported(x, header.case_no), after.reported(y, header.case_no)});
        });
    std::stable_sort(effect.changes.begin(), effect.changes.end(), due_first);
    return effect;
}

}  // namespace longstop::projections
