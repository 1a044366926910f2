#include "cli/reconcile/log_state.hpp"

#include <algorithm>

#include "projections/in_force.hpp"

namespace longstop::cli {

events::Result<LogState> LogState::read(const log::Store& store, events::AuthorityId la) {
    const auto log = store.columns(la);
    if (!log) return log.error();
    const auto stands = projections::in_force(*log);
    LogState state;
    state.in_force_.assign(stands.begin(), stands.end());
    return state;
}

bool LogState::meet(events::Position position) {
    if (position > met_.size()) met_.resize(std::max<std::size_t>(position, entries()));
    const bool first = !met_[position - 1];
    met_[position - 1] = true;
    return first;
}

}  // namespace longstop::cli
