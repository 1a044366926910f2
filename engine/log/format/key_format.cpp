#include "engine/log/format/key_format.hpp"

namespace longstop::log {
namespace {

// Big-endian, so that keys sort as their numbers do.
void put_big(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        out += static_cast<char>(value >> static_cast<unsigned>(shift));
    }
}

std::uint64_t big(std::string_view bytes) {
    std::uint64_t value = 0;
    for (const char c : bytes) value = value << 8U | static_cast<unsigned char>(c);
    return value;
}

}  // namespace

std::string authority_prefix(events::AuthorityId la) {
    std::string key;
    put_big(key, la.code, 2);
    return key;
}

std::string authority_end(events::AuthorityId la) {
    std::string key;
    put_big(key, la.code + 1U, 2);
    return key;
}

std::string head_key(events::AuthorityId la) {
    return std::string{head_prefix} + authority_prefix(la);
}

std::string block_key(events::AuthorityId la, events::Position last) {
    auto key = authority_prefix(la);
    put_big(key, last, 8);
    return key;
}

std::string dictionary_key(events::AuthorityId la, Dictionary which, std::uint32_t last) {
    auto key = authority_prefix(la);
    key += static_cast<char>(which);
    put_big(key, last, 8);
    return key;
}

std::string commit_key(std::uint64_t number) {
    std::string key;
    put_big(key, number, 8);
    return key;
}

std::optional<std::uint64_t> commit_of(std::string_view key) {
    if (key.size() != 8) return std::nullopt;
    return big(key);
}

std::optional<events::AuthorityId> authority_of(std::string_view key) {
    if (key.size() < 2) return std::nullopt;
    const auto code = big(key.substr(0, 2));
    if (code > 999) return std::nullopt;
    return events::AuthorityId{static_cast<std::uint16_t>(code)};
}

std::optional<std::uint64_t> last_of(std::string_view key) {
    if (key.size() < 10) return std::nullopt;
    return big(key.substr(key.size() - 8));
}

}  // namespace longstop::log
