// The made-up life of one case, from the request to the day the story ends. The paces are near
// what England's statistics and the Ombudsman's findings say: about half of plans late, reviews
// late or forgotten, exceptions claimed that are none.
#pragma once

#include <cstdint>

#include "cli/demo/dice.hpp"
#include "cli/demo/fiction_diary.hpp"

namespace longstop::cli {

class FictionLife {
  public:
    FictionLife(Dice& dice, FictionDiary& diary, int first_day, int last_day)
        : dice_(dice), diary_(diary), first_day_(first_day), last_day_(last_day) {}

    void live(std::uint32_t case_ref);

  private:
    enum class About : std::uint8_t { assess, make_plan, contents, cease };
    // What a dispute ends in.
    enum class Remedy : std::uint8_t {
        none,
        cease,
        assess,
        make_plan,
        remit,
        contents,
        setting,
        keep,
        keep_amended,
        other,
    };

    // Each returns the day on which it is over.
    int request(int day);
    int assessment(int start, int decided, int weeks);
    int plan_from(int start, int draft, int final);
    int reassessment(int day);
    int review(int meeting);
    int amend(int meeting, int decided, bool transfer);
    int cease(int day);
    int leave(int day);
    int dispute(int day, About about);
    int mediate(int day, About about);
    int appeal(int day, About about);
    int comply(int day, Remedy remedy, int by);

    void ask_for_advice(int asked, int wanted);
    void consult(int day);
    int hindrance(int start, int decided, int final);
    void invite(int meeting);
    void plan_transfer(int meeting);
    void recommendations(int day);
    void years_with_plan(int since);
    void what_no_story_tells(int day);
    void note(int day);
    void rely(int day, std::uint8_t which);

    int late(int low, int often, int seldom);  // days over the limit; more often few than many
    Remedy remedy_for(About about);

    Dice& dice_;
    FictionDiary& diary_;
    int first_day_;
    int last_day_;
    std::uint16_t setting_ = 0;
    bool plan_ = false;
    bool over_ = false;
};

}  // namespace longstop::cli
