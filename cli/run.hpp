// The program: arguments in, the command or question they name run, an exit status out.
#pragma once

#include "cli/app.hpp"

namespace longstop::cli {

// Parses the arguments and runs the command they name; the exit status.
int run(int argc, const char* const* argv, Environment env);

}  // namespace longstop::cli
