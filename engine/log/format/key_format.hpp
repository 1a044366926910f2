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

// Version 1 had no journal, and 32 bytes an entry in its index. It is read, and becomes version 2
// when it is opened for writing: no block of it needs to change.
constexpr std::uint32_t format_version = 2;
constexpr std::uint32_t oldest_format_version = 1;

// The column families, in the order the program opens them.
enum class Family : std::size_t {
    meta = 0,
    records = 1,
    columns = 2,
    dictionary = 3,
    index = 4,
    journal = 5,
};
constexpr std::array<const char*, 6> family_names{"default",    "records", "columns",
                                                  "dictionary", "index",   "journal"};
constexpr std::size_t families_of_version_1 = 5;

// meta: "format" -> version in decimal; "head" la -> the head of a log as far as it is sealed;
// "sealed" -> the number of the last commit whose entries are all in blocks.
constexpr std::string_view format_key = "format";
constexpr std::string_view sealed_key = "sealed";
constexpr std::string_view head_prefix = "head";
std::string head_key(events::AuthorityId la);

// records, columns, index: la, last position of the block (both big-endian). A block is named by
// its last entry, so that a seek to a position finds the block that holds it.
std::string block_key(events::AuthorityId la, events::Position last);

// dictionary: la, 'c' for case references or 't' for texts, last number of the pack.
enum class Dictionary : char { cases = 'c', texts = 't' };
std::string dictionary_key(events::AuthorityId la, Dictionary which, std::uint32_t last);

// journal: the number of the commit (big-endian).
std::string commit_key(std::uint64_t number);
std::optional<std::uint64_t> commit_of(std::string_view key);

// The front of a SHA-256: finds an id in the index. What it finds is held against the record.
using IdHash = std::uint64_t;

std::optional<events::AuthorityId> authority_of(std::string_view key);  // of all but meta keys
std::optional<std::uint64_t> last_of(std::string_view key);  // of block and dictionary keys
std::string authority_prefix(events::AuthorityId la);
// The least key above every key of the authority.
std::string authority_end(events::AuthorityId la);

}  // namespace longstop::log
