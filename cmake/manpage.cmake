# Writes OUT: a page for man(1) of what PROGRAM says of itself and of its commands.
function(said text)
  execute_process(COMMAND ${PROGRAM} ${ARGN} OUTPUT_VARIABLE said COMMAND_ERROR_IS_FATAL ANY)
  string(REPLACE "\\" "\\e" said "${said}")
  string(REPLACE "-" "\\-" said "${said}")
  string(REGEX REPLACE "(^|\n)([.'])" "\\1\\\\&\\2" said "${said}")
  set(${text} ".nf\n${said}.fi\n" PARENT_SCOPE)
endfunction()
said(help help)
said(events help events)
file(WRITE ${OUT} ".TH LONGSTOP 1 \"\" \"Longstop ${VERSION}\" \"User Commands\"
.SH NAME
longstop \\- statutory deadlines of EHC plans, from an event log
.SH SYNOPSIS
.B longstop
[\\-\\-store DIR] COMMAND [ARGUMENTS]
.SH DESCRIPTION
${help}.SH EVENTS
${events}.SH \"SEE ALSO\"
The manual is in /usr/share/doc/longstop: begin with README.md and operating.md.
")
