// The filters that every list of clocks takes: a row each, and they combine by "and".
#pragma once

#include "cli/question/question.hpp"
#include "projections/assignments.hpp"
#include "projections/clock_filter.hpp"

namespace longstop::cli {

// The parameters of the filters, in the order of help.
std::span<const Parameter> clock_filter_parameters();

// What was given for them, read once; asked of any number of logs, from any thread.
class ClockFilters {
  public:
    // An error where something given cannot be read.
    static Result<ClockFilters> read(const Asked& asked);

    // Whether the filters ask about clocks besides the one they are asked of: a fold of one duty
    // alone does not have those.
    bool need_whole_case() const { return need_whole_case_; }
    // Of one log, whose assignments outlive the answer; empty where nothing was given.
    projections::ClockFilter of_log(const projections::Assignments& assignments) const;

    using Keeps =
        std::function<bool(const projections::ClockInCase&, const projections::Assignments&)>;

  private:
    std::vector<Keeps> keeps_;
    bool need_whole_case_ = false;
};

}  // namespace longstop::cli
