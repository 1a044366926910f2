#include "engine/law/live_clocks.hpp"

namespace longstop::law {

void LiveClocks::clear(const MatterLists& matters) {
    matters_ = &matters;
    open_ = {};
    resting_ = {};
    std::fill_n(stands_.begin(), law_.rows().size(), std::uint8_t{0});
    crowded_ = {};
    swept_.each([&](RowNo row) { sweeps_[row].clear(); });
    swept_ = {};
    if (filed_.empty()) return;
    filed_ = {};
    files_.clear();
}

void LiveClocks::add(std::uint32_t clock) {
    if (clock >= links_.size()) links_.resize(clocks_.size());
    put(clock);
    const auto row = clocks_[clock].row;
    newest_[row] = clocks_[clock].started_by;
    if (filed_.has(row)) file(clock);
}

std::uint8_t LiveClocks::stand_of(const Clock& clock) const {
    unsigned at = 0;
    switch (clock.state) {
        case Clock::State::open: break;
        case Clock::State::resting: at = stand::resting; break;
        default: return gone;
    }
    const auto& plan = law_.plans[clock.row];
    if (plan.links && clock.linked != no_fact) at |= stand::linked;
    if (plan.is_review && clock.amending) at |= stand::amending;
    return static_cast<std::uint8_t>(at);
}

void LiveClocks::put(std::uint32_t index) {
    const auto& clock = clocks_[index];
    const auto row = clock.row;
    const auto at = stand_of(clock);
    if ((stands_[row] >> at & 1U) == 0) {
        mark_stand(row, at, true);
        first_[row][at] = no_clock;
        last_[row][at] = index;
        oldest_[row][at] = no_fact;
    }
    oldest_[row][at] = std::min(oldest_[row][at], clock.started_by);
    auto& first = first_[row][at];
    links_[index] = {no_clock, first, swept_.has(row) ? sweeps_[row].count() : 0};
    if (first != no_clock) links_[first].before = index;
    first = index;
}

void LiveClocks::take(std::uint32_t index, RowNo row, std::uint8_t at) {
    const auto link = links_[index];
    if (link.after != no_clock) {
        links_[link.after].before = link.before;
    } else {
        last_[row][at] = link.before;
    }
    if (link.before != no_clock) {
        links_[link.before].after = link.after;
        return;
    }
    first_[row][at] = link.after;
    if (link.after == no_clock) mark_stand(row, at, false);
}

// That clocks of the row stand so, or none does any more.
void LiveClocks::mark_stand(RowNo row, std::uint8_t at, bool in) {
    const auto bit = 1U << at;
    stands_[row] = static_cast<std::uint8_t>(in ? stands_[row] | bit : stands_[row] & ~bit);
    open_.set(row, (stands_[row] & stand::open) != 0);
    resting_.set(row, (stands_[row] & stand::rests) != 0);
}

// All clocks of the row that are open come to rest, or all that rest wake. They keep their order,
// before those that rested or were open already, as when they are visited.
void LiveClocks::sweep(RowNo row, const Sweep& sweep) {
    swept_.add(row);
    sweeps_[row].add(sweep);
    each_stand(stands_[row] & (sweep.wakes ? stand::rests : stand::open), [&](std::uint8_t at) {
        splice(row, at, static_cast<std::uint8_t>(at ^ stand::resting));
    });
}

void LiveClocks::splice(RowNo row, std::uint8_t from, std::uint8_t to) {
    const bool joins = (stands_[row] >> to & 1U) != 0;
    if (joins) {
        links_[last_[row][from]].after = first_[row][to];
        links_[first_[row][to]].before = last_[row][from];
    } else {
        mark_stand(row, to, true);
        last_[row][to] = last_[row][from];
        oldest_[row][to] = no_fact;
    }
    first_[row][to] = first_[row][from];
    oldest_[row][to] = std::min(oldest_[row][to], oldest_[row][from]);
    mark_stand(row, from, false);
}

void LiveClocks::catch_up(std::uint32_t index, RowNo row) {
    const auto& sweeps = sweeps_[row];
    auto& clock = clocks_[index];
    const bool rests = clock.state == Clock::State::resting;
    catch_up_(clock, sweeps.turns(links_[index].sweeps_seen, sweeps.count(), rests));
    links_[index].sweeps_seen = sweeps.count();
}

void LiveClocks::catch_up_all() {
    swept_.each([&](RowNo row) {
        each_stand(stands_[row], [&](std::uint8_t at) {
            for (auto index = first_[row][at]; index != no_clock; index = links_[index].after) {
                caught_up(index, row);
            }
        });
    });
}

// After a visit: those that moved are put where they now belong.
void LiveClocks::write_back(RowNo row) {
    while (moved_ != no_clock) {
        const auto index = moved_;
        moved_ = links_[index].after;
        put(index);
    }
    if (grown_) file_all(row);
    grown_ = false;
}

// Whether the clocks asked for are found in files, without a look at the row's others.
bool LiveClocks::is_filed(RowNo row, const ClockQuery& asked) const {
    if (!filed_.has(row)) return false;
    const bool of_matter = asked.matter != 0 && !law_.plans[row].any_matter;
    return of_matter || asked.subject != FileKey::any_subject;
}

void LiveClocks::file(std::uint32_t index) {
    const auto& clock = clocks_[index];
    const auto matter = law_.plans[clock.row].any_matter ? 0 : clock.matter;
    each_own_matter(matter, *matters_, [&](std::int32_t element) {
        files_[{clock.row, FileKey::any_subject, element}].push_back(index);
        if (clock.subject == no_day) return;
        files_[{clock.row, clock.subject, element}].push_back(index);
    });
}

// The chains of a row that has come to have many, filed.
void LiveClocks::file_all(RowNo row) {
    filed_.add(row);
    each_stand(stands_[row], [&](std::uint8_t at) {
        for (auto index = first_[row][at]; index != no_clock; index = links_[index].after) {
            file(index);
        }
    });
}

bool LiveClocks::any_naming(RowNo row, std::uint8_t stands, std::int32_t element) {
    const auto names = [&](const Clock& clock) { return matters_->names(clock.matter, element); };
    if (!filed_.has(row)) return any(row, {.stands = stands}, names);
    const auto file = files_.find({row, FileKey::any_subject, element});
    bool found = false;
    if (file != files_.end()) {
        each_filed(row, file->second, stands, [&](std::uint32_t, std::uint8_t) {
            found = true;
            return false;
        });
    }
    return found;
}

}  // namespace longstop::law
