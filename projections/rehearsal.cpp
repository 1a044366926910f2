#include "projections/rehearsal.hpp"

#include <algorithm>
#include <array>

#include "projections/breaches.hpp"
#include "projections/iso_week.hpp"
#include "projections/other_law.hpp"
#include "projections/pairs.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
using law::Status;

constexpr std::array<std::string_view, 6> turn_texts{"becomes-late", "no-longer-late", "appears",
                                                     "disappears",   "due-moved",      "changed"};

// What a reader of two answers would see differ.
bool same_answer(const Clock& a, const Clock& b) {
    return a.status == b.status && a.due == b.due && a.days_late == b.days_late &&
           a.days_early == b.days_early && a.ended_by == b.ended_by && a.listed == b.listed &&
           a.refusal == b.refusal;
}

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
class Run {
  public:
    Run(const FoldableLog& log, const law::CompiledLaw& before, const law::CompiledLaw& after,
        const std::vector<std::optional<law::RowNo>>& rows, const RehearsalFilter& filter,
        Day as_of)
        : log_(log),
          before_(before),
          after_(after),
          rows_(rows),
          filter_(filter),
          as_of_(as_of),
          last_(events::number_of(as_of)),
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
            compare(no, of_case.facts, old_law.run(of_case, as_of_), new_law.run(renamed, as_of_));
        }
        return sorted();
    }

  private:
    void compare(std::uint32_t no, std::span<const law::Fact> facts, std::span<const Clock> a,
                 std::span<const Clock> b) {
        const auto key = [](std::uint64_t row, const Clock& clock) {
            return row << 32U | clock.started_by;
        };
        const auto key_before = [&](const Clock& clock) {
            const auto row = rows_[clock.row];
            return key(row ? *row : law::max_rows + clock.row, clock);
        };
        const auto key_after = [&](const Clock& clock) { return key(clock.row, clock); };
        pair_up(a, key_before, b, key_after, [&](const Clock* x, const Clock* y) {
            if (!is_wanted(x, y)) return;
            if (x != nullptr && x->started_on > last_) x = nullptr;
            if (y != nullptr && y->started_on > last_) y = nullptr;
            if (x != nullptr) counts_before_.add(*x, before_);
            if (y != nullptr) counts_after_.add(*y, after_);
            if (x == nullptr && y == nullptr) return;
            if (x != nullptr && y != nullptr && same_answer(*x, *y)) return;
            note(no, facts, x, x == nullptr ? 0 : static_cast<std::uint32_t>(x - a.data()), y,
                 y == nullptr ? 0 : static_cast<std::uint32_t>(y - b.data()));
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

    void note(std::uint32_t no, std::span<const law::Fact> facts, const Clock* x,
              std::uint32_t order_x, const Clock* y, std::uint32_t order_y) {
        TurnedClock turned;
        turned.turn = turn_of(x, y);
        if (x != nullptr) turned.before = reported(*x, order_x, no, facts, log_.log());
        if (y != nullptr) turned.after = reported(*y, order_y, no, facts, log_.log());
        answer_.clocks.push_back(turned);
    }

    Turn turn_of(const Clock* x, const Clock* y) const {
        const bool late_before = x != nullptr && is_breach(*x, before_);
        const bool late_after = y != nullptr && is_breach(*y, after_);
        if (late_before != late_after) {
            return late_after ? Turn::becomes_late : Turn::no_longer_late;
        }
        if (x == nullptr) return Turn::appears;
        if (y == nullptr) return Turn::disappears;
        return x->due != y->due ? Turn::due_moved : Turn::changed;
    }

    Rehearsal sorted() {
        for (std::size_t row = 0; row < before_.rows().size(); ++row) {
            rate(before_.duty(row).id).before = counts_before_.decided[row];
        }
        for (std::size_t row = 0; row < after_.rows().size(); ++row) {
            rate(after_.duty(row).id).after = counts_after_.decided[row];
        }
        std::erase_if(answer_.rates,
                      [](const auto& r) { return r.second.before == r.second.after; });
        add_weeks(counts_before_, &BothSides<std::uint64_t>::before);
        add_weeks(counts_after_, &BothSides<std::uint64_t>::after);
        std::erase_if(answer_.weeks,
                      [](const auto& w) { return w.second.before == w.second.after; });
        const auto& cases = log_.log().cases;
        std::stable_sort(answer_.clocks.begin(), answer_.clocks.end(),
                         [&](const TurnedClock& a, const TurnedClock& b) {
                             return cases[a.shown().case_no - 1] < cases[b.shown().case_no - 1];
                         });
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
    const std::vector<std::optional<law::RowNo>>& rows_;
    const RehearsalFilter& filter_;
    Day as_of_;
    std::int32_t last_;
    Counts counts_before_;
    Counts counts_after_;
    OtherLaw new_rows_;
    std::vector<law::Fact> renamed_;
    Rehearsal answer_;
};

}  // namespace

std::string_view turn_text(Turn turn) { return turn_texts[static_cast<std::size_t>(turn)]; }

bool is_breach(const Clock& clock, const law::CompiledLaw& law) {
    const auto& duty = law.duty(clock.row);
    return clock.listed && is_broken(clock) && is_of_law(clock, duty);
}

Rehearser::Rehearser(const law::CompiledLaw& before, const law::CompiledLaw& after,
                     const RehearsalFilter& filter)
    : before_(before),
      after_(after),
      filter_(filter),
      rows_(law::rows_in(before.written, after.written)) {}

Rehearsal Rehearser::rehearse(const FoldableLog& log, Day as_of) const {
    return Run(log, before_, after_, rows_, filter_, as_of).answer();
}

}  // namespace longstop::projections
