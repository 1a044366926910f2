// The published cases as interchange events, built into the program for the demo.
#pragma once

#include <vector>

#include "cli/embedded_file.hpp"

namespace longstop::cli {

std::vector<EmbeddedFile> real_cases();

}  // namespace longstop::cli
