// In which fields a row and an entry differ.
#pragma once

#include "cli/reconcile/finding.hpp"

namespace longstop::cli {

// In the order of an export: case, type, date, actor, recorded_at, then the fields by name.
std::vector<FieldDifference> differences(const events::Event& row, const events::Event& recorded);

}  // namespace longstop::cli
