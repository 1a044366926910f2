// The texts that made-up facts point to.
#pragma once

#include <array>
#include <string_view>

#include "events/types.hpp"

namespace longstop::cli {

namespace words {
using namespace std::string_view_literals;

// FictionFact::word of advice-requested, advice-received and missed-appointment.
inline constexpr std::array bodies{"educational-psychology"sv,
                                   "health"sv,
                                   "social-care"sv,
                                   "school"sv,
                                   "speech-and-language"sv,
                                   "occupational-therapy"sv,
                                   "sensory-support"sv};
inline constexpr std::uint8_t psychology = 0;
inline constexpr std::uint8_t health = 1;
inline constexpr std::uint8_t social_care = 2;
inline constexpr std::uint8_t school = 3;

// FictionFact::word of note.
inline constexpr std::array notes{
    "Telephone call with the parent, content on file."sv,
    "Psychology service asked for a date; none given."sv,
    "Case moved to another officer."sv,
    "Panel date set."sv,
    "Draft sent back for a second reading."sv,
    "Parent asks when the plan will come."sv,
    "Papers of the review not yet in from the setting."sv,
    "Letter returned by the post, sent again."sv,
    "Costs of a placement under discussion."sv,
    "Complaint, stage 1, answered."sv,
};

// FictionFact::word of retracted.
inline constexpr std::array corrections{
    "wrong date keyed"sv,        "entered twice"sv,        "belongs to another case"sv,
    "letter was never posted"sv, "retracted by mistake"sv,
};
inline constexpr std::uint8_t wrong_date = 0;
inline constexpr std::uint8_t entered_twice = 1;
inline constexpr std::uint8_t other_case = 2;
inline constexpr std::uint8_t never_posted = 3;
inline constexpr std::uint8_t wrongly_retracted = 4;

// FictionFact::word of plan-ceased; the first is no reason given.
inline constexpr std::array ends_of_plan{
    ""sv,          "outcomes achieved"sv,        "moved into work"sv, "no longer responsible"sv,
    "turned 25"sv, "by order of the Tribunal"sv,
};
inline constexpr std::uint8_t turned_25 = 4;
inline constexpr std::uint8_t by_order = 5;

// FictionFact::word of recommendation-made and recommendation-answered.
inline constexpr std::array addressees{"health"sv, "social-care"sv};

// FictionFact::word of exception-relied-on.
struct Reliance {  // static text
    std::string_view ground, duty, reason, body;
};
inline constexpr std::array reliances{
    Reliance{"absence", "reg13.2-final-plan", "family away, could not be seen", ""},
    Reliance{"absence", "reg10.1-no-plan", "family away, could not be seen", ""},
    Reliance{"personal-circumstances", "reg13.2-final-plan", "illness in the family", ""},
    Reliance{"personal-circumstances", "reg5.1-decide-whether-to-assess", "bereavement", ""},
    Reliance{"missed-appointment", "reg8.1-advice", "not brought to the appointment",
             "educational-psychology"},
    Reliance{"school-closed", "reg13.2-final-plan", "school closed for the summer", ""},
    Reliance{"early-years-closed", "reg13.2-final-plan", "nursery closed for the summer", ""},
    Reliance{"coronavirus", "reg13.2-final-plan", "incidence of coronavirus", ""},
    Reliance{"missed-appointment", "reg13.2-final-plan", "shortage of psychologists", ""},
    Reliance{"personal-circumstances", "reg13.2-final-plan", "no setting would offer a place", ""},
    Reliance{"absence", "reg27.2-final", "family away, could not be seen", ""},
};
inline constexpr std::uint8_t away_final = 0;
inline constexpr std::uint8_t away_no_plan = 1;
inline constexpr std::uint8_t circumstances_final = 2;
inline constexpr std::uint8_t circumstances_decision = 3;
inline constexpr std::uint8_t missed_psychology = 4;
inline constexpr std::uint8_t school_closed = 5;
inline constexpr std::uint8_t nursery_closed = 6;
inline constexpr std::uint8_t coronavirus = 7;
inline constexpr std::uint8_t psychologists = 8;  // the law knows no such exception
inline constexpr std::uint8_t no_place = 9;       // nor this
inline constexpr std::uint8_t away_reassessment = 10;

// FictionFact::actor.
inline constexpr std::array actors{
    "officer-1"sv,  "officer-2"sv,  "officer-3"sv,  "officer-4"sv,  "officer-5"sv,
    "officer-6"sv,  "officer-7"sv,  "officer-8"sv,  "officer-9"sv,  "officer-10"sv,
    "officer-11"sv, "officer-12"sv, "officer-13"sv, "officer-14"sv, "officer-15"sv,
    "officer-16"sv, "inbox-1"sv,    "inbox-2"sv,    "manager-1"sv,  "tribunal-desk"sv,
};
inline constexpr std::uint8_t officers = 16;  // the first of them
inline constexpr std::uint8_t inbox = 16;     // two of them
inline constexpr std::uint8_t manager = 18;
inline constexpr std::uint8_t tribunal_desk = 19;

// By FictionSetting.
inline constexpr std::array settings{""sv,
                                     "Example Nursery "sv,
                                     "Example Primary "sv,
                                     "Example Secondary "sv,
                                     "Example Special School "sv,
                                     "Example College "sv};

// Authorities a plan comes from or goes to.
inline constexpr std::array<std::uint16_t, 4> neighbours{990, 991, 992, 993};

}  // namespace words
}  // namespace longstop::cli
