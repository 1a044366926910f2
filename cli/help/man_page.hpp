// Pages for man(1), of what is known of the commands: their arguments, and the rows of questions.
// They carry no date, so that a build can be made again byte by byte.
#pragma once

#include <string>

#include "cli/command_text.hpp"

namespace longstop::cli {

struct ManPage {
    std::string file;  // "longstop-law-diff.1"
    std::string text;
};

// The page of the program, then one of each command. `events` is the page of the event types.
std::vector<ManPage> man_pages(const CommandText& program, const std::string& events);

}  // namespace longstop::cli
