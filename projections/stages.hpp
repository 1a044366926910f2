// Where a case waits: at the first stage of the law's list at which a duty of it is open.
#pragma once

#include <span>
#include <string_view>

#include "engine/law/clock.hpp"
#include "engine/law/compiled.hpp"

namespace longstop::projections {

// The place of the stage among those of the law, from 1; 0: no open clock is at any. Of the clocks
// of one case those that start after the day do not count.
inline std::uint8_t stage_of(std::span<const law::Clock> clocks, const law::CompiledLaw& law,
                             std::int32_t as_of) {
    std::uint8_t first = 0;
    for (const auto& clock : clocks) {
        if (clock.state != law::Clock::State::open || clock.started_on > as_of) continue;
        const auto stage = law.plans[clock.row].stage;
        if (stage != 0 && (first == 0 || stage < first)) first = stage;
    }
    return first;
}

// Its name, a text of the law; empty for 0.
inline std::string_view stage_name(std::uint8_t stage, const law::CompiledLaw& law) {
    return stage == 0 ? std::string_view{}
                      : std::string_view{law.written.common().stages[stage - 1U]};
}

}  // namespace longstop::projections
