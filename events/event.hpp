// One fact, and the entry of the log that holds it. The texts are views: whoever made the event
// (a parsed line, a block of the log) owns the bytes and outlives it.
#pragma once

#include <boost/container/small_vector.hpp>
#include <optional>
#include <string_view>

#include "events/date.hpp"
#include "events/field_no.hpp"
#include "events/ids.hpp"
#include "events/types.hpp"

namespace longstop::events {

struct FieldValue {
    FieldNo no{};            // foreign until said
    std::string_view name;   // of a foreign field; known ones have theirs in their rows
    std::string_view value;  // the text as given
    bool operator==(const FieldValue&) const = default;
};

using FieldValues = boost::container::small_vector<FieldValue, 6>;

struct Event {
    AuthorityId la;
    std::string_view case_reference;  // empty for the log's own entries about no one case
    TypeNo type = 0;
    Day date{};  // the legal date
    std::string_view id;
    std::string_view source;
    std::string_view actor;
    std::string_view source_recorded_at;  // `recorded_at` as the source wrote it; may be empty
    std::optional<Instant> recorded_at;   // the instant a row brings, used by a trusted import only
    FieldValues fields;                   // ordered: known fields by number, foreign ones by name
    bool from_export = false;  // of a row that a log wrote: it was judged when the log took it
};

// An event as the log holds it.
struct Entry {
    Position position = 0;
    Instant recorded_at{};
    bool trusted = false;  // recorded_at is the source's own (import --trust-recorded-at)
    Event event;
};

// Orders fields as they are stored, so that equal content has equal bytes.
void sort_fields(FieldValues& fields);

// The name of a field of an event, foreign or not: static text, or owned as the event's texts are.
std::string_view name_of(const FieldValue& field);

// The text of a field, or an empty view; owned as the event's texts are.
std::string_view field_text(const Event& event, FieldNo no);

// What a fold reads of an event besides its texts: the values of the type's slots. Its views
// are texts of the event, owned as those are.
struct Slots {
    static constexpr std::int32_t absent = INT32_MIN;
    Choice choice = 0;
    std::int32_t first = absent;   // a second date as a day number, or a year
    std::int32_t second = absent;  // a third date
    std::string_view subject;      // a body or a setting, as given
    std::string_view other;        // the setting of an advice request, the duty of a reliance
    std::string_view matter;       // a list, joined by commas
    std::string_view caseworker;
    std::string_view team;
};

Slots slots_of(const Event& event);

}  // namespace longstop::events
