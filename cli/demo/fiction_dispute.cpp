// The part of a made-up life that is a dispute: mediation, appeal, and what they end in.
#include <algorithm>
#include <array>

#include "cli/demo/fiction_days.hpp"
#include "cli/demo/fiction_life.hpp"
#include "cli/demo/fiction_terms.hpp"
#include "cli/demo/fiction_words.hpp"

namespace longstop::cli {

// Types and values of dozens of rows, by their short names: fiction is nothing else.
using namespace terms;  // NOLINT(google-build-using-namespace)

namespace {

// By Remedy; "" where the Tribunal, or the authority, has no such word.
constexpr std::array order_words{
    "",         "dismiss-cease",  "assess", "make-plan", "remit", "amend-contents", "amend-setting",
    "continue", "continue-amend", ""};
constexpr std::array concession_words{"",         "",        "assess",         "make-plan",   "",
                                      "contents", "setting", "cease-continue", "cease-amend", ""};

}  // namespace

int FictionLife::dispute(int day, About about) {
    if (day > last_day_) return day;
    const auto contact = day + dice_.between(5, 55);
    const auto way = dice_.below(100);
    if (way < 15) return appeal(contact + 10, about);  // about the setting alone: no adviser
    diary_.write(type::mediation_adviser_contacted, contact);
    if (way < 45) {
        const auto declined = contact + dice_.between(0, 10);
        diary_.write(type::mediation_declined, declined);
        const auto issued = working(declined + dice_.between(1, 6));
        diary_.write(type::mediation_certificate_issued, issued);
        return appeal(issued + dice_.between(3, 30), about);
    }
    return mediate(working(contact + dice_.between(1, 20)), about);
}

int FictionLife::mediate(int day, About about) {
    FictionSaying wish;
    const auto issues = dice_.below(10);
    if (issues == 9) wish.choice = health_issues;
    if (issues == 7 || issues == 8) wish.choice = mixed_issues;
    diary_.write(type::mediation_requested, day, wish);
    if (wish.choice != 0 && dice_.chance(850)) {
        diary_.write(type::mediation_commissioners_told, working(day + dice_.between(1, 8)));
    }
    if (dice_.chance(80)) return appeal(day + dice_.between(40, 60), about);  // never held
    const auto held =
        working(day + (dice_.chance(700) ? dice_.between(12, 30) : 30 + late(10, 30, 60)));
    diary_.write(type::mediation_held, held);
    diary_.write(type::mediation_certificate_issued, working(held + dice_.between(1, 6)));
    if (!dice_.chance(600)) {
        if (dice_.chance(600)) return appeal(held + dice_.between(5, 30), about);
        over_ = !plan_;
        return held;
    }
    auto remedy = dice_.chance(120) ? Remedy::other : remedy_for(about);
    const auto by = dice_.chance(150) ? held + dice_.between(20, 90) : 0;
    diary_.write(
        type::mediation_agreement, held,
        {.choice = pick(
             type::mediation_agreement,
             remedy == Remedy::other ? "other" : order_words[static_cast<std::size_t>(remedy)]),
         .first = by});
    return comply(held, remedy, by);
}

int FictionLife::appeal(int day, About about) {
    diary_.write(type::appeal_registered, day);
    const auto received = working(day + dice_.between(2, 9));
    diary_.write(type::appeal_received, received);
    const auto concede = [&](int when) {
        auto remedy = remedy_for(about);
        if (remedy == Remedy::remit) remedy = Remedy::make_plan;
        if (remedy == Remedy::cease) remedy = Remedy::keep;
        diary_.write(type::appeal_not_opposed, when,
                     {.choice = pick(type::appeal_not_opposed,
                                     concession_words[static_cast<std::size_t>(remedy)])});
        return remedy;
    };
    const auto turn = dice_.below(100);
    if (turn < 12) {
        const auto end = received + dice_.between(10, 120);
        diary_.write(type::appeal_withdrawn, end);
        over_ = !plan_;
        return end;
    }
    if (turn < 37) {
        const auto when = working(received + dice_.between(8, 38));
        return comply(when, concede(when), 0);
    }
    const auto answered =
        working(received + (dice_.chance(800) ? dice_.between(20, 41) : 44 + late(10, 30, 60)));
    diary_.write(type::appeal_response_sent, answered);
    const auto order = working(received + dice_.between(90, 330));
    auto remedy = remedy_for(about);
    if (turn < 45) remedy = concede(working(answered + dice_.between(10, 40)));
    const auto by = dice_.chance(150) ? order + dice_.between(14, 80) : 0;
    diary_.write(
        type::tribunal_order, order,
        {.choice = pick(type::tribunal_order, order_words[static_cast<std::size_t>(remedy)]),
         .first = by});
    if (about == About::contents) recommendations(order);
    return comply(order, remedy, by);
}

FictionLife::Remedy FictionLife::remedy_for(About about) {
    switch (about) {
        case About::assess: return Remedy::assess;
        case About::make_plan: return dice_.chance(700) ? Remedy::make_plan : Remedy::remit;
        case About::contents: return dice_.chance(600) ? Remedy::contents : Remedy::setting;
        case About::cease: break;
    }
    const auto ending = dice_.below(10);
    if (ending < 2) return Remedy::cease;
    return ending < 6 ? Remedy::keep : Remedy::keep_amended;
}

void FictionLife::recommendations(int day) {
    for (std::uint8_t to = 0; to < words::addressees.size(); ++to) {
        if (!dice_.chance(250)) continue;
        diary_.write(
            type::recommendation_made, day,
            {.choice = pick(type::recommendation_made, words::addressees[to]), .word = to});
        if (!dice_.chance(850)) continue;
        const auto answered =
            day + (dice_.chance(650) ? dice_.between(10, 34) : 35 + late(10, 40, 90));
        diary_.write(type::recommendation_answered, working(answered), {.word = to});
    }
}

int FictionLife::comply(int day, Remedy remedy, int by) {
    const auto within = [&](int limit) {
        const auto due = by > day ? by : day + limit;
        return working(dice_.chance(600) ? std::max(day + 1, due - dice_.between(2, 10))
                                         : due + late(14, 60, 150));
    };
    switch (remedy) {
        case Remedy::assess: {
            const auto told = within(2 * week);
            diary_.write(type::order_assessment_notified, told);
            return assessment(day, told, 14);
        }
        case Remedy::make_plan: {
            const auto draft = within(5 * week);
            return plan_from(day, draft, std::max(within(11 * week), draft + 16));
        }
        case Remedy::remit: {
            const auto answer = within(2 * week);
            if (dice_.chance(700)) return plan_from(day, answer, answer + dice_.between(18, 45));
            diary_.write(type::no_plan_decision_notified, answer);
            over_ = true;
            return answer;
        }
        case Remedy::contents:
        case Remedy::keep_amended: {
            const auto sent = within(5 * week);
            diary_.write(type::amended_plan_sent, sent);
            return sent;
        }
        case Remedy::setting: {
            const auto sent = within(2 * week);
            diary_.write(type::amended_plan_sent, sent);
            return sent;
        }
        case Remedy::cease:
            over_ = true;
            diary_.write(type::plan_ceased, working(day + dice_.between(0, 10)),
                         {.word = words::by_order});
            return day;
        case Remedy::other: {
            const auto done = within(2 * week);
            diary_.write(type::agreement_step_done, done);
            over_ = !plan_;
            return done;
        }
        case Remedy::keep:
        case Remedy::none: break;
    }
    return day;
}

}  // namespace longstop::cli
