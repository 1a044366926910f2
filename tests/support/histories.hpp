// Made-up histories of cases, as interchange JSON Lines, for tests that compare two evaluators.
//
// The same options give the same text whatever the library: the draws are std::mt19937_64 and
// nothing of <random> besides, whose distributions differ. (Compilers may still order the draws
// within one expression differently.) Every row carries recorded_at, so import with the recorded
// instants trusted. No event is dated after 20 October 2028: the working-day limits that start by
// then still end inside the calendar.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace longstop::histories {

enum class Kind {
    ordinary,  // lives of cases as authorities know them: late, corrected, but in a sensible order
    adversarial,  // any event on any day, crowded around the days on which answers change; a few
                  // rows clash in source and id with others, and an import refuses those
};

struct Options {
    std::uint64_t seed = 1;
    int cases = 50;
    Kind kind = Kind::ordinary;
    std::vector<std::string> authorities = {"202", "213", "330", "801", "936"};
    int without_id_percent = 0;  // rows that bring no id of their own
    int ill_formed_percent = 0;  // rows spoilt so that an import must refuse them
    int repeated_percent = 0;    // rows given twice: half the same, half with other content
};

std::string generate(const Options& options);

// Every type that generate() can draw, and every duty id it can name rightly.
const std::vector<std::string>& event_types();
const std::vector<std::string>& duties_with_exceptions();

}  // namespace longstop::histories
