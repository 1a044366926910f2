// The part of a made-up life that leads to a plan, first or after a re-assessment.
#include <algorithm>
#include <array>

#include "cli/demo/fiction_days.hpp"
#include "cli/demo/fiction_life.hpp"
#include "cli/demo/fiction_terms.hpp"
#include "cli/demo/fiction_words.hpp"

namespace longstop::cli {

// Types and values of dozens of rows, by their short names: fiction is nothing else.
using namespace terms;  // NOLINT(google-build-using-namespace)

// From the request to the plan, or to the end of the matter.
int FictionLife::request(int day) {
    if (dice_.chance(25)) {
        const auto end = day + dice_.between(5, 90);
        diary_.write(type::request_withdrawn, end);
        if (dice_.chance(700)) {
            diary_.write(type::case_closed, working(end + dice_.between(0, 20)),
                         {.choice = withdrawn});
        }
        over_ = true;
        return end;
    }
    const auto decided = working(
        day + (dice_.chance(880) ? dice_.between(14, 6 * week - 2) : 6 * week + late(7, 40, 120)));
    if (dice_.chance(12)) {
        const auto from = day + dice_.between(3, 20);
        diary_.write(type::personal_circumstances, from, {.first = from + dice_.between(10, 30)});
        rely(decided, words::circumstances_decision);
    }
    if (dice_.chance(100)) note(day + dice_.between(1, 40));
    if (dice_.chance(770)) {
        diary_.write(type::assess_decision_notified, decided, {.choice = yes});
        return assessment(day, decided, 20);
    }
    diary_.write(type::assess_decision_notified, decided, {.choice = refused});
    const auto after = dice_.below(100);
    if (after < 12) {  // a change of mind, with no appeal
        const auto changed = working(decided + dice_.between(14, 80));
        diary_.write(type::assess_decision_notified, changed, {.choice = yes});
        return assessment(day, changed, 20 + (changed - decided) / week);
    }
    if (after < 45) return dispute(decided, About::assess);
    if (dice_.chance(400)) {
        diary_.write(type::case_closed, working(decided + dice_.between(60, 120)),
                     {.choice = other_reason});
    }
    over_ = true;
    return decided;
}

// `weeks` from `start` is the limit; about half of the plans keep it.
int FictionLife::assessment(int start, int decided, int weeks) {
    const auto limit = weeks * week;
    auto final =
        start + (dice_.chance(555) ? limit - dice_.between(0, 40) : limit + late(28, 130, 400));
    final = working(std::max(final, decided + 7 * week));
    ask_for_advice(decided + (dice_.chance(850) ? dice_.between(0, 9) : dice_.between(10, 40)),
                   final - 5 * week);
    final = hindrance(start, decided, final);
    if (dice_.chance(80)) {
        const auto told = working(decided + dice_.between(30, dice_.chance(600) ? 65 : 130));
        diary_.write(type::no_plan_decision_notified, told);
        if (dice_.chance(300)) return dispute(told, About::make_plan);
        over_ = true;
        return told;
    }
    const auto draft = working(std::max(final - dice_.between(18, 50), decided + 20));
    if (dice_.chance(400))
        diary_.write(type::issue_decision_made, working(draft - dice_.between(1, 15)));
    const auto sent = plan_from(start, draft, std::max(final, draft + dice_.between(12, 20)));
    if (!over_ && dice_.chance(45)) return dispute(sent, About::contents);
    return sent;
}

// The advice wanted is in by the day `wanted` more or less; the psychologist's comes last.
void FictionLife::ask_for_advice(int asked, int wanted) {
    asked = working(asked);
    const auto how_many = 2 + dice_.weighed(std::array<std::uint32_t, 4>{35, 40, 15, 10});
    const std::array<std::uint8_t, 5> order{words::psychology, words::school, words::health,
                                            words::social_care,
                                            static_cast<std::uint8_t>(4 + dice_.below(3))};
    for (std::size_t i = 0; i < how_many; ++i) {
        FictionSaying request{.word = order[i]};
        if (order[i] == words::school) request.extra = setting_;
        if (dice_.chance(250)) request.first = asked + dice_.between(1, 4);
        diary_.write(type::advice_requested, asked, request);
        auto answered = asked + dice_.between(12, 6 * week);
        if (order[i] == words::psychology && wanted > answered) {
            answered = wanted - dice_.between(0, 14);
        } else if (dice_.chance(180)) {
            answered = asked + 6 * week + late(14, 60, 200);
        } else if (dice_.chance(40)) {
            continue;  // never answered
        }
        diary_.write(type::advice_received, answered, {.word = order[i]});
    }
}

int FictionLife::plan_from(int start, int draft, int final) {
    diary_.write(type::draft_plan_sent, draft,
                 {.first = dice_.chance(250) ? draft + dice_.between(1, 4) : 0});
    consult(working(draft + dice_.between(0, 5)));
    if (dice_.chance(620))
        diary_.write(type::representations_received, draft + dice_.between(4, 16));
    if (dice_.chance(60) && final > draft + 30) {  // a second draft
        diary_.write(type::draft_plan_sent, working(draft + dice_.between(12, 25)));
        final = std::max(final, draft + 45);
    }
    if (dice_.chance(60) && final - start > 20 * week) note(working(start + 20 * week + 1));
    final = working(final);
    diary_.write(type::final_plan_sent, final);
    plan_ = true;
    return final;
}

void FictionLife::consult(int day) {
    const auto how_many = dice_.weighed(std::array<std::uint32_t, 4>{40, 38, 14, 8});
    const auto kind = static_cast<FictionSetting>(setting_ >> 12U);
    for (std::size_t i = 0; i < how_many; ++i) {
        // The own one, then others, each from its own third of the rest.
        const auto step = static_cast<std::uint32_t>(i) * 13U;
        const auto asked =
            i == 0 ? setting_
                   : setting_extra(kind, 1 + ((setting_ & 0xFFFU) + step - dice_.below(13)) % 40U);
        diary_.write(type::setting_consulted, day, {.extra = asked});
        if (dice_.chance(780)) {
            const auto replied =
                day + (dice_.chance(700) ? dice_.between(3, 15) : late(30, 50, 90));
            diary_.write(type::setting_replied, replied, {.extra = asked});
        }
    }
}

// What stood in the way, or was said to. Returns the day of the final plan, moved where it was so.
int FictionLife::hindrance(int start, int decided, int final) {
    const auto due = start + 20 * week;
    if (due >= number_of(2020, 5, 1) && due <= number_of(2020, 9, 25) && dice_.chance(600)) {
        rely(due - dice_.between(0, 30), words::coronavirus);
        return final;
    }
    const auto claimed = std::max(due - dice_.between(0, 20), decided + 5);
    const auto moved = [&] { return std::max(final, due + dice_.between(10, 60)); };
    switch (dice_.below(66)) {
        case 0: {
            const auto from = start + dice_.between(20, 80);
            const bool back = dice_.chance(850);
            diary_.write(type::absence_from_area, from,
                         {.first = back ? from + dice_.between(14, 60) : 0});
            if (dice_.chance(800)) {
                rely(claimed, dice_.chance(800) ? words::away_final : words::away_no_plan);
            }
            return moved();
        }
        case 1: {
            const auto from = start + dice_.between(20, 100);
            diary_.write(type::personal_circumstances, from,
                         {.first = dice_.chance(800) ? from + dice_.between(10, 60) : 0});
            if (dice_.chance(800)) rely(claimed, words::circumstances_final);
            return moved();
        }
        case 2:
        case 3: {
            const auto missed = decided + dice_.between(14, 40);
            diary_.write(type::missed_appointment, working(missed),
                         {.word = dice_.chance(850) ? words::psychology : words::health});
            rely(decided + dice_.between(40, 60), words::missed_psychology);
            return final;
        }
        case 4:
        case 5: {
            const auto summer = number_of(year_of(decided), 7, 22) + dice_.between(0, 3);
            if (summer > due || summer < start) return final;
            const bool nursery = (setting_ >> 12U) == 1;
            diary_.write(type::setting_closed, summer,
                         {.first = summer + dice_.between(40, 45), .extra = setting_});
            rely(claimed, nursery ? words::nursery_closed : words::school_closed);
            return final;
        }
        case 6: rely(claimed, words::psychologists); return moved();
        case 7: rely(claimed, words::no_place); return moved();
        case 8:
            if (dice_.chance(200)) rely(claimed, words::coronavirus);  // years too late
            return final;
        default: return final;
    }
}

int FictionLife::reassessment(int day) {
    auto decided = day;
    if (dice_.chance(200)) {
        diary_.write(type::reassessment_own_initiative, day);
    } else {
        diary_.write(type::reassessment_requested, day);
        decided = working(day + (dice_.chance(700) ? dice_.between(4, 15) : 15 + late(10, 40, 90)));
        const bool agreed = dice_.chance(600);
        diary_.write(type::reassessment_decision_notified, decided,
                     {.choice = agreed ? yes : refused});
        if (!agreed) {
            return dice_.chance(250) ? dispute(decided, About::assess) : day + dice_.between(0, 60);
        }
    }
    const auto final = decided + (dice_.chance(400) ? dice_.between(70, 14 * week)
                                                    : 14 * week + late(20, 80, 200));
    ask_for_advice(decided + dice_.between(0, 7), final - 5 * week);
    if (dice_.chance(80)) {
        diary_.write(type::absence_from_area, decided + 10,
                     {.first = decided + dice_.between(25, 50)});
        rely(decided + 14 * week - 3, words::away_reassessment);
    }
    return plan_from(decided, working(final - dice_.between(18, 30)), final);
}

}  // namespace longstop::cli
