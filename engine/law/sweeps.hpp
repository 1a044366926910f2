// Events that let every open clock of a row rest, or wake every one that rests. To change thousands
// of clocks at each of thousands of such events would cost their product; a clock is seen of them
// when it is next looked at, and of a thousand the last two say how it then stands.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace longstop::law {

struct Sweep {
    std::uint32_t fact = 0;
    bool wakes = false;       // else it lets rest
    std::uint32_t place = 0;  // among what a recorder is seen
};

// The sweeps of one row, in reading order.
class Sweeps {
  public:
    std::uint32_t count() const { return static_cast<std::uint32_t>(all_.size()); }
    void clear() {
        all_.clear();
        runs_.clear();
    }
    void add(const Sweep& sweep) {
        if (all_.empty() || all_.back().sweep.wakes != sweep.wakes) runs_.push_back(count());
        all_.push_back({sweep, runs_.size() - 1});
    }

    // Those that really change one clock, which come to rest and wake it in turns: to rest twice
    // is to rest once. Good until the next sweep is added.
    class Turns {
      public:
        std::size_t size() const { return of_->runs_.size() - run_; }
        const Sweep& operator[](std::size_t turn) const {
            return of_->all_[turn == 0 ? first_ : of_->runs_[run_ + turn]].sweep;
        }

      private:
        friend class Sweeps;
        Turns(const Sweeps& of, std::size_t run, std::uint32_t first)
            : of_(&of), run_(run), first_(first) {}
        const Sweeps* of_;
        std::size_t run_;      // of the first turn
        std::uint32_t first_;  // its place among all
    };

    // Of a clock that has been seen of the first `seen`, which are not all.
    Turns turns(std::uint32_t seen, bool rests) const {
        const auto& next = all_[seen];
        if (next.sweep.wakes == rests) return {*this, next.run, seen};
        const auto run = next.run + 1;
        return {*this, run, run < runs_.size() ? runs_[run] : 0};
    }

  private:
    struct InRun {
        Sweep sweep;
        std::size_t run;
    };
    std::vector<InRun> all_;
    std::vector<std::uint32_t> runs_;  // where each run of one kind begins
};

}  // namespace longstop::law
