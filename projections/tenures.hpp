// For which days a log's authority answers for its cases. A case that was passed on to another
// authority, or taken over from one, is answered for by the one whose day it is
// (docs/decisions/0045-cases-change-hands.md).
#pragma once

#include <algorithm>
#include <cassert>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::projections {

class Tenures {
  public:
    // A change of hands, in the order of recording: from that day on this log's authority answers,
    // or does no more.
    void add(std::uint32_t case_no, std::int32_t from, bool answers) {
        assert(case_no != 0);
        auto& changes = of_case_[case_no];
        const auto later = [](std::int32_t day, const Change& change) { return day < change.from; };
        changes.insert(std::upper_bound(changes.begin(), changes.end(), from, later),
                       {from, answers});
    }

    bool answers(std::uint32_t case_no, std::int32_t day) const {
        if (of_case_.empty()) return true;
        const auto found = of_case_.find(case_no);
        return found == of_case_.end() || answers(found->second, day);
    }

  private:
    struct Change {
        std::int32_t from;
        bool answers;
    };
    // Before the first change it is as it was not after it.
    static bool answers(const std::vector<Change>& changes, std::int32_t day) {
        auto answer = !changes.front().answers;
        for (const auto& change : changes) {
            if (change.from <= day) answer = change.answers;
        }
        return answer;
    }

    std::unordered_map<std::uint32_t, std::vector<Change>> of_case_;  // by day, then by recording
};

bool changes_hands(const log::Header& header);

// Who is the authority on a day does not hang on what was known.
Tenures tenures_of(const log::LogColumns& log);

}  // namespace longstop::projections
