// The program's version and the commit that it was built from, as the build found them. Made by
// cmake/version.cmake.
#pragma once

#include <string_view>

namespace longstop::cli {

std::string_view version();
std::string_view commit();  // empty where git does not know it

}  // namespace longstop::cli
