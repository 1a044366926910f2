// Disputed law: the same table with some rows read otherwise.
#include <algorithm>

#include "engine/law/law.hpp"

namespace longstop::law {
namespace {

constexpr std::string_view strict = "strict";
constexpr std::string_view lenient = "lenient";

bool is_meant(const Reading& reading, std::string_view name) {
    if (name == strict) return reading.side == Side::strict;
    if (name == lenient) return reading.side == Side::lenient;
    return reading.name == name;
}

// The row as written, once another reading has taken its place.
Reading as_written(const Duty& duty) {
    Reading reading;
    reading.name = "default";
    reading.authority = duty.cite;
    reading.words = duty.words;
    reading.row = duty;
    reading.row.readings.clear();
    return reading;
}

// The row as the reading has it. The others stay with it, the default in the place of the one
// taken, so that answers still show how else the provision is read.
Duty changed(const Duty& duty, const Reading& taken) {
    auto row = taken.row;
    for (const auto& reading : duty.readings) {
        row.readings.push_back(reading.name == taken.name ? as_written(duty) : reading);
    }
    return row;
}

}  // namespace

std::vector<std::string> reading_names(const Law& law) {
    std::vector<std::string> names;
    for (const auto& duty : law.rows()) {
        for (const auto& reading : duty.readings) {
            if (std::find(names.begin(), names.end(), reading.name) == names.end()) {
                names.push_back(reading.name);
            }
        }
    }
    return names;
}

events::Result<Law> under(const Law& law, std::string_view name) {
    auto rows = law.rows();
    bool found = false;
    for (std::size_t row = 0; row < rows.size(); ++row) {
        const auto& duty = law.rows()[row];
        for (const auto& reading : duty.readings) {
            if (!is_meant(reading, name)) continue;
            rows[row] = changed(duty, reading);
            found = true;
        }
    }
    if (!found) {
        std::string known;
        for (const auto& one : reading_names(law)) known += ", " + one;
        return events::Error{events::ErrorCode::bad_usage, "cannot read the law that way",
                             "no row carries a reading called \"" + std::string{name} + "\"", "",
                             "the readings are strict, lenient" + known};
    }
    return law.with(std::move(rows));
}

}  // namespace longstop::law
