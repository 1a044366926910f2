// The questions. Each is one file here, and one line of this list.
#pragma once

#include "cli/question/question.hpp"

// In the order of `longstop help`.
#define LONGSTOP_QUESTIONS(X) \
    X(deadlines)              \
    X(breaches)               \
    X(due)                    \
    X(cases)                  \
    X(waiting)                \
    X(timeline)               \
    X(audit)                  \
    X(why)                    \
    X(alerts)                 \
    X(stats)                  \
    X(count)                  \
    X(check)                  \
    X(diff)                   \
    X(rules)                  \
    X(law_diff)               \
    X(rehearse)               \
    X(verify)                 \
    X(rebuild)

namespace longstop::cli {

namespace question {
#define LONGSTOP_DECLARE(name) extern const Question name;
LONGSTOP_QUESTIONS(LONGSTOP_DECLARE)
#undef LONGSTOP_DECLARE
}  // namespace question

std::span<const Question* const> questions();

}  // namespace longstop::cli
