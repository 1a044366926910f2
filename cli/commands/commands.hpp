// Every command is one file and one row of the table in commands.cpp.
#pragma once

#include "cli/app.hpp"

namespace longstop::cli {

// Adds the command to the arguments; when the arguments name it, it sets app.chosen.
using AddCommand = void (*)(Arguments& arguments, App& app);

struct Command {
    std::string_view name;
    AddCommand add;
};
std::span<const Command> commands();

void add_import(Arguments&, App&);
void add_record(Arguments&, App&);
void add_deadlines(Arguments&, App&);
void add_breaches(Arguments&, App&);
void add_timeline(Arguments&, App&);
void add_audit(Arguments&, App&);
void add_why(Arguments&, App&);
void add_alerts(Arguments&, App&);
void add_stats(Arguments&, App&);
void add_rules(Arguments&, App&);
void add_law(Arguments&, App&);
void add_rehearse(Arguments&, App&);
void add_diff(Arguments&, App&);
void add_check(Arguments&, App&);
void add_count(Arguments&, App&);
void add_verify(Arguments&, App&);
void add_rebuild(Arguments&, App&);
void add_backup(Arguments&, App&);
void add_restore(Arguments&, App&);
void add_succeed(Arguments&, App&);
void add_export(Arguments&, App&);
void add_demo(Arguments&, App&);
void add_help(Arguments&, App&);

}  // namespace longstop::cli
