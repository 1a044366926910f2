#include "projections/comparison.hpp"

#include "engine/law/amendment.hpp"

namespace longstop::projections {

Outcome outcome_of(const law::Clock& clock, std::span<const law::Fact> facts) {
    const bool open = clock.state == law::Clock::State::open;
    return {clock.status, clock.due,
            clock.ended_by == law::no_fact ? 0 : Position{facts[clock.ended_by].source},
            clock.listed, open ? 0 : clock.days_late + clock.days_early};
}

ClockKeys::ClockKeys(const law::CompiledLaw& before, const law::CompiledLaw& after)
    : before_(before), after_(after), duties_(law::duties_in(before.written, after.written)) {}

namespace {

ClockKeys::Key key_of(std::uint64_t duty, const law::Clock& clock,
                      std::span<const law::Fact> facts) {
    return duty << 40U | facts[clock.started_by].source;
}

}  // namespace

// A duty goes by its first row in the law after; those of the law before alone follow.
ClockKeys::Key ClockKeys::before(const law::Clock& clock, std::span<const law::Fact> facts) const {
    const auto duty = duties_[clock.row];
    return key_of(duty ? *duty : law::max_rows + before_.plans[clock.row].duty, clock, facts);
}

ClockKeys::Key ClockKeys::after(const law::Clock& clock, std::span<const law::Fact> facts) const {
    return key_of(after_.plans[clock.row].duty, clock, facts);
}

}  // namespace longstop::projections
