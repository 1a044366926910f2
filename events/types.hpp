// What can happen to a case: one row an event type. Import, export, `record`, help, docs and the
// law's load-time check all read these rows. The rows stand in type_rows.def, their fields in
// field_rows.def; nothing here changes when one is added. Code that names a type or a field
// includes type_no.hpp or field_no.hpp besides, whose constants are made of the rows.
//
// On disk for ever: the number of a type, the number of a field, the slot of a field of a type,
// and the order of a field's choices. They are never reused and never renumbered; new ones are
// added at the end.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace longstop::events {

using TypeNo = std::uint8_t;
using Choice = std::uint8_t;  // 1-based place in the field's list of values; 0 = absent

// A field by its number (field_no.hpp). The number 0 is `foreign`: a field that does not belong to
// the type, kept by its name, that means nothing.
enum class FieldNo : std::uint8_t;

enum class FieldKind : std::uint8_t { text, choice, day, year };

// Where a fold finds the field: one choice, two days (or a year), two texts, the matters of an
// event, and whose the case is.
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
    caseworker,
    team,
};

// Rows of constant tables: every view here, and every one that the functions below answer, is of
// static text.
struct Field {
    FieldNo no{};
    FieldKind kind = FieldKind::text;
    bool needed = false;
    Slot slot = Slot::none;
    std::span<const std::string_view> choices;
};

// What a row of an interchange file has whatever its type; no field has such a name.
constexpr std::array<std::string_view, 9> envelope{
    "la", "case", "type", "date", "id", "source", "actor", "recorded_at", "source_recorded_at"};

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
// processes that it belongs to; `caseworker` and `team`, whose the case is from then on; and
// `carried_from`, where an entry stood in the log of a predecessor.
std::span<const Field> common_fields();

// A field of the type's list, or a common one that the type may have.
const Field* find_field(const EventType& type, FieldNo no);
const Field* find_field(const EventType& type, std::string_view name);
const Field* choice_field(const EventType& type);  // the type's listed value, if it has one
Choice choice_of(const Field& field, std::string_view value);  // 0 when not in the list
std::string_view choice_text(TypeNo type, Choice choice);      // empty for 0

}  // namespace longstop::events
