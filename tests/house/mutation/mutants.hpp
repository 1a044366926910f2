// Every small change of the law that some test must notice: numbers one more and one less,
// patterns, conditions, values and lists with one left out, patterns that do another thing,
// counting rules and other words swapped.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "engine/law/law.hpp"

namespace longstop::mutation {

struct Mutant {
    law::RowNo row = 0;
    std::string duty;
    std::string key;     // of the row's TOML table
    std::string change;  // "20 weeks: count 21", "without tribunal-order[kind=assess]"
    std::function<void(law::Duty&)> apply;
};

std::vector<Mutant> mutants_of(const law::Law& law);

}  // namespace longstop::mutation
