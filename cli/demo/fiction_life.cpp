#include "cli/demo/fiction_life.hpp"

#include <algorithm>
#include <array>

#include "cli/demo/fiction_days.hpp"
#include "cli/demo/fiction_terms.hpp"
#include "cli/demo/fiction_words.hpp"

namespace longstop::cli {

// Types and values of dozens of rows, by their short names: fiction is nothing else.
using namespace terms;  // NOLINT(google-build-using-namespace)

void FictionLife::live(std::uint32_t case_ref) {
    plan_ = false;
    over_ = false;
    diary_.open_case(case_ref);
    const auto kind = static_cast<FictionSetting>(
        1 + dice_.weighed(std::array<std::uint32_t, 5>{12, 40, 28, 12, 8}));
    setting_ = setting_extra(kind, 1 + dice_.below(40));
    const auto start = dice_.between(first_day_, last_day_);
    int since = 0;
    const auto origin = dice_.below(100);
    if (origin < 87) {
        diary_.write(type::request_received, start,
                     {.choice = static_cast<Choice>(
                          dice_.weighed(std::array<std::uint32_t, 5>{6, 45, 7, 36, 6}))});
        since = request(start);
    } else if (origin < 93) {
        diary_.write(type::became_responsible, start);
        since = request(start);
    } else {
        const auto made = start - dice_.between(100, 1200);
        const auto reviewed = std::max(made + 300, start - dice_.between(30, 360));
        diary_.write(type::plan_transferred_in, start,
                     {.first = made,
                      .second = reviewed < start ? reviewed : 0,
                      .extra = words::neighbours[dice_.below(words::neighbours.size())]});
        diary_.write(type::transfer_information_sent, working(start + dice_.between(10, 60)));
        plan_ = true;
        since = start - dice_.between(0, 60);
    }
    years_with_plan(since);
    what_no_story_tells(start);
}

// A year, a review, and whatever else a year brings, until the plan or the story ends.
void FictionLife::years_with_plan(int since) {
    while (plan_ && !over_ && since <= last_day_) {
        const auto fate = dice_.below(1000);
        const auto midway = working(since + dice_.between(60, 280));
        if (fate < 25) {
            leave(midway);
        } else if (fate < 40) {
            over_ = true;
            diary_.write(type::plan_ceased, midway, {.word = words::turned_25});
            diary_.write(type::case_closed, midway,
                         {.choice = fate < 36 ? aged_out : left_england});
        } else if (fate < 65) {
            since = reassessment(midway);
        } else if (fate < 75) {
            since = cease(midway);
        } else if (fate < 140) {
            since += dice_.between(300, 500);  // forgotten
        } else {
            auto meeting = since + (dice_.chance(850) ? dice_.between(230, year - 35)
                                                      : dice_.between(year - 34, year + 120));
            if (month_of(meeting) == 8) meeting += 35;
            since = review(working(meeting));
        }
    }
}

// Draws nothing where the stories know every type.
void FictionLife::what_no_story_tells(int day) {
    for (const auto& untold : events::event_types()) {
        if (untold.no <= last_reported || untold.no >= events::first_own_type) continue;
        if (!dice_.chance(20)) continue;
        const auto on = working(day + dice_.between(10, 100));
        FictionSaying saying{.first = on + 7, .second = on + 14};
        for (const auto& field : untold.fields) {
            if (field.kind == events::FieldKind::choice) saying.choice = 1;
            if (field.kind == events::FieldKind::year)
                saying.extra = static_cast<std::uint32_t>(year_of(on)) + 1;
        }
        diary_.write(untold.no, on, saying);
    }
}

int FictionLife::leave(int day) {
    const auto moved = day + dice_.between(-10, 60);
    const auto where = words::neighbours[dice_.below(words::neighbours.size())];
    diary_.write(type::move_known, day, {.first = moved, .extra = where});
    const auto out =
        working(std::max(moved, day + 21) + (dice_.chance(600) ? -2 : late(10, 30, 90)));
    diary_.write(type::plan_transferred_out, out, {.extra = dice_.chance(800) ? where : 0U});
    if (dice_.chance(500)) {
        diary_.write(type::case_closed, working(out + dice_.between(0, 14)),
                     {.choice = moved_away});
    }
    over_ = true;
    return out;
}

int FictionLife::late(int low, int often, int seldom) {
    const auto pace = dice_.below(10);
    if (pace < 4) return dice_.between(1, low);
    return pace < 9 ? dice_.between(low, often) : dice_.between(often, seldom);
}

void FictionLife::note(int day) {
    diary_.write(type::note, day,
                 {.word = static_cast<std::uint8_t>(dice_.below(words::notes.size()))});
}

void FictionLife::rely(int day, std::uint8_t which) {
    diary_.write(
        type::exception_relied_on, working(day),
        {.choice = pick(type::exception_relied_on, words::reliances[which].ground), .word = which});
}

}  // namespace longstop::cli
