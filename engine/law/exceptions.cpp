// Which clocks a reliance on an exception speaks of, and which it excuses. An exception excuses
// lateness; it moves no due date. Numbers in brackets: docs/law/reading.md, 6.
#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "engine/law/grounds.hpp"
#include "engine/law/run.hpp"
#include "events/type_no.hpp"

namespace longstop::law {
namespace {

namespace type = events::type;

// The facts looked at.
constexpr std::array weighed_types{type::exception_relied_on, type::setting_closed,
                                   type::advice_requested,    type::personal_circumstances,
                                   type::absence_from_area,   type::missed_appointment};

// What a recorder is told of one clock and ground at most: reliances, and facts held against
// it.
constexpr std::size_t recorded_reliances = 8;
constexpr std::size_t told_facts = 16;

bool is_reliance(const Fact& fact) {
    return fact.type == type::exception_relied_on && fact.other != Fact::none;
}

// The reliances of a case held against its clocks, from the clock opened last to the first, so
// that it is known of each which were opened after it.
class ExceptionEvaluator {
  public:
    ExceptionEvaluator(const CompiledLaw& law, const MatterLists& matters,
                       std::span<const Fact> facts, std::int32_t as_of, std::span<Clock> clocks,
                       Recorder* recorder)
        : law_(law),
          matters_(matters),
          facts_(facts),
          as_of_(as_of),
          clocks_(clocks),
          recorder_(recorder),
          grounds_(law.written.common(), facts, as_of) {
        for (std::uint32_t at = 0; at < facts.size(); ++at) file(at);
    }

    void evaluate() {
        for (auto index = clocks_.size(); index-- > 0;) {
            auto& clock = clocks_[index];
            if (!relied_duties_.has(duty_of(clock.row))) continue;
            if (clock.due != no_day) evaluate(clock);
            open_earlier(clock);
        }
        if (recorder_ != nullptr) tell_idle();
    }

  private:
    // A reliance names a duty, and so does everything that is filed here: all versions are one.
    RowNo duty_of(RowNo row) const { return law_.plans[row].duty; }
    static std::uint32_t shelf(RowNo duty, std::size_t ground) {
        return static_cast<std::uint32_t>(duty * ground_count + ground);
    }
    bool per_body(RowNo row) const { return law_.duty(row).subject == Subject::body; }
    MatterNo matter_on(RowNo row, MatterNo matter) const {
        return law_.plans[row].any_matter ? 0 : matter;
    }

    void file(std::uint32_t at) {
        const auto& reliance = facts_[at];
        if (!is_reliance(reliance)) return;
        const auto row = duty_of(static_cast<RowNo>(reliance.other));
        relied_duties_.add(row);
        if (recorder_ != nullptr) idle_.insert(at);
        reliances_.add(shelf(row, reliance.choice), per_body(row) ? reliance.subject : Fact::none,
                       matter_on(row, reliance.matter), at, matters_);
    }

    // The first day of a clock of the duty, subject and matter among those weighed: no_start where
    // none is.
    static constexpr std::int32_t no_start = INT32_MAX;
    std::int32_t first_start(const Clock& clock, std::int32_t element) const {
        const auto found = starts_.find({duty_of(clock.row), clock.subject, element});
        return found == starts_.end() ? no_start : found->second;
    }
    void open_earlier(const Clock& clock) {
        each_own_matter(matter_on(clock.row, clock.matter), matters_, [&](std::int32_t element) {
            const FileKey key{duty_of(clock.row), clock.subject, element};
            const auto [start, added] = starts_.try_emplace(key, clock.started_on);
            if (!added) start->second = std::min(start->second, clock.started_on);
        });
    }

    // Whether the reliance speaks of a clock opened later for the same subject instead (6.2).
    bool speaks_of_later(const Fact& reliance, const Clock& clock) const {
        bool later = false;
        each_fitting_matter(matter_on(clock.row, reliance.matter), matters_,
                            [&](std::int32_t element) {
                                later = later || first_start(clock, element) <= reliance.date;
                            });
        return later;
    }

    // Calls `f(place)`, which answers whether to go on, with the reliances of the ground that
    // speak of the clock, in reading order.
    template <class F>
    void each_speaking(const Clock& clock, std::size_t ground, F&& f) const {
        const auto from =
            std::lower_bound(facts_.begin(), facts_.end(), clock.started_on,
                             [](const Fact& fact, std::int32_t day) { return fact.date < day; });
        const bool met = clock.state == Clock::State::ended && clock.ended_on <= clock.due;
        const auto last_day = std::min(met ? clock.ended_on : no_start - 1,
                                       first_start(clock, FileKey::nameless) - 1);
        reliances_.each(
            shelf(duty_of(clock.row), ground), per_body(clock.row) ? clock.subject : Fact::none,
            matter_on(clock.row, clock.matter), static_cast<std::uint32_t>(from - facts_.begin()),
            matters_, [&](std::uint32_t at) {
                if (facts_[at].date > last_day) return false;
                return speaks_of_later(facts_[at], clock) || f(at);
            });
    }

    // The first reliance that is made out excuses, else the first refused is recorded.
    void evaluate(Clock& clock) {
        auto first = no_fact;
        for (std::size_t ground = 1; ground < ground_count; ++ground) {
            auto relied = no_fact;
            each_speaking(clock, ground, [&](std::uint32_t at) {
                relied = at;
                return false;
            });
            if (relied == no_fact) continue;
            const auto refusal =
                grounds_.evaluate(static_cast<Ground>(ground), law_.duty(clock.row), clock);
            if (recorder_ != nullptr) tell(clock, static_cast<Ground>(ground), refusal);
            clock.relied_on = true;
            if (refusal == NotMadeOut::none) {
                clock.made_out = true;
                clock.excused_by = std::min(clock.excused_by, relied);
            }
            if (relied < first) {
                first = relied;
                clock.refusal = refusal;
            }
        }
        if (clock.made_out) excuse(clock);
    }

    static void excuse(Clock& clock) {  // 6.6
        clock.refusal = NotMadeOut::none;
        const bool late =
            clock.status == Status::overdue || clock.status == Status::met_late ||
            (clock.status == Status::lapsed && clock.overtaken && clock.days_late > 0);
        if (late) clock.status = Status::excused;
    }

    void tell(const Clock& clock, Ground ground, NotMadeOut refusal) {
        const auto index = static_cast<std::uint32_t>(&clock - clocks_.data());
        const auto candidates = candidates_of(clock, ground, refusal);
        std::size_t recorded = 0;
        each_speaking(clock, static_cast<std::size_t>(ground), [&](std::uint32_t at) {
            if (recorded++ < recorded_reliances) {
                recorder_->exception_tests.push_back({at, index, refusal, candidates});
            }
            idle_.erase(at);
            return recorded < recorded_reliances || !idle_.empty();
        });
    }

    // The first facts held against the ground, each alone, and the one that makes it out.
    std::vector<Candidate> candidates_of(const Clock& clock, Ground ground,
                                         NotMadeOut refusal) const {
        std::vector<Candidate> candidates;
        if (refusal == NotMadeOut::ground_not_allowed) return candidates;
        bool found = refusal != NotMadeOut::none;
        for (std::uint32_t at = 0; at < facts_.size(); ++at) {
            if (facts_[at].type != fact_type_of(ground)) continue;
            if (candidates.size() >= told_facts && found) break;
            const auto failed = Grounds(law_.written.common(), facts_, as_of_, at)
                                    .evaluate(ground, law_.duty(clock.row), clock);
            found = found || failed == NotMadeOut::none;
            if (candidates.size() < told_facts || failed == NotMadeOut::none) {
                candidates.push_back({at, failed});
            }
        }
        return candidates;
    }

    // In reading order, then the order of opening.
    void tell_idle() {
        for (const auto at : idle_) recorder_->exception_tests.push_back({at, no_clock, {}, {}});
        auto& recorded = recorder_->exception_tests;
        std::sort(recorded.begin(), recorded.end(),
                  [](const ExceptionTest& a, const ExceptionTest& b) {
                      return std::pair{a.reliance, a.clock} < std::pair{b.reliance, b.clock};
                  });
    }

    const CompiledLaw& law_;
    const MatterLists& matters_;
    std::span<const Fact> facts_;
    std::int32_t as_of_;
    std::span<Clock> clocks_;
    Recorder* recorder_;
    Grounds grounds_;
    RowSet relied_duties_;
    EventFiles reliances_;
    std::unordered_map<FileKey, std::int32_t, FileKeyHash> starts_;
    std::set<std::uint32_t> idle_;  // reliances that speak of no clock so far
};

}  // namespace

bool weighs_with_exceptions(TypeNo type) {
    return std::find(weighed_types.begin(), weighed_types.end(), type) != weighed_types.end();
}

void weigh_exceptions(const CompiledLaw& law, const MatterLists& matters,
                      std::span<const Fact> facts, std::int32_t as_of, std::span<Clock> clocks,
                      Recorder* recorder) {
    ExceptionEvaluator(law, matters, facts, as_of, clocks, recorder).evaluate();
}

}  // namespace longstop::law
