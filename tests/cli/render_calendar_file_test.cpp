// The calendar file, read back by libical, and its lines as RFC 5545 wants them.
#include <libical/ical.h>

#include <catch2/catch.hpp>
#include <memory>

#include "cli/render/calendar_file.hpp"

using namespace longstop;
using namespace longstop::cli;

namespace {

using Parsed = std::unique_ptr<icalcomponent, decltype(&icalcomponent_free)>;

Parsed parse(const std::string& text) {
    return {icalparser_parse_string(text.c_str()), &icalcomponent_free};
}

const events::Instant stamp = *events::parse_instant("2026-11-22T08:15:30.999Z");

CalendarItem item() {
    return {"330/EHC-1023/reg13.2/overdue@longstop", *events::parse_day("2025-06-02"),
            "OVERDUE 7 days: 330/EHC-1023, send the finalised plan",
            "SEND Regulations 2014, reg 13(2); started 2025-01-13\nlate"};
}

std::string text_of(const char* text) { return text == nullptr ? "" : text; }

}  // namespace

TEST_CASE("Calendar: one alert, line for line", "[render][calendar]") {
    auto one = item();
    one.description = "due";
    CHECK(calendar_file({one}, stamp) ==
          "BEGIN:VCALENDAR\r\n"
          "PRODID:-//Longstop//Alerts//EN\r\n"
          "VERSION:2.0\r\n"
          "BEGIN:VEVENT\r\n"
          "UID:330/EHC-1023/reg13.2/overdue@longstop\r\n"
          "DTSTAMP:20261122T081530Z\r\n"
          "DTSTART;VALUE=DATE:20250602\r\n"
          "DTEND;VALUE=DATE:20250603\r\n"
          "SUMMARY:OVERDUE 7 days: 330/EHC-1023\\, send the finalised plan\r\n"
          "DESCRIPTION:due\r\n"
          "TRANSP:TRANSPARENT\r\n"
          "END:VEVENT\r\n"
          "END:VCALENDAR\r\n");
}

TEST_CASE("Calendar: what was given is read back", "[render][calendar]") {
    auto second = item();
    second.due = *events::parse_day("2028-02-29");
    second.summary = "Zoë; 山田 \\ \"x\"";
    const auto calendar = parse(calendar_file({item(), second}, stamp));
    REQUIRE(calendar != nullptr);
    CHECK(icalcomponent_count_errors(calendar.get()) == 0);
    CHECK(icalcomponent_count_components(calendar.get(), ICAL_VEVENT_COMPONENT) == 2);
    auto* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    CHECK(text_of(icalcomponent_get_uid(event)) == item().uid);
    CHECK(text_of(icalcomponent_get_summary(event)) == item().summary);
    CHECK(text_of(icalcomponent_get_description(event)) == item().description);
    event = icalcomponent_get_next_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    CHECK(text_of(icalcomponent_get_summary(event)) == second.summary);
    const auto end = icalcomponent_get_dtend(event);
    CHECK(end.is_date == 1);
    CHECK((end.year == 2028 && end.month == 3 && end.day == 1));
}

TEST_CASE("Calendar: lines fold at 75 bytes and no character is cut", "[render][calendar]") {
    auto one = item();
    one.description.clear();
    for (int i = 0; i < 60; ++i) one.description += "Zoë山";
    const auto text = calendar_file({one}, stamp);
    for (std::size_t from = 0; from < text.size();) {
        const auto end = text.find("\r\n", from);
        REQUIRE(end != std::string::npos);
        CHECK(end - from <= 75);
        CHECK((text[from] & 0xC0) != 0x80);
        if (text[from] == ' ') CHECK((text[from + 1] & 0xC0) != 0x80);
        from = end + 2;
    }
    const auto calendar = parse(text);
    auto* event = icalcomponent_get_first_component(calendar.get(), ICAL_VEVENT_COMPONENT);
    CHECK(text_of(icalcomponent_get_description(event)) == one.description);
}

TEST_CASE("Calendar: data can add no line of its own", "[render][calendar]") {
    auto one = item();
    one.summary = "x\r\nBEGIN:VALARM\x1b[2J";
    one.uid = "a\nb";
    const auto text = calendar_file({one}, stamp);
    CHECK(text.find("\nBEGIN:VALARM") == std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
    CHECK(text.find("UID:a\\nb\r\n") != std::string::npos);
}

TEST_CASE("Calendar: nothing to tell is still a calendar", "[render][calendar]") {
    const auto calendar = parse(calendar_file({}, stamp));
    REQUIRE(calendar != nullptr);
    CHECK(icalcomponent_isa(calendar.get()) == ICAL_VCALENDAR_COMPONENT);
}
