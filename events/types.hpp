// What can happen to a case: one row an event type. Import, export, `record`, help, docs and the
// law's load-time check all read these rows; adding a type is one row in types.cpp.
//
// On disk for ever: the number of a type, the number of a field, and the order of a field's
// choices. They are never reused and never renumbered; new ones are added at the end.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace longstop::events {

using TypeNo = std::uint8_t;
using Choice = std::uint8_t;  // 1-based place in the field's list of values; 0 = absent

// Every field an event can carry, by the name it has in interchange files.
enum class FieldNo : std::uint8_t {
    foreign = 0,  // a field that does not belong to the type: kept by its name, means nothing
    by = 1,
    outcome = 2,
    body = 3,
    received = 4,
    setting = 5,
    served = 6,
    reopens = 7,
    until = 8,
    ground = 9,
    duty = 10,
    reason = 11,
    meeting = 12,
    transfer = 13,
    year = 14,
    on = 15,
    moved = 16,
    to_la = 17,
    from_la = 18,
    plan_made = 19,
    last_review = 20,
    issues = 21,
    kind = 22,
    to = 23,
    text = 24,
    of = 25,
    stage = 26,
    subject = 27,
    started_on = 28,
    due = 29,
    file = 30,
    sha256 = 31,
    read = 32,
    appended = 33,
    already_present = 34,
    refused = 35,
    options = 36,
    ordinal = 37,
    matter = 38,
    names_next = 39,
    against = 40,
    step = 41,
    provision = 42,
    carried_from = 43,
    reference = 44,
};
constexpr std::size_t field_count = 45;

enum class FieldKind : std::uint8_t { text, choice, day, year };

// Where a fold finds the field: one choice, two days (or a year), two texts and the matters an
// event.
// Fields in no slot are read from the record when somebody asks.
enum class Slot : std::uint8_t {
    none,
    choice,
    choice_and_subject,  // a listed value that other events name as a text
    first,
    second,
    subject,
    other,
    matter,
};

struct Field {
    FieldNo no = FieldNo::foreign;
    FieldKind kind = FieldKind::text;
    bool needed = false;
    Slot slot = Slot::none;
    std::span<const std::string_view> choices;
};

struct EventType {
    TypeNo no = 0;
    std::string_view name;
    std::string_view date_is;  // what the legal date is the day of
    std::string_view law;
    std::span<const Field> fields;
};

// The rows, in the order of the law. Types from 200 on are the log's own entries: they are no
// events of a case's life and start, end and excuse nothing.
std::span<const EventType> event_types();
constexpr TypeNo first_own_type = 200;

const EventType* find_type(std::string_view name);
const EventType* find_type(TypeNo no);
std::string_view type_name(TypeNo no);  // of a known type

std::string_view field_name(FieldNo no);
FieldNo find_field(std::string_view name);  // foreign when no field has that name
// Fields that stand in no type's list: `matter`, under which any event of a case may name the
// processes that it belongs to, and `carried_from`, where an entry stood in the log of a
// predecessor.
std::span<const Field> common_fields();

// A field of the type's list, or a common one that the type may have.
const Field* find_field(const EventType& type, FieldNo no);
const Field* find_field(const EventType& type, std::string_view name);
const Field* choice_field(const EventType& type);  // the type's listed value, if it has one
Choice choice_of(const Field& field, std::string_view value);  // 0 when not in the list
std::string_view choice_text(TypeNo type, Choice choice);      // empty for 0

// The types the program itself names.
namespace type {
constexpr TypeNo advice_requested = 5;
constexpr TypeNo setting_closed = 14;
constexpr TypeNo personal_circumstances = 15;
constexpr TypeNo absence_from_area = 16;
constexpr TypeNo missed_appointment = 17;
constexpr TypeNo exception_relied_on = 18;
constexpr TypeNo review_meeting_held = 21;
constexpr TypeNo mediation_requested = 40;
constexpr TypeNo mediation_commissioners_told = 41;
constexpr TypeNo appeal_registered = 46;
constexpr TypeNo appeal_received = 47;
constexpr TypeNo appeal_response_sent = 48;
constexpr TypeNo appeal_not_opposed = 49;
constexpr TypeNo case_closed = 55;
constexpr TypeNo retracted = 57;
constexpr TypeNo tribunal_direction = 58;
constexpr TypeNo record_begins = 62;
constexpr TypeNo import_done = 200;
constexpr TypeNo alert_raised = 201;
constexpr TypeNo case_passed_on = 202;
constexpr TypeNo case_taken_over = 203;
}  // namespace type

}  // namespace longstop::events
