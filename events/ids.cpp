#include "events/ids.hpp"

#include <algorithm>

namespace longstop::events {

std::optional<AuthorityId> parse_authority(std::string_view text) {
    if (text.size() != 3) return std::nullopt;
    unsigned code = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') return std::nullopt;
        code = code * 10 + static_cast<unsigned>(c - '0');
    }
    return AuthorityId{static_cast<std::uint16_t>(code)};
}

bool is_case_reference(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '_' || c == '-';
    };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

std::optional<CaseKey> parse_case_key(std::string_view text) {
    if (text.size() < 5 || text[3] != '/') return std::nullopt;
    const auto la = parse_authority(text.substr(0, 3));
    const auto reference = text.substr(4);
    if (!la || !is_case_reference(reference)) return std::nullopt;
    return CaseKey{*la, std::string{reference}};
}

std::array<char, 3> authority_text(AuthorityId la) {
    return {static_cast<char>('0' + la.code / 100 % 10), static_cast<char>('0' + la.code / 10 % 10),
            static_cast<char>('0' + la.code % 10)};
}

std::string to_text(AuthorityId la) {
    const auto text = authority_text(la);
    return {text.data(), text.size()};
}

std::string to_text(const CaseKey& key) { return to_text(key.la) + "/" + key.reference; }

}  // namespace longstop::events
