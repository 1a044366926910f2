// How often has this been seen before in the file?
#pragma once

#include <cstdint>
#include <filesystem>
#include <utility>

#include "cli/import/scratch_table.hpp"

namespace longstop::cli {

// Counts 64-bit hashes. Rows without an id are told apart by which occurrence of their content
// they are, so every content must be remembered to the end of the file: 16 bytes each, and ten
// million rows in one file are no rarity in a migration.
//
// Two contents with one hash share a count: the second gets occurrence 2 where 1 would have done.
// Its id is still its own, and the same in every run.
class Occurrences {
  public:
    explicit Occurrences(std::filesystem::path folder) : table_(std::move(folder)) {}

    // 1 for the first time, 2 for the second, ...
    events::Result<std::uint64_t> count(std::uint64_t hash) {
        const auto slot = table_.find(hash, [](const Slot&) { return true; });
        if (!slot) return slot.error();
        (*slot)->content = hash;
        return ++(*slot)->seen;
    }

  private:
    struct Slot {
        std::uint64_t content = 0;
        std::uint64_t seen = 0;
        bool free() const { return seen == 0; }
        std::uint64_t hash() const { return content; }
    };
    ScratchTable<Slot> table_;
};

}  // namespace longstop::cli
