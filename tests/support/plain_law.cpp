// Section 0: the table of duties; 1.4 and 3.6: days, instants, text; 5.4: working days.
#include "plain_evaluator.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char folded(char c) { return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c; }

// `count` digits at `from`, or none.
std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return std::nullopt;
    int number = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = 10 * number + (c - '0');
    }
    return number;
}

bool has_at(std::string_view text, std::size_t at, std::string_view allowed) {
    return at < text.size() && allowed.find(text[at]) != std::string_view::npos;
}

// `Z` or `+hh:mm` at `at`, which must end the text.
std::optional<chrono::minutes> offset_at(std::string_view text, std::size_t at) {
    if (at + 1 == text.size() && has_at(text, at, "Zz")) return chrono::minutes(0);
    if (at + 6 != text.size() || !has_at(text, at, "+-") || text[at + 3] != ':') return {};
    const auto hours = number_at(text, at + 1, 2), minutes = number_at(text, at + 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    const chrono::minutes size = chrono::hours(*hours) + chrono::minutes(*minutes);
    return text[at] == '-' ? -size : size;
}

// type[f=a|b;g!=c], with `~` or `self:` before it (3.1, 3.2).
Pattern parse_pattern(std::string text) {
    Pattern pattern;
    if (text.starts_with("~")) {
        pattern.rests = true;
        text.erase(0, 1);
    }
    if (text.starts_with("self:")) {
        pattern.self = true;
        text.erase(0, 5);
    }
    const auto bracket = text.find('[');
    pattern.type = text.substr(0, bracket);
    if (!is_event_type(pattern.type)) throw std::runtime_error("no event type: " + pattern.type);
    if (bracket == std::string::npos) return pattern;
    if (text.back() != ']') throw std::runtime_error("no pattern: " + text);
    const auto inside = text.substr(bracket + 1, text.size() - bracket - 2);
    for (const auto& part : split(inside, ";")) {
        const auto equals = part.find('=');
        if (equals == std::string::npos || equals == 0)
            throw std::runtime_error("no condition: " + part);
        Condition condition;
        condition.differs = part[equals - 1] == '!';
        condition.field = part.substr(0, equals - (condition.differs ? 1 : 0));
        condition.values = split(part.substr(equals + 1), "|");
        pattern.conditions.push_back(condition);
    }
    return pattern;
}

std::vector<Pattern> parse_patterns(const std::string& cell) {
    std::vector<Pattern> patterns;
    if (cell.empty()) return patterns;
    for (const auto& text : split(cell, " or ")) patterns.push_back(parse_pattern(text));
    return patterns;
}

std::vector<std::string> parse_list(const std::string& cell, const char* separator) {
    return cell.empty() ? std::vector<std::string>{} : split(cell, separator);
}

Duty parse_duty(const std::map<std::string, std::string>& cells) {
    const auto cell = [&](const char* column) {
        const auto& text = cells.at(column);
        return text == "-" ? std::string() : text;
    };
    Duty duty;
    duty.id = cell("id");
    duty.citation = cell("citation");
    duty.owed_by = cell("owed_by");
    duty.kind = cell("kind");
    duty.starts = parse_patterns(cell("starts"));
    duty.ends = parse_patterns(cell("ends"));
    duty.lapses = parse_patterns(cell("lapses"));
    duty.resumes = parse_patterns(cell("resumes"));
    duty.start_date = parse_list(cell("start_date"), "|");
    duty.subject = cell("subject") == "none" ? "" : cell("subject");
    duty.limit = cell("limit");
    duty.counting = cell("counting");
    duty.adjust = cell("adjust");
    duty.override_by = cell("override");
    duty.ends_from = cell("ends_from");
    duty.same_day = cell("same_day");
    duty.on_restart = cell("on_restart");
    duty.if_missed = cell("if_missed");
    duty.unless_open = parse_list(cell("unless_open"), ", ");
    duty.not_listed_while = parse_list(cell("not_listed_while"), ", ");
    duty.exceptions = parse_list(cell("exceptions"), ", ");
    duty.in_force_from = day_of(cell("in_force_from"));
    duty.in_force_to = day_of(cell("in_force_to"));
    return duty;
}

}  // namespace

std::optional<Day> day_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2),
               day = number_at(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const chrono::year_month_day date{chrono::year(*year), chrono::month(unsigned(*month)),
                                      chrono::day(unsigned(*day))};
    return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::optional<Instant> instant_of(std::string_view text) {
    if (text.size() < 20 || !has_at(text, 10, "Tt ") || text[13] != ':' || text[16] != ':')
        return {};
    const auto day = day_of(text.substr(0, 10));
    const auto hours = number_at(text, 11, 2), minutes = number_at(text, 14, 2),
               seconds = number_at(text, 17, 2);
    // A leap second (60) is an RFC 3339 second; it reads as the first of the next minute.
    if (!day || !hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60)
        return {};
    std::size_t at = 19;
    int micros = 0;
    if (text[at] == '.') {
        int scale = 100000;  // digits past the sixth are cut off
        const auto first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
            micros += scale * (text[at] - '0');
        }
        if (at == first) return {};
    }
    const auto offset = offset_at(text, at);
    if (!offset) return {};
    return Instant(*day) + chrono::hours(*hours) + chrono::minutes(*minutes) +
           chrono::seconds(*seconds) + chrono::microseconds(micros) - *offset;
}

std::optional<Instant> known_at_of(std::string_view text) {
    if (const auto day = day_of(text))
        return Instant(*day + chrono::days(1)) - chrono::microseconds(1);
    return instant_of(text);
}

std::string text_of(Day day) {
    const chrono::year_month_day date{day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()));
    return text;
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return std::string(text);
}

bool same_subject(std::string_view a, std::string_view b) {
    const auto left = trimmed(a), right = trimmed(b);
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char x, char y) { return folded(x) == folded(y); });
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + separator.size());
    }
}

Calendar::Calendar(std::string_view text) {
    for (const auto& line : split(text, "\n")) {
        if (const auto day = day_of(std::string_view(line).substr(0, 10))) holidays_.insert(*day);
    }
    if (holidays_.empty()) throw std::runtime_error("the calendar names no day");
    first_ = chrono::year_month_day(*holidays_.begin()).year();
    last_ = chrono::year_month_day(*holidays_.rbegin()).year();
}

bool Calendar::is_working_day(Day day) const {
    const chrono::year_month_day date{day};
    if (date.year() < first_ || date.year() > last_) throw BeyondCalendar{};
    const chrono::weekday weekday{day};
    if (weekday == chrono::Saturday || weekday == chrono::Sunday) return false;
    if (date.month() == chrono::December && date.day() == chrono::day(25)) return false;
    return !holidays_.contains(day);
}

const Duty* Law::find(const std::string& id) const {
    const auto found =
        std::find_if(duties.begin(), duties.end(), [&](const Duty& duty) { return duty.id == id; });
    return found == duties.end() ? nullptr : &*found;
}

Law read_law(std::string_view duties_tsv, std::string_view calendar_text) {
    Law law{{}, Calendar(calendar_text)};
    auto lines = split(duties_tsv, "\n");
    const auto columns = split(lines.front(), "\t");
    lines.erase(lines.begin());
    for (const auto& line : lines) {
        if (line.empty()) continue;
        const auto cells = split(line, "\t");
        if (cells.size() != columns.size())
            throw std::runtime_error("cells and columns differ: " + line);
        std::map<std::string, std::string> by_column;
        for (std::size_t i = 0; i < cells.size(); ++i) by_column[columns[i]] = cells[i];
        law.duties.push_back(parse_duty(by_column));
    }
    return law;
}

}  // namespace longstop::plain
