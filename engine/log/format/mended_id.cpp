#include "engine/log/format/mended_id.hpp"

#include "engine/log/format/digest.hpp"

namespace longstop::log {

// A source's id has at most 1024 bytes: an id made of it has no more, so that it can be exported
// and read back.
std::string derived_id(std::string_view id, std::string_view ending) {
    constexpr std::size_t longest = 960;
    return (id.size() <= longest ? std::string{id} : "~" + to_hex(sha256({id}))) +
           std::string{ending};
}

std::string mended_id(std::string_view id, std::uint64_t nth) {
    return derived_id(id, "~mended-" + std::to_string(nth));
}

}  // namespace longstop::log
