// What the program does besides answering questions. Every command is one file here and one row of
// the tables in commands.cpp.
#pragma once

#include <span>

#include "cli/arguments.hpp"
#include "cli/messages.hpp"
#include "cli/render/output.hpp"

namespace longstop::cli {

// Adds the command to the arguments; when the arguments name it, it sets app.chosen.
using AddCommand = void (*)(Arguments& arguments, App& app);

std::span<const AddCommand> writing_commands();  // that record, before the questions in help
std::span<const AddCommand> keeping_commands();  // that keep the store, after them

void add_import(Arguments&, App&);
void add_record(Arguments&, App&);
void add_reconcile(Arguments&, App&);
void add_succeed(Arguments&, App&);
void add_export(Arguments&, App&);
void add_backup(Arguments&, App&);
void add_restore(Arguments&, App&);
void add_demo(Arguments&, App&);
void add_help(Arguments&, App&);

}  // namespace longstop::cli
