// Which clocks a list is about: asked of each clock as it stands in its case, when the case is
// folded, so that what is left out is not counted either.
#pragma once

#include <functional>

#include "projections/fold.hpp"

namespace longstop::projections {

// A clock and its case. Views of the fold: good for the one call.
struct ClockInCase {
    const FoldableLog& log;
    const law::CompiledLaw& law;
    std::uint32_t case_no;
    std::span<const law::Fact> facts;
    std::span<const law::Clock> clocks;  // of the case, in the order of opening
    const law::Clock& clock;

    const law::Duty& duty() const { return law.duty(clock.row); }
    ReportedClock reported() const {
        const auto order = static_cast<std::uint32_t>(&clock - clocks.data());
        return projections::reported(clock, order, case_no, facts, log.log());
    }
};

// Empty: every clock is kept. Called from several threads at once.
using ClockFilter = std::function<bool(const ClockInCase&)>;

// The clocks of the cases that start on or before the day and that the filter keeps, in the order
// of lists; with `only`, of those cases alone.
std::vector<ReportedClock> clocks_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                     const ClockFilter& filter,
                                     const std::vector<std::uint32_t>* only = nullptr);

}  // namespace longstop::projections
