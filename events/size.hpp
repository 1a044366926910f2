// Sizes as they lie on disk, in four bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <stdexcept>

namespace longstop::events {

// Throws std::length_error where four bytes do not hold the size: a cut size would be damage.
// Inputs are bounded far below; BatchWriter (engine/log) turns it into an error.
inline std::uint32_t size32(std::size_t size) {
    if (size > UINT32_MAX) throw std::length_error("more than 4 GiB in one piece");
    return static_cast<std::uint32_t>(size);
}

}  // namespace longstop::events
