// Due dates that were counted before. A limit that counts from one day alone gives the same date
// for the same day, and a nation has a few thousand days and a million clocks of such a row.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <vector>

#include "engine/law/row_set.hpp"

namespace longstop::law {

// Threads share it: a slot holds nothing or the one right date, whoever writes it.
class DueMemory {
  public:
    explicit DueMemory(const RowSet& rows) {
        std::size_t slots = 0;
        rows.each([&](RowNo row) {
            first_slot_[row] = slots;
            slots += days;
        });
        dues_ = std::vector<std::atomic<std::int32_t>>(slots);
    }

    // The due date of a row of the set, counted from the day; `count()` counts it where it is not
    // known yet.
    template <class F>
    std::int32_t due(RowNo row, std::int32_t from, F&& count) {
        // Unsigned: a damaged column may hold any day at all.
        const auto day = static_cast<std::uint32_t>(from) - first_day;
        if (day >= days) return count();
        auto& slot = dues_[first_slot_[row] + day];
        if (const auto known = slot.load(std::memory_order_relaxed); known != not_counted) {
            return known;
        }
        const std::int32_t counted = count();
        slot.store(counted, std::memory_order_relaxed);
        return counted;
    }

  private:
    static constexpr std::uint32_t first_day = 14610;  // 2010-01-01
    static constexpr std::uint32_t days = 9000;
    // 1970-01-01: forty years before the first day, and limits count forwards.
    static constexpr std::int32_t not_counted = 0;
    std::array<std::size_t, max_rows> first_slot_{};
    std::vector<std::atomic<std::int32_t>> dues_;
};

}  // namespace longstop::law
