// The two sides of a limit, as every duty's first test states them. All days are given: the last
// day and the day after it are worked out by hand, from the words of the provision and a calendar.
// Where the duty runs more than once, the first running is meant.
#pragma once

#include <catch2/catch.hpp>

#include "tests/support/case_history.hpp"

namespace longstop::tests {

struct Act {
    std::string_view type;
    Fields fields = {};
};

// A limit. Done on the last day: met. Done the day after: met, a day late. Not done: running on the
// last day, overdue by one the day after.
inline void both_sides(const Case& case_ref, std::string_view duty, std::string_view last_day,
                       std::string_view day_after, const Act& act) {
    INFO(duty << ", last day " << last_day);
    const auto in_time = case_ref.on(last_day, act.type, act.fields).clock(duty, day_after, 1);
    CHECK(in_time.due == last_day);
    CHECK(in_time.status == Status::met);
    CHECK(in_time.days_late == 0);
    CHECK(in_time.ended_by == act.type);
    CHECK(in_time.ended_on == last_day);

    const auto late = case_ref.on(day_after, act.type, act.fields).clock(duty, day_after, 1);
    CHECK(late.due == last_day);
    CHECK(late.status == Status::met_late);
    CHECK(late.days_late == 1);
    CHECK(late.ended_on == day_after);

    const auto open = case_ref.clock(duty, last_day, 1);
    CHECK(open.due == last_day);
    CHECK(open.status == Status::running);
    CHECK(open.days_late == 0);
    CHECK(open.ended_by.empty());

    const auto overdue = case_ref.clock(duty, day_after, 1);
    CHECK(overdue.status == Status::overdue);
    CHECK(overdue.days_late == 1);
    CHECK(overdue.ended_on.empty());
}

// A right. Used the day after its last day it is used late; unused, it is gone, and nobody is late.
inline void both_sides_of_a_right(const Case& case_ref, std::string_view duty,
                                  std::string_view last_day, std::string_view day_after,
                                  const Act& act) {
    INFO(duty << ", last day " << last_day);
    const auto in_time = case_ref.on(last_day, act.type, act.fields).clock(duty, day_after, 1);
    CHECK(in_time.due == last_day);
    CHECK(in_time.status == Status::met);

    const auto late = case_ref.on(day_after, act.type, act.fields).clock(duty, day_after, 1);
    CHECK(late.status == Status::met_late);
    CHECK(late.days_late == 1);

    CHECK(case_ref.clock(duty, last_day, 1).status == Status::running);
    const auto unused = case_ref.clock(duty, day_after, 1);
    CHECK(unused.status == Status::lapsed);
    CHECK(unused.ended_by.empty());
    CHECK(unused.days_late == 0);
}

// A minimum window. The act on its last day is a day too early; on the next day it is well. With no
// act at all the window runs, and then is over.
inline void both_sides_of_a_window(const Case& case_ref, std::string_view duty,
                                   std::string_view last_day, std::string_view next_day,
                                   const Act& act) {
    INFO(duty << ", last day of the window " << last_day);
    const auto early = case_ref.on(last_day, act.type, act.fields).clock(duty, next_day, 1);
    CHECK(early.due == last_day);
    CHECK(early.status == Status::too_early);
    CHECK(early.days_early == 1);
    CHECK(early.days_late == 0);

    const auto well = case_ref.on(next_day, act.type, act.fields).clock(duty, next_day, 1);
    CHECK(well.status == Status::met);
    CHECK(well.days_early == 0);

    CHECK(case_ref.clock(duty, last_day, 1).status == Status::running);
    const auto over = case_ref.clock(duty, next_day, 1);
    CHECK(over.status == Status::met);
    CHECK(over.ended_by.empty());
}

}  // namespace longstop::tests
