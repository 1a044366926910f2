// What the program counts. A duty says in `measures` which of them it stands for, so that no code
// names a duty: statistics, checks and counts ask for a measure.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace longstop::law {

enum class Measure : std::uint8_t {
    twenty_weeks,
    assess_decision,
    no_plan_decision,
    review_decision,
    annual_review,
};

struct NamedMeasure {
    std::string_view name;  // in the law's files
    std::string_view meaning;
};

// By Measure. Each must be carried by some row of the law.
constexpr std::array<NamedMeasure, 5> measures{
    {{"twenty-weeks", "the plan of a request, within 20 weeks"},
     {"assess-decision", "whether to assess"},
     {"no-plan-decision", "that there will be no plan"},
     {"review-decision", "on a review, after its meeting"},
     {"annual-review", "the review of a plan in time"}}};

// Sets of them, by bits.
using Measures = std::uint8_t;
constexpr Measures in(Measure measure) {
    return static_cast<Measures>(1U << static_cast<unsigned>(measure));
}

}  // namespace longstop::law
