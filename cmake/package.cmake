# cmake --install, and cpack: a Debian package with the program, its man pages, its completions and its
# documents. ./dev package makes it and has lintian look at it.
include(GNUInstallDirs)
set(CPACK_PACKAGE_VENDOR "Longstop")
set(CPACK_PACKAGE_CONTACT "Longstop maintainers <maintainers@longstop.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "statutory deadlines of EHC plans, from an event log")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

# What a package compresses or fills in.
find_program(GZIP gzip REQUIRED)
set(packed ${PROJECT_BINARY_DIR}/package)
string(TIMESTAMP package_date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH, where that is set
configure_file(cmake/debian/changelog.in ${packed}/changelog.Debian @ONLY)
configure_file(CHANGELOG.md ${packed}/changelog COPYONLY)
add_custom_command(OUTPUT ${packed}/changelog.gz ${packed}/changelog.Debian.gz
  COMMAND ${GZIP} -9nfk ${packed}/changelog ${packed}/changelog.Debian
  DEPENDS ${packed}/changelog ${packed}/changelog.Debian VERBATIM)
set(package_files ${packed}/changelog.gz ${packed}/changelog.Debian.gz)

# The program tells its man pages and completions itself. Built for a machine whose programs do not
# run here (CMAKE_CROSSCOMPILING_EMULATOR makes them run), it goes without.
function(longstop_completion shell folder file)
  set(script ${packed}/completions/${file})
  add_custom_command(OUTPUT ${script}
    COMMAND ${CMAKE_COMMAND} -E make_directory ${packed}/completions
    COMMAND longstop help --completions ${shell} > ${script}
    DEPENDS longstop VERBATIM)
  install(FILES ${script} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder})
  set(package_files ${package_files} ${script} PARENT_SCOPE)
endfunction()
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  message(STATUS "Without man pages and completions: the program does not run on this machine")
else()
  set(man_made ${packed}/man.made)
  add_custom_command(OUTPUT ${man_made}
    COMMAND ${CMAKE_COMMAND} -E rm -rf ${packed}/man
    COMMAND longstop help --man ${packed}/man
    COMMAND ${GZIP} -9nr ${packed}/man
    COMMAND ${CMAKE_COMMAND} -E touch ${man_made}
    DEPENDS longstop VERBATIM)
  list(APPEND package_files ${man_made})
  install(DIRECTORY ${packed}/man/ DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
  longstop_completion(bash bash-completion/completions longstop)
  longstop_completion(zsh zsh/vendor-completions _longstop)
  longstop_completion(fish fish/vendor_completions.d longstop.fish)
endif()
add_custom_target(longstop-package-files ALL DEPENDS ${package_files})

install(TARGETS longstop RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES README.md LICENSE cmake/debian/copyright ${packed}/changelog.gz ${packed}/changelog.Debian.gz
        DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(FILES cmake/debian/overrides DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides RENAME longstop)
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE
    WORLD_READ WORLD_EXECUTE)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_COMPRESSION_TYPE xz)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)  # "today" is the day in London
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Records what happens on each case of a child with an Education,
Health and Care plan in England, and computes from it what is due by which
provision of law, what is broken, and who knew what when.")
include(CPack)
