// The events of one kind that were read on a case, so that the last of them can be asked for.
#pragma once

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "engine/law/clock.hpp"
#include "engine/law/matters.hpp"

namespace longstop::law {

class History {
  public:
    void clear() {
        all_.clear();
        if (!named_.empty()) named_.clear();
        nameless_.clear();
    }
    bool empty() const { return all_.empty(); }

    // In reading order: `at` is the event's place in the case, `matter` what it names.
    void add(std::uint32_t at, MatterNo matter, const MatterLists& matters) {
        all_.push_back(at);
        if (matter == 0) nameless_.push_back(at);
        for (const auto element : matters.elements(matter)) named_[element].push_back(at);
    }

    // The last read before place `before` that is of no different matter; no_fact where none is.
    std::uint32_t last(MatterNo matter, const MatterLists& matters,
                       std::uint32_t before = no_fact) const {
        if (matter == 0) return last_of(all_, before);
        auto found = last_of(nameless_, before);
        for (const auto element : matters.elements(matter)) {
            const auto list = named_.find(element);
            if (list == named_.end()) continue;
            found = later_of(found, last_of(list->second, before));
        }
        return found;
    }

  private:
    using Places = std::vector<std::uint32_t>;
    static std::uint32_t last_of(const Places& places, std::uint32_t before) {
        const auto end = std::lower_bound(places.begin(), places.end(), before);
        return end == places.begin() ? no_fact : *std::prev(end);
    }
    Places all_;
    Places nameless_;
    std::unordered_map<std::int32_t, Places> named_;
};

}  // namespace longstop::law
