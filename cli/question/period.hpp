// Which days a question counts: a calendar year, or from one day to another.
#pragma once

#include "cli/question/question.hpp"
#include "projections/questions.hpp"

namespace longstop::cli {

namespace parameter {
inline constexpr Parameter year{"--year", Takes::text, "YEAR", "The days of one calendar year"};
inline constexpr Parameter list{"--list", Takes::flag, "",
                                "What is counted in place of how many: a row for each"};
}  // namespace parameter

// Of --year, or --from and --to; both absent: of all days.
Result<projections::Days> days_of(const Asked& asked);
// "from 2025-01-01 to 2025-12-31"; empty: of all days.
std::string period_text(const projections::Days& days);

}  // namespace longstop::cli
