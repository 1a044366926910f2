// libical escapes, folds and ends the lines; what it is given must be text and UTF-8.
#include "cli/render/calendar_file.hpp"

#include <libical/ical.h>

#include <memory>

#include "cli/render/text_width.hpp"

namespace longstop::cli {
namespace {

struct FreeComponent {
    void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
struct FreeText {
    void operator()(char* text) const { icalmemory_free_buffer(text); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;  // owns all that is added to it
using Text = std::unique_ptr<char, FreeText>;

icaltimetype day_value(events::Day day) {
    const date::year_month_day civil(day);
    icaltimetype value = icaltime_null_date();
    value.year = int{civil.year()};
    value.month = static_cast<int>(unsigned{civil.month()});
    value.day = static_cast<int>(unsigned{civil.day()});
    return value;
}

icaltimetype instant_value(events::Instant instant) {
    const auto day = date::floor<date::days>(instant);
    const date::hh_mm_ss time(date::floor<std::chrono::seconds>(instant - day));
    icaltimetype value = day_value(day);
    value.is_date = 0;
    value.hour = static_cast<int>(time.hours().count());
    value.minute = static_cast<int>(time.minutes().count());
    value.second = static_cast<int>(time.seconds().count());
    value.zone = icaltimezone_get_utc_timezone();
    return value;
}

// RFC 5545 allows a line break in a text, as "\n", and no other control character.
icalcomponent* new_event(const CalendarItem& item, const icaltimetype& stamp) {
    const auto uid = sanitized_lines(item.uid);
    const auto summary = sanitized_lines(item.summary);
    const auto description = sanitized_lines(item.description);
    icalcomponent* event = icalcomponent_new(ICAL_VEVENT_COMPONENT);
    const auto add = [&](icalproperty* property) { icalcomponent_add_property(event, property); };
    add(icalproperty_new_uid(uid.c_str()));
    add(icalproperty_new_dtstamp(stamp));
    add(icalproperty_new_dtstart(day_value(item.due)));
    add(icalproperty_new_dtend(day_value(item.due + date::days(1))));  // the end is the day after
    add(icalproperty_new_summary(summary.c_str()));
    if (!description.empty()) add(icalproperty_new_description(description.c_str()));
    add(icalproperty_new_transp(ICAL_TRANSP_TRANSPARENT));  // nobody is busy all of that day
    return event;
}

}  // namespace

std::string calendar_file(const std::vector<CalendarItem>& items, events::Instant stamp) {
    const Component calendar(icalcomponent_new(ICAL_VCALENDAR_COMPONENT));
    icalcomponent_add_property(calendar.get(), icalproperty_new_prodid("-//Longstop//Alerts//EN"));
    icalcomponent_add_property(calendar.get(), icalproperty_new_version("2.0"));
    const auto stamp_value = instant_value(stamp);
    for (const auto& item : items)
        icalcomponent_add_component(calendar.get(), new_event(item, stamp_value));
    const Text text(icalcomponent_as_ical_string_r(calendar.get()));
    return text == nullptr ? std::string() : std::string(text.get());
}

}  // namespace longstop::cli
