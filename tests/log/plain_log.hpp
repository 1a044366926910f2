// A log in the plainest way: a list in memory. What a store must answer, whatever became of its
// disk.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::tests {

// An event that owns its texts.
struct Fact {
    events::TypeNo type = 0;
    std::string case_ref;
    events::Day date{};
    std::string id;
    std::string source;
    std::string actor;
    std::optional<events::Instant> recorded_at;
    std::vector<std::pair<events::FieldNo, std::string>> fields;  // by number
};
// A view of it: the fact outlives the event.
events::Event event_of(const Fact& fact);
std::vector<events::Event> events_of(const std::vector<Fact>& facts);

// Its event and slots are views of the fact beside them: it stays where it was made.
struct PlainEntry {
    explicit PlainEntry(Fact of) : fact(std::move(of)) {}
    PlainEntry(const PlainEntry&) = delete;
    PlainEntry& operator=(const PlainEntry&) = delete;

    const Fact fact;
    const events::Event event = event_of(fact);
    const events::Slots slots = events::slots_of(event);
    bool trusted = false;
    std::int64_t recorded_at = 0;
    events::Position target = 0;  // of a retraction: what it takes out
};

class PlainLog {
  public:
    // What an append must answer; the entries are added.
    std::vector<log::Outcome> append(const std::vector<Fact>& facts, bool trust, std::int64_t now);
    std::uint64_t version_of(const std::string& case_ref) const;
    const std::deque<PlainEntry>& entries() const { return entries_; }

    // How far the log goes, and back to there.
    struct Mark {
        std::size_t entries = 0;
        std::int64_t last_recorded_at = 0;
    };
    Mark mark() const { return {entries_.size(), last_recorded_at_}; }
    void cut(const Mark& mark);

  private:
    std::optional<std::size_t> place_of(const std::string& source, const std::string& id) const;
    events::Position target_of(const Fact& retraction) const;

    std::deque<PlainEntry> entries_;
    std::unordered_map<std::string, std::size_t> places_;  // by source and id
    std::int64_t last_recorded_at_ = 0;
};

// What the records, or the columns, of a store's log say otherwise than the first `entries` of a
// plain log; nothing where they say the same.
std::string difference_in_records(const log::Store& store, events::AuthorityId la,
                                  const PlainLog& log, std::size_t entries);
std::string difference_in_columns(const log::Store& store, events::AuthorityId la,
                                  const PlainLog& log, std::size_t entries);

}  // namespace longstop::tests
