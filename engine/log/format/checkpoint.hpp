// A checkpoint: how far the logs of a store had come. It is the text of the file HEADS
// (docs/log-format.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.hpp"

namespace longstop::log {

// One log then.
struct CheckpointHead {
    events::AuthorityId la;
    std::uint64_t entries = 0;
    std::string root;  // hexadecimal
    bool operator==(const CheckpointHead&) const = default;
};

struct Checkpoint {
    std::uint64_t wal = 0;  // the newest write-ahead log then; 0: not known
    // A writer closed and everything it wrote was synced. Nobody has written since.
    bool cleanly = false;
    std::vector<CheckpointHead> heads;
    // With no entries where it names none.
    CheckpointHead head_of(events::AuthorityId la) const;
};

std::string to_text(const Checkpoint& checkpoint);
// Nothing where the text is not one of HEADS.
std::optional<Checkpoint> parse_checkpoint(const std::string& text);

}  // namespace longstop::log
