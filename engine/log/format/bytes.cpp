#include "engine/log/format/bytes.hpp"

namespace longstop::log {

void Pack::put_to(std::string& out) const {
    out.reserve(out.size() + size());
    put(out, events::size32(ends_.size()));
    out.append(reinterpret_cast<const char*>(ends_.data()), ends_.size() * sizeof(std::uint32_t));
    out += bytes_;
}

std::string Pack::value() const {
    std::string out;
    put_to(out);
    return out;
}

std::string pack(std::span<const std::string> items) {
    Pack all;
    for (const auto& item : items) all.add(item);
    return all.value();
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
