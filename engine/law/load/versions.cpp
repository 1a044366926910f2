#include "engine/law/load/versions.hpp"

#include "engine/law/load/duty_row.hpp"
#include "engine/law/load/row_keys.hpp"
#include "engine/law/load/row_readings.hpp"

namespace longstop::law::load {
namespace {

Duty read_with_readings(const RowValues& row) {
    auto duty = read_duty(row);
    read_readings(row, duty);
    return duty;
}

void check_version_keys(const RowValues& row, const toml::table& version) {
    for (const auto& [key, node] : version) {
        if (is_one_of(key.str(), own_version_keys)) continue;
        if (is_one_of(key.str(), keys_of_the_duty) || !is_one_of(key.str(), duty_keys)) {
            row.fail(node, "a version cannot change \"" + std::string{key.str()} + "\"",
                     "versions are one duty, and what it is known by stays; a misspelt key would "
                     "leave it as it was");
        }
    }
}

// A clock is governed by the one version that is in force on the day it starts.
void check_order(const RowValues& row, const toml::table& version, const Duty& before,
                 const Duty& duty) {
    const auto& from = *version.get("in_force_from");
    if (duty.in_force_from <= before.in_force_from) {
        row.fail(from, "the version does not come into force after the one before it",
                 "versions stand in the order of their days, and one ends where the next begins");
    }
    if (before.in_force_to && *before.in_force_to >= duty.in_force_from) {
        row.fail(from, "two versions are in force on " + events::to_text(duty.in_force_from),
                 "a clock that starts on that day would have two limits");
    }
}

}  // namespace

std::vector<Duty> read_versions(const std::string& file, const toml::table& table) {
    const RowValues row(file, table);
    std::vector<Duty> rows{read_with_readings(row)};
    const auto* node = table.get("version");
    if (node == nullptr) return rows;
    const auto* list = node->as_array();
    if (list == nullptr) row.fail(*node, "versions are written as [[duty.version]]", "");
    for (const auto& item : *list) {
        const auto* version = item.as_table();
        if (version == nullptr) row.fail(item, "a version must be a table", "");
        check_version_keys(row, *version);
        const auto number = static_cast<unsigned>(rows.size());
        rows.push_back(read_with_readings({file, table, {version, number, nullptr}}));
        check_order(row, *version, rows[number - 1], rows[number]);
    }
    return rows;
}

}  // namespace longstop::law::load
