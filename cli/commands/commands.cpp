#include "cli/commands/commands.hpp"

#include <array>

namespace longstop::cli {
namespace {

// In the order of `longstop help`.
constexpr std::array writing{add_import, add_record, add_reconcile, add_succeed};
constexpr std::array keeping{add_export, add_backup, add_restore, add_demo, add_help};

}  // namespace

std::span<const AddCommand> writing_commands() { return writing; }
std::span<const AddCommand> keeping_commands() { return keeping; }

}  // namespace longstop::cli
