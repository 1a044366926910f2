// The text of the file HEADS: how far the logs of a store had come (docs/log-format.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "events/ids.hpp"

namespace longstop::log {

struct ClosedHead {
    events::AuthorityId la;
    std::uint64_t entries = 0;
    std::string root;  // hexadecimal
    bool operator==(const ClosedHead&) const = default;
};

struct Closed {
    std::uint64_t wal = 0;  // the newest write-ahead log then; 0: not known
    // A writer closed and everything it wrote was synced. Nobody has written since.
    bool cleanly = false;
    std::vector<ClosedHead> heads;
    // With no entries where it names none.
    ClosedHead head_of(events::AuthorityId la) const;
};

std::string to_text(const Closed& closed);
// Nothing where the text is not one of HEADS.
std::optional<Closed> parse_closed(const std::string& text);

}  // namespace longstop::log
