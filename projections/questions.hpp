// Questions that authorities are asked and could not answer, each a count of their clocks and
// events. A row of the table is a question.
#pragma once

#include <map>

#include "projections/case_view.hpp"

namespace longstop::projections {

// The days asked about, both inclusive. Which day a question looks at, its row says.
struct Days {
    std::optional<Day> from;
    std::optional<Day> to;
    bool hold(std::int32_t day) const {
        return day != law::no_day && (!from || day >= events::number_of(*from)) &&
               (!to || day <= events::number_of(*to));
    }
};

// What is counted: of which group (a week, a ground), what ("requests", "made out").
struct Counted {
    int order = 0;  // of groups that have one; else they go by their texts
    std::string group;
    std::string what;
    auto operator<=>(const Counted&) const = default;
};
using Counts = std::map<Counted, std::uint64_t>;

struct NamedQuestion {  // a row of a constant table, of static text
    std::string_view name;
    std::string_view asks;
    std::string_view days_are;  // the day that --from and --to speak of; empty: none
    void (*count)(const CaseView&, const Days&, Counts&);
};
std::span<const NamedQuestion> questions();

Counts counts_of(const NamedQuestion& question, const FoldableLog& log, const law::CompiledLaw& law,
                 Day as_of, const Days& days);

}  // namespace longstop::projections
