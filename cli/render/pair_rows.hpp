// A clock before and after, as a row: of a rehearsal, or of two nights.
#pragma once

#include <optional>

#include "cli/render/rows.hpp"
#include "projections/fold.hpp"

namespace longstop::cli {

const std::vector<Column>& pair_columns(bool table);

struct PairRow {
    std::string_view change;                           // static text
    std::optional<projections::ReportedClock> before;  // one of the two may be absent
    std::optional<projections::ReportedClock> after;
};

// `law_before` and `law_after` are the laws of the two sides; the texts serve both. `more` follows
// in all formats but a table, for columns that the command added to pair_columns().
void write_pair(RowWriter& rows, bool table, const PairRow& row, const law::CompiledLaw& law_before,
                const law::CompiledLaw& law_after, const log::LogColumns& texts,
                std::span<const Cell> more = {});

}  // namespace longstop::cli
