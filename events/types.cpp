#include "events/types.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <functional>
#include <limits>

#include "events/field_no.hpp"

namespace longstop::events {
namespace {

using namespace std::string_view_literals;
using enum FieldNo;

// Listed values, in the order their numbers are on disk: new ones are added at the end.
constexpr std::array requester{"parent"sv, "young-person"sv, "setting"sv, "other"sv};
constexpr std::array yes_no{"yes"sv, "no"sv};
constexpr std::array review_outcome{"maintain"sv, "amend"sv, "cease"sv};
constexpr std::array ground_list{"school-closed"sv,          "early-years-closed"sv,
                                 "personal-circumstances"sv, "absence"sv,
                                 "missed-appointment"sv,     "coronavirus"sv};
constexpr std::array transfer_list{"post-16"sv, "other"sv};
constexpr std::array issue_list{"education"sv, "health"sv, "mixed"sv};
constexpr std::array order_kind{"dismiss-cease"sv, "assess"sv,         "make-plan"sv,
                                "remit"sv,         "amend-contents"sv, "amend-setting"sv,
                                "continue"sv,      "continue-amend"sv, "dismiss"sv};
constexpr std::array agreement_kind{"dismiss-cease"sv, "assess"sv,         "make-plan"sv,
                                    "remit"sv,         "amend-contents"sv, "amend-setting"sv,
                                    "continue"sv,      "continue-amend"sv, "other"sv};
constexpr std::array concession_kind{"assess"sv,  "make-plan"sv,      "contents"sv,
                                     "setting"sv, "cease-continue"sv, "cease-amend"sv};
constexpr std::array recommended_to{"health"sv, "social-care"sv};
constexpr std::array decision_kind{"assess"sv, "issue"sv, "plan"sv, "reassess"sv, "cease"sv};
constexpr std::array closing_reason{"withdrawn"sv, "moved"sv,    "left-england"sv,
                                    "died"sv,      "aged-out"sv, "other"sv};

// A field's row: its usual sort and slot.
struct FieldRow {
    FieldNo no;
    std::string_view name;
    FieldKind sort;
    Slot slot;
};
#define FIELD(no, name, sort, slot) FieldRow{FieldNo{no}, #name, FieldKind::sort, Slot::slot},
constexpr std::array field_rows{
#include "events/field_rows.def"
};
#undef FIELD

// --- What the rows of fields must hold ---
// A slip in these rows, or in those of types, would make what is on disk unreadable, or be read as
// something else.

template <class Range, class Same>
constexpr bool no_two(const Range& range, Same same) {
    for (std::size_t i = 0; i < range.size(); ++i) {
        for (std::size_t j = i + 1; j < range.size(); ++j) {
            if (same(range[i], range[j])) return false;
        }
    }
    return true;
}
template <class Range, class Holds>
constexpr bool every(const Range& range, Holds holds) {
    return std::all_of(range.begin(), range.end(), holds);
}
constexpr auto same_number = [](const auto& a, const auto& b) { return a.no == b.no; };
constexpr auto same_name = [](const auto& a, const auto& b) { return a.name == b.name; };

constexpr bool fits(FieldKind sort, Slot slot) {
    switch (slot) {
        case Slot::none: return sort != FieldKind::choice;
        case Slot::choice:
        case Slot::choice_and_subject: return sort == FieldKind::choice;
        case Slot::first:
        case Slot::second: return sort == FieldKind::day || sort == FieldKind::year;
        case Slot::subject:
        case Slot::other:
        case Slot::matter:
        case Slot::caseworker:
        case Slot::team: return sort == FieldKind::text;
    }
    return false;
}
constexpr bool numbered_in_order() {
    for (std::size_t i = 0; i < field_rows.size(); ++i) {
        if (static_cast<std::size_t>(field_rows[i].no) != i + 1) return false;
    }
    return true;
}
constexpr bool has_own_name(const FieldRow& field) {
    return std::find(envelope.begin(), envelope.end(), field.name) == envelope.end();
}
constexpr bool fits_usually(const FieldRow& field) { return fits(field.sort, field.slot); }

static_assert(numbered_in_order(),
              "field_rows.def: the numbers go up from 1 by one, in the order of the rows");
static_assert(no_two(field_rows, same_name), "field_rows.def: two fields have one name");
static_assert(every(field_rows, has_own_name),
              "field_rows.def: a field has a name that every row of a file has (`envelope`)");
static_assert(every(field_rows, fits_usually),
              "field_rows.def: the slot of a field does not hold its sort");

// What the rows of types say of their fields.
consteval Field must(FieldNo no) {
    const auto& row = field_rows[static_cast<std::size_t>(no) - 1];
    return {no, row.sort, true, row.slot, {}};
}
consteval Field must(FieldNo no, Slot slot) {
    auto field = must(no);
    field.slot = slot;
    return field;
}
consteval Field must(FieldNo no, std::span<const std::string_view> choices,
                     Slot slot = Slot::choice) {
    return {no, FieldKind::choice, true, slot, choices};
}
consteval Field may(const auto&... what) {
    auto field = must(what...);
    field.needed = false;
    return field;
}
template <class... Fields>
consteval std::array<Field, sizeof...(Fields)> list(Fields... fields) {
    return {fields...};
}

constexpr auto of_any_type = list(may(matter), may(carried_from), may(caseworker), may(team));

// A type's name as it is in interchange files.
template <std::size_t size>
consteval std::array<char, size - 1> hyphenated(const char (&name)[size]) {
    std::array<char, size - 1> out{};
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = name[i] == '_' ? '-' : name[i];
    return out;
}

namespace names {
#define TYPE(no, name, ...) constexpr auto name = hyphenated(#name);
#include "events/type_rows.def"
#undef TYPE
}  // namespace names

namespace fields_of {
#define TYPE(no, name, date_is, law, ...) constexpr auto name = list(__VA_ARGS__);
#include "events/type_rows.def"
#undef TYPE
}  // namespace fields_of

#define TYPE(no, name, date_is, law, ...) \
    EventType{no, {names::name.data(), names::name.size()}, date_is, law, fields_of::name},
constexpr std::array rows{
#include "events/type_rows.def"
};
#undef TYPE

// --- What the rows of types must hold ---

constexpr bool every_field(bool (*holds)(const Field&)) {
    return every(rows, [=](const EventType& type) { return every(type.fields, holds); });
}
constexpr bool in_one_slot(const Field& a, const Field& b) {
    constexpr auto both = Slot::choice_and_subject;
    const auto within = [](Slot one, Slot other) {
        return one == both && (other == Slot::choice || other == Slot::subject);
    };
    return (a.slot != Slot::none && a.slot == b.slot) || within(a.slot, b.slot) ||
           within(b.slot, a.slot);
}

constexpr bool has_number(const EventType& type) { return type.no != 0; }
constexpr bool is_of_a_case(const EventType& type) { return type.no < first_own_type; }
constexpr bool says_its_date(const EventType& type) { return !type.date_is.empty(); }
constexpr bool has_each_once(const EventType& type) { return no_two(type.fields, same_number); }
constexpr bool has_room(const EventType& type) { return no_two(type.fields, in_one_slot); }

constexpr bool is_no_common_one(const Field& field) {
    return std::none_of(of_any_type.begin(), of_any_type.end(),
                        [&](const Field& common) { return common.no == field.no; });
}
constexpr bool fits_here(const Field& field) { return fits(field.kind, field.slot); }
constexpr bool lists_if_choice(const Field& field) {
    return (field.kind == FieldKind::choice) != field.choices.empty();
}
constexpr bool lists_each_once(const Field& field) {
    return field.choices.size() <= std::numeric_limits<Choice>::max() &&
           no_two(field.choices, std::equal_to<std::string_view>{});
}

static_assert(every(rows, has_number), "type_rows.def: the number of a type is 0");
static_assert(no_two(rows, same_number), "type_rows.def: two types have one number");
static_assert(no_two(rows, same_name), "type_rows.def: two types have one name");
static_assert(std::is_partitioned(rows.begin(), rows.end(), is_of_a_case),
              "type_rows.def: the log's own entries, from 200 on, stand after what can happen");
static_assert(every(rows, says_its_date),
              "type_rows.def: a type does not say what its date is the day of");
static_assert(every(rows, has_each_once), "type_rows.def: a type has a field twice");
static_assert(every(rows, has_room),
              "type_rows.def: two fields of a type stand in one slot. A fold reads one choice, two "
              "days and two texts of an event: give one of them Slot::none");
static_assert(every_field(is_no_common_one),
              "type_rows.def: a type lists a field that every type has");
static_assert(every_field(fits_here),
              "type_rows.def: the slot of a type's field does not hold its sort");
static_assert(
    every_field(lists_if_choice),
    "type_rows.def: a field that is a choice needs a list of values, and no other has one");
static_assert(every_field(lists_each_once),
              "types.cpp: a list holds a value twice, or more than a byte can number");

constexpr auto row_by_number = [] {
    std::array<std::int16_t, 256> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        table[rows[i].no] = static_cast<std::int16_t>(i);
    }
    return table;
}();

}  // namespace

std::span<const EventType> event_types() { return rows; }

const EventType* find_type(std::string_view name) {
    for (const auto& row : rows) {
        if (row.name == name) return &row;
    }
    return nullptr;
}

const EventType* find_type(TypeNo no) {
    const auto at = row_by_number[no];
    return at < 0 ? nullptr : &rows[static_cast<std::size_t>(at)];
}

std::string_view type_name(TypeNo no) {
    const auto* row = find_type(no);
    return row == nullptr ? std::string_view{} : row->name;
}

std::string_view field_name(FieldNo no) {
    assert(static_cast<std::size_t>(no) < field_count);
    return no == foreign ? std::string_view{} : field_rows[static_cast<std::size_t>(no) - 1].name;
}

FieldNo find_field(std::string_view name) {
    for (const auto& field : field_rows) {
        if (field.name == name) return field.no;
    }
    return foreign;
}

std::span<const Field> common_fields() { return of_any_type; }

const Field* find_field(const EventType& type, FieldNo no) {
    for (const auto& field : type.fields) {
        if (field.no == no) return &field;
    }
    // A log's own entries belong to no process, and to nobody's cases.
    for (const auto& field : of_any_type) {
        if (field.no == no && (no == carried_from || type.no < first_own_type)) return &field;
    }
    return nullptr;
}

const Field* find_field(const EventType& type, std::string_view name) {
    for (const auto& field : type.fields) {
        if (field_name(field.no) == name) return &field;
    }
    for (const auto& field : of_any_type) {
        if (field_name(field.no) == name) return find_field(type, field.no);
    }
    return nullptr;
}

const Field* choice_field(const EventType& type) {
    for (const auto& field : type.fields) {
        if (field.slot == Slot::choice || field.slot == Slot::choice_and_subject) return &field;
    }
    return nullptr;
}

Choice choice_of(const Field& field, std::string_view value) {
    for (std::size_t i = 0; i < field.choices.size(); ++i) {
        if (field.choices[i] == value) return static_cast<Choice>(i + 1);
    }
    return 0;
}

std::string_view choice_text(TypeNo type, Choice choice) {
    const auto* row = find_type(type);
    const auto* field = row == nullptr ? nullptr : choice_field(*row);
    if (field == nullptr || choice == 0 || choice > field->choices.size()) return {};
    return field->choices[choice - 1U];
}

}  // namespace longstop::events
