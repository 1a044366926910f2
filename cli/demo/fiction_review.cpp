// The part of a made-up life that has a plan: reviews, amendments, the end.
#include <algorithm>
#include <array>

#include "cli/demo/fiction_days.hpp"
#include "cli/demo/fiction_life.hpp"
#include "cli/demo/fiction_terms.hpp"
#include "cli/demo/fiction_words.hpp"

namespace longstop::cli {

// Types and values of dozens of rows, by their short names: fiction is nothing else.
using namespace terms;  // NOLINT(google-build-using-namespace)

int FictionLife::review(int meeting) {
    const auto month = month_of(meeting);
    const bool transfer = (month >= 9 || month == 1) && dice_.chance(350);
    if (transfer) plan_transfer(meeting);
    if (dice_.chance(800)) invite(meeting);
    diary_.write(type::review_meeting_held, meeting);
    if (dice_.chance(850)) {
        diary_.write(
            type::review_report_sent,
            working(meeting + (dice_.chance(750) ? dice_.between(2, 12) : late(20, 40, 90))));
    }
    if (dice_.chance(40)) return meeting;  // and nobody ever decided
    const auto decided =
        working(meeting + (dice_.chance(600) ? dice_.between(7, 26) : 28 + late(15, 60, 200)));
    const auto outcome = dice_.below(100);
    if (!transfer && outcome >= 40) {
        const bool ends = outcome >= 97;
        diary_.write(type::review_decision_notified, decided,
                     {.choice = ends ? ceasing : maintain});
        if (ends) return cease(decided);
        return dice_.chance(12) ? dispute(decided, About::contents) : decided;
    }
    diary_.write(type::review_decision_notified, decided, {.choice = amending});
    return amend(meeting, decided, transfer);
}

void FictionLife::invite(int meeting) {
    const auto notice = [&] {
        return dice_.chance(780) ? dice_.between(14, 35) : dice_.between(3, 13);
    };
    auto told = working(meeting - notice());
    if (told >= meeting) told = meeting - 1;
    if (dice_.chance(60)) {  // put off once
        diary_.write(type::review_meeting_notified, working(told - 14), {.first = meeting - 7});
    }
    diary_.write(type::review_meeting_notified, told, {.first = meeting});
    if (dice_.chance(550)) {
        auto sent = working(meeting - notice());
        if (sent >= meeting) sent = meeting - 1;
        diary_.write(type::review_advice_circulated, sent, {.first = meeting});
    }
}

// A pupil changes phase next year, or a student the college.
void FictionLife::plan_transfer(int meeting) {
    const auto noted = working(meeting - dice_.between(10, 50));
    const auto next =
        static_cast<std::uint32_t>(year_of(meeting)) + (month_of(meeting) > 8 ? 1U : 0U);
    if (dice_.chance(200)) {
        diary_.write(type::post_16_move_planned, noted,
                     {.first = number_of(static_cast<int>(next), 9, 1) + dice_.between(0, 10)});
        return;
    }
    const auto kind = static_cast<FictionSetting>(setting_ >> 12U);
    const bool post_16 = kind == FictionSetting::secondary || kind == FictionSetting::college;
    diary_.write(type::phase_transfer_planned, noted,
                 {.choice = pick(type::phase_transfer_planned, post_16 ? "post-16" : "other"),
                  .extra = next});
}

int FictionLife::amend(int meeting, int decided, bool transfer) {
    const auto notice = working(decided + (dice_.chance(650) ? 0 : late(14, 60, 150)));
    diary_.write(type::amendment_notice_sent, notice,
                 {.first = dice_.chance(200) ? notice + dice_.between(1, 3) : 0});
    if (dice_.chance(450))
        diary_.write(type::representations_received, notice + dice_.between(3, 15));
    if (dice_.chance(250)) consult(notice);
    if (dice_.chance(50)) return decided;  // left lying
    auto sent =
        notice + (dice_.chance(550) ? dice_.between(17, 8 * week)
                                    : dice_.between(8 * week + 1, 8 * week + late(30, 120, 300)));
    if (transfer && dice_.chance(700)) {  // hurried along for the middle of February
        const auto soonest = notice + dice_.between(10, 25);
        const auto next_year = month_of(meeting) > 8 ? 1 : 0;
        const auto deadline = number_of(year_of(meeting) + next_year, 2, 14);
        sent = std::max(soonest, deadline - dice_.between(0, 30));
    }
    sent = working(sent);
    if (!transfer && dice_.chance(70)) {
        diary_.write(type::no_amendment_notified, sent);
        return decided;
    }
    diary_.write(type::amended_plan_sent, sent);
    return dice_.chance(45) ? dispute(sent, About::contents) : decided;
}

int FictionLife::cease(int day) {
    const auto told = working(day + dice_.between(0, 20));
    diary_.write(type::cease_decision_notified, told);
    if (dice_.chance(250)) return dispute(told, About::cease);
    const auto end = working(told + dice_.between(56, 90));
    diary_.write(type::plan_ceased, end, {.word = static_cast<std::uint8_t>(dice_.below(4))});
    if (dice_.chance(300)) diary_.write(type::case_closed, end, {.choice = other_reason});
    over_ = true;
    return end;
}

}  // namespace longstop::cli
