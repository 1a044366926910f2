# longstop_embed(OUT file HEADER header FUNCTION "type name()" FILES ...): text files as C++.
function(longstop_embed)
  cmake_parse_arguments(arg "" "OUT;HEADER;FUNCTION" "FILES" ${ARGN})
  string(REGEX MATCH "[a-z_:]+\\(\\)$" call "${arg_FUNCTION}")
  string(REPLACE "()" "" call "${call}")
  list(JOIN arg_FILES "|" joined)
  add_custom_command(OUTPUT ${arg_OUT}
    COMMAND ${CMAKE_COMMAND} "-DOUT=${arg_OUT}" "-DHEADER=${arg_HEADER}" "-DFUNCTION=${arg_FUNCTION}"
            "-DNAME=${call}" "-DFILES=${joined}" -P ${PROJECT_SOURCE_DIR}/cmake/embed.cmake
    DEPENDS ${arg_FILES} ${PROJECT_SOURCE_DIR}/cmake/embed.cmake VERBATIM)
  # Both compilers take a longer text than the standard asks of them.
  set_source_files_properties(${arg_OUT} PROPERTIES COMPILE_OPTIONS
    $<$<CXX_COMPILER_ID:Clang>:-Wno-overlength-strings>)
endfunction()
