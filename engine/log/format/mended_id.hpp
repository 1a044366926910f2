// The ids of entries that stand beside one recorded wrongly. What was recorded stands for ever,
// under its id: it is retracted, and what takes its place gets an id made of that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace longstop::log {

// An id made of a source's id and an ending, never longer than a source's may be.
std::string derived_id(std::string_view id, std::string_view ending);
// Of the n-th content (2, 3, ...) recorded under the id. On disk for ever.
std::string mended_id(std::string_view id, std::uint64_t nth);

}  // namespace longstop::log
