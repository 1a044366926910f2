// Where a made-up life writes what happens, and where the clerks of the story come in: they record
// late, and now and then they record something wrong and take it back.
#pragma once

#include <cstdint>

#include "cli/demo/dice.hpp"
#include "cli/demo/fiction_fact.hpp"

namespace longstop::cli {

// What a fact says besides its type and its day.
struct FictionSaying {
    events::Choice choice = 0;
    std::uint8_t word = 0;
    int first = 0;  // days
    int second = 0;
    std::uint32_t extra = 0;
};

class FictionDiary {
  public:
    // Facts dated or recorded after `last_day` leave no trace.
    FictionDiary(Dice& dice, FictionFacts& facts, int last_day)
        : dice_(dice), facts_(facts), last_day_(last_day) {}

    void open_case(std::uint32_t case_ref);
    void write(events::TypeNo type, int day, const FictionSaying& saying = {});

  private:
    enum class Slip : std::uint8_t { date, twice, hasty, posted };

    std::uint32_t recording(int day);                     // when somebody sits down to record it
    std::uint32_t correction(std::uint32_t wrong_entry);  // when the slip is noticed
    std::uint8_t actor(events::TypeNo type);
    std::uint16_t put(FictionFact fact);
    void slip(FictionFact right);
    std::uint16_t retract(std::uint16_t number, std::uint32_t recorded, std::uint8_t word);

    Dice& dice_;
    FictionFacts& facts_;
    int last_day_;
    std::uint32_t case_ref_ = 0;
    std::uint16_t number_ = 0;
    std::uint8_t officer_ = 0;
};

}  // namespace longstop::cli
