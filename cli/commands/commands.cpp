#include "cli/commands/commands.hpp"

#include <array>

namespace longstop::cli {
namespace {

// In the order of `longstop help`.
// clang-format off
constexpr std::array<Command, 20> rows{{
    {"import", add_import},
    {"record", add_record},
    {"deadlines", add_deadlines},
    {"breaches", add_breaches},
    {"timeline", add_timeline},
    {"audit", add_audit},
    {"why", add_why},
    {"alerts", add_alerts},
    {"stats", add_stats},
    {"count", add_count},
    {"check", add_check},
    {"diff", add_diff},
    {"rules", add_rules},
    {"law", add_law},
    {"rehearse", add_rehearse},
    {"export", add_export},
    {"verify", add_verify},
    {"rebuild", add_rebuild},
    {"demo", add_demo},
    {"help", add_help},
}};
// clang-format on

}  // namespace

std::span<const Command> commands() { return rows; }

}  // namespace longstop::cli
