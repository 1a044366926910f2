// A block of the index: the hashes of its entries' ids, in the order of positions.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/log/format/key_format.hpp"

namespace longstop::log {

IdHash id_hash(std::string_view source, std::string_view id);

std::string encode_index(std::span<const IdHash> entries);
// Appends the hashes of a block to `out`; false where the bytes hold another number of entries. A
// block of version 1 has 32 bytes an entry, of which the first 8 are the hash.
bool decode_index(std::string_view bytes, std::uint64_t expected, std::vector<IdHash>& out);

}  // namespace longstop::log
