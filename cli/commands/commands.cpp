#include "cli/commands/commands.hpp"

#include <array>

namespace longstop::cli {
void add_reconcile(Arguments&, App&);
namespace {

// In the order of `longstop help`: writing, reading, keeping.
// clang-format off
constexpr auto rows = std::to_array<Command>({
    {"import", add_import},
    {"record", add_record},
    {"reconcile", add_reconcile},
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
    {"backup", add_backup},
    {"restore", add_restore},
    {"demo", add_demo},
    {"help", add_help},
});
// clang-format on

}  // namespace

std::span<const Command> commands() { return rows; }

}  // namespace longstop::cli
