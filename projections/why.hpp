// Why a clock stands as it does: what the evaluator did with it, written down while it did it.
// Nothing is computed here a second time; the words are put to it in cli/render/why_steps.
#pragma once

#include "projections/readings.hpp"

namespace longstop::projections {

// A due date that the publication of a holiday has moved after the clock had started.
struct Moved {
    Day published{};
    Day before{};
    Day after{};
};

// The same clock under another reading of its row; no clock where none starts.
struct ReadOtherwise {
    const law::Reading* reading = nullptr;
    std::optional<law::Clock> clock;
};

struct WhyClock {
    ReportedClock reported;
    std::vector<law::Step> steps;      // of this clock, in the order read
    std::uint32_t steps_left_out = 0;  // before the last of them
    std::vector<law::DueCount> dues;
    std::vector<law::ExceptionTest> exception_tests;
    std::vector<Moved> moved;
    std::vector<ReadOtherwise> readings;
    std::vector<law::Answer>
        left_alone;  // plans that would have ended it, read as of another matter
    std::vector<law::RowNo> kept_off_by;  // duties still open that keep it off the breach list
};

struct Why {
    law::RowNo row = 0;
    std::vector<law::Fact> facts;  // of the case, in reading order; Fact::source is the position
    std::int32_t later_record_begins = law::Fact::none;
    law::CaseFacts of_case() const { return {facts, later_record_begins}; }
    std::vector<WhyClock> clocks;  // those of the row that have started by the day asked about
    std::vector<law::NotStarted> not_started;  // events that start the row and opened no clock
    std::vector<law::Answer> answers;          // of all plans
    std::vector<law::ExceptionTest> idle;      // reliances on the row that speak of no clock
};

bool equal_subjects(std::string_view a, std::string_view b);

// Explains clocks of many cases; makes the readings of the law once.
class Explainer {
  public:
    static Result<Explainer> make(const law::CompiledLaw& law);

    Why why(const FoldableLog& log, std::uint32_t case_no, law::RowNo row, Day as_of) const;

  private:
    Explainer(const law::CompiledLaw& law, std::vector<ReadLaw> laws);
    std::vector<Moved> moves(const law::Clock& clock, const Why& why) const;
    void read_otherwise(Why& why, const law::Vocabulary& words, Day as_of) const;

    struct Publication {
        Day day;
        law::Calendar before;
        law::Calendar after;
    };

    const law::CompiledLaw* law_;
    std::vector<ReadLaw> laws_;
    std::vector<Publication> publications_;
};

}  // namespace longstop::projections
