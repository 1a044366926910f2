// Which entries of a log are known at an instant and not taken out of force.
#pragma once

#include <cassert>
#include <limits>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::projections {

// By position - 1. Retractions are taken from the last position to the first: a retraction stands
// at a higher position than its target, so by the time one is looked at it is settled whether it
// is itself in force.
inline std::vector<std::uint8_t> in_force(
    const log::LogColumns& log,
    std::int64_t known_until = std::numeric_limits<std::int64_t>::max()) {
    const auto& headers = log.headers;
    std::vector<std::uint8_t> stands(headers.size(), 1);
    for (std::size_t i = headers.size(); i-- > 0;) {
        const auto& header = headers[i];
        assert(header.target <= i);  // of an entry before it
        if (header.recorded_at > known_until) stands[i] = 0;
        if (header.target != 0 && stands[i] != 0) stands[header.target - 1] = 0;
    }
    return stands;
}

}  // namespace longstop::projections
