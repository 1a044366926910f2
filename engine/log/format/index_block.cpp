#include "engine/log/format/index_block.hpp"

#include <cstring>

#include "engine/log/format/bytes.hpp"
#include "engine/log/format/digest.hpp"

namespace longstop::log {

IdHash id_hash(std::string_view source, std::string_view id) {
    // The length keeps ("a", "bc") and ("ab", "c") apart.
    std::string length;
    put(length, events::size32(source.size()));
    const auto digest = sha256({length, source, id});
    IdHash hash = 0;
    std::memcpy(&hash, digest.data(), sizeof hash);
    return hash;
}

std::string encode_index(std::span<const IdHash> entries) {
    return {reinterpret_cast<const char*>(entries.data()), entries.size_bytes()};
}

bool decode_index(std::string_view bytes, std::uint64_t expected, std::vector<IdHash>& out) {
    constexpr std::size_t stride_of_version_1 = 32;
    if (expected == 0 || expected > bytes.size()) return bytes.empty() && expected == 0;
    const auto stride = bytes.size() / expected;
    if (stride * expected != bytes.size()) return false;
    if (stride != sizeof(IdHash) && stride != stride_of_version_1) return false;
    const auto begin = out.size();
    out.resize(begin + expected);
    for (std::size_t i = 0; i < expected; ++i) {
        std::memcpy(&out[begin + i], bytes.data() + i * stride, sizeof(IdHash));
    }
    return true;
}

}  // namespace longstop::log
