#include "engine/law/live_clocks.hpp"

namespace longstop::law {

void LiveClocks::clear(const MatterLists& matters) {
    matters_ = &matters;
    open_ = {};
    resting_ = {};
    std::fill_n(stands_.begin(), law_.rows().size(), std::uint8_t{0});
    if (filed_.empty()) return;
    filed_ = {};
    files_.clear();
}

void LiveClocks::add(std::uint32_t clock) {
    if (clock >= links_.size()) links_.resize(clocks_.size());
    put(clock);
    if (filed_.has(clocks_[clock].row)) file(clock);
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
    const auto bit = static_cast<std::uint8_t>(1U << at);
    if ((stands_[row] & bit) == 0) {
        stands_[row] = stands_[row] | bit;
        first_[row][at] = no_clock;
        oldest_[row][at] = no_fact;
        open_.set(row, (stands_[row] & stand::open) != 0);
        resting_.set(row, (stands_[row] & stand::rests) != 0);
    }
    oldest_[row][at] = std::min(oldest_[row][at], clock.started_by);
    auto& first = first_[row][at];
    links_[index] = {no_clock, first};
    if (first != no_clock) links_[first].before = index;
    first = index;
}

void LiveClocks::take(std::uint32_t index, RowNo row, std::uint8_t at) {
    const auto link = links_[index];
    if (link.after != no_clock) links_[link.after].before = link.before;
    if (link.before != no_clock) {
        links_[link.before].after = link.after;
        return;
    }
    first_[row][at] = link.after;
    if (link.after != no_clock) return;
    stands_[row] = static_cast<std::uint8_t>(stands_[row] & ~(1U << at));
    open_.set(row, (stands_[row] & stand::open) != 0);
    resting_.set(row, (stands_[row] & stand::rests) != 0);
}

// After a visit: those that moved are put where they now belong.
void LiveClocks::settle(RowNo row) {
    while (moved_ != no_clock) {
        const auto index = moved_;
        moved_ = links_[index].after;
        put(index);
    }
    if (grown_) file_all(row);
    grown_ = false;
}

// Whether the clocks asked for are found in files, without a look at the row's others.
bool LiveClocks::is_filed(RowNo row, const Asked& asked) const {
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
        each_filed(file->second, stands, [&](std::uint32_t, std::uint8_t) {
            found = true;
            return false;
        });
    }
    return found;
}

}  // namespace longstop::law
