// The end of a sorted table: nothing is read beyond the file, much is never read at once, and what
// is called sound is so still when the bytes before the blocks it read are others.
#include "engine/log/rocks/table_scan.hpp"

#include <algorithm>

#include "tests/fuzz/fuzz.hpp"

using namespace longstop::log;

namespace {

struct Seen {
    std::optional<std::string> damage;
    std::size_t from = 0;  // the least offset that was read
};

Seen look_at(std::string_view bytes) {
    Seen seen{{}, bytes.size()};
    const auto read = [&](std::uint64_t offset, std::size_t size) -> std::optional<std::string> {
        promise(size <= (1U << 20U) + 64);
        if (offset > bytes.size()) return std::string{};
        seen.from = std::min<std::size_t>(seen.from, offset);
        return std::string{bytes.substr(offset, size)};
    };
    seen.damage = damage_in_table(read, bytes.size());
    return seen;
}

}  // namespace

void fuzz(std::string_view bytes) {
    const auto seen = look_at(bytes);
    if (seen.damage) {
        promise(!seen.damage->empty());
        return;
    }
    auto other = std::string(seen.from, '\0');
    other += bytes.substr(seen.from);
    promise(!look_at(other).damage);
}
