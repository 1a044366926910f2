// Pictures as a reader sees them. The golden texts below were looked at in a terminal first.
#include <algorithm>
#include <catch2/catch.hpp>
#include <optional>

#include "cli/render/rows.hpp"
#include "cli/render/timeline.hpp"

using namespace longstop;
using namespace longstop::cli;
using law::Status;

namespace {

events::Day day(std::string_view text) { return events::parse_day(text).value(); }

TimelineClock clock_of(std::string duty, std::string_view started_on, std::string_view due,
                       std::string_view ended_on, Status status, int late = 0) {
    TimelineClock clock;
    clock.duty = std::move(duty);
    clock.cite = "SEND Regulations 2014, reg 13(2)";
    clock.started_on = day(started_on);
    clock.due = events::parse_day(due);
    clock.ended_on = events::parse_day(ended_on);
    clock.status = status;
    clock.days_late = late;
    if (status == Status::overdue || status == Status::met_late) clock.breach_by = "LA";
    if (status == Status::too_early) clock.breach_by = "LA";
    return clock;
}

// One request, a plan a week late, advice a body still owes, a review in a year.
TimelinePicture late_plan() {
    TimelinePicture picture{"330/EHC-1023", day("2025-07-01"), {}, {}, {}};
    picture.events = {{day("2025-01-13"), "request-received (by parent)"},
                      {day("2025-02-03"), "advice-requested (body health)"},
                      {day("2025-02-03"), "note (text wrong child)", true},
                      {day("2025-06-09"), "final-plan-sent"}};
    auto advice = clock_of("reg8.1-advice", "2025-02-03", "2025-03-17", "", Status::overdue, 106);
    advice.subject = "health";
    advice.cite = "SEND Regulations 2014, reg 8(1)";
    picture.clocks = {
        clock_of("reg13.2-final-plan", "2025-01-13", "2025-06-02", "2025-06-09", Status::met_late,
                 7),
        advice, clock_of("reg5.1-decide", "2025-01-13", "2025-02-24", "2025-02-10", Status::met),
        clock_of("rule20.1.c-appeal", "2025-06-09", "2025-08-09", "", Status::running)};
    return picture;
}

// Where a picture is hardest: due before the start, no due date, a day long, cut short, excused.
TimelinePicture odd_clocks() {
    TimelinePicture picture{"330/EHC-1", day("2025-03-01"), "2025-04-01T00:00:00Z", {}, {}};
    auto notice = clock_of("reg20.3-meeting-notice", "2025-03-10", "2025-02-24", "2025-02-28",
                           Status::met_late, 4);
    notice.subject = "2025-03-10";
    auto cut = clock_of("reg13.1-representations", "2025-02-20", "2025-03-07", "2025-02-28",
                        Status::too_early);
    cut.days_early = 7;
    auto excused = clock_of("reg13.2-final-plan", "2025-01-20", "2025-02-20", "2025-02-28",
                            Status::excused, 8);
    excused.excused_by = "absence";
    picture.clocks = {
        notice,
        clock_of("one-day", "2025-03-01", "2025-03-01", "2025-03-01", Status::met),
        clock_of("no-due-date", "2025-02-20", "", "", Status::running),
        cut,
        excused,
        clock_of("not-owed", "2025-01-27", "2025-02-03", "2025-02-20", Status::lapsed, 17)};
    return picture;
}

TimelinePicture long_case(int clocks) {
    TimelinePicture picture{"331/EHC-00059", day("2026-11-22"), {}, {}, {}};
    for (int i = 0; i < clocks; ++i) {
        const auto start = day("2014-09-01") + date::days(i * 70);
        picture.events.push_back({start, "review-meeting-held in a school with a long, long name"});
        auto clock =
            clock_of("reg20.10-decision", events::to_text(start), "", "", Status::met_late, 1);
        clock.due = start + date::days(28);
        clock.ended_on = start + date::days(29);
        clock.subject = events::to_text(start);
        picture.clocks.push_back(clock);
    }
    return picture;
}

std::size_t widest_line(std::string_view text) {
    std::size_t widest = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        widest = std::max(widest, display_width(text.substr(0, end)));
        text.remove_prefix(end + 1);
    }
    return widest;
}

std::string after_first_newline(std::string_view text) { return std::string(text.substr(1)); }

// Nothing of the terminal's: a reader without colours sees the same words and marks.
std::string without_colour(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto escape = text.find("\x1b[");
        out += text.substr(0, escape);
        if (escape == std::string_view::npos) break;
        text.remove_prefix(text.find('m', escape) + 1);
    }
    return out;
}

}  // namespace

TEST_CASE("Timeline: a late plan on 80 columns", "[render][timeline]") {
    CHECK(draw_timeline(late_plan(), {80, true, false}) == after_first_newline(R"(
330/EHC-1023                                                    as of 2025-07-01
4 clocks: 1 overdue, 1 met late, 1 running, 1 met

                                                      2025
  Date        Event                                            Apr       Jul
  2025-01-13  request-received (by parent)            ●        ·         │
  2025-02-03  advice-requested (body health)            ●      ·         │
              [retracted] note (text wrong child)       ×      ·         │
  2025-06-09  final-plan-sent                                  ·      ●  │

                                                      2025
  Duty                  Due         State                      Apr       Jul
! reg13.2-final-plan    2025-06-02  LATE 7 days       ┣━━━━━━━━━━━━━━━◆■ │
    done 2025-06-09; SEND Regulations 2014, reg 13(2)          ·         │
! reg8.1-advice health  2025-03-17  OVERDUE 106 days    ┣━━━━◆▓▓▓▓▓▓▓▓▓▓▓▓
    SEND Regulations 2014, reg 8(1)                            ·         │
  reg5.1-decide         2025-02-24  met               ┣━━■◆    ·         │
  rule20.1.c-appeal     2025-08-09  39 days left               ·      ┣━━│┄┄┄┄◆

● event  ┣━ running  ┄ time left  ◆ due  ■ done  ▓ late  ▒ excused  ░ cut short
× lapsed  │ as of
)"));
}

TEST_CASE("Timeline: due before the start, no due date, one day, cut short, excused, lapsed",
          "[render][timeline]") {
    CHECK(draw_timeline(odd_clocks(), {100, true, false}) == after_first_newline(R"(
330/EHC-1                                            as of 2025-03-01, known at 2025-04-01T00:00:00Z
6 clocks: 1 met late, 1 too early, 1 excused, 1 running, 1 met, 1 lapsed

                                                            Jan 2025  Feb 2025              Mar 2025
  Duty                          Due         State           20   27   03    10   17    24   03    10
! reg20.3-meeting-… 2025-03-10  2025-02-24  LATE 4 days     ·    ·    ·     ·    ·     ◆▓▓■┄┄┄┄┄┄┄┣
    done 2025-02-28; SEND Regulations 2014, reg 13(2)       ·    ·    ·     ·    ·     ·   │·     ·
  one-day                       2025-03-01  met             ·    ·    ·     ·    ·     ·   ■·     ·
  no-due-date                   unknown     due unknown     ·    ·    ·     ·    ·  ┣━━━━━━?·     ·
! reg13.1-representations       2025-03-07  EARLY 7 days    ·    ·    ·     ·    ·  ┣━━━━━■░░░░◆  ·
    done 2025-02-28; SEND Regulations 2014, reg 13(2)       ·    ·    ·     ·    ·     ·   │·     ·
  reg13.2-final-plan            2025-02-20  excused 8 days  ┣━━━━━━━━━━━━━━━━━━━━━━━◆▒▒▒▒▒■│·     ·
    done 2025-02-28; excused by absence; SEND Regulations 2014, reg 13(2)   ·    ·     ·   │·     ·
  not-owed                      2025-02-03  lapsed          ·    ┣━━━━◇┄┄┄┄┄┄┄┄┄┄┄┄┄×  ·   │·     ·

● event  ┣━ running  ┄ time left  ◆ due  ■ done  ▓ late  ▒ excused  ░ cut short  × lapsed  │ as of
)"));
}

TEST_CASE("Timeline: the narrowest picture", "[render][timeline]") {
    CHECK(draw_timeline(late_plan(), {20, true, false}) == after_first_newline(R"(
330/EHC-1023                                as of 2025-07-01
4 clocks: 1 overdue, 1 met late, 1 running, 1 met

                                              2025
  Date        Event                               Apr  Jul
  2025-01-13  request-received (by parent)    ●   ·    │
  2025-02-03  advice-requested (body health)   ●  ·    │
              [retracted] note (text wrong     ×  ·    │
              child)                              ·    │
  2025-06-09  final-plan-sent                     ·   ●│

                                              2025
  Duty              Due         State             Apr  Jul
! reg13.2-final-p…  2025-06-02  LATE 7d       ┣━━━━━━━◆■
    done 2025-06-09; SEND Regulations 2014, reg 13(2)  │
! reg8.1-a… health  2025-03-17  OVERDUE 106d   ┣━◆▓▓▓▓▓▓
    SEND Regulations 2014, reg 8(1)               ·    │
  reg5.1-decide     2025-02-24  met           ┣■◆ ·    │
  rule20.1.c-appe…  2025-08-09  39d left          ·   ┣│┄┄◆

● event  ┣━ running  ┄ time left  ◆ due  ■ done  ▓ late
▒ excused  ░ cut short  × lapsed  │ as of
)"));
}

TEST_CASE("Timeline: plain text, a line for each event and clock", "[render][timeline]") {
    CHECK(draw_timeline(late_plan(), {80, false, true}) == after_first_newline(R"(
330/EHC-1023, as of 2025-07-01
4 clocks: 1 overdue, 1 met late, 1 running, 1 met

Events
2025-01-13  request-received (by parent)
2025-02-03  advice-requested (body health)
2025-02-03  note (text wrong child) [retracted]
2025-06-09  final-plan-sent

Clocks
reg13.2-final-plan: 2025-01-13 to due 2025-06-02, ended 2025-06-09, met-late, 7 days late
reg8.1-advice [health]: 2025-02-03 to due 2025-03-17, overdue, 106 days late
reg5.1-decide: 2025-01-13 to due 2025-02-24, ended 2025-02-10, met
rule20.1.c-appeal: 2025-06-09 to due 2025-08-09, running
)"));
}

TEST_CASE("Timeline: plain text of odd clocks", "[render][timeline]") {
    const auto text = draw_timeline(odd_clocks(), {80, false, false});
    CHECK(text.find("as of 2025-03-01, known at 2025-04-01T00:00:00Z\n") != std::string::npos);
    CHECK(text.find("\nno-due-date: 2025-02-20, due unknown, running\n") != std::string::npos);
    CHECK(text.find(", too-early, 7 days early\n") != std::string::npos);
    CHECK(text.find(", excused, 8 days late, excused by absence\n") != std::string::npos);
}

TEST_CASE("Timeline: twelve years and sixty clocks keep within the width", "[render][timeline]") {
    const int width = GENERATE(0, 60, 71, 80, 99, 100, 250);
    const auto text = draw_timeline(long_case(60), {width, true, false});
    CHECK(widest_line(text) <= static_cast<std::size_t>(std::clamp(width, 60, 100)));
    CHECK(text.find("2016") != std::string::npos);
    CHECK(text.find("2024") != std::string::npos);
    // A day's lateness on an axis of years is seen all the same.
    CHECK(text.find("◆■") != std::string::npos);
}

TEST_CASE("Timeline: colour adds nothing but colour", "[render][timeline]") {
    const auto colour = draw_timeline(late_plan(), {80, true, true});
    CHECK(colour.find("\x1b[31m") != std::string::npos);
    CHECK(without_colour(colour) == draw_timeline(late_plan(), {80, true, false}));
}

TEST_CASE("Timeline: data sends no escape sequences", "[render][timeline]") {
    auto picture = late_plan();
    picture.title = "330/\x1b[2J";
    picture.known_at = "\x1b]0;x\x07";
    picture.events[0].text = "note (text \x1b[31mred\xC2\x9B)";
    picture.clocks[0].duty = "\x1b[5m";
    picture.clocks[0].cite = "\x1b[7m";
    picture.clocks[1].subject = "\x1b[8m";
    picture.clocks[2].held_until = "\x1b[1m";
    picture.clocks[3].excused_by = "\x1b[3m";
    CHECK(draw_timeline(picture, {100, true, false}).find('\x1b') == std::string::npos);
    const auto plain = draw_timeline(picture, {100, false, false});
    CHECK(std::all_of(plain.begin(), plain.end(),
                      [](char c) { return c == '\n' || (c >= ' ' && c < 0x7F); }));
}

TEST_CASE("Timeline: a case with nothing in it", "[render][timeline]") {
    const TimelinePicture empty{"330/X", day("2025-03-01"), {}, {}, {}};
    CHECK(draw_timeline(empty, {60, true, false}) ==
          "330/X                                       as of 2025-03-01\nno clocks\n");
    CHECK(draw_timeline(empty, {60, false, false}) == "330/X, as of 2025-03-01\nno clocks\n");
}

TEST_CASE("Timeline: one event on the as-of day has an axis", "[render][timeline]") {
    TimelinePicture one{"330/X", day("2025-03-01"), {}, {}, {}};
    one.events = {{day("2025-03-01"), "case-closed (reason died)"}};
    const auto text = draw_timeline(one, {100, true, false});
    CHECK(text.find("Mar 2025") != std::string::npos);
    CHECK(text.find("2025-03-01  case-closed (reason died)  ●") != std::string::npos);
}

TEST_CASE("Timeline: a name longer than the picture is cut, not overrun", "[render][timeline]") {
    TimelinePicture picture = late_plan();
    picture.title = std::string(300, 'T');
    picture.known_at = std::string(300, 'k');
    picture.events[0].text = std::string(500, 'x') + " " + std::string(500, 'y');
    picture.clocks[0].duty = std::string(300, 'd');
    picture.clocks[1].subject = std::string(300, 's');
    picture.clocks[2].held_until = std::string(300, 'u');
    const int width = GENERATE(60, 80, 100);
    CHECK(widest_line(draw_timeline(picture, {width, true, false})) <=
          static_cast<std::size_t>(width));
}
