#include "engine/log/bytes.hpp"

namespace longstop::log {

std::string pack(std::span<const std::string> items) {
    std::string out;
    put(out, static_cast<std::uint32_t>(items.size()));
    std::uint32_t end = 0;
    for (const auto& item : items) put(out, end += static_cast<std::uint32_t>(item.size()));
    out.reserve(out.size() + end);
    for (const auto& item : items) out += item;
    return out;
}

std::optional<std::vector<std::string_view>> unpack(std::string_view bytes) {
    Cursor cursor(bytes);
    const auto count = cursor.number<std::uint32_t>();
    if (!cursor.ok() || std::size_t{count} * 4 > cursor.left()) return std::nullopt;
    Cursor ends(cursor.take(std::size_t{count} * 4));
    const auto all = cursor.take(cursor.left());
    std::vector<std::string_view> items;
    items.reserve(count);
    std::uint32_t begin = 0;
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto end = ends.number<std::uint32_t>();
        if (end < begin || end > all.size()) return std::nullopt;
        items.push_back(all.substr(begin, end - begin));
        begin = end;
    }
    if (begin != all.size()) return std::nullopt;
    return items;
}

}  // namespace longstop::log
