// The parts of docs/cli.md that come from the rows: the table of fields, what holds for every
// command, of each question what it takes and what it answers, of each command its example.
#pragma once

#include <string>
#include <string_view>

#include "cli/command_text.hpp"

namespace longstop::cli {

// The page with what stands between its marks made again:
//   <!-- made: fields -->, options, variables, exit statuses, QUESTION, example COMMAND
//   ...
//   <!-- end -->
// A mark that names nothing, and a mark without an end, stay as they are.
std::string with_made_parts(std::string_view page, const CommandText& program);

}  // namespace longstop::cli
