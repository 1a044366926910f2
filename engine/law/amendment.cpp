#include "engine/law/amendment.hpp"

#include <algorithm>
#include <map>

namespace longstop::law {
namespace {

using What = Amendment::What;
using Texts = std::map<std::string, std::string>;

std::string headline(const Duty& duty) { return duty.within.text + ": " + duty.duty; }

// The keys of two tables that differ, as amendments of the row `id`; `front` stands before each.
void compare(const std::string& id, const std::string& front, const Texts& before,
             const Texts& after, std::vector<Amendment>& found) {
    const auto add = [&](const std::string& key, std::string was, std::string is) {
        found.push_back({What::changed, id, front + key, std::move(was), std::move(is)});
    };
    for (const auto& [key, text] : before) {
        const auto other = after.find(key);
        if (other == after.end()) {
            add(key, text, "");
        } else if (other->second != text) {
            add(key, text, other->second);
        }
    }
    for (const auto& [key, text] : after) {
        if (before.count(key) == 0) add(key, "", text);
    }
}

// A version is known by the day on which it comes into force, the first by being that.
std::string version_of(const Duty& duty) {
    return duty.version == 0 ? std::string{} : "version " + events::to_text(duty.in_force_from);
}

const Duty* same_row(const Law& law, const Duty& duty) {
    const auto& rows = law.rows();
    const auto found = std::find_if(rows.begin(), rows.end(), [&](const Duty& other) {
        return other.id == duty.id && version_of(other) == version_of(duty);
    });
    return found == rows.end() ? nullptr : &*found;
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
        const auto version = version_of(duty);
        const auto* now = same_row(after, duty);
        if (now == nullptr) {
            found.push_back({What::removed, duty.id, version, headline(duty), ""});
        } else {
            compare(duty.id, version.empty() ? version : version + ": ", keys_of(duty),
                    keys_of(*now), found);
        }
    }
    for (const auto& duty : after.rows()) {
        if (same_row(before, duty) == nullptr) {
            found.push_back({What::added, duty.id, version_of(duty), "", headline(duty)});
        }
    }
    const auto& was = before.common().written;
    const auto& is = after.common().written;
    compare("common", "", {was.begin(), was.end()}, {is.begin(), is.end()}, found);
    compare("calendar", "", days_of(before.calendar()), days_of(after.calendar()), found);
    return found;
}

std::vector<std::optional<RowNo>> duties_in(const Law& before, const Law& after) {
    std::vector<std::optional<RowNo>> rows;
    rows.reserve(before.rows().size());
    for (const auto& duty : before.rows()) rows.push_back(after.row_of(duty.id));
    return rows;
}

}  // namespace longstop::law
