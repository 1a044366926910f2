// An explanation for people: a page with the steps of each clock, numbered, and the law below them.
#pragma once

#include <string>
#include <vector>

#include "cli/render/why_steps.hpp"

namespace longstop::cli {

// One clock of the duty that is asked about, or that it has none.
struct Explained {
    events::CaseKey key;
    const law::Duty* duty = nullptr;
    std::string subject;  // of the clock; may be empty
    int ordinal = 0;      // of the clock among the duty's; 0: there is none
    const projections::WhyClock* clock = nullptr;
    std::vector<WhyStep> steps;
};

std::string page_text(const std::vector<Explained>& all, std::size_t width);

}  // namespace longstop::cli
