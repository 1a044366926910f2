// Every command is one file and one row of the table in commands.cpp.
#pragma once

#include "cli/app.hpp"

namespace longstop::cli {

// Adds the command to the arguments; when the arguments name it, it sets app.chosen.
using AddCommand = void (*)(CLI::App& arguments, App& app);

struct Command {
    std::string_view name;
    AddCommand add;
};
std::span<const Command> commands();

void add_import(CLI::App&, App&);
void add_record(CLI::App&, App&);
void add_deadlines(CLI::App&, App&);
void add_breaches(CLI::App&, App&);
void add_timeline(CLI::App&, App&);
void add_audit(CLI::App&, App&);
void add_why(CLI::App&, App&);
void add_alerts(CLI::App&, App&);
void add_stats(CLI::App&, App&);
void add_rules(CLI::App&, App&);
void add_law(CLI::App&, App&);
void add_rehearse(CLI::App&, App&);
void add_diff(CLI::App&, App&);
void add_check(CLI::App&, App&);
void add_count(CLI::App&, App&);
void add_verify(CLI::App&, App&);
void add_rebuild(CLI::App&, App&);
void add_backup(CLI::App&, App&);
void add_restore(CLI::App&, App&);
void add_export(CLI::App&, App&);
void add_demo(CLI::App&, App&);
void add_help(CLI::App&, App&);

}  // namespace longstop::cli
