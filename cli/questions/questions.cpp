#include "cli/questions/questions.hpp"

#include <array>

namespace longstop::cli {
namespace {

#define LONGSTOP_ADDRESS(name) &question::name,
constexpr std::array all{LONGSTOP_QUESTIONS(LONGSTOP_ADDRESS)};
#undef LONGSTOP_ADDRESS

}  // namespace

std::span<const Question* const> questions() { return all; }

}  // namespace longstop::cli
