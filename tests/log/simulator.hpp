// A store on a simulated disk, from a seed: random appends, imports, flushing, rebuilding and
// reading, with power losses, kills, failed writes and full disks in between. After each of them
// the store is held against a plain log in memory.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace longstop::tests {

struct SimulationRun {
    std::uint64_t seed = 0;
    int operations = 200;
    int crashes = 10;
    // Told each step, where somebody wants to follow.
    std::function<void(const std::string&)> tell;
};

// What went otherwise than it must; nothing where all was well.
std::optional<std::string> simulate(const SimulationRun& run);

}  // namespace longstop::tests
