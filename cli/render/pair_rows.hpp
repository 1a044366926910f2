// A clock before and after, as a row: of a rehearsal, or of two nights.
#pragma once

#include "cli/render/row.hpp"
#include "projections/comparison.hpp"

namespace longstop::cli {

std::span<const Field> pair_fields();
std::span<const Field> pair_fields_in_table();

// Fills the row that is next: the fields of a table, or of other formats. `change` is what became
// of the clock, and outlives the row. `law_before` and
// `law_after` are the laws of the two sides; the texts serve both, and outlive the row.
void fill_pair(Rows& rows, std::string_view change, const projections::ClockPair& pair,
               const law::CompiledLaw& law_before, const law::CompiledLaw& law_after,
               const log::LogColumns& texts);
Emphasis pair_emphasis(const projections::ClockPair& pair);

}  // namespace longstop::cli
