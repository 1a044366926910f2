// The words of a timeline: what stands beside a bar, and the whole of it where no bar can be drawn.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "cli/render/timeline.hpp"

namespace longstop::cli {

// "7 days LATE", "OVERDUE 173 days", "12 days left"; `brief`: "LATE 7d".
std::string state_text(const TimelineClock& clock, events::Day as_of, bool brief);

// "done 2025-06-09; SEND Regulations 2014, reg 13(2)": what a breached or excused clock adds below.
std::string detail_text(const TimelineClock& clock);

// Duty and subject within `width`; the subject tells clocks of one duty apart, so both keep a part.
std::string label_text(const TimelineClock& clock, std::size_t width);

// "12 clocks: 1 overdue, 2 met late, 3 running, 6 met"
std::string summary_text(const std::vector<TimelineClock>& clocks);

// A text in lines of at most `width` columns, broken at blanks, at most `most` of them.
std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t most);

// The picture in words: one line for each event and clock, nothing but ASCII.
std::string plain_timeline(const TimelinePicture& picture);

}  // namespace longstop::cli
