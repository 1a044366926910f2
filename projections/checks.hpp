// The quality of what is recorded: findings by name, each with the entry it is about. What is
// missing is shown as loudly as what is late.
#pragma once

#include "projections/case_view.hpp"

namespace longstop::projections {

class Findings;

// One kind of finding. The row is the feature: its function finds, its static texts explain.
struct Check {
    std::string_view name;
    std::string_view means;  // a sentence without a full stop
    std::string_view mend;   // what would mend it
    void (*find)(const CaseView&, Findings&);
    // It looks at entries alone: at those that are dated after the day asked about as well.
    bool whatever_day = false;
};

// In the order of listing: what hides answers first, then what bends them, then slips.
std::span<const Check> checks();

struct Finding {
    std::size_t check = 0;  // place among checks()
    std::uint32_t case_no = 0;
    Position position = 0;  // the entry it is about
    std::string about;      // the duty, body or day concerned; may be empty
    law::NotMadeOut refusal = law::NotMadeOut::none;  // why an exception is not made out
};

// Where the functions of the table report.
class Findings {
  public:
    Findings(std::vector<Finding>& list, std::size_t check, std::uint32_t case_no)
        : list_(list), check_(check), case_no_(case_no) {}
    void add(Position position, std::string about = {},
             law::NotMadeOut refusal = law::NotMadeOut::none) {
        list_.push_back({check_, case_no_, position, std::move(about), refusal});
    }

  private:
    std::vector<Finding>& list_;
    std::size_t check_;
    std::uint32_t case_no_;
};

// The findings of a log, of one check or of all: by check, then case, then position.
std::vector<Finding> findings_of(const FoldableLog& log, const law::CompiledLaw& law, Day as_of,
                                 std::optional<std::size_t> only);

}  // namespace longstop::projections
