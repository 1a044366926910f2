// The law as it stood on a day: what a lawyer could then have read and been told.
#pragma once

#include <string>
#include <vector>

#include "engine/law/law.hpp"

namespace longstop::law {

// The duties that were in force on the day, and known: a judgment declares what the law always was,
// but nobody could have read it before it was handed down. Of a duty with versions, those that had
// come into force: the clocks of the older ones still run. A version that was known later, or came
// into force later, had not ended the one before it.
struct LawInForce {
    Law law;                            // the rows in force; the same calendar
    std::vector<std::string> left_out;  // ids of the duties that were not in force, in table order
};
LawInForce in_force_on(const Law& law, Day day);

}  // namespace longstop::law
