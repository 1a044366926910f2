#include "engine/law/amendment.hpp"

#include <map>

namespace longstop::law {
namespace {

using What = Amendment::What;
using Texts = std::map<std::string, std::string>;

std::string headline(const Duty& duty) { return duty.within.text + ": " + duty.duty; }

// The keys of two tables that differ, as amendments of the row `id`.
void compare(const std::string& id, const Texts& before, const Texts& after,
             std::vector<Amendment>& found) {
    for (const auto& [key, text] : before) {
        const auto other = after.find(key);
        if (other == after.end()) {
            found.push_back({What::changed, id, key, text, ""});
        } else if (other->second != text) {
            found.push_back({What::changed, id, key, text, other->second});
        }
    }
    for (const auto& [key, text] : after) {
        if (before.count(key) == 0) found.push_back({What::changed, id, key, "", text});
    }
}

Texts keys_of(const Duty& duty) { return {duty.written.begin(), duty.written.end()}; }

Texts days_of(const Calendar& calendar) {
    Texts days{{"verified_from", events::to_text(calendar.verified_from())},
               {"verified_until", events::to_text(calendar.verified_until())}};
    for (const auto& holiday : calendar.holidays()) {
        days[events::to_text(holiday.day)] = holiday.name.empty() ? "holiday" : holiday.name;
    }
    return days;
}

}  // namespace

std::vector<Amendment> amendments(const Law& before, const Law& after) {
    std::vector<Amendment> found;
    for (const auto& duty : before.rows()) {
        const auto* now = after.find(duty.id);
        if (now == nullptr) {
            found.push_back({What::removed, duty.id, "", headline(duty), ""});
        } else {
            compare(duty.id, keys_of(duty), keys_of(*now), found);
        }
    }
    for (const auto& duty : after.rows()) {
        if (before.find(duty.id) == nullptr) {
            found.push_back({What::added, duty.id, "", "", headline(duty)});
        }
    }
    compare("calendar", days_of(before.calendar()), days_of(after.calendar()), found);
    return found;
}

std::vector<std::optional<RowNo>> rows_in(const Law& before, const Law& after) {
    std::vector<std::optional<RowNo>> rows;
    rows.reserve(before.rows().size());
    for (const auto& duty : before.rows()) rows.push_back(after.row_of(duty.id));
    return rows;
}

}  // namespace longstop::law
