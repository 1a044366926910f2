// The clocks of one case under two evaluations, side by side. A clock is the same clock when its
// duty is the same and the same event started it: one event starts at most one clock of a duty.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/law/clock.hpp"

namespace longstop::projections {

// `key_a`, `key_b`: const Clock& -> number, equal for the same clock and for no other of its side.
// Calls `f(const Clock*, const Clock*)` for each pair; one of the two is null where the other side
// has no such clock.
template <class KeyA, class KeyB, class F>
void pair_up(std::span<const law::Clock> a, KeyA key_a, std::span<const law::Clock> b, KeyB key_b,
             F f) {
    // Nearly always the two sides open the same clocks in the same order.
    std::size_t same = 0;
    while (same < a.size() && same < b.size() && key_a(a[same]) == key_b(b[same])) {
        f(&a[same], &b[same]);
        ++same;
    }
    if (same == a.size() && same == b.size()) return;
    struct Keyed {
        std::uint64_t key;
        const law::Clock* clock;
    };
    const auto keyed = [same](std::span<const law::Clock> clocks, auto key) {
        std::vector<Keyed> list;
        for (const auto& clock : clocks.subspan(same)) list.push_back({key(clock), &clock});
        std::sort(list.begin(), list.end(),
                  [](const Keyed& x, const Keyed& y) { return x.key < y.key; });
        return list;
    };
    const auto before = keyed(a, key_a);
    const auto after = keyed(b, key_b);
    auto x = before.begin();
    auto y = after.begin();
    while (x != before.end() || y != after.end()) {
        if (y == after.end() || (x != before.end() && x->key < y->key)) {
            f((x++)->clock, nullptr);
        } else if (x == before.end() || y->key < x->key) {
            f(nullptr, (y++)->clock);
        } else {
            f((x++)->clock, (y++)->clock);
        }
    }
}

}  // namespace longstop::projections
