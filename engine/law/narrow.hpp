// A law of which only the rows are run that one question hangs on.
#pragma once

#include "engine/law/compiled.hpp"

namespace longstop::law {

// The law as the clocks of one row see it: that row, the rows whose open clocks decide whether it
// starts or is listed, and where plans touch it, the rows that decide what a plan answers. Row
// numbers stay; its clocks come out as under the whole law, field by
// field, and the facts that concern none of those rows need not be read.
CompiledLaw narrowed(const CompiledLaw& law, RowNo row);

}  // namespace longstop::law
