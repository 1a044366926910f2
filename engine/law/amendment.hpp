// Two bodies of law side by side: which rows were added, removed and changed, and in what.
#pragma once

#include <string>
#include <vector>

#include "engine/law/law.hpp"

namespace longstop::law {

struct Amendment {
    enum class What : std::uint8_t { added, removed, changed };
    What what = What::changed;
    std::string id;   // of the row; "common" or "calendar"
    std::string key;  // of the row; "version DAY" and its key of a version; of a holiday, its day
    std::string before;  // empty where it was not there
    std::string after;   // empty where it is gone
};

// What is meant is compared, not how it is written: comments, the order of rows, keys and listed
// values, and the file a row stands in are no change. Rows in the order of `before`, then those
// added in the order of `after`; the calendar last.
std::vector<Amendment> amendments(const Law& before, const Law& after);

// For each row of `before` the row of its duty's first version in `after`; nothing where the duty
// is gone.
std::vector<std::optional<RowNo>> duties_in(const Law& before, const Law& after);

}  // namespace longstop::law
