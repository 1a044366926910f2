// What commands say beside their answers: errors, and how their output ended.
#pragma once

#include "cli/app.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli {

Error usage_error(std::string failed, std::string found, std::string hint,
                  ErrorCode code = ErrorCode::bad_usage);

void print_error(const Error& error, bool colour);

// The answer of a command that has written its output, or could not. A reader that has left
// (`| head`) knows: then nothing is said.
Exit finished(bool written);
Exit finished(bool written, std::string failed, std::string why, std::string hint);

}  // namespace longstop::cli
