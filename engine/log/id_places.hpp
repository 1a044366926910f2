// Where ids stand in a log, in memory, and what an id that is known already answers.
#pragma once

#include <algorithm>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>
#include <string_view>

#include "engine/log/format/key_format.hpp"
#include "engine/log/format/mended_id.hpp"
#include "engine/log/store.hpp"
#include "events/codec.hpp"

namespace longstop::log {

// Where an id may stand: whoever asks holds the record found against the id itself. Ids that share
// their hash, which somebody could contrive, stand aside.
class IdPlaces {
  public:
    void reserve(std::size_t count) { places_.reserve(count); }
    void add(IdHash id, Position position);
    // Calls `f` with each position that may be that of the id, until it answers true.
    template <class F>
    bool any(IdHash id, F&& f) const {
        const auto found = places_.find(id);
        if (found == places_.end()) return false;
        if (f(Position{found->second})) return true;
        const auto [first, last] = aside_.equal_range(id);
        return std::any_of(first, last,
                           [&](const auto& other) { return f(Position{other.second}); });
    }

  private:
    struct AsIs {  // a hash is spread already
        using is_avalanching = void;
        std::size_t operator()(IdHash id) const { return id; }
    };
    boost::unordered_flat_map<IdHash, std::uint32_t, AsIs> places_;
    std::multimap<IdHash, std::uint32_t> aside_;
};

// The position of the entry that a source's id stands for, among those that share its hash; 0 where
// there is none. `entry_at(position)` gives an entry, or why it cannot be read.
template <class EntryAt>
Result<Position> find_entry(const IdPlaces& ids, IdHash hash, std::string_view source,
                            std::string_view id, EntryAt&& entry_at) {
    Result<Position> found = Position{0};
    ids.any(hash, [&](Position position) {
        const Result<Entry> entry = entry_at(position);
        if (!entry) {
            found = entry.error();
            return true;
        }
        const bool same = entry->event.id == id && entry->event.source == source;
        if (same) found = position;
        return same;
    });
    return found;
}

// What an append of the event answers whose source and id were recorded first at `first`: an id
// that was mended stands for the last content recorded under it. `find(id)` gives the position of
// an id of the same source, 0 where there is none; `entry_at(position)` an entry.
template <class Find, class EntryAt>
Result<Outcome> outcome_of_known(const Event& event, Position first, Find&& find,
                                 EntryAt&& entry_at) {
    const auto compared = [&](Position position) -> Result<Outcome> {
        const Result<Entry> entry = entry_at(position);
        if (!entry) return entry.error();
        const bool same = events::same_content(entry->event, event);
        return Outcome{same ? Outcome::What::already_present : Outcome::What::conflict, position};
    };
    auto outcome = compared(first);
    if (!outcome || outcome->what == Outcome::What::already_present) return outcome;
    auto last = first;
    for (std::uint64_t nth = 2;; ++nth) {
        const Result<Position> next = find(mended_id(event.id, nth));
        if (!next) return next.error();
        if (*next == 0) return last == first ? outcome : compared(last);
        last = *next;
    }
}

}  // namespace longstop::log
