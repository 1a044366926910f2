# Writes OUT, the source of cli/version.hpp: the version and the commit that is built, where git knows it. Run at every
# build; the file is touched only where it would change, so that a new commit compiles one small file and links.
execute_process(COMMAND git -C ${SOURCE} rev-parse --short=12 HEAD OUTPUT_VARIABLE commit ERROR_QUIET
                OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE unknown)
if(NOT unknown)
  execute_process(COMMAND git -C ${SOURCE} status --porcelain --untracked-files=no OUTPUT_VARIABLE changed ERROR_QUIET)
  if(changed)
    string(APPEND commit ", changed since")
  endif()
endif()
set(source "#include \"cli/version.hpp\"

namespace longstop::cli {

std::string_view version() { return \"${VERSION}\"; }
std::string_view commit() { return \"${commit}\"; }

}  // namespace longstop::cli
")
if(EXISTS ${OUT})
  file(READ ${OUT} before)
endif()
if(NOT "${source}" STREQUAL "${before}")
  file(WRITE ${OUT} "${source}")
endif()
