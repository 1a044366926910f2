// Statutory exceptions: which clock a reliance speaks of, and whether the recorded facts make it
// out. SEND Regulations 2014, regs 5(4), 8(2), 10(4), 13(3), 27(3), 44(3), 45(7); SI 2020/471.
// An exception excuses lateness; it moves no due date. Numbers in brackets: docs/law/reading.md.
#include <algorithm>
#include <array>

#include "engine/law/run.hpp"

namespace longstop::law {
namespace {

using events::number_of;
namespace type = events::type;

constexpr std::int32_t week = 7;
constexpr std::int32_t closure_days = 28;  // "a continuous period of at least 4 weeks"

// SI 2020/471: a due date from 1 May to 25 September 2020.
const std::int32_t coronavirus_from = number_of(Day{date::year{2020} / 5 / 1});
const std::int32_t coronavirus_to = number_of(Day{date::year{2020} / 9 / 25});

struct Span {
    std::int32_t from;
    std::int32_t to;  // inclusive
    bool holds(std::int32_t day) const { return from <= day && day <= to; }
};

// One reliance held against one clock.
class Trial {
  public:
    Trial(const Law& law, std::span<const Fact> facts, std::int32_t as_of, const Clock& clock,
          Weighing* told)
        : duty_(law.duties[clock.row]),
          facts_(facts),
          as_of_(as_of),
          clock_(clock),
          period_{clock.started_on, clock.due},
          told_(told) {}

    Refusal weigh(Ground ground) const {  // 6.4, in this order
        if (!duty_.allows[static_cast<std::size_t>(ground)]) return Refusal::ground_not_allowed;
        switch (ground) {
            case Ground::school_closed:
            case Ground::early_years_closed: return closure();
            case Ground::personal_circumstances: return circumstances();
            case Ground::absence: return absence();
            case Ground::missed_appointment: return appointment();
            case Ground::coronavirus: return coronavirus();
        }
        return Refusal::ground_not_allowed;
    }

  private:
    // How far the best of the recorded facts of a type came: `none` where one makes the exception
    // out, `where_none` where no such fact is recorded.
    template <class F>
    Refusal best(TypeNo wanted, Refusal where_none, F&& test) const {
        auto furthest = where_none;
        bool made_out = false;
        for (std::uint32_t at = 0; at < facts_.size(); ++at) {
            if (facts_[at].type != wanted) continue;
            const auto failed = test(facts_[at]);
            if (told_ != nullptr) told_->candidates.push_back({at, failed});
            made_out = made_out || failed == Refusal::none;
            furthest = std::max(furthest, failed);
        }
        return made_out ? Refusal::none : furthest;
    }

    // The days a lasting fact covers; still going on: up to the as-of day (6.5).
    Span lasting(const Fact& fact) const {
        return {fact.date, fact.first == Fact::none ? as_of_ : fact.first};
    }
    static std::int32_t days(const Span& span) { return span.to - span.from + 1; }
    Span in_period(const Span& span) const {
        return {std::max(span.from, period_.from), std::min(span.to, period_.to)};
    }

    // Advice was asked of the setting from a week before a closure of four weeks or more until a
    // week before it reopens.
    Refusal closure() const {
        return best(type::setting_closed, Refusal::no_closure_recorded, [&](const Fact& closed) {
            if (closed.first - closed.date < closure_days) return Refusal::closure_too_short;
            const Span window{closed.date - week, closed.first - week};
            const bool asked = std::any_of(facts_.begin(), facts_.end(), [&](const Fact& fact) {
                if (fact.type != type::advice_requested) return false;
                const auto setting = fact.other != Fact::none ? fact.other : fact.subject;
                return setting == closed.subject && window.holds(fact.date) &&
                       period_.holds(fact.date);
            });
            return asked ? Refusal::none : Refusal::no_advice_in_window;
        });
    }

    Refusal circumstances() const {
        return best(type::personal_circumstances, Refusal::no_circumstances_recorded,
                    [&](const Fact& fact) {
                        const auto span = lasting(fact);
                        const bool overlaps = span.from <= span.to && days(in_period(span)) > 0;
                        return overlaps ? Refusal::none : Refusal::circumstances_outside_period;
                    });
    }

    Refusal absence() const {
        return best(type::absence_from_area, Refusal::no_absence_recorded, [&](const Fact& fact) {
            const auto span = lasting(fact);
            if (days(span) < duty_.absence_days) return Refusal::absence_too_short;
            return days(in_period(span)) >= duty_.absence_days ? Refusal::none
                                                               : Refusal::absence_outside_period;
        });
    }

    Refusal appointment() const {
        return best(type::missed_appointment, Refusal::no_missed_appointment,
                    [&](const Fact& fact) {
                        return fact.subject == clock_.subject && period_.holds(fact.date)
                                   ? Refusal::none
                                   : Refusal::no_missed_appointment;
                    });
    }

    Refusal coronavirus() const {
        return Span{coronavirus_from, coronavirus_to}.holds(clock_.due)
                   ? Refusal::none
                   : Refusal::outside_coronavirus_period;
    }

    const Duty& duty_;
    std::span<const Fact> facts_;
    std::int32_t as_of_;
    const Clock& clock_;
    Span period_;
    Weighing* told_;  // the facts tested are written down here; may be null
};

// The clocks a reliance speaks of: per subject, the one opened last that had started by then,
// unless it had already been met in time (6.2).
std::vector<Clock*> spoken_of(const Law& law, const Fact& reliance, std::span<Clock> clocks) {
    std::vector<Clock*> chosen;
    for (auto& clock : clocks) {
        if (clock.row != reliance.other || clock.started_on > reliance.date) continue;
        const bool per_body = law.duties[clock.row].subject == Subject::body;
        if (per_body && reliance.subject != Fact::none && reliance.subject != clock.subject) {
            continue;
        }
        const auto same = std::find_if(chosen.begin(), chosen.end(), [&](const Clock* other) {
            return other->subject == clock.subject;
        });
        if (same == chosen.end()) {
            chosen.push_back(&clock);
        } else {
            *same = &clock;
        }
    }
    std::erase_if(chosen, [&](const Clock* clock) {
        return clock->due == no_day ||
               (clock->state == Clock::State::ended && clock->ended_on <= clock->due &&
                clock->ended_on < reliance.date);
    });
    return chosen;
}

// One reliance for one clock: the first that is made out excuses, else the first refused is told.
void weigh(const Law& law, std::span<const Fact> facts, std::int32_t as_of, std::uint32_t at,
           Clock& clock, Recorder* recorder, std::uint32_t index) {
    clock.relied_on = true;
    if (clock.made_out && recorder == nullptr) return;
    Weighing* told = nullptr;
    if (recorder != nullptr) told = &recorder->weighings.emplace_back(Weighing{at, index, {}, {}});
    const auto refusal =
        Trial(law, facts, as_of, clock, told).weigh(static_cast<Ground>(facts[at].choice));
    if (told != nullptr) told->refusal = refusal;
    if (clock.made_out) return;
    if (refusal == Refusal::none) {
        clock.made_out = true;
        clock.excused_by = at;
        clock.refusal = Refusal::none;
    } else if (clock.refusal == Refusal::none) {
        clock.refusal = refusal;
    }
}

// What Trial looks at.
constexpr std::array weighed_types{type::exception_relied_on, type::setting_closed,
                                   type::advice_requested,    type::personal_circumstances,
                                   type::absence_from_area,   type::missed_appointment};

}  // namespace

bool weighs_with_exceptions(TypeNo type) {
    return std::find(weighed_types.begin(), weighed_types.end(), type) != weighed_types.end();
}

void weigh_exceptions(const Law& law, std::span<const Fact> facts, std::int32_t as_of,
                      std::span<Clock> clocks, Recorder* recorder) {
    for (std::uint32_t at = 0; at < facts.size(); ++at) {
        const auto& reliance = facts[at];
        if (reliance.type != type::exception_relied_on || reliance.other == Fact::none) continue;
        const auto spoken = spoken_of(law, reliance, clocks);
        if (spoken.empty() && recorder != nullptr)
            recorder->weighings.push_back({at, no_clock, {}, {}});
        for (auto* clock : spoken) {
            weigh(law, facts, as_of, at, *clock, recorder,
                  static_cast<std::uint32_t>(clock - clocks.data()));
        }
    }
    for (auto& clock : clocks) {
        if (!clock.made_out) continue;
        clock.refusal = Refusal::none;
        if (clock.status == Status::overdue || clock.status == Status::met_late) {
            clock.status = Status::excused;
        }
    }
}

}  // namespace longstop::law
