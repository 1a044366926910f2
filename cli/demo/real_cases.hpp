// The published cases as interchange events, built into the program for the demo.
#pragma once

#include <string>
#include <vector>

namespace longstop::cli {

struct EmbeddedFile {
    std::string name;
    std::string text;
};
std::vector<EmbeddedFile> real_cases();

}  // namespace longstop::cli
