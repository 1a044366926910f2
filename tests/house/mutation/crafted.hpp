// Histories made for one row each, so that a small change of the row shows: every kind of event
// after the start, every act on the last day and the day after, every exception to the day.
//
// They are made from what a row says, but what must come of them is asked of the second opinion,
// which reads another copy of the law and shares no code with the engine.
#pragma once

#include <string>

#include "engine/law/law.hpp"
#include "tests/support/plain_evaluator.hpp"

namespace longstop::mutation {

constexpr int first_authority = 101;  // the row numbered 0 has the cases of authority 101

// Interchange lines: for the row numbered r the cases of authority first_authority + r.
std::string crafted_histories(const law::Law& law, const plain::Law& plain,
                              const std::vector<law::RowNo>& rows);

}  // namespace longstop::mutation
