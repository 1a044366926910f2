// Questions that authorities are asked and could not answer, each a count of their clocks and
// events. A row of the table is a question.
#pragma once

#include <functional>
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

// A calendar year.
inline Days days_of_year(int year) {
    return {Day{date::year{year} / 1 / 1}, Day{date::year{year} / 12 / 31}};
}

// What is counted: of which group (a week, a ground), what ("requests", "made out").
struct Counted {
    int order = 0;  // of groups that have one; else they go by their texts
    std::string group;
    std::string what;
    auto operator<=>(const Counted&) const = default;
};
using Counts = std::map<Counted, std::uint64_t>;

// What stands behind one of a count: a clock of the case, or else an event. Views of the case.
struct CountedItem {
    const CaseView& view;
    const law::Clock* clock = nullptr;
    const law::Fact* fact = nullptr;
};
// Called once for each that is counted: a figure is the number of calls with its name.
using CountSink = std::function<void(const Counted&, const CountedItem&)>;

struct NamedQuestion {  // a row of a constant table, of static text
    std::string_view name;
    std::string_view asks;
    std::string_view days_are;  // the day that --from and --to speak of; empty: none
    void (*count)(const CaseView&, const Days&, const CountSink&);
};
std::span<const NamedQuestion> questions();

// Every item of the question, case by case.
void each_counted(const NamedQuestion& question, const FoldableLog& log,
                  const law::CompiledLaw& law, Day as_of, const Days& days, const CountSink& sink);
Counts counts_of(const NamedQuestion& question, const FoldableLog& log, const law::CompiledLaw& law,
                 Day as_of, const Days& days);

}  // namespace longstop::projections
