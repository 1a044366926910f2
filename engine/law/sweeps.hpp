// Events that let every open clock of a row rest, or wake every one that rests. To change thousands
// of clocks at each of thousands of such events would cost their product; a clock is seen of them
// when it is next looked at, and of a thousand the last two say how it then stands.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace longstop::law {

struct Sweep {
    static constexpr std::uint32_t when_told = UINT32_MAX;
    std::uint32_t fact = 0;
    bool wakes = false;               // else it lets rest
    std::uint32_t place = when_told;  // among what a recorder is told
};

// The sweeps of one row, in reading order.
class Sweeps {
  public:
    std::uint32_t count() const { return static_cast<std::uint32_t>(all_.size()); }
    void clear() {
        all_.clear();
        runs_.clear();
        taken_.clear();
    }
    void add(const Sweep& sweep) {
        if (all_.empty() || all_.back().sweep.wakes != sweep.wakes) runs_.push_back(count());
        all_.push_back({sweep, runs_.size() - 1});
    }

    // Those that really change one clock, which come to rest and wake it in turns: to rest twice
    // is to rest once. Good until the next sweep is added.
    class Turns {
      public:
        std::size_t size() const { return end_ - run_; }
        const Sweep& operator[](std::size_t turn) const {
            return of_->all_[turn == 0 ? first_ : of_->runs_[run_ + turn]].sweep;
        }

      private:
        friend class Sweeps;
        Turns(const Sweeps& of, std::size_t run, std::size_t end, std::uint32_t first)
            : of_(&of), run_(run), end_(end), first_(first) {}
        const Sweeps* of_;
        std::size_t run_;      // of the first turn
        std::size_t end_;      // after that of the last
        std::uint32_t first_;  // its place among all
    };

    // Of a clock that has been seen of the first `seen`: those up to the first `until`.
    Turns turns(std::uint32_t seen, std::uint32_t until, bool rests) const {
        if (seen == until) return {*this, 0, 0, 0};
        const auto& next = all_[seen];
        const auto end = all_[until - 1].run + 1;
        if (next.sweep.wakes == rests) return {*this, next.run, end, seen};
        const auto run = next.run + 1;
        return {*this, run, end, run < end ? runs_[run] : 0};
    }

    // How many were read before the event `fact`, and the first that was not; `none`: all were.
    std::uint32_t before(std::uint32_t fact) const {
        const auto found =
            std::lower_bound(all_.begin(), all_.end(), fact,
                             [](const InRun& one, std::uint32_t f) { return one.sweep.fact < f; });
        return static_cast<std::uint32_t>(found - all_.begin());
    }
    std::uint32_t first_from(std::uint32_t fact, std::uint32_t none) const {
        const auto index = before(fact);
        return index == count() ? none : all_[index].sweep.fact;
    }

    // That a clock took the turns after the first, for `each_taken` to say once it is asked.
    void take(const Turns& turns) {
        if (turns.size() < 2) return;
        taken_.resize(runs_.size() + 1);
        ++taken_[turns.run_ + 1];
        --taken_[turns.end_];
    }
    // Calls `f(fact)` with the events of all turns that were so taken.
    template <class F>
    void each_taken(F&& f) const {
        std::int32_t clocks = 0;
        for (std::size_t run = 0; run < taken_.size(); ++run) {
            clocks += taken_[run];
            if (clocks > 0) f(all_[runs_[run]].sweep.fact);
        }
    }

  private:
    struct InRun {
        Sweep sweep;
        std::size_t run;
    };
    std::vector<InRun> all_;
    std::vector<std::uint32_t> runs_;  // where each run of one kind begins
    // By run: how many more clocks took its turn than that of the run before.
    std::vector<std::int32_t> taken_;
};

}  // namespace longstop::law
