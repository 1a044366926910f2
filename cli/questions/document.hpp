// The parts of docs/cli.md that come from the rows: the table of fields, and of each question what
// it takes and what it answers.
#pragma once

#include <string>
#include <string_view>

namespace longstop::cli {

// The page with what stands between its marks made again:
//   <!-- made: fields -->, <!-- made: options -->, <!-- made: QUESTION -->  ...  <!-- end -->
// A mark that names nothing, and a mark without an end, stay as they are.
std::string with_made_parts(std::string_view page);

}  // namespace longstop::cli
