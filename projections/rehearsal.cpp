#include "projections/rehearsal.hpp"

#include <algorithm>
#include <array>

#include "projections/breaches.hpp"
#include "projections/iso_week.hpp"
#include "projections/other_law.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
using law::Status;

constexpr std::array<std::string_view, rehearsed_kinds> kind_texts{
    "becomes-late", "no-longer-late", "appears", "disappears", "due-moved", "changed"};

bool is_decided(const Clock& clock) {
    return clock.status != Status::running && clock.status != Status::lapsed &&
           clock.status != Status::unknown;
}

// Work that has a day: duties of law that were not overtaken.
bool is_work(const Clock& clock, const law::Duty& duty) {
    return clock.due != law::no_day && clock.status != Status::lapsed && !duty.is_guidance() &&
           !duty.is_right() && !duty.is_window();
}

struct Counts {
    std::vector<Decided> decided;                      // by row
    std::vector<std::uint64_t> due_on;                 // by day, from first_day
    static constexpr std::int32_t first_day = -36500;  // before any due date of an event since 1900

    void add(const Clock& clock, const law::CompiledLaw& law) {
        if (is_decided(clock)) {
            ++decided[clock.row].all;
            if (clock.status == Status::met) ++decided[clock.row].on_time;
        }
        if (is_work(clock, law.duty(clock.row))) count_day(clock.due);
    }
    void count_day(std::int32_t day) {
        const auto at = static_cast<std::size_t>(day - first_day);
        if (at >= due_on.size()) due_on.resize(at + 1);
        ++due_on[at];
    }
};

// One log under both laws.
class RehearsalRun {
  public:
    RehearsalRun(const FoldableLog& log, const law::CompiledLaw& before,
                 const law::CompiledLaw& after, const ClockKeys& keys,
                 const RehearsalFilter& filter, Day as_of)
        : log_(log),
          before_(before),
          after_(after),
          keys_(keys),
          filter_(filter),
          as_of_(as_of),
          counts_before_{std::vector<Decided>(before.rows().size()), {}},
          counts_after_{std::vector<Decided>(after.rows().size()), {}},
          new_rows_(log.log(), after) {}

    Rehearsal answer() {
        law::Evaluator old_law(before_, log_.vocabulary());
        law::Evaluator new_law(after_, log_.vocabulary());
        for (std::uint32_t no = 1; no <= log_.case_count(); ++no) {
            const auto of_case = log_.of_case(no, as_of_);
            if (of_case.facts.empty()) continue;
            const auto renamed = new_rows_.of(of_case, renamed_);
            compare(no, {of_case.facts, old_law.run(of_case, as_of_), as_of_},
                    {of_case.facts, new_law.run(renamed, as_of_), as_of_});
        }
        return sorted();
    }

  private:
    void compare(std::uint32_t no, const CaseAnswer& before, const CaseAnswer& after) {
        each_pair(keys_, before, after, [&](const Clock* x, const Clock* y) {
            if (!is_wanted(x, y)) return;
            x = before.seen(x);
            y = after.seen(y);
            if (x != nullptr) counts_before_.add(*x, before_);
            if (y != nullptr) counts_after_.add(*y, after_);
            if (x == nullptr && y == nullptr) return;
            // A reliance may fail for another reason: the status says the same, `why` says more.
            if (x != nullptr && y != nullptr && x->refusal == y->refusal &&
                outcome_of(*x, before.facts) == outcome_of(*y, after.facts)) {
                return;
            }
            answer_.clocks.push_back(
                {kind_of(x, y),
                 {before.reported(x, no, log_.log()), after.reported(y, no, log_.log())}});
        });
    }

    // Due inside the days asked for, under one law or the other.
    bool is_wanted(const Clock* x, const Clock* y) const {
        if (!filter_.from && !filter_.to) return true;
        const auto inside = [&](const Clock* clock) {
            return clock != nullptr && clock->due != law::no_day &&
                   (!filter_.from || clock->due >= events::number_of(*filter_.from)) &&
                   (!filter_.to || clock->due <= events::number_of(*filter_.to));
        };
        return inside(x) || inside(y);
    }

    RehearsedKind kind_of(const Clock* x, const Clock* y) const {
        const bool late_before = x != nullptr && is_breach(*x, before_.duty(x->row));
        const bool late_after = y != nullptr && is_breach(*y, after_.duty(y->row));
        if (late_before != late_after) {
            return late_after ? RehearsedKind::becomes_late : RehearsedKind::no_longer_late;
        }
        if (x == nullptr) return RehearsedKind::appears;
        if (y == nullptr) return RehearsedKind::disappears;
        return x->due != y->due ? RehearsedKind::due_moved : RehearsedKind::changed;
    }

    Rehearsal sorted() {
        for (std::size_t row = 0; row < before_.rows().size(); ++row) {
            rate(before_.duty(row).id).before += counts_before_.decided[row];
        }
        for (std::size_t row = 0; row < after_.rows().size(); ++row) {
            rate(after_.duty(row).id).after += counts_after_.decided[row];
        }
        std::erase_if(answer_.rates,
                      [](const auto& r) { return r.second.before == r.second.after; });
        add_weeks(counts_before_, &BothSides<std::uint64_t>::before);
        add_weeks(counts_after_, &BothSides<std::uint64_t>::after);
        std::erase_if(answer_.weeks,
                      [](const auto& w) { return w.second.before == w.second.after; });
        sort_by_case(answer_.clocks, log_.log());
        return std::move(answer_);
    }
    BothSides<Decided>& rate(const std::string& id) { return answer_.rates[id]; }
    void add_weeks(const Counts& counts, std::uint64_t BothSides<std::uint64_t>::*side) {
        for (std::size_t at = 0; at < counts.due_on.size(); ++at) {
            if (counts.due_on[at] == 0) continue;
            const auto day = events::day_of(static_cast<std::int32_t>(at) + Counts::first_day);
            answer_.weeks[monday_of(day)].*side += counts.due_on[at];
        }
    }

    const FoldableLog& log_;
    const law::CompiledLaw& before_;
    const law::CompiledLaw& after_;
    const ClockKeys& keys_;
    const RehearsalFilter& filter_;
    Day as_of_;
    Counts counts_before_;
    Counts counts_after_;
    OtherLaw new_rows_;
    std::vector<law::Fact> renamed_;
    Rehearsal answer_;
};

}  // namespace

std::string_view kind_text(RehearsedKind kind) {
    return kind_texts[static_cast<std::size_t>(kind)];
}

Rehearser::Rehearser(const law::CompiledLaw& before, const law::CompiledLaw& after,
                     const RehearsalFilter& filter)
    : before_(before), after_(after), filter_(filter), keys_(before, after) {}

Rehearsal Rehearser::rehearse(const FoldableLog& log, Day as_of) const {
    return RehearsalRun(log, before_, after_, keys_, filter_, as_of).answer();
}

}  // namespace longstop::projections
