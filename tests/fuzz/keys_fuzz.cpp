// Keys of the store, of whatever bytes: what they name gives the same key again.
#include "engine/log/format/key_format.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

void fuzz(std::string_view key) {
    if (const auto number = commit_of(key)) promise(commit_key(*number) == key);
    const auto la = authority_of(key);
    const auto last = last_of(key);
    if (!la) return;
    promise(authority_prefix(*la) <= key && key < authority_end(*la));
    if (last && key.size() == 10) promise(block_key(*la, *last) == key);
    if (last && key.size() == 11 && *last <= UINT32_MAX) {
        const auto which = static_cast<Dictionary>(key[2]);
        promise(dictionary_key(*la, which, static_cast<std::uint32_t>(*last)) == key);
    }
}
