#include "cli/render/timeline_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/render/clock_rows.hpp"
#include "cli/render/rows.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli {
namespace {

using law::Status;

constexpr std::size_t least_subject = 12;  // a date with room to spare

std::string count_of_days(std::int32_t days, bool brief) {
    return brief ? std::to_string(days) + 'd' : days_text(days);
}

std::string time_left(const TimelineClock& clock, events::Day as_of, bool brief) {
    if (!clock.held_until.empty()) return "held, no end yet";
    if (!clock.due) return "due unknown";
    const auto days = (*clock.due - as_of).count();
    return days == 0 ? "due today" : count_of_days(days, brief) + " left";
}

std::string too_early_text(const TimelineClock& clock, bool brief) {
    if (clock.days_early > 0) return "EARLY " + count_of_days(clock.days_early, brief);
    return brief ? "EARLY" : "EARLY, no last day";
}

// Statuses in the order in which they matter to a reader, with the words of the summary.
struct StatusWords {
    Status status;
    std::string_view words;
};
constexpr StatusWords status_words[] = {
    {Status::overdue, "overdue"}, {Status::met_late, "met late"}, {Status::too_early, "too early"},
    {Status::excused, "excused"}, {Status::running, "running"},   {Status::met, "met"},
    {Status::lapsed, "lapsed"},   {Status::unknown, "unknown"},
};

// One "?" for each character that a plain terminal may not know.
std::string ascii(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto glyph = first_glyph(text);
        out += glyph.code >= ' ' && glyph.code < 0x7F ? text.front() : '?';
        text.remove_prefix(glyph.length);
    }
    return out;
}

std::string plain_event(const TimelineEvent& event) {
    return events::to_text(event.date) + "  " + ascii(event.text) +
           (event.retracted ? " [retracted]" : "");
}

std::string plain_clock(const TimelineClock& clock) {
    std::string line = ascii(clock.duty);
    if (!clock.subject.empty()) line += " [" + ascii(clock.subject) + ']';
    line += ": " + events::to_text(clock.started_on);
    line += clock.due                  ? " to due " + events::to_text(*clock.due)
            : clock.held_until.empty() ? std::string{", due unknown"}
                                       : ", held until " + ascii(clock.held_until) + ": none yet";
    if (clock.ended_on) line += ", ended " + events::to_text(*clock.ended_on);
    line += fmt::format(", {}", status_text(clock.status));
    if (clock.days_late > 0) line += ", " + count_of_days(clock.days_late, false) + " late";
    if (clock.days_early > 0) line += ", " + count_of_days(clock.days_early, false) + " early";
    if (clock.overtaken) line += ", never done";
    if (!clock.unknown_because.empty()) line += ", " + clock.unknown_because;
    if (!clock.excused_by.empty()) line += ", excused by " + ascii(clock.excused_by);
    if (!clock.breach_by.empty() && clock.breach_by != "LA") {
        line += ", owed by " + ascii(clock.breach_by);
    }
    if (!clock.no_breach.empty()) line += ", no breach of law: " + clock.no_breach;
    return line;
}

}  // namespace

std::string state_text(const TimelineClock& clock, events::Day as_of, bool brief) {
    const auto late = count_of_days(clock.days_late, brief);
    switch (clock.status) {
        case Status::running: return time_left(clock, as_of, brief);
        case Status::overdue: return "OVERDUE " + late;
        case Status::met_late: return "LATE " + late;
        case Status::too_early: return too_early_text(clock, brief);
        case Status::excused: return clock.days_late > 0 ? "excused " + late : "excused";
        case Status::lapsed:
            if (clock.never_done()) return (brief ? "never " : "never, ") + late;
            break;
        case Status::met:
        case Status::unknown: break;
    }
    return std::string{status_text(clock.status)};
}

std::string detail_text(const TimelineClock& clock) {
    if (!clock.held_until.empty()) return "runs until " + clock.held_until + ": none yet";
    const bool as_it_should = clock.status == Status::running || clock.status == Status::met;
    if (as_it_should || clock.is_lapsed()) return {};
    const auto told = [](std::string_view label, const std::string& text) {
        return text.empty() ? std::string{} : fmt::format("{} {}", label, text);
    };
    const auto ended = clock.ended_on ? events::to_text(*clock.ended_on) : std::string{};
    const bool owed_by_another = clock.breach_by != "LA";
    const std::array parts{told(clock.never_done() ? "overtaken" : "done", ended),
                           told("excused by", clock.excused_by), clock.cite,
                           told("owed by", owed_by_another ? clock.breach_by : std::string{}),
                           told("no breach of law:", clock.no_breach)};
    return joined(parts, "; ");
}

std::string label_text(const TimelineClock& clock, std::size_t width) {
    if (clock.subject.empty()) return clipped(clock.duty, width);
    const auto duty = display_width(clock.duty);
    const auto subject = display_width(clock.subject);
    if (duty + 1 + subject <= width) return sanitized(clock.duty + ' ' + clock.subject);
    const auto kept = std::min({subject, least_subject, width / 2});
    const auto duty_room = std::min(duty, width - 1 - kept);
    return clipped(clock.duty, duty_room) + ' ' + clipped(clock.subject, width - 1 - duty_room);
}

namespace {

// "2 by LA, 1 by body": as the breach list has them. Empty where there is nothing to tell apart.
std::string breaches_by(const std::vector<TimelineClock>& clocks) {
    std::vector<std::pair<std::string, int>> counts;
    for (const auto& clock : clocks) {
        if (clock.breach_by.empty()) continue;
        const auto found = std::find_if(counts.begin(), counts.end(), [&](const auto& count) {
            return count.first == clock.breach_by;
        });
        if (found == counts.end()) {
            counts.emplace_back(clock.breach_by, 1);
        } else {
            ++found->second;
        }
    }
    // Where everything late is the authority's breach, the statuses have said it.
    const bool plain = std::all_of(clocks.begin(), clocks.end(), [](const TimelineClock& clock) {
        return clock.no_breach.empty() && (clock.breach_by.empty() || clock.breach_by == "LA");
    });
    std::string text;
    if (plain) return text;
    if (counts.empty()) return "none";
    for (const auto& [owner, number] : counts) {
        text += (text.empty() ? "" : ", ") + std::to_string(number) + " by " + owner;
    }
    return text;
}

}  // namespace

std::string summary_text(const std::vector<TimelineClock>& clocks) {
    if (clocks.empty()) return "no clocks";
    std::vector<std::string> counts;
    for (const auto& [status, words] : status_words) {
        const auto n = std::count_if(clocks.begin(), clocks.end(),
                                     [&](const auto& clock) { return clock.status == status; });
        if (n > 0) counts.push_back(fmt::format("{} {}", n, words));
    }
    const auto by = breaches_by(clocks);
    return fmt::format("{}: {}{}{}", pluralized(clocks.size(), "clock"), joined(counts, ", "),
                       by.empty() ? "" : "; breaches of law: ", by);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width, std::size_t most) {
    std::vector<std::string> lines;
    while (display_width(text) > width && lines.size() + 1 < most) {
        // The last blank at which what is before it still fits; a longer word is clipped.
        std::size_t cut = text.find(' ');
        for (auto at = cut; at != std::string_view::npos; at = text.find(' ', at + 1)) {
            if (display_width(text.substr(0, at)) > width) break;
            cut = at;
        }
        if (cut == std::string_view::npos) break;
        lines.push_back(clipped(text.substr(0, cut), width));
        text.remove_prefix(cut + 1);
    }
    lines.push_back(clipped(text, width));
    return lines;
}

std::string plain_timeline(const TimelinePicture& picture) {
    std::string out = ascii(picture.title) + ", as of " + events::to_text(picture.as_of);
    if (!picture.known_at.empty()) out += ", known at " + ascii(picture.known_at);
    out += '\n' + summary_text(picture.clocks) + '\n';
    if (!picture.events.empty()) out += "\nEvents\n";
    for (const auto& event : picture.events) out += plain_event(event) + '\n';
    if (!picture.clocks.empty()) out += "\nClocks\n";
    for (const auto& clock : picture.clocks) out += plain_clock(clock) + '\n';
    return out;
}

}  // namespace longstop::cli
