// Made-up histories of EHC cases, for the demo and the benchmarks: interchange lines from a seed.
// The same options give the same bytes, on any machine. Everything is fictional, and plainly so.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/demo/fiction_fact.hpp"
#include "cli/demo/fiction_line.hpp"
#include "events/date.hpp"

namespace longstop::cli {

struct FictionOptions {
    std::uint64_t seed = 1;
    std::string la;            // three digits
    std::uint32_t cases = 0;   // each leaves one line or more
    events::Day from{}, to{};  // first and last day, 2014 or later; nothing is recorded after `to`
    std::string case_prefix;   // before the case's number; up to 40 of A-Z a-z 0-9 . _ -
    std::uint64_t lines = 0;   // not 0: exactly so many lines, from as many cases as that takes
};

// A line is a JSON object without its line end, good until the sink returns.
using LineSink = std::function<void(std::string_view line)>;

// One authority's lines, in the order in which they were recorded, as a real system exports them.
void write_fiction(const FictionOptions& options, const LineSink& sink);

// The same lines bit by bit, for feeds of several authorities. Costs 32 bytes of memory a line.
class Fiction {
  public:
    explicit Fiction(const FictionOptions& options);

    std::uint64_t lines() const { return order_.size(); }
    bool done() const { return next_ == order_.size(); }

    // Writes the lines not yet written that were recorded before the day.
    void write_before(events::Day day, const LineSink& sink);
    void write_rest(const LineSink& sink);

  private:
    FictionFacts facts_;                // case after case
    std::vector<std::uint64_t> order_;  // upper half: the recorded second; lower: place in facts_
    std::size_t next_ = 0;              // place in order_
    FictionLine line_;
};

}  // namespace longstop::cli
