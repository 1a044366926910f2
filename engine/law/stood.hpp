// The law as it stood on a day: what a lawyer could then have read and been told.
#pragma once

#include <string>
#include <vector>

#include "engine/law/law.hpp"

namespace longstop::law {

// Whether the row was in force on the day, and known: a judgment declares what the law always was,
// but nobody could have read it before it was handed down.
bool stood_on(const Duty& duty, Day day);

struct LawAsItStood {
    Law law;                            // the rows that stood; the same calendar
    std::vector<std::string> left_out;  // ids of the others, in table order
};
LawAsItStood as_it_stood(const Law& law, Day day);

}  // namespace longstop::law
