// The program: arguments in, the command or question they name run, an exit status out.
#pragma once

#include <memory>

#include "cli/app.hpp"
#include "cli/arguments.hpp"

namespace longstop::cli {

// The words of the command line. They are read into the app, which must outlive them.
std::unique_ptr<Arguments> arguments_of(App& app);

// Parses the arguments and runs the command they name; the exit status.
int run(int argc, const char* const* argv, Environment env);

}  // namespace longstop::cli
