// The events of a day that let rest, or wake, every clock of a row that is of no different matter,
// for the clocks that open later on that day (4.3f): thousands of clocks would each look back over
// thousands of such events.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "engine/law/filing.hpp"
#include "engine/law/row_set.hpp"
#include "engine/law/sweeps.hpp"

namespace longstop::law {

class DaySweeps {
  public:
    bool empty() const { return files_.empty(); }
    bool has(RowNo row) const { return rows_.has(row); }
    void clear() {
        rows_ = {};
        files_.clear();
    }

    // In reading order.
    void add(RowNo row, MatterNo matter, const Sweep& sweep, const MatterLists& matters) {
        rows_.add(row);
        each_own_matter(matter, matters,
                        [&](std::int32_t element) { files_[key(row, element)].add(sweep); });
    }

    // Those that a clock of the row and matter meets: the longest list first. An event of several
    // matters may stand in several.
    std::vector<Sweeps*> met_by(RowNo row, MatterNo matter, const MatterLists& matters) {
        std::vector<Sweeps*> met;
        each_fitting_matter(matter, matters, [&](std::int32_t element) {
            const auto found = files_.find(key(row, element));
            if (found != files_.end()) met.push_back(&found->second);
        });
        const auto longest =
            std::max_element(met.begin(), met.end(),
                             [](const auto* a, const auto* b) { return a->count() < b->count(); });
        if (longest != met.end()) std::iter_swap(met.begin(), longest);
        return met;
    }

    // Calls `f(fact)` with the events of the turns that clocks took.
    template <class F>
    void each_taken(F&& f) const {
        for (const auto& file : files_) file.second.each_taken(f);
    }

  private:
    static FileKey key(RowNo row, std::int32_t element) {
        return {.shelf = row, .matter = element};
    }

    RowSet rows_;
    std::unordered_map<FileKey, Sweeps, FileKeyHash> files_;
};

}  // namespace longstop::law
