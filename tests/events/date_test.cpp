// Days and instants: what is a date, what is none, and what a bare day means.
#include <catch2/catch.hpp>

#include "events/date.hpp"

using namespace longstop::events;

namespace {

std::string instant(std::string_view text) {
    const auto found = parse_instant(text);
    return found ? to_text(*found) : "none";
}
std::string known_at(std::string_view text) {
    const auto found = parse_known_at(text);
    return found ? to_text(*found) : "none";
}

}  // namespace

TEST_CASE("a day is exactly YYYY-MM-DD and a real day") {
    CHECK(number_of(parse_day("1970-01-01").value()) == 0);
    CHECK(number_of(parse_day("2025-01-13").value()) == 20101);
    CHECK(number_of(parse_day("1969-12-31").value()) == -1);
    for (const auto* text : {"",
                             "2025",
                             "2025-01",
                             "2025-1-13",
                             "2025-01-1",
                             "25-01-13",
                             "2025-01-13 ",
                             " 2025-01-13",
                             "2025-01-13T",
                             "2025/01/13",
                             "2025-00-10",
                             "2025-13-10",
                             "2025-01-00",
                             "2025-01-32",
                             "2025-04-31",
                             "+025-01-13",
                             "-025-01-13",
                             "2025-01-1x",
                             "20250113",
                             "13-01-2025",
                             "2025-01-\xd9\xa1\xd9\xa3"}) {
        INFO(text);
        CHECK_FALSE(parse_day(text).has_value());
    }
    CHECK_FALSE(parse_day(std::string_view{"2025-01-1\0", 10}).has_value());
}

TEST_CASE("29 February is a day of leap years alone") {
    for (const auto* text : {"2024-02-29", "2000-02-29", "1904-02-29", "0000-02-29"}) {
        CHECK(parse_day(text).has_value());
    }
    for (const auto* text : {"2025-02-29", "1900-02-29", "2100-02-29", "2024-02-30"}) {
        CHECK_FALSE(parse_day(text).has_value());
    }
}

TEST_CASE("every day from 0000 to 9999 is written as it is read") {
    const auto first = parse_day("0000-01-01").value();
    const auto last = parse_day("9999-12-31").value();
    std::string before;
    for (auto day = first; day <= last; day += date::days{1}) {
        const auto text = to_text(day);
        if (parse_day(text) != day || !(before < text)) FAIL("day " << text);
        before = text;
    }
    CHECK(day_of(number_of(last)) == last);
}

TEST_CASE("the days a fact may name are those of 1900 to 2199") {
    CHECK(in_range(parse_day("1900-01-01").value()));
    CHECK(in_range(parse_day("2199-12-31").value()));
    CHECK_FALSE(in_range(parse_day("1899-12-31").value()));
    CHECK_FALSE(in_range(parse_day("2200-01-01").value()));
    CHECK(parse_year("1900") == 1900);
    CHECK(parse_year("2199") == 2199);
    for (const auto* text : {"1899", "2200", "199", "19999", "", "20 5", "2o25", "-2025"}) {
        INFO(text);
        CHECK_FALSE(parse_year(text).has_value());
    }
}

TEST_CASE("RFC 3339: the forms of an instant") {
    CHECK(instant("2025-01-13T09:30:00Z") == "2025-01-13T09:30:00.000000Z");
    CHECK(instant("2025-01-13t09:30:00z") == "2025-01-13T09:30:00.000000Z");
    CHECK(instant("2025-01-13 09:30:00Z") == "2025-01-13T09:30:00.000000Z");
    CHECK(instant("2025-01-13T09:30:00+01:00") == "2025-01-13T08:30:00.000000Z");
    CHECK(instant("2025-01-13T09:30:00-00:30") == "2025-01-13T10:00:00.000000Z");
    CHECK(instant("2025-01-01T00:30:00+01:00") == "2024-12-31T23:30:00.000000Z");
    CHECK(instant("2024-02-28T23:30:00-01:00") == "2024-02-29T00:30:00.000000Z");
    CHECK(instant("2025-06-30T23:59:60Z") == "2025-07-01T00:00:00.000000Z");  // a leap second
    CHECK(instant("1969-12-31T23:59:59.999999Z") == "1969-12-31T23:59:59.999999Z");
}

TEST_CASE("fractions of a second are cut off behind the microsecond, never rounded") {
    CHECK(instant("2025-01-13T09:30:00.1Z") == "2025-01-13T09:30:00.100000Z");
    CHECK(instant("2025-01-13T09:30:00.123456Z") == "2025-01-13T09:30:00.123456Z");
    CHECK(instant("2025-01-13T09:30:00.1234569Z") == "2025-01-13T09:30:00.123456Z");
    CHECK(instant("2025-01-13T09:30:59.9999999999999999999999Z") == "2025-01-13T09:30:59.999999Z");
    CHECK(instant("1960-01-01T00:00:00.0000009Z") == "1960-01-01T00:00:00.000000Z");
}

TEST_CASE("an offset does not lead out of the years of four figures") {
    CHECK(instant("9999-12-31T23:59:59-00:00") == "9999-12-31T23:59:59.000000Z");
    CHECK(instant("9999-12-31T23:59:59-00:01") == "none");
    CHECK(instant("9999-12-31T23:59:60Z") == "none");
    CHECK(instant("0000-01-01T00:01:00+00:01") == "0000-01-01T00:00:00.000000Z");
    CHECK(instant("0000-01-01T00:00:00+00:01") == "none");
}

TEST_CASE("what is no RFC 3339 instant is none") {
    for (const auto* text : {"",
                             "2025-01-13",
                             "2025-01-13T",
                             "2025-01-13T09:30Z",
                             "2025-01-13T09:30:00",
                             "2025-01-13T24:00:00Z",
                             "2025-01-13T09:60:00Z",
                             "2025-01-13T09:30:61Z",
                             "2025-01-13T09:30:00.Z",
                             "2025-01-13T09:30:00,5Z",
                             "2025-01-13T9:30:00Z",
                             "2025-01-13T09:30:00+0100",
                             "2025-01-13T09:30:00+01",
                             "2025-01-13T09:30:00+24:00",
                             "2025-01-13T09:30:00+01:60",
                             "2025-01-13T09:30:00ZZ",
                             "2025-01-13T09:30:00Z ",
                             "2025-02-29T09:30:00Z",
                             "2025-01-13  09:30:00Z",
                             "2025-01-13X09:30:00Z"}) {
        INFO(text);
        CHECK(instant(text) == "none");
    }
}

TEST_CASE("known at a bare day is the last microsecond of that day in London") {
    CHECK(known_at("2025-01-13") == "2025-01-13T23:59:59.999999Z");
    CHECK(known_at("2024-02-29") == "2024-02-29T23:59:59.999999Z");
    // Summer time in London: from 30 March 2025 to 26 October, at one in the morning.
    CHECK(known_at("2025-03-29") == "2025-03-29T23:59:59.999999Z");
    CHECK(known_at("2025-03-30") == "2025-03-30T22:59:59.999999Z");
    CHECK(known_at("2025-07-15") == "2025-07-15T22:59:59.999999Z");
    CHECK(known_at("2025-10-25") == "2025-10-25T22:59:59.999999Z");
    CHECK(known_at("2025-10-26") == "2025-10-26T23:59:59.999999Z");
    CHECK(known_at("2025-01-13T09:30:00Z") == "2025-01-13T09:30:00.000000Z");
    CHECK(known_at("2025-02-29") == "none");
    CHECK(known_at("today") == "none");
}

TEST_CASE("an instant is written as it is read, to the microsecond") {
    for (std::int64_t micros = -3'000'000'000'000'000; micros < 5'000'000'000'000'000;
         micros += 7'777'777'777'777) {
        const Instant at{std::chrono::microseconds{micros}};
        CHECK(parse_instant(to_text(at)) == at);
    }
}
