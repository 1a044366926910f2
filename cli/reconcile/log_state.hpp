// What is known of one log while files are held against it.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::cli {

// A row whose entry is there and out of force: whether the files say so too is known at their end.
struct OutOfForce {
    std::size_t file = 0;
    std::uint64_t line = 0;
    events::Position position = 0;
    std::string id;  // of the row
    // Known at the end: the last entry that stands for the id, and whether another row has met it.
    std::uint64_t versions = 0;
    events::Position last = 0;
    bool last_met = false;
};

class LogState {
  public:
    static events::Result<LogState> read(const log::Store& store, events::AuthorityId la);

    std::uint64_t entries() const { return in_force_.size(); }  // when it was read
    // What was appended since is in force.
    bool in_force(events::Position position) const {
        return position > in_force_.size() || in_force_[position - 1];
    }
    // True the first time: one row has met the entry, and no other row may be another entry.
    bool meet(events::Position position);
    bool met(events::Position position) const {
        return position <= met_.size() && met_[position - 1];
    }

    std::vector<OutOfForce> out_of_force;
    std::unordered_set<events::Position> disputed;  // a row has met it and says otherwise
    // Rows that are not recorded, by source and id, with their content: the first of a name stands.
    std::unordered_map<std::string, std::size_t> missing;
    // Retractions that rows have met, recorded before what they speak of, though their rows come
    // after its row.
    std::unordered_set<events::Position> premature;

  private:
    std::vector<bool> in_force_;
    std::vector<bool> met_;
};

}  // namespace longstop::cli
