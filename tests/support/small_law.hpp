// The files that a body of law must have besides the rows that a test is about, as small as they
// can be.
#pragma once

#include <string_view>

namespace longstop::tests {

inline constexpr std::string_view small_common = R"([closed_case]
stays_closed = ["note"]
[closure]
grounds = ["school-closed"]
at_least = 28
margin = 7
refused = "too short"
[relaxation]
grounds = ["coronavirus"]
due_from = 2020-05-01
due_to = 2020-09-25
refused = "outside"
)";

// A row with every measure, so that the others need none.
inline constexpr std::string_view measured_duty = R"([[duty]]
id = "measured"
cite = "reg 2"
source = "https://example.org"
words = "w"
owed_by = "LA"
duty = "d"
starts = ["request-received"]
within = "1 week"
ends = ["final-plan-sent"]
on_restart = "ignore"
measures = ["twenty-weeks", "assess-decision", "no-plan-decision", "review-decision",
            "annual-review"]
in_force = { from = 2014-09-01 }
)";

}  // namespace longstop::tests
