// A law of which only the rows are run that one question hangs on.
#pragma once

#include "engine/law/compiled.hpp"

namespace longstop::law {

// The law as the clocks of one duty see it: its rows, the rows whose open clocks decide whether
// they start or are listed, and where plans touch them, the rows that decide what a plan answers.
// Row numbers stay; its clocks come out as under the whole law, field by field, and the facts that
// concern none of those rows need not be read.
CompiledLaw narrowed(const CompiledLaw& law, RowSet rows);

}  // namespace longstop::law
