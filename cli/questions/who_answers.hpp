// A case that has changed hands: which authority is to be asked instead.
#pragma once

#include "cli/app.hpp"
#include "engine/log/store.hpp"
#include "projections/fold.hpp"

namespace longstop::cli {

// Where the log's authority does not answer for the case as of the day, says on standard error who
// does: an empty answer would read as "nothing is due".
Result<void> tell_who_answers(const log::Store& store, const projections::FoldableLog& log,
                              std::uint32_t case_no, events::Day as_of);

// The same after an entry was recorded, which then counts for nobody until it is carried over.
Result<void> tell_recorded_late(const log::Store& store, const log::LogColumns& log,
                                std::string_view case_ref, events::Day as_of);

}  // namespace longstop::cli
