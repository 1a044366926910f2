// The time axis of a picture: which column a day has, and which days are named along the top.
#pragma once

#include <string>
#include <vector>

#include "events/date.hpp"

namespace longstop::cli {

class Axis {
  public:
    // Spans at least four weeks, so that a case of one day has an axis too.
    Axis(events::Day first, events::Day last, int columns);

    int columns() const { return columns_; }
    int column(events::Day day) const;  // 0 ... columns - 2; the last is kept for a late mark

    const std::vector<int>& ticks() const { return ticks_; }
    const std::string& major() const { return major_; }  // years above months; may be empty
    const std::string& minor() const { return minor_; }

  private:
    void draw_weeks();
    void draw_months(int step);

    events::Day first_, last_;
    int columns_;
    std::vector<int> ticks_;
    std::string major_, minor_;
};

}  // namespace longstop::cli
