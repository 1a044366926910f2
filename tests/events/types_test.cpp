// The table of event types. Numbers are on disk for ever: the golden list only ever grows.
#include <algorithm>
#include <array>
#include <set>
#include <sstream>

#include "events/field_no.hpp"
#include "tests/events/event_support.hpp"

using namespace longstop::events;
using namespace longstop::tests;

namespace {

constexpr std::array sorts{"text", "choice", "day", "year"};
constexpr std::array slots{"none",  "choice", "choice_and_subject", "first", "second", "subject",
                           "other", "matter"};

// Number of a type, and of each field its number, sort, slot and listed values, as one line of the
// golden list.
std::string line_of(const EventType& type) {
    std::string line = std::to_string(type.no);
    for (const auto& field : type.fields) {
        line += " " + std::string{field_name(field.no)} + "=" +
                std::to_string(static_cast<int>(field.no)) + "/" +
                sorts.at(static_cast<std::size_t>(field.kind)) + "/" +
                slots.at(static_cast<std::size_t>(field.slot));
        for (std::size_t i = 0; i < field.choices.size(); ++i) {
            line += (i == 0 ? ":" : ",") + std::string{field.choices[i]};
        }
    }
    return line;
}

// A list that begins with all of another: something was added at its end, nothing else.
bool grown_from(const std::string& now, const std::string& then) {
    return now == then || now.starts_with(then + ",");
}

// What a line of the golden list says that the table says no more; empty where the type has only
// grown: fields may have been added anywhere in the row, and values at the end of a list.
std::string lost(const std::string& name, const std::string& then) {
    const auto* type = find_type(name);
    if (type == nullptr) return "the type";
    std::istringstream in(then);
    std::string what;
    in >> what;
    if (what != std::to_string(type->no)) return "the number " + what;
    std::vector<std::string> fields;
    std::istringstream row(line_of(*type));
    for (std::string field; row >> field;) fields.push_back(field);
    while (in >> what) {
        if (std::none_of(fields.begin(), fields.end(),
                         [&](const auto& field) { return grown_from(field, what); })) {
            return what;
        }
    }
    return "";
}

}  // namespace

TEST_CASE("no type, field or listed value has lost or changed its number, no field its slot",
          "[golden]") {
    const auto list = golden("event-types.txt");
    CHECK(list.size() >= 66);
    for (const auto& [name, then] : list) {
        INFO("this is on somebody's disk and must stand as it was: " << name << " " << then);
        CHECK(lost(name, then) == "");
        if (const auto* type = find_type(name)) CHECK(type_name(type->no) == name);
    }
}

TEST_CASE("every type stands in the golden list as it is", "[golden]") {
    const auto list = golden("event-types.txt");
    if (blessing()) {
        for (const auto& [name, then] : list) REQUIRE(lost(name, then) == "");
        std::ofstream out(golden_file("event-types.txt"));
        for (const auto& type : event_types()) out << type.name << " " << line_of(type) << "\n";
        return;
    }
    for (const auto& type : event_types()) {
        INFO(type.name << ": a new type or field is taken over by ./dev bless");
        CHECK(std::count(list.begin(), list.end(),
                         std::pair{std::string{type.name}, line_of(type)}) == 1);
    }
}

TEST_CASE("numbers and names of types and fields are unique and found both ways") {
    std::set<int> numbers;
    std::set<std::string_view> names;
    for (const auto& type : event_types()) {
        CHECK(numbers.insert(type.no).second);
        CHECK(names.insert(type.name).second);
        CHECK(find_type(type.no) == &type);
        CHECK(find_type(type.name) == &type);
        for (const auto& field : type.fields) {
            CHECK(field.no != FieldNo::foreign);
            CHECK(find_field(type, field.no) == &field);
            CHECK(find_field(type, field_name(field.no)) == &field);
            CHECK((field.kind == FieldKind::choice) == !field.choices.empty());
            for (std::size_t i = 0; i < field.choices.size(); ++i) {
                CHECK(choice_of(field, field.choices[i]) == i + 1);
            }
            CHECK(choice_of(field, "no such value") == 0);
            CHECK(choice_of(field, "") == 0);
        }
    }
    CHECK(find_type(0) == nullptr);
    CHECK(find_type("no-such-type") == nullptr);
    CHECK(find_type("") == nullptr);
    CHECK(type_name(0).empty());
    std::set<std::string_view> fields;
    for (std::size_t no = 1; no < field_count; ++no) {
        const auto name = field_name(static_cast<FieldNo>(no));
        CHECK(fields.insert(name).second);
        CHECK(find_field(name) == static_cast<FieldNo>(no));
    }
    CHECK(find_field("colour") == FieldNo::foreign);
    CHECK(find_field("") == FieldNo::foreign);
}

TEST_CASE("every event of a case may name its matter, every entry its origin; none lists them") {
    for (const auto& type : event_types()) {
        INFO(type.name);
        const auto* own = type.no < first_own_type ? &common_fields()[0] : nullptr;
        CHECK(find_field(type, "matter") == own);
        CHECK(find_field(type, FieldNo::matter) == own);
        CHECK(find_field(type, "carried_from") == &common_fields()[1]);
        CHECK(find_field(type, FieldNo::carried_from) == &common_fields()[1]);
        auto event = full_entry(type).event;
        event.fields.push_back({FieldNo::matter, {}, "review-7, A/12"});
        CHECK(slots_of(event).matter == (own == nullptr ? "" : "review-7, A/12"));
    }
}

TEST_CASE("a `matter` recorded before it had a meaning stays a foreign field and names nothing") {
    Event event;
    event.type = 21;  // review-meeting-held
    event.fields.push_back({FieldNo::foreign, "matter", "review-7"});
    CHECK(slots_of(event).matter.empty());
}

TEST_CASE("an appeal dismissed is a kind of order, of no agreement and no concession") {
    CHECK(choice_of(*find_field(*find_type("tribunal-order"), "kind"), "dismiss") == 9);
    CHECK(choice_of(*find_field(*find_type("mediation-agreement"), "kind"), "dismiss") == 0);
    CHECK(choice_of(*find_field(*find_type("appeal-not-opposed"), "kind"), "dismiss") == 0);
}

TEST_CASE("a choice is told by its number, and by none beyond the list") {
    CHECK(choice_text(4, 1) == "yes");
    CHECK(choice_text(4, 2) == "no");
    CHECK(choice_text(4, 0).empty());
    CHECK(choice_text(4, 3).empty());
    CHECK(choice_text(2, 1).empty());  // a type without a list
    CHECK(choice_text(0, 1).empty());
}

TEST_CASE("what a fold finds in its slots, for every type with every field") {
    for (const auto& type : event_types()) {
        const auto entry = full_entry(type);
        const auto slots = slots_of(entry.event);
        INFO(type.name);
        for (const auto& field : type.fields) {
            const auto text = field_text(entry.event, field.no);
            const auto number = field.kind == FieldKind::year ? 2026 : 20147;  // 2025-02-28
            if (field.slot == Slot::choice || field.slot == Slot::choice_and_subject) {
                CHECK(slots.choice == field.choices.size());
                CHECK(choice_text(type.no, slots.choice) == text);
            }
            if (field.slot == Slot::choice_and_subject || field.slot == Slot::subject) {
                CHECK(slots.subject == text);
            }
            if (field.slot == Slot::first) CHECK(slots.first == number);
            if (field.slot == Slot::second) CHECK(slots.second == number);
            if (field.slot == Slot::other) CHECK(slots.other == text);
        }
        auto bare = entry.event;
        bare.fields.clear();
        const auto none = slots_of(bare);
        CHECK(none.choice == 0);
        CHECK(none.first == Slots::absent);
        CHECK(none.second == Slots::absent);
        CHECK(none.subject.empty());
        CHECK(none.other.empty());
        CHECK(none.matter.empty());
    }
}

TEST_CASE("a day or year that is none leaves its slot empty") {
    Event event;
    event.type = 36;  // plan-transferred-in
    event.fields.push_back({FieldNo::plan_made, {}, "2025-02-29"});
    event.fields.push_back({FieldNo::last_review, {}, ""});
    CHECK(slots_of(event).first == Slots::absent);
    CHECK(slots_of(event).second == Slots::absent);
    event.type = 0;  // no type at all
    CHECK(slots_of(event).first == Slots::absent);
}

TEST_CASE("fields are stored by number, foreign ones last by name") {
    FieldValues fields{{FieldNo::foreign, "zebra", "1"},
                       {FieldNo::setting, {}, "2"},
                       {FieldNo::foreign, "ape", "3"},
                       {FieldNo::by, {}, "4"}};
    sort_fields(fields);
    std::string order;
    for (const auto& field : fields) order += field.value;
    CHECK(order == "4231");
}
