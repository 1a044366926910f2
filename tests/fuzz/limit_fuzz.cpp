// A limit of the law: it keeps its text, a period it names can be counted from any day of the
// range, and never ends before the day it is counted from.
#include <fmt/format.h>

#include "engine/law/limit.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop;
using namespace longstop::law;

namespace {

constexpr std::array units{"days", "weeks", "months", "working days"};

void can_be_counted(Period period) {
    static const Calendar calendar(*events::parse_day("2020-01-01"),
                                   *events::parse_day("2027-12-31"), {});
    for (const auto* const from : {"1900-01-01", "2024-02-29", "2024-03-31", "2199-12-31"}) {
        const auto start = *events::parse_day(from);
        const auto last = count(start, period, Counting::after, false, calendar);
        promise(!last || *last >= start);
    }
}

}  // namespace

void fuzz(std::string_view text) {
    const auto read = parse_limit(text);
    promise(read.limit.has_value() == read.why.empty());
    if (read.limit) {
        promise(read.limit->text == text && !read.limit->limbs.empty());
        for (const auto& limb : read.limit->limbs) can_be_counted(limb.period);
    }
    if (const auto period = parse_period(text)) {
        const auto written =
            fmt::format("{} {}", period->count, units[static_cast<std::size_t>(period->unit)]);
        const auto again = parse_period(written);
        promise(again && again->count == period->count && again->unit == period->unit);
    }
    if (const auto fixed = parse_month_day(text)) promise(fixed->ok());
}
