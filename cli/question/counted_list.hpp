// The rows behind figures: what `--list` of `count` and `stats` writes.
#pragma once

#include "cli/question/question.hpp"
#include "projections/questions.hpp"

namespace longstop::cli {

// Calls the sink for each item of a log that is counted.
using EachCounted =
    std::function<void(const projections::FoldableLog&, const projections::CountSink&)>;

// A row for each that is counted, by authority, figure and case; answers how many.
Result<std::uint64_t> list_counted(const Asked& asked, Rows& rows,
                                   const std::vector<events::AuthorityId>& las,
                                   const EachCounted& each);

}  // namespace longstop::cli
