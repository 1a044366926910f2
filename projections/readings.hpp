// Disputed law: breaches under every reading at once.
#pragma once

#include "projections/breaches.hpp"

namespace longstop::projections {

struct ReadLaw {
    std::string name;  // "default", or of a reading
    law::CompiledLaw law;
};
// The law as written first, then under each of its readings.
Result<std::vector<ReadLaw>> every_reading(const law::CompiledLaw& law);

enum class Under : std::uint8_t { any, all };

// What is broken under any, or under all, of the readings; `readings` of each clock says under
// which. A clock is shown as the first reading under which it is broken has it.
LogBreaches breaches_under(const FoldableLog& log, const std::vector<ReadLaw>& laws, Under under,
                           Day as_of, const BreachFilter& filter);

}  // namespace longstop::projections
