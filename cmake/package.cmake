# cmake --install, and cpack: a Debian package with the program, its man page and its documents.
# ./dev package makes it and has lintian look at it.
include(GNUInstallDirs)
set(CPACK_PACKAGE_VENDOR "Longstop")
set(CPACK_PACKAGE_CONTACT "Longstop maintainers <maintainers@longstop.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "statutory deadlines of EHC plans, from an event log")
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)

# What a package compresses or fills in.
find_program(GZIP gzip REQUIRED)
set(packed ${PROJECT_BINARY_DIR}/package)
set(package_man ${packed}/longstop.1)
add_custom_command(OUTPUT ${package_man}.gz
  COMMAND ${CMAKE_COMMAND} -DPROGRAM=$<TARGET_FILE:longstop> -DOUT=${package_man} -DVERSION=${PROJECT_VERSION}
          -P ${PROJECT_SOURCE_DIR}/cmake/manpage.cmake
  COMMAND ${GZIP} -9nf ${package_man}
  DEPENDS longstop cmake/manpage.cmake VERBATIM)
string(TIMESTAMP package_date "%a, %d %b %Y %H:%M:%S +0000" UTC)  # SOURCE_DATE_EPOCH, where that is set
configure_file(cmake/debian/changelog.in ${packed}/changelog.Debian @ONLY)
configure_file(CHANGELOG.md ${packed}/changelog COPYONLY)
add_custom_command(OUTPUT ${packed}/changelog.gz ${packed}/changelog.Debian.gz
  COMMAND ${GZIP} -9nfk ${packed}/changelog ${packed}/changelog.Debian
  DEPENDS ${packed}/changelog ${packed}/changelog.Debian VERBATIM)
add_custom_target(longstop-package-files ALL
  DEPENDS ${package_man}.gz ${packed}/changelog.gz ${packed}/changelog.Debian.gz)

install(TARGETS longstop RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES ${package_man}.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES README.md cmake/debian/copyright ${packed}/changelog.gz ${packed}/changelog.Debian.gz
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
