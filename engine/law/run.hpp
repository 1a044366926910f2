// The whole product in one function: the events of a case, the law and a day go in, clocks come
// out. No disk, no clock, no text.
#pragma once

#include <span>
#include <vector>

#include "engine/law/clock.hpp"
#include "engine/law/compiled.hpp"
#include "engine/law/day_sweeps.hpp"
#include "engine/law/history.hpp"
#include "engine/law/live_clocks.hpp"
#include "engine/law/recorder.hpp"

namespace longstop::law {

// An event as the law looks at it. Subjects are numbers that are equal exactly when the texts are
// the same (subjects.hpp).
struct Fact {
    static constexpr std::int32_t none = INT32_MIN;
    std::int32_t date = 0;        // day number
    std::int32_t first = none;    // the type's second date or year
    std::int32_t second = none;   // the type's third date
    std::int32_t subject = none;  // body or setting
    std::int32_t other = none;    // the setting of an advice request; the row a reliance names
    std::uint32_t source = 0;     // the caller's own mark: where the event came from
    TypeNo type = 0;
    events::Choice choice = 0;
    MatterNo matter = 0;  // its number in the log's MatterLists; 0: it names none
};

// The events of one case that are known and in force, in the order of (date, position). The
// bytes are the caller's, and outlive the run.
struct CaseFacts {
    std::span<const Fact> facts;  // dated on or before the as-of day
    // The day of the last record-begins dated after it; Fact::none where there is none (7.6).
    std::int32_t later_record_begins = Fact::none;

    CaseFacts(std::span<const Fact> of_case, std::int32_t later = Fact::none)
        : facts(of_case), later_record_begins(later) {}
    CaseFacts(const std::vector<Fact>& of_case) : facts(of_case) {}
};

// `run` for many cases: keeps its memory between them, so that a fold over a million cases
// allocates nothing; not for two threads at once.
class Evaluator {
  public:
    // The law and the words outlive the evaluator.
    Evaluator(const CompiledLaw& law, const Vocabulary& words);
    Evaluator(const Evaluator&) = delete;
    Evaluator& operator=(const Evaluator&) = delete;

    // The result is in the order of opening, holds also clocks that start after `as_of` (they are
    // not reported), and is valid until the next call. With a recorder, what was done and why is
    // written down in it.
    std::span<const Clock> run(const CaseFacts& of_case, Day as_of, Recorder* recorder = nullptr);

  private:
    // An event as it acts on the clocks of a row.
    struct Act {
        std::uint32_t at;
        Acts acts;
        std::int32_t subject;         // that it carries; Fact::none
        MatterNo matter;              // 0 where matters play no part
        bool amending_only;           // of reviews, those that amendments follow
        std::uint32_t started_until;  // clocks started by later events are not its concern
    };
    // An event once it has been read.
    struct Read {
        RowSet touched;            // rows with a clock that it changed or started
        std::uint32_t effect = 0;  // its place in law.effects
        MatterNo matter = 0;
        Groups answers = 0;          // of a plan act
        bool amending_only = false;  // likewise
        bool skipped = false;        // read while the case was closed
    };

    // So many events of a day, or clocks of a row, are looked through; more are filed.
    static constexpr std::uint32_t many = 32;
    // What an event may do to a new clock.
    enum class Shelf : std::uint8_t { on_open, on_resting, links };
    static std::uint32_t shelf_of(RowNo row, Shelf shelf) {
        return row * 3U + static_cast<std::uint32_t>(shelf);
    }

    // run.cpp: reading
    void start_case(const CaseFacts& of_case, Day as_of, Recorder* recorder);
    void read(std::uint32_t at);
    std::uint32_t derive(std::uint32_t at);
    void keep(std::uint32_t at, const Effects& effects);
    Act act_on(std::uint32_t at, RowNo row, const Effects& effects) const;
    bool speaks_to(const Act& act, const Clock& clock) const;
    bool would_end(const Act& act, const Clock& clock) const;
    bool would_lapse(const Act& act, const Clock& clock) const;
    bool change(const Act& act, Clock& clock);
    bool change_resting(const Act& act, Clock& clock);
    bool change_open(const Act& act, Clock& clock);
    void wake(std::uint32_t at, Clock& clock);
    void stop(std::uint32_t at, Clock& clock, Clock::State state, Step::What what);
    void lapse_for_good(std::uint32_t at, Clock& clock);
    void touch_clocks(std::uint32_t at, const Effects& effects, const RowSet& rows);
    void touch_row(std::uint32_t at, RowNo row, const Effects& effects);
    bool does_the_same_to_all(const Act& act, RowNo row) const;
    bool sweeps(const Act& act, RowNo row) const;
    void sweep(const Act& act, RowNo row);
    void catch_up(Clock& clock, const Sweeps::Turns& turns);
    void take_turn(const Sweep& sweep, Clock& clock);
    void mark_amending(MatterNo matter);

    // plan_acts.cpp: what a plan answers, and what an order is about (4.7, 4.8, 3.9)
    RowSet answer_groups(std::uint32_t at, const Effects& effects);
    Groups first_group(const Effects& effects, MatterNo matter);
    Groups first_group_naming(const Effects& effects, std::int32_t element);
    template <class F>
    Groups first_group_with(const Effects& effects, F&& found);
    bool amending_alone(const Effects& effects, MatterNo matter, Groups answers);
    RowSet rows_answered(const Effects& effects, Groups answers) const;
    void note_answer(std::uint32_t at, const Effects& effects, bool by_name, const RowSet& rows);
    std::uint32_t appeal_begun_before(std::uint32_t at, MatterNo matter) const;
    std::uint32_t disposed_until(std::uint32_t at, const Effects& effects) const;

    // start.cpp: new clocks (4.3)
    RowSet kept_from_starting(const Effects& effects, MatterNo matter);
    void start(std::uint32_t at, const Opening& opening, const RowSet& kept);
    bool is_first_to_say(std::uint32_t at, const Opening& opening, std::int32_t day) const;
    bool has_opened(const RowSet& rows, std::int32_t subject, MatterNo matter);
    bool has_opened(RowNo row, std::int32_t subject, MatterNo matter);
    bool has_opened_filed(RowNo row, std::int32_t subject, MatterNo matter);
    bool makes_way(std::uint32_t at, const Opening& opening, const RowSet& live,
                   std::int32_t subject);
    void open(std::uint32_t at, const Opening& opening, std::int32_t subject,
              std::int32_t started_on);
    void grow();
    std::int32_t first_due(std::uint32_t at, const Opening& opening, const Clock& clock);

    // look_back.cpp: what was read before acts on them (4.3f)
    void look_back(std::uint32_t at, const Opening& opening, Clock& clock);
    void look_back_swept(std::uint32_t at, Clock& clock, const std::vector<Sweeps*>& met);
    void take_turns(Sweeps& sweeps, std::uint32_t from, std::uint32_t until, Clock& clock);
    void act_again(std::uint32_t at, Clock& clock);
    template <class F>
    void each_of_the_day(std::uint32_t at, const Clock& clock, Shelf shelf, std::uint32_t from,
                         F&& f);
    std::uint32_t first_of_the_day(std::uint32_t at, const Clock& clock, Shelf shelf,
                                   std::uint32_t from);
    void file(std::uint32_t at);
    void file_of_the_day(std::uint32_t event, RowNo row);
    void file(EventFiles& files, const Act& act, RowNo row, Shelf shelf);
    void end_day();
    bool is_day_filed() const { return filed_until_ > day_begins_; }
    bool is_idle(std::uint32_t at, RowNo row) const;
    std::uint32_t first_on(std::int32_t day) const;

    // report.cpp: what the day says of each clock (7)
    void report();
    void fix_day(Clock& clock);
    void hold(const RowPlan& plan, Clock& clock);
    std::uint32_t held_by(const HoldPlan& hold, const Clock& clock) const;
    void unlist(const RowPlan& plan, Clock& clock);

    std::int32_t remembered_due(const Clock& clock, std::int32_t from);
    std::int32_t count_due(std::uint32_t at, const Clock& clock);
    MatterNo matter_on(RowNo row, MatterNo matter) const {
        return law_.plans[row].any_matter ? 0 : matter;
    }
    bool different(RowNo row, MatterNo a, MatterNo b) const {
        return a != 0 && b != 0 && !law_.plans[row].any_matter && matters_.different(a, b);
    }
    std::uint32_t last(std::uint8_t kind, MatterNo matter, std::uint32_t before = no_fact) const {
        return histories_[kind].last(matter, matters_, before);
    }
    const Effects& effects_of(std::uint32_t at) const { return law_.effects[read_[at].effect]; }
    std::uint32_t index_of(const Clock& clock) const {
        return static_cast<std::uint32_t>(&clock - clocks_.data());
    }
    std::span<Clock> opened_clocks() { return {clocks_.data(), count_}; }
    void note(std::uint32_t at, const Clock& clock, Step::What what) {
        if (recorder_ != nullptr) recorder_->note({at, index_of(clock), what});
    }
    void pass(std::uint32_t at, RowNo row, NotStarted::Why why) {
        if (recorder_ != nullptr) recorder_->not_started.push_back({at, row, why});
    }

    const CompiledLaw& law_;
    const MatterLists& matters_;
    std::int32_t response_;
    std::span<const Fact> facts_;
    std::int32_t as_of_ = 0;
    Recorder* recorder_ = nullptr;
    // The clocks of the case are the first `count_`; what stands behind them is room.
    std::vector<Clock> clocks_;
    std::uint32_t count_ = 0;
    LiveClocks live_;
    std::vector<Read> read_;  // by fact
    std::vector<History> histories_;
    std::uint64_t kept_ = 0;  // histories that are not empty, by bits
    bool closed_ = false;
    bool relied_ = false;  // an exception was relied on
    std::int32_t record_begins_ = Fact::none;

    // The events of the day that is read begin here; once they are many they are filed.
    std::uint32_t day_begins_ = 0;
    EventFiles day_files_;
    DaySweeps day_sweeps_;
    std::uint32_t filed_until_ = 0;
    // By row that looks further back: the acts that would have ended a clock, and touched none.
    EventFiles far_;
    // Of the rows that ask whether they ever ran: the clocks of each, a chain from the latest, and
    // once they are many, filed.
    RowSet opened_;
    std::array<std::uint32_t, max_rows> ever_{};
    std::vector<std::uint32_t> ever_before_;  // by clock
    std::array<std::uint32_t, max_rows> ever_filed_{};
    EventFiles ever_files_;
    std::vector<std::uint32_t> holds_;  // clocks that are held
};

// The clocks of one case, as an evaluator leaves them: what the law makes of the facts on a day.
// `words`: of the log that the facts come from; facts without subjects and matters need none.
std::vector<Clock> run(const CompiledLaw& law, const CaseFacts& of_case, Day as_of,
                       const Vocabulary& words = {}, Recorder* recorder = nullptr);

// Section "Exceptions": which clocks are excused, from the facts of the whole case.
void weigh_exceptions(const CompiledLaw& law, const MatterLists& matters,
                      std::span<const Fact> facts, std::int32_t as_of, std::span<Clock> clocks,
                      Recorder* recorder = nullptr);

// Whether facts of a type are held against exceptions.
bool weighs_with_exceptions(TypeNo type);

// The day of a field of an event, or of no field: Fact::none where it is absent.
std::int32_t field_day(const Fact& fact, FieldNo no);

}  // namespace longstop::law
