// The open and the resting clocks of a case, by row and by where they stand, so that an event costs
// what the clocks cost that it concerns. They are chains that are walked. Once a walk has passed
// over many clocks of a row, they are also filed by subject and matter, for events that speak of
// one; and an event that speaks of all sweeps over them at once.
#pragma once

#include <array>
#include <functional>
#include <unordered_map>
#include <vector>

#include "engine/law/compiled.hpp"
#include "engine/law/filing.hpp"
#include "engine/law/recorder.hpp"
#include "engine/law/sweeps.hpp"

namespace longstop::law {

// Which clocks of a row are asked for. Walks pass by others where that is cheap, and may show
// some that do not fit: whoever asks looks at each.
struct ClockQuery {
    std::uint8_t stands = stand::live;
    std::int32_t subject = FileKey::any_subject;
    MatterNo matter = 0;  // of no different matter
    // Clocks that opened later are not meant.
    std::uint32_t started_until = no_fact;
};

class LiveClocks {
  public:
    // Does to a clock, which rests or is open, what was done to all of its row since it was last
    // looked at.
    using CatchUp = std::function<void(Clock&, const Sweeps::Turns&)>;
    LiveClocks(const CompiledLaw& law, std::vector<Clock>& clocks, CatchUp catch_up)
        : law_(law), clocks_(clocks), catch_up_(std::move(catch_up)) {}

    void clear(const MatterLists& matters);
    void add(std::uint32_t clock);
    const RowSet& open() const { return open_; }        // rows with an open clock
    const RowSet& resting() const { return resting_; }  // rows with a resting clock

    // Whether the row has, or had, so many clocks that it is better swept than visited, where an
    // event does the same to all that started until then.
    bool is_swept(RowNo row, std::uint32_t started_until) const {
        return crowded_.has(row) && newest_[row] <= started_until;
    }
    void sweep(RowNo row, const Sweep& sweep);
    // Until then a clock may be behind: it stands as when `f` of a call below was last handed it.
    void catch_up_all();

    // Calls `f(clock)`, which may change it, with each clock asked for; afterwards it stands where
    // it then belongs.
    template <class F>
    void visit(RowNo row, const ClockQuery& asked, F&& f);

    // Whether some clock asked for also is what `f(clock)` says.
    template <class F>
    bool any(RowNo row, const ClockQuery& asked, F&& f);
    // Whether the starting event of some clock names the matter.
    bool any_naming(RowNo row, std::uint8_t stands, std::int32_t element);

  private:
    static constexpr std::uint32_t many = 32;
    static constexpr std::uint8_t gone = 255;

    std::uint8_t stand_of(const Clock& clock) const;
    static bool stands_in(std::uint8_t stand, std::uint8_t stands) {
        return stand != gone && (stands >> stand & 1U) != 0;
    }
    bool is_filed(RowNo row, const ClockQuery& asked) const;
    void put(std::uint32_t clock);
    void take(std::uint32_t clock, RowNo row, std::uint8_t at);
    void file(std::uint32_t clock);
    void file_all(RowNo row);
    void write_back(RowNo row);
    void splice(RowNo row, std::uint8_t from, std::uint8_t to);
    void mark_stand(RowNo row, std::uint8_t at, bool in);
    // The clock, which rests or is open, as it stands after all sweeps.
    Clock& caught_up(std::uint32_t clock, RowNo row) {
        if (swept_.has(row) && links_[clock].sweeps_seen < sweeps_[row].count())
            catch_up(clock, row);
        return clocks_[clock];
    }
    void catch_up(std::uint32_t clock, RowNo row);
    // Looks where the clock stands after it was changed; answers whether it has moved.
    bool move(std::uint32_t clock, RowNo row, std::uint8_t from);
    template <class F>
    void walk(RowNo row, std::uint8_t at, F& f);
    template <class F>
    void each_file(RowNo row, const ClockQuery& asked, F&& f);
    template <class F>
    void each_filed(RowNo row, std::vector<std::uint32_t>& file, std::uint8_t stands, F&& f);
    template <class F>
    static void each_stand(unsigned stands, F&& f) {
        for (; stands != 0; stands &= stands - 1) {
            f(static_cast<std::uint8_t>(std::countr_zero(stands)));
        }
    }

    const CompiledLaw& law_;
    std::vector<Clock>& clocks_;
    CatchUp catch_up_;
    const MatterLists* matters_ = nullptr;
    RowSet open_;
    RowSet resting_;
    std::array<std::uint8_t, max_rows> stands_{};  // of each row, those with a clock
    std::array<std::array<std::uint32_t, stand::count>, max_rows> first_{};
    std::array<std::array<std::uint32_t, stand::count>, max_rows> last_{};
    // No clock of the stand opened before this place.
    std::array<std::array<std::uint32_t, stand::count>, max_rows> oldest_{};
    struct Link {
        std::uint32_t before;
        std::uint32_t after;
        std::uint32_t sweeps_seen;  // of so many sweeps of its row
    };
    std::vector<Link> links_;         // by clock
    std::uint32_t moved_ = no_clock;  // a chain of those that wait to be put elsewhere
    bool grown_ = false;              // a walk has left many where they are
    std::array<std::uint32_t, max_rows> newest_{};  // the latest start of a clock of each row
    RowSet crowded_;                                // rows of which a walk has passed over many
    RowSet swept_;
    std::array<Sweeps, max_rows> sweeps_;  // of those rows
    // Of the rows with many: the live clocks, and some that are gone.
    RowSet filed_;
    std::unordered_map<FileKey, std::vector<std::uint32_t>, FileKeyHash> files_;
};

template <class F>
inline void LiveClocks::visit(RowNo row, const ClockQuery& asked, F&& f) {
    if (is_filed(row, asked)) {
        each_file(row, asked, [&](std::vector<std::uint32_t>& file) {
            each_filed(row, file, asked.stands, [&](std::uint32_t index, std::uint8_t at) {
                f(clocks_[index]);
                move(index, row, at);
                return true;
            });
        });
    } else {
        each_stand(stands_[row] & asked.stands, [&](std::uint8_t at) {
            if (oldest_[row][at] <= asked.started_until) walk(row, at, f);
        });
    }
    if (moved_ != no_clock || grown_) write_back(row);
}

inline bool LiveClocks::move(std::uint32_t index, RowNo row, std::uint8_t from) {
    const auto to = stand_of(clocks_[index]);
    if (to == from) return false;
    take(index, row, from);
    if (to == gone) return true;
    links_[index].after = moved_;
    moved_ = index;
    return true;
}

template <class F>
inline void LiveClocks::walk(RowNo row, std::uint8_t at, F& f) {
    auto oldest = no_fact;
    std::uint32_t kept = 0;
    std::uint32_t steps = 0;
    for (auto index = first_[row][at]; index != no_clock; ++steps) {
        const auto following = links_[index].after;
        auto& clock = caught_up(index, row);
        f(clock);
        if (!move(index, row, at)) {
            oldest = std::min(oldest, clock.started_by);
            ++kept;
        }
        index = following;
    }
    oldest_[row][at] = oldest;
    grown_ = grown_ || (kept > many && !filed_.has(row));
    if (steps > many) crowded_.add(row);
}

// Calls `f(file)` with each file that holds clocks asked for.
template <class F>
inline void LiveClocks::each_file(RowNo row, const ClockQuery& asked, F&& f) {
    const auto matter = law_.plans[row].any_matter ? 0 : asked.matter;
    each_fitting_matter(matter, *matters_, [&](std::int32_t element) {
        const auto found = files_.find({row, asked.subject, element});
        if (found != files_.end()) f(found->second);
    });
}

// Calls `f(clock, stand)`, which answers whether to go on, with those of a file that stand so; what
// is gone leaves the file.
template <class F>
inline void LiveClocks::each_filed(RowNo row, std::vector<std::uint32_t>& file, std::uint8_t stands,
                                   F&& f) {
    for (std::size_t i = 0; i < file.size();) {
        const auto index = file[i];
        if (stand_of(clocks_[index]) == gone) {
            file[i] = file.back();
            file.pop_back();
            continue;
        }
        const auto at = stand_of(caught_up(index, row));
        if (stands_in(at, stands) && !f(index, at)) return;
        ++i;
    }
}

template <class F>
inline bool LiveClocks::any(RowNo row, const ClockQuery& asked, F&& f) {
    bool found = false;
    if (is_filed(row, asked)) {
        each_file(row, asked, [&](std::vector<std::uint32_t>& file) {
            each_filed(row, file, asked.stands, [&](std::uint32_t index, std::uint8_t) {
                found = found || f(clocks_[index]);
                return !found;
            });
        });
        return found;
    }
    std::uint32_t steps = 0;
    each_stand(stands_[row] & asked.stands, [&](std::uint8_t at) {
        for (auto index = first_[row][at]; index != no_clock && !found;
             index = links_[index].after) {
            found = f(caught_up(index, row));
            ++steps;
        }
    });
    if (steps > many && !filed_.has(row)) file_all(row);
    return found;
}

}  // namespace longstop::law
