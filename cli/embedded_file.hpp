// A file of the sources that is built into the program.
#pragma once

#include <string>

namespace longstop::cli {

struct EmbeddedFile {
    std::string name;
    std::string text;
};

}  // namespace longstop::cli
