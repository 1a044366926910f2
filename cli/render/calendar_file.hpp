// Alerts as iCalendar (RFC 5545), by libical: one all-day event a due date.
#pragma once

#include <string>
#include <vector>

#include "events/date.hpp"

namespace longstop::cli {

struct CalendarItem {
    std::string uid;          // stable for one clock and stage
    events::Day due;          // the day of the event
    std::string summary;      // "OVERDUE 7 days: 330/EHC-1023 send the finalised plan"
    std::string description;  // duty, citation, started on, due, status
};

// The whole file, lines folded and ended as the standard asks. `stamp`: DTSTAMP of every item.
std::string calendar_file(const std::vector<CalendarItem>& items, events::Instant stamp);

}  // namespace longstop::cli
