// From a log's columns to clocks: the fold that every answer is made of. It keeps nothing: the
// same log, law, day and instant give the same clocks, always.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/law/due.hpp"
#include "engine/law/run.hpp"
#include "engine/law/subjects.hpp"
#include "engine/log/store.hpp"
#include "projections/tenures.hpp"

namespace longstop::projections {

using events::AuthorityId;
using events::Day;
using events::Instant;
using events::Position;
using events::Result;

// As of which day, and as known at which instant (nothing: everything recorded).
struct Question {
    Day as_of{};
    std::optional<Instant> known_at;
};

// A log ready to be folded under a law: the facts that are known and in force, case by case in
// reading order, and which texts are equal as subjects. The columns outlive it; the spans of facts
// are its own. Under a narrowed law, only the facts that concern it. 32 bytes a fact and 4 a case.
class FoldableLog {
  public:
    FoldableLog(const log::LogColumns& log, const law::CompiledLaw& law,
                std::optional<Instant> known_at);

    const log::LogColumns& log() const { return log_; }
    // Known at the instant, and not taken out of force by a retraction that is itself in force.
    bool in_force(Position position) const { return in_force_[position - 1]; }
    bool known(Position position) const;

    // What the evaluator is handed of one case: the facts that a day can see, in reading order
    // (date, position), and what is asked whatever the day. `Fact::source` is the position. No
    // facts where the log's authority does not answer for the case on that day.
    law::CaseFacts of_case(std::uint32_t case_no, Day as_of) const;
    // The same, whoever answers: for what is counted by the authority of the day it happened on.
    law::CaseFacts of_case_of_any_authority(std::uint32_t case_no, Day as_of) const;
    bool answers(std::uint32_t case_no, std::int32_t day) const {
        return tenures_.answers(case_no, day);
    }
    // Whether the record of some case says from which day it is complete.
    bool some_record_begins() const { return some_record_begins_; }
    std::uint32_t case_count() const { return static_cast<std::uint32_t>(log_.cases.size()); }
    // By numbers that are the same for every view of the same log.
    const law::Vocabulary& vocabulary() const { return vocabulary_; }

  private:
    void group_by_case(const law::CompiledLaw& law);
    std::vector<bool> closed_cases() const;

    const log::LogColumns& log_;
    std::int64_t known_until_;
    std::vector<std::uint8_t> in_force_;        // by position - 1
    std::vector<std::uint32_t> first_of_case_;  // by case number: its first place in facts_
    law::Vocabulary vocabulary_;
    Tenures tenures_;
    bool some_record_begins_ = false;  // on some case of the log
    std::vector<law::Fact> facts_;     // grouped by case, each in reading order
};

// The number of the case of that reference, or 0.
std::uint32_t case_number(const log::LogColumns& log, std::string_view reference);

// The log as it was when it had so many entries, or as it is if it has no more.
log::LogColumns cut_to(const log::LogColumns& log, Position entries);

// A clock with what a reader needs to find its texts.
struct ReportedClock {
    law::Clock clock;
    std::uint32_t case_no = 0;
    std::uint32_t order = 0;         // of opening, within the case
    std::uint32_t subject_text = 0;  // text number, for bodies and settings
    Position started_by = 0;
    Position ended_by = 0;    // 0: nothing ended it
    Position excused_by = 0;  // the reliance made out; 0: none
    events::TypeNo started_type = 0;
    events::TypeNo ended_type = 0;
    law::DueRange range;         // under the readings of its duty
    std::uint32_t readings = 0;  // under which it is broken, by bits, where that was asked
};

ReportedClock reported(const law::Clock& clock, std::uint32_t order, std::uint32_t case_no,
                       std::span<const law::Fact> facts, const log::LogColumns& log);

// Calls `f(case_no, facts, clocks)` for each case from `first` to before `end` that the day can
// see, in the order of case numbers: the clocks as the evaluator leaves them, also those that start
// after the day.
template <class F>
void fold_cases(const FoldableLog& log, const law::CompiledLaw& law, Day as_of, std::uint32_t first,
                std::uint32_t end, F&& f) {
    law::Evaluator evaluator(law, log.vocabulary());
    for (auto case_no = first; case_no < end; ++case_no) {
        const auto of_case = log.of_case(case_no, as_of);
        if (!of_case.facts.empty()) f(case_no, of_case.facts, evaluator.run(of_case, as_of));
    }
}

// Calls `f` with the clocks of each case that start on or before the as-of day; cases in the order
// of their numbers. With `only`, those cases alone.
using CaseFunction = std::function<void(std::span<const ReportedClock>)>;
void fold(const FoldableLog& log, const law::CompiledLaw& law, Day as_of, const CaseFunction& f,
          const std::vector<std::uint32_t>* only = nullptr);

// The subject of a clock as text; empty where the row has none.
std::string subject_text(const ReportedClock& clock, const law::CompiledLaw& law,
                         const log::LogColumns& log);
using law::trimmed;

// The order of lists: case, started on, duty, subject (none first), order of opening; texts by
// bytes.
void sort_for_reading(std::vector<ReportedClock>& clocks, const law::CompiledLaw& law,
                      const log::LogColumns& log);

}  // namespace longstop::projections
