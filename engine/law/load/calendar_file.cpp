// calendar.toml: the holidays, and the days for which they are verified.
#include <algorithm>

#include "engine/law/load/files.hpp"

namespace longstop::law::load {
namespace {

std::vector<Holiday> read_holidays(const std::string& file, const toml::array& list, Day from,
                                   Day until) {
    std::vector<Holiday> holidays;
    for (const auto& node : list) {
        const auto& row = table_in(file, node);
        check_keys(file, row, {"day", "name", "known_from"});
        const auto day = day_in(file, row, "day");
        const auto same = [day](const Holiday& holiday) { return holiday.day == day; };
        if (day < from || day > until || std::any_of(holidays.begin(), holidays.end(), same)) {
            throw Fault{file, line_of(node), "the holiday is listed twice or outside the range",
                        "one of the two days is a slip, and a due date hangs on it"};
        }
        Holiday holiday{day, row["name"].value_or(std::string{}), std::nullopt};
        if (row.contains("known_from")) holiday.known_from = day_in(file, row, "known_from");
        holidays.push_back(std::move(holiday));
    }
    return holidays;
}

// Holidays that stood until a change was published.
std::vector<Withdrawn> read_withdrawn(const std::string& file, const toml::table& table,
                                      const std::vector<Holiday>& holidays) {
    std::vector<Withdrawn> withdrawn;
    const auto* list = table.get_as<toml::array>("withdrawn");
    if (list == nullptr) return withdrawn;
    for (const auto& node : *list) {
        const auto& row = table_in(file, node);
        check_keys(file, row, {"day", "name", "until"});
        const auto day = day_in(file, row, "day");
        if (std::any_of(holidays.begin(), holidays.end(),
                        [day](const Holiday& holiday) { return holiday.day == day; })) {
            throw Fault{file, line_of(node), "the holiday withdrawn is still listed",
                        "it cannot both stand and not stand"};
        }
        withdrawn.push_back({day, row["name"].value_or(std::string{}), day_in(file, row, "until")});
    }
    return withdrawn;
}

}  // namespace

Calendar read_calendar(const std::string& file, const toml::table& table) {
    const auto* list = table.get_as<toml::array>("holiday");
    if (list == nullptr) throw Fault{file, 1, "there is no list of [[holiday]]", ""};
    const auto from = day_in(file, table, "verified_from");
    const auto until = day_in(file, table, "verified_until");
    if (until < from || until - from > date::days{400 * 366}) {
        throw Fault{file, 1, "verified_until does not lie after verified_from, within 400 years",
                    "every working day would be unknown"};
    }
    auto holidays = read_holidays(file, *list, from, until);
    auto withdrawn = read_withdrawn(file, table, holidays);
    return {from, until, std::move(holidays), std::move(withdrawn)};
}

}  // namespace longstop::law::load
