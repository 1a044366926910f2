// A log in the plainest way: a list in memory. What a store must answer, whatever became of its
// disk.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/log/store.hpp"

namespace longstop::tests {

// An event that owns its texts.
struct Fact {
    events::TypeNo type = 0;
    std::string kase;
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

struct PlainEntry {
    Fact fact;
    bool trusted = false;
    std::int64_t recorded_at = 0;
};

class PlainLog {
  public:
    // What an append must answer; the entries are added.
    std::vector<log::Outcome> append(const std::vector<Fact>& facts, bool trust, std::int64_t now);
    std::uint64_t version_of(const std::string& kase) const;

    const std::vector<PlainEntry>& entries() const { return entries_; }
    // One line an entry: as it was recorded, and as a fold sees it.
    const std::vector<std::string>& records() const { return records_; }
    std::vector<std::string> columns() const;

  private:
    const PlainEntry* find(const std::string& source, const std::string& id) const;
    events::Position target_of(std::size_t place) const;

    std::vector<PlainEntry> entries_;
    std::vector<std::string> records_;
    std::map<std::pair<std::string, std::string>, std::size_t> places_;  // by source and id
    std::int64_t last_recorded_at_ = 0;
};

// The same lines of a store.
std::string record_line(const events::Entry& entry);
events::Result<std::vector<std::string>> records_of(const log::Store& store,
                                                    const log::LogHead& head);
events::Result<std::vector<std::string>> columns_of(const log::Store& store,
                                                    events::AuthorityId la);

}  // namespace longstop::tests
