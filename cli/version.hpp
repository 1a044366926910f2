// The program's version and the commit that it was built from. Made by cmake/version.cmake.
#pragma once

#include <string_view>

namespace longstop::cli {

std::string_view version();

}  // namespace longstop::cli
