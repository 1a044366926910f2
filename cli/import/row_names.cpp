#include "cli/import/row_names.hpp"

#include "engine/log/store.hpp"
#include "events/codec.hpp"

namespace longstop::cli {

events::Result<void> RowNames::name(std::vector<events::Event>& events) {
    own_ids_.clear();
    own_ids_.reserve(events.size());  // they must not move
    for (auto& event : events) {
        if (!event.id.empty()) continue;
        auto content = events::content_bytes(event);
        content += event.source;
        content += events::to_text(event.la);
        const auto occurrence = occurrences_.count(std::hash<std::string>{}(content));
        if (!occurrence) return occurrence.error();
        event.id = own_ids_.emplace_back(log::own_id(event, *occurrence));
    }
    return {};
}

}  // namespace longstop::cli
