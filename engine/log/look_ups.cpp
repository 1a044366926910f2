#include "engine/log/look_ups.hpp"

#include "engine/log/format/index_block.hpp"
#include "events/codec.hpp"

namespace longstop::log {

Result<Position> LookUps::find(const Reader& reader, AuthorityId la, std::string_view source,
                               std::string_view id) {
    const std::lock_guard lock(mutex_);
    const auto found = log(reader, la);
    if (!found) return found.error();
    return find_in(**found, reader, la, source, id);
}

Result<std::optional<Outcome>> LookUps::compare(const Reader& reader, AuthorityId la,
                                                const Event& event) {
    const std::lock_guard lock(mutex_);
    const auto known = log(reader, la);
    if (!known) return known.error();
    const auto find = [&](std::string_view id) {
        return find_in(**known, reader, la, event.source, id);
    };
    const auto first = find(event.id);
    if (!first) return first.error();
    if (*first == 0) return std::optional<Outcome>{};
    const auto outcome = outcome_of_known(
        event, *first, find, [&](Position position) { return entry_at(reader, la, position); });
    if (!outcome) return outcome.error();
    return std::optional{*outcome};
}

void LookUps::forget() {
    const std::lock_guard lock(mutex_);
    logs_.clear();
}

// The writer's own where it has appended to the log, else one loaded here.
Result<const LogState*> LookUps::log(const Reader& reader, AuthorityId la) {
    if (const auto* kept = reader.kept(la)) return kept;
    if (const auto found = logs_.find(la); found != logs_.end()) return &found->second;
    auto loaded = reader.load(la);
    if (!loaded) return loaded.error();
    return &logs_.emplace(la, std::move(*loaded)).first->second;
}

Result<Position> LookUps::find_in(const LogState& log, const Reader& reader, AuthorityId la,
                                  std::string_view source, std::string_view id) {
    return find_entry(log.ids, id_hash(source, id), source, id,
                      [&](Position position) { return entry_at(reader, la, position); });
}

Result<Entry> LookUps::entry_at(const Reader& reader, AuthorityId la, Position position) {
    const auto record = reader.record_at(la, position, block_);
    if (!record) return record.error();
    return events::decode(*record);
}

}  // namespace longstop::log
