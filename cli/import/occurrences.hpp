// How often has this been seen before in the file?
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

#include "events/result.hpp"

namespace longstop::cli {

// Counts 64-bit hashes. Rows without an id are told apart by which occurrence of their content
// they are, so every content must be remembered to the end of the file: 16 bytes each, and ten
// million rows in one file are no rarity in a migration. The table therefore lies in a temporary
// file without a name: it grows on the disk, the kernel keeps in memory what there is room for,
// and nothing is left when the process ends, however it ends.
//
// Two contents with one hash share a count: the second gets occurrence 2 where 1 would have done.
// Its id is still its own, and the same in every run.
class Occurrences {
  public:
    // `folder` is where the temporary file goes. Nothing is made before the first `count`.
    explicit Occurrences(std::filesystem::path folder);
    ~Occurrences();
    Occurrences(const Occurrences&) = delete;
    Occurrences& operator=(const Occurrences&) = delete;

    // 1 for the first time, 2 for the second, ...
    events::Result<std::uint64_t> count(std::uint64_t hash);

  private:
    struct Slot {
        std::uint64_t hash = 0;
        std::uint64_t seen = 0;  // 0: the slot is free
    };
    events::Result<std::span<Slot>> make_table(std::size_t slots) const;
    events::Result<void> grow();
    static Slot& find(std::span<Slot> table, std::uint64_t hash);

    std::filesystem::path folder_;
    std::span<Slot> table_;
    std::size_t used_ = 0;
};

}  // namespace longstop::cli
