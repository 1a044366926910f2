// Days, years and instants: what is read is written as it was, and read again is the same.
#include "events/date.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::events;

void fuzz(std::string_view text) {
    if (const auto day = parse_day(text)) {
        promise(to_text(*day) == text);
        promise(day_of(number_of(*day)) == *day);
        // The day ends in London, which was never further from UTC than an hour and a quarter.
        const auto end = parse_instant(std::string{text} + "T23:59:59.999999Z");
        const auto known = parse_known_at(text);
        promise(known && std::chrono::abs(*known - *end) <= std::chrono::minutes{75});
    }
    if (const auto year = parse_year(text)) promise(std::to_string(*year) == text);
    if (const auto instant = parse_instant(text)) {
        const auto written = to_text(*instant);
        promise(written.size() == 27 && parse_instant(written) == instant);
        promise(parse_known_at(text) == instant);
    }
}
