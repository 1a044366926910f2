// One row of a picture's chart: a strip of terminal columns with the marks of events and clocks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/render/timeline.hpp"
#include "cli/render/timeline_axis.hpp"

namespace longstop::cli {

enum class Paint : std::uint8_t { plain, faint, bad, warn, good, strong, struck };

// The text in its paint; as it is where no colour is wanted.
std::string painted(std::string_view text, Paint paint, bool colour);

// What each mark means, in lines of at most `width` columns.
std::string legend(std::size_t width);

class Strip {
  public:
    // Blank but for the axis's ticks and the line of the as-of day.
    Strip(const Axis& axis, events::Day as_of);

    void draw(const TimelineEvent& event);
    void draw(const TimelineClock& clock);

    // From column `first` on, with no blanks at its end.
    std::string text(bool colour, std::size_t first = 0) const;

  private:
    struct Mark {
        std::string_view glyph = " ";  // static text
        Paint paint = Paint::plain;
    };

    int end_column(const TimelineClock& clock) const;
    void draw_spans(const TimelineClock& clock, int start, int due, int end);
    void draw_marks(const TimelineClock& clock, int start, int due, int end);
    void set(int column, std::string_view glyph, Paint paint = Paint::plain);
    void fill(int first, int last, std::string_view glyph, Paint paint = Paint::plain);

    const Axis& axis_;
    events::Day as_of_;
    std::vector<Mark> marks_;
};

}  // namespace longstop::cli
