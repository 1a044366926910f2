// A clock before and after, as a row: of a rehearsal, or of two nights.
#pragma once

#include <optional>

#include "cli/render/row.hpp"
#include "projections/fold.hpp"

namespace longstop::cli {

std::span<const Field> pair_fields();
std::span<const Field> pair_fields_in_table();

struct PairRow {
    std::string_view change;                           // static text
    std::optional<projections::ReportedClock> before;  // one of the two may be absent
    std::optional<projections::ReportedClock> after;
};

// Fills the row that is next: the fields of a table, or of other formats. `law_before` and
// `law_after` are the laws of the two sides; the texts serve both, and outlive the row.
void fill_pair(Rows& rows, const PairRow& pair, const law::CompiledLaw& law_before,
               const law::CompiledLaw& law_after, const log::LogColumns& texts);
Emphasis pair_emphasis(const PairRow& pair);

}  // namespace longstop::cli
