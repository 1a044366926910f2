#include "engine/log/format/head.hpp"

#include <cstring>
#include <utility>
#include <vector>

#include "engine/log/format/bytes.hpp"

namespace longstop::log {

std::string encode_head(const Head& head) {
    std::string out;
    put(out, head.frontier.size());
    put(out, head.last_recorded_at);
    put(out, head.cases);
    put(out, head.texts);
    for (const auto& peak : head.frontier.peaks()) out += bytes_of(peak);
    return out;
}

std::optional<Head> decode_head(std::string_view bytes) {
    Cursor cursor(bytes);
    const auto size = cursor.number<std::uint64_t>();
    Head head;
    head.last_recorded_at = cursor.number<std::int64_t>();
    head.cases = cursor.number<std::uint32_t>();
    head.texts = cursor.number<std::uint32_t>();
    std::vector<Digest> peaks;
    while (cursor.ok() && !cursor.at_end()) {
        const auto part = cursor.take(sizeof(Digest));
        if (!cursor.ok()) break;
        std::memcpy(peaks.emplace_back().data(), part.data(), part.size());
    }
    if (!cursor.ok() || !head.frontier.restore(size, std::move(peaks))) return std::nullopt;
    return head;
}

}  // namespace longstop::log
