// The head of a log, as it lies on disk: how far the log is sealed, and what its next entries go on
// from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/log/format/digest.hpp"

namespace longstop::log {

struct Head {
    Frontier frontier;  // its size is the number of entries
    std::int64_t last_recorded_at = 0;
    std::uint32_t cases = 0;  // numbers given in the dictionary
    std::uint32_t texts = 0;
};

std::string encode_head(const Head& head);
// Nothing where the bytes are not those of a head.
std::optional<Head> decode_head(std::string_view bytes);

}  // namespace longstop::log
