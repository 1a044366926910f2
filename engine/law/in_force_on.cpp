#include "engine/law/in_force_on.hpp"

#include <algorithm>

namespace longstop::law {
namespace {

// Whether the row was known on the day, and had come into force.
bool had_begun(const Duty& duty, Day day) {
    return duty.in_force_from <= day && (!duty.known_from || *duty.known_from <= day);
}

// The rows of the duties of which one version is in force on the day.
std::vector<Duty> rows_in_force_on(const Law& law, Day day) {
    RowSet standing;
    for (RowNo row = 0; row < static_cast<RowNo>(law.rows().size()); ++row) {
        if (law.in_force(row, day)) standing = standing | law.rows_of(law.rows()[row].id);
    }
    std::vector<Duty> rows;
    standing.each([&](RowNo row) { rows.push_back(law.rows()[row]); });
    return rows;
}

}  // namespace

LawInForce in_force_on(const Law& law, Day day) {
    auto begun = law.rows();
    std::erase_if(begun, [day](const Duty& duty) { return !had_begun(duty, day); });
    LawInForce answer;
    answer.law = law.with(rows_in_force_on(law.with(std::move(begun)), day));
    for (const auto& duty : law.rows()) {
        auto& ids = answer.left_out;
        const bool told = !ids.empty() && ids.back() == duty.id;
        if (!told && answer.law.find(duty.id) == nullptr) ids.push_back(duty.id);
    }
    return answer;
}

}  // namespace longstop::law
