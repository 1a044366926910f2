// A body of law: its rows, its calendar, and the compact table that the evaluator runs.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/law/calendar.hpp"
#include "engine/law/duty.hpp"
#include "events/result.hpp"

namespace longstop::law {

// What one kind of event does to the rows. One for each (type, listed value, late or year).
struct Effects {
    RowSet starts;
    RowSet ends;
    RowSet self_ends;  // ends the very clock it starts
    RowSet lapses;
    RowSet lapses_other_meeting;  // lapses clocks whose subject is another meeting
    RowSet rests;
    RowSet wakes;
    RowSet links;    // a limit counts from this event
    RowSet touches;  // any of the above on an open clock
    RowSet stirs;    // wakes or lapses: anything that changes a resting clock
    bool reopens_case = false;
};

struct Instrument {
    std::string file;
    std::string title;
    std::string address;
    std::string note;
};

struct Law {
    std::vector<Duty> duties;  // in table order
    Calendar calendar;
    std::vector<Instrument> instruments;
    std::vector<Effects> effects;
    std::vector<int> years;  // years that some pattern names

    // Where the effects of a type begin, and how many listed values it has.
    struct TypeEffects {
        std::uint32_t first = 0;
        std::uint32_t choices = 1;  // with "absent"
    };
    std::array<TypeEffects, 256> of_type{};

    // The place in `effects` for an event: `extra` is 1 for a late concession, or the place of its
    // year among `years` plus one.
    std::uint32_t effect_at(TypeNo type, int choice, std::uint32_t extra) const {
        const auto& of = of_type[type];
        return of.first + extra * of.choices + static_cast<std::uint32_t>(choice);
    }

    const Duty* find(std::string_view id) const;
    std::optional<RowNo> row_of(std::string_view id) const;
};

// One file of the law: its name and its whole text.
struct LawFile {
    std::string name;
    std::string text;
};

// Reads and checks every file, in the order of their names. The error names file, line, what and
// why. One file must be called calendar.toml.
events::Result<Law> load_law(std::vector<LawFile> files);

// The law under a named reading: the rows that carry it are changed, all others are as they were.
// `strict` and `lenient` stand for the readings of that side. An error for a name that no row
// carries.
events::Result<Law> under(const Law& law, std::string_view reading);
// The names of the readings, in table order; without `strict` and `lenient`.
std::vector<std::string> reading_names(const Law& law);

// The order of table rows decides nothing but listing; docs/decisions says why.
// Builds `effects` and the row sets from `duties`.
void compile(Law& law);

}  // namespace longstop::law
