#include "engine/law/load/row_readings.hpp"

#include <algorithm>

#include "engine/law/load/duty_row.hpp"
#include "engine/law/load/row_keys.hpp"

namespace longstop::law::load {
namespace {

constexpr std::array<Named<Side>, 2> sides{{{"strict", Side::strict}, {"lenient", Side::lenient}}};

std::vector<const toml::table*> readings_in(const RowValues& row, const toml::table& of) {
    std::vector<const toml::table*> tables;
    const auto* node = of.get("reading");
    if (node == nullptr) return tables;
    const auto* list = node->as_array();
    if (list == nullptr) row.fail(*node, "readings are written as [[duty.reading]]", "");
    for (const auto& item : *list) {
        const auto* table = item.as_table();
        if (table == nullptr) row.fail(item, "a reading must be a table", "");
        tables.push_back(table);
    }
    return tables;
}

Reading read_reading(const RowValues& row, const Duty& duty, const toml::table& table) {
    for (const auto& [key, value] : table) {
        if (!is_one_of(key.str(), own_reading_keys) && !is_one_of(key.str(), changeable_keys)) {
            row.fail(value, "a reading cannot change \"" + std::string{key.str()} + "\"",
                     "a key passed over would leave the reading the same as the row");
        }
    }
    const RowValues said(row.file(), table);
    Reading reading;
    reading.name = said.needed_text("name");
    reading.authority = said.needed_text("authority");
    reading.words = said.needed_text("words");
    reading.side = said.one_of("side", sides, Side::neither);
    if (reading.name == "strict" || reading.name == "lenient" || reading.name == "default" ||
        reading.name == "all" || reading.name == "any") {
        row.fail(table, "a reading cannot be called \"" + reading.name + "\"",
                 "the word has a meaning of its own in --reading");
    }
    for (const auto& other : duty.readings) {
        const bool same_side = reading.side != Side::neither && other.side == reading.side;
        if (other.name != reading.name && !same_side) continue;
        row.fail(table, "a second reading of the row with this name or on this side", "");
    }
    const auto& changed = row.changed();
    reading.row = read_duty({row.file(), row.table(), {changed.version, changed.number, &table}});
    reading.row.written = duty.written;
    return reading;
}

// A version is read as the duty is, save where it says so itself, and where a reading is of
// words that the version has replaced.
void read_readings_of_the_duty(const RowValues& row, Duty& duty) {
    const auto own_count = duty.readings.size();
    for (const auto* table : readings_in(row, row.table())) {
        const bool replaced = std::any_of(table->begin(), table->end(), [&](const auto& pair) {
            const auto key = pair.first.str();
            return is_one_of(key, changeable_keys) && row.changed().version->contains(key);
        });
        if (replaced) continue;
        const RowValues said(row.file(), *table);
        const auto name = said.needed_text("name");
        const auto side = said.one_of("side", sides, Side::neither);
        const auto end = duty.readings.begin() + static_cast<std::ptrdiff_t>(own_count);
        const bool restated = std::any_of(duty.readings.begin(), end, [&](const Reading& own) {
            return own.name == name || (side != Side::neither && own.side == side);
        });
        if (!restated) duty.readings.push_back(read_reading(row, duty, *table));
    }
}

}  // namespace

void read_readings(const RowValues& row, Duty& duty) {
    for (const auto* table : readings_in(row, row.own())) {
        duty.readings.push_back(read_reading(row, duty, *table));
    }
    if (row.changed().version != nullptr) read_readings_of_the_duty(row, duty);
}

}  // namespace longstop::law::load
