// What a figure counts, a row for each: of `count` and `stats`.
#pragma once

#include "cli/render/clock_rows.hpp"
#include "projections/questions.hpp"

namespace longstop::cli {

// One that is counted, kept beyond its case.
struct CountedRow {
    projections::Counted counted;
    std::uint32_t case_no = 0;
    std::optional<projections::ReportedClock> clock;
    std::uint64_t position = 0;  // of the event; 0: it is a clock that is counted
};
CountedRow counted_row(const projections::Counted& counted, const projections::CountedItem& item);

std::span<const Field> counted_fields();
std::span<const Field> counted_fields_in_table();

// Fills the row that is next and writes it; the log's texts and headers outlive it.
void write_counted(Rows& rows, const CountedRow& counted, const law::CompiledLaw& law,
                   const log::LogColumns& log);

}  // namespace longstop::cli
