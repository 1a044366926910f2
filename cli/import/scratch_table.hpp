// A hash table that may grow beyond memory and leaves nothing behind.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <type_traits>
#include <utility>

#include "events/result.hpp"

namespace longstop::cli {

// Bytes of a temporary file without a name, all zero at first: the file grows on the disk, the
// kernel keeps in memory what there is room for, and nothing is left when the process ends, however
// it ends.
class ScratchMemory {
  public:
    ScratchMemory() = default;
    static events::Result<ScratchMemory> make(const std::filesystem::path& folder,
                                              std::size_t size);
    ScratchMemory(ScratchMemory&& other) noexcept { swap(other); }
    ScratchMemory& operator=(ScratchMemory&& other) noexcept {
        swap(other);
        return *this;
    }
    ~ScratchMemory();
    std::span<std::byte> bytes() const { return bytes_; }

  private:
    void swap(ScratchMemory& other) noexcept { std::swap(bytes_, other.bytes_); }
    std::span<std::byte> bytes_;
};

// `Slot` has a `hash()` and says whether it is `free()`, which all zero must mean.
template <class Slot>
    requires std::is_trivially_copyable_v<Slot>
class ScratchTable {
  public:
    // `folder` is where the temporary file goes. Nothing is made before the first `find`.
    explicit ScratchTable(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // The slot of that hash which `is_it` knows, else a free one, which the caller then takes.
    // Good until the next call.
    template <class IsIt>
    events::Result<Slot*> find(std::uint64_t hash, IsIt is_it) {
        if (used_ * 4 >= slots().size() * 3) {
            if (auto grown = grow(); !grown) return grown.error();
        }
        auto& slot = place_of(slots(), hash, is_it);
        if (slot.free()) ++used_;
        return &slot;
    }

  private:
    static std::span<Slot> slots_in(const ScratchMemory& memory) {
        return {reinterpret_cast<Slot*>(memory.bytes().data()),
                memory.bytes().size() / sizeof(Slot)};
    }
    std::span<Slot> slots() const { return slots_in(memory_); }

    template <class IsIt>
    static Slot& place_of(std::span<Slot> slots, std::uint64_t hash, IsIt is_it) {
        const auto mask = slots.size() - 1;  // a power of two
        auto at = hash & mask;
        while (!slots[at].free() && !(slots[at].hash() == hash && is_it(slots[at]))) {
            at = (at + 1) & mask;
        }
        return slots[at];
    }
    events::Result<void> grow() {
        const auto size = slots().empty() ? std::size_t{4096} : slots().size() * 2;
        auto made = ScratchMemory::make(folder_, size * sizeof(Slot));
        if (!made) return made.error();
        for (const auto& slot : slots()) {
            const auto no_other = [](const Slot&) { return false; };
            if (!slot.free()) place_of(slots_in(*made), slot.hash(), no_other) = slot;
        }
        memory_ = std::move(*made);
        return {};
    }

    std::filesystem::path folder_;
    ScratchMemory memory_;
    std::size_t used_ = 0;
};

// Where temporary files go: TMPDIR, else /tmp.
std::filesystem::path scratch_folder();

}  // namespace longstop::cli
