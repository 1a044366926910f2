#include "cli/demo/fiction_diary.hpp"

#include "cli/demo/fiction_days.hpp"
#include "cli/demo/fiction_terms.hpp"
#include "cli/demo/fiction_words.hpp"

namespace longstop::cli {

// Types and values of dozens of rows, by their short names: fiction is nothing else.
using namespace terms;  // NOLINT(google-build-using-namespace)

namespace {

constexpr std::uint32_t seconds_a_day = 86400;
constexpr std::uint32_t office_opens = 8 * 3600;
constexpr std::uint32_t office_hours = 10 * 3600;

// Decisions, drafts, plans and notices, which somebody has to post.
bool is_letter(events::TypeNo type) {
    return type == type::assess_decision_notified || type == type::no_plan_decision_notified ||
           type == type::draft_plan_sent || type == type::final_plan_sent ||
           type == type::review_decision_notified || type == type::amendment_notice_sent ||
           type == type::amended_plan_sent || type == type::cease_decision_notified;
}

}  // namespace

void FictionDiary::open_case(std::uint32_t case_ref) {
    case_ref_ = case_ref;
    number_ = 0;
    officer_ = static_cast<std::uint8_t>(dice_.below(words::officers));
}

void FictionDiary::write(events::TypeNo type, int day, const FictionSaying& saying) {
    if (day > last_day_) return;
    FictionFact fact;
    fact.case_ref = case_ref_;
    fact.day = static_cast<std::uint16_t>(day);
    fact.first = static_cast<std::uint16_t>(saying.first);
    fact.second = static_cast<std::uint16_t>(saying.second);
    fact.extra = static_cast<std::uint16_t>(saying.extra);
    fact.type = type;
    fact.choice = saying.choice;
    fact.word = saying.word;
    fact.actor = actor(type);
    fact.recorded = recording(day);
    if (number_ > 0 && dice_.chance(6)) {
        slip(fact);
    } else {
        put(fact);
    }
}

// Most entries are made on the day or the next, some weeks later. The first entry of a case is made
// on its day: it is what opens the file.
std::uint32_t FictionDiary::recording(int day) {
    auto on = day;
    const auto promptness = dice_.below(100);
    if (number_ > 0) {
        if (promptness >= 98) {
            on += dice_.between(28, 100);
        } else if (promptness >= 91) {
            on += dice_.between(7, 27);
        } else if (promptness >= 77) {
            on += dice_.between(2, 6);
        } else if (promptness >= 62) {
            on += 1;
        }
        on = working(on);
    }
    return static_cast<std::uint32_t>(on) * seconds_a_day + office_opens +
           dice_.below(office_hours);
}

std::uint32_t FictionDiary::correction(std::uint32_t wrong_entry) {
    const auto day = static_cast<int>(wrong_entry / seconds_a_day) + dice_.between(1, 40);
    return static_cast<std::uint32_t>(working(day)) * seconds_a_day + office_opens +
           dice_.below(office_hours);
}

std::uint8_t FictionDiary::actor(events::TypeNo type) {
    if (type >= type::appeal_registered && type <= type::recommendation_answered) {
        return words::tribunal_desk;
    }
    const auto who = dice_.below(100);
    if (who < 80) return officer_;
    if (who < 90) return static_cast<std::uint8_t>(dice_.below(words::officers));
    if (who < 97) return static_cast<std::uint8_t>(words::inbox + who % 2);
    return words::manager;
}

std::uint16_t FictionDiary::put(FictionFact fact) {
    fact.number = ++number_;
    if (static_cast<int>(fact.recorded / seconds_a_day) <= last_day_) facts_.push_back(fact);
    return fact.number;
}

void FictionDiary::slip(FictionFact right) {
    auto kind = static_cast<Slip>(dice_.below(4));
    if (kind == Slip::posted && !is_letter(right.type)) kind = Slip::date;
    auto wrong = right;
    if (kind == Slip::date) {
        wrong.day = static_cast<std::uint16_t>(right.day - dice_.between(1, 31));
    }
    if (kind == Slip::twice) {
        put(right);
        wrong.recorded = correction(right.recorded);
    }
    const auto entry = put(wrong);
    const auto noticed = correction(wrong.recorded);
    right.recorded = noticed + 30 + dice_.below(600);
    switch (kind) {
        case Slip::date:
            retract(entry, noticed, words::wrong_date);
            put(right);
            break;
        case Slip::twice: retract(entry, noticed, words::entered_twice); break;
        case Slip::hasty: {  // the entry was right: the retraction is taken back
            const auto retraction = retract(entry, noticed, words::other_case);
            retract(retraction, correction(noticed), words::wrongly_retracted);
            break;
        }
        case Slip::posted:  // the letter lay in a drawer, and goes out now
            retract(entry, noticed, words::never_posted);
            right.day = static_cast<std::uint16_t>(noticed / seconds_a_day);
            put(right);
            break;
    }
}

std::uint16_t FictionDiary::retract(std::uint16_t number, std::uint32_t recorded,
                                    std::uint8_t word) {
    FictionFact fact;
    fact.case_ref = case_ref_;
    fact.day = static_cast<std::uint16_t>(recorded / seconds_a_day);
    fact.recorded = recorded;
    fact.extra = number;
    fact.type = type::retracted;
    fact.word = word;
    fact.actor = words::manager;
    return put(fact);
}

}  // namespace longstop::cli
