// Whose each case is: of the entries about it that are known and in force, the last recorded that
// names a caseworker, and the last that names a team.
#pragma once

#include <string_view>
#include <vector>

#include "projections/fold.hpp"

namespace longstop::projections {

// Numbers of texts of a log, so that it may be moved; every view that is answered is a text of the
// log it is asked with. Takes no memory where the log assigns nobody.
class Assignments {
  public:
    Assignments() = default;
    explicit Assignments(const FoldableLog& log);

    // Empty: nobody was named.
    std::string_view caseworker(std::uint32_t case_no, const log::LogColumns& log) const;
    std::string_view team(std::uint32_t case_no, const log::LogColumns& log) const;

  private:
    std::vector<std::uint32_t> caseworkers_;  // by case number - 1: numbers of texts; 0: none
    std::vector<std::uint32_t> teams_;
};

}  // namespace longstop::projections
