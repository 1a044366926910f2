// What an import would do, without doing it.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <map>
#include <optional>
#include <span>
#include <utility>

#include "cli/import/scratch_table.hpp"
#include "engine/log/store.hpp"

namespace longstop::cli {

// Answers as the store's own append would. Asks the store what it holds, and remembers of what is
// new only digests: 40 bytes a row, in a file that is gone with the process.
class DryLog {
  public:
    // `real`: the store, if there is one.
    static events::Result<DryLog> open(std::optional<log::Store> real,
                                       std::filesystem::path scratch);

    events::Result<log::Outcomes> append(std::span<const log::Batch> batches,
                                         bool retractions_must_meet = false);

  private:
    using Digest = std::array<unsigned char, 16>;
    struct Slot {
        Digest key;      // of authority, source and id
        Digest content;  // of the rest
        events::Position position;
        bool free() const { return position == 0; }
        std::uint64_t hash() const {
            std::uint64_t front = 0;
            std::memcpy(&front, key.data(), sizeof front);
            return front;
        }
    };
    DryLog(std::optional<log::Store> real, std::filesystem::path scratch)
        : real_(std::move(real)), new_(std::move(scratch)) {}
    events::Result<bool> meets_something(events::AuthorityId la, const events::Event& event);
    events::Result<log::Outcome> append_one(events::AuthorityId la, const events::Event& event,
                                            bool retractions_must_meet);

    std::optional<log::Store> real_;
    std::map<events::AuthorityId, events::Position> heads_;
    ScratchTable<Slot> new_;
};

}  // namespace longstop::cli
