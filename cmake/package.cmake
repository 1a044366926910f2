# cmake --install, and cpack: a Debian package with the program and its documents.
include(GNUInstallDirs)
install(TARGETS longstop RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(FILES README.md LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
install(DIRECTORY docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_VENDOR "Longstop")
set(CPACK_PACKAGE_CONTACT "Longstop maintainers <maintainers@longstop.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "statutory deadlines of EHC plans, from an event log")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Records what happens on each case of a child with an Education, Health and
 Care plan in England, and computes from it what is due by which provision of law,
 what is broken, and who knew what when.")
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION database)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
# "Today\" is the day in London.
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
include(CPack)
