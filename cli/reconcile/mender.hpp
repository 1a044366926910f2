// Corrects what is recorded wrongly, by entries that stand beside it: a retraction takes the wrong
// entry out of force and says why, and what is right is appended. Nothing is changed or removed.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "cli/reconcile/finding.hpp"
#include "engine/log/store.hpp"

namespace longstop::cli {

class Mender {
  public:
    // `because` names the files in the reasons of retractions.
    // `append`: how what is planned is appended.
    Mender(log::Store& store, std::string actor, events::Day today, std::string because,
           const log::AppendOptions& append);

    // A correction is planned entry by entry and appended whole: a wrong entry never stands beside
    // the right one, and never goes without it. The finding is told where its entries stand; it
    // must stay where it is until then.
    events::Result<void> retract(Finding& finding, const events::Event& wrong,
                                 std::string_view reason);
    // Under its own id, or under that of the n-th content of the id.
    void append(Finding& finding, const events::Event& right, std::uint64_t nth = 1);
    // Appends what is planned, in one sync.
    events::Result<void> apply(events::AuthorityId la);

    // Whether the entry was taken out of force by a Mender, and not by somebody's hand.
    events::Result<bool> has_retracted(const events::Event& entry) const;
    static bool is_own_retraction(const events::Event& entry);

    std::uint64_t appended() const { return appended_; }

  private:
    struct Planned {
        events::Event event;
        Finding* finding;
        bool retracts;
    };
    std::string_view keep(std::string text) { return texts_.emplace_back(std::move(text)); }
    events::Event copy(const events::Event& event);
    events::Result<std::string> free_id(const events::Event& wrong) const;

    log::Store& store_;
    std::string actor_;
    events::Day today_;
    std::string because_;
    log::AppendOptions append_;
    std::vector<Planned> planned_;
    std::deque<std::string> texts_;  // of the planned events
    std::uint64_t appended_ = 0;
};

}  // namespace longstop::cli
