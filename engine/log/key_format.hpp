// Where things lie in the store. The twin of docs/log-format.md; nothing here may change without a
// new format version.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "events/ids.hpp"

namespace longstop::log {

constexpr std::uint32_t format_version = 1;

// The column families, in the order the program opens them.
enum class Family : std::size_t { meta = 0, records = 1, columns = 2, dictionary = 3, index = 4 };
constexpr std::array<const char*, 5> family_names{"default", "records", "columns", "dictionary",
                                                  "index"};

// meta: "format" -> version in decimal; "head" la -> the head of a log.
constexpr std::string_view format_key = "format";
constexpr std::string_view head_prefix = "head";
std::string head_key(events::AuthorityId la);

// records, columns, index: la, last position of the block (both big-endian). A block is named by
// its last entry, so that a seek to a position finds the block that holds it.
std::string block_key(events::AuthorityId la, events::Position last);

// dictionary: la, 'c' for case references or 't' for texts, last number of the pack.
enum class Dictionary : char { cases = 'c', texts = 't' };
std::string dictionary_key(events::AuthorityId la, Dictionary which, std::uint32_t last);

// Half a SHA-256: names an id or a content in the index.
using IndexDigest = std::array<char, 16>;

std::optional<events::AuthorityId> authority_of(std::string_view key);  // of all but meta keys
std::optional<std::uint64_t> last_of(std::string_view key);  // of block and dictionary keys
std::string authority_prefix(events::AuthorityId la);
// The least key above every key of the authority.
std::string authority_end(events::AuthorityId la);

}  // namespace longstop::log
