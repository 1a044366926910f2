// Draws that are the same on every machine. The engine is the standard's, whose output is fixed to
// the bit; the standard's distributions are not, so the draws are our own. For the same reason no
// two draws stand in arguments of one call, or on two sides of one operator: compilers differ in
// their order.
#pragma once

#include <array>
#include <cstdint>
#include <random>

namespace longstop::cli {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}

    // 0..n-1. The upper half of a draw, scaled: even to one part in 2^32 / n, which is no matter
    // for stories.
    std::uint32_t below(std::uint32_t n) {
        return static_cast<std::uint32_t>(((engine_() >> 32U) * n) >> 32U);
    }

    // low..high, both included.
    int between(int low, int high) {
        return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low + 1)));
    }

    bool chance(std::uint32_t per_mille) { return below(1000) < per_mille; }

    // A place in the list, as often as its weight says.
    template <std::size_t N>
    std::size_t weighed(const std::array<std::uint32_t, N>& weights) {
        std::uint32_t sum = 0;
        for (const auto weight : weights) sum += weight;
        auto left = below(sum);
        std::size_t at = 0;
        while (left >= weights[at]) left -= weights[at++];
        return at;
    }

  private:
    std::mt19937_64 engine_;
};

}  // namespace longstop::cli
