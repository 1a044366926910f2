// The whole product in one function: the events of a case, the law and a day go in, clocks come
// out. No disk, no clock, no text.
#pragma once

#include <span>
#include <vector>

#include "engine/law/clock.hpp"
#include "engine/law/law.hpp"
#include "engine/law/matters.hpp"
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
    std::int32_t matter = 0;  // its number in the log's MatterLists; 0: it names none
};

// Runs the clocks of one case. Keeps its memory between cases, so that a fold over a million
// cases allocates nothing; not for two threads at once.
class Evaluator {
  public:
    // `words`: of the log that the facts come from.
    Evaluator(const Law& law, const Vocabulary& words) : law_(law), words_(words) {}

    // `facts`: the events of one case that are known, in force and dated on or before `as_of`, in
    // the order of (date, position). The result is in the order of opening, holds also clocks that
    // start after `as_of` (they are not reported), and is valid until the next call.
    // With a recorder, what was done and why is written down in it.
    std::span<const Clock> run(std::span<const Fact> facts, Day as_of,
                               Recorder* recorder = nullptr);

  private:
    void read(std::uint32_t at);
    std::uint32_t derive(const Fact& fact);
    template <class F>
    void each_live(RowNo row, F&& f);
    void change(std::uint32_t at, Clock& clock, Acts acts, std::int32_t carried);
    void stop(std::uint32_t at, Clock& clock, Clock::State state);
    void lapse_for_good(std::uint32_t at, Clock& clock);
    void start(std::uint32_t at, const Opening& opening, const RowSet& open_before);
    bool has_opened(RowNo row, std::int32_t subject) const;
    bool makes_way(std::uint32_t at, const Opening& opening, std::int32_t subject);
    void open(std::uint32_t at, const Opening& opening, std::int32_t subject,
              std::int32_t started_on);
    void grow();
    std::int32_t first_due(std::uint32_t at, const Opening& opening, const Clock& clock);
    void look_back(std::uint32_t at, Clock& clock, std::int32_t since);
    bool ended_another(std::uint32_t at, RowNo row) const;
    bool would_end(std::uint32_t at, const Clock& clock) const;
    std::int32_t remembered_due(const Clock& clock, std::int32_t from);
    std::int32_t count_due(std::uint32_t at, const Clock& clock);
    void unlist(const RowPlan& plan, Clock& clock) const;
    void report();
    std::uint32_t index_of(const Clock& clock) const {
        return static_cast<std::uint32_t>(&clock - clocks_.data());
    }
    std::span<const Clock> opened_clocks() const { return {clocks_.data(), count_}; }
    void note(std::uint32_t at, const Clock& clock, Step::What what);
    void pass(std::uint32_t at, RowNo row, NotStarted::Why why);

    const Law& law_;
    const Vocabulary& words_;
    std::span<const Fact> facts_;
    std::int32_t as_of_ = 0;
    Recorder* recorder_ = nullptr;
    // The clocks of the case are the first `count_`; what stands behind them is room.
    std::vector<Clock> clocks_;
    std::uint32_t count_ = 0;
    RowSet opened_;   // rows that have had a clock
    RowSet open_;     // rows with an open clock
    RowSet resting_;  // rows with a resting clock
    // The open and resting clocks of each row, a chain from the latest to the first.
    std::array<std::uint32_t, max_rows> latest_{};
    std::vector<std::uint32_t> before_;  // by clock
    struct Read {
        std::uint32_t effect = 0;  // its place in law.effects
        bool skipped = false;      // read while the case was closed
    };
    std::vector<Read> read_;  // by fact
    bool closed_ = false;
    bool relied_ = false;     // an exception was relied on
    bool responded_ = false;  // a response was read after the last appeal, or with none before it
    int issues_ = 1;          // of the last mediation-requested; 1 is education
};

// Section "Exceptions": which clocks are excused, from the facts of the whole case.
void weigh_exceptions(const Law& law, std::span<const Fact> facts, std::int32_t as_of,
                      std::span<Clock> clocks, Recorder* recorder = nullptr);

// Whether facts of a type are held against exceptions.
bool weighs_with_exceptions(TypeNo type);

// The day of a field of an event, or of no field: Fact::none where it is absent.
std::int32_t field_day(const Fact& fact, FieldNo no);

}  // namespace longstop::law
