// Section 0: the table of duties; 5.4: working days.
#include "plain_evaluator.hpp"

#include <algorithm>
#include <stdexcept>

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;

// type[f=a|b;g!=c], with `~`, `!` or `self:` before it (3.1, 3.2).
Pattern parse_pattern(std::string text) {
    Pattern pattern;
    const auto is_marked = [&](std::string_view mark) {
        const bool marked = text.starts_with(mark);
        if (marked) text.erase(0, mark.size());
        return marked;
    };
    pattern.rests = is_marked("~");
    pattern.makes_final = is_marked("!");
    pattern.self = is_marked("self:");
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

// `held_by` and `held_until` stand pair by pair (4.9).
std::vector<Hold> parse_holds(const std::string& by, const std::string& until) {
    if (by.empty()) return {};
    const auto holders = split(by, " / "), releasers = split(until, " / ");
    if (holders.size() != releasers.size()) throw std::runtime_error("no pairs: " + by);
    std::vector<Hold> holds;
    for (std::size_t i = 0; i < holders.size(); ++i) {
        holds.push_back({parse_patterns(holders[i]), parse_patterns(releasers[i])});
    }
    return holds;
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
    duty.overtaken = parse_patterns(cell("overtaken"));
    duty.resumes = parse_patterns(cell("resumes"));
    duty.holds = parse_holds(cell("held_by"), cell("held_until"));
    duty.any_matter = cell("matter") == "any";
    duty.answers = parse_list(cell("answers"), "|");
    duty.start_date = parse_list(cell("start_date"), "|");
    duty.subject = cell("subject") == "none" ? "" : cell("subject");
    duty.limit = cell("limit");
    duty.counting = cell("counting");
    duty.adjust = cell("adjust");
    duty.override_by = cell("override").substr(0, 2) == "by";
    if (cell("override").starts_with("by from ")) {
        duty.by_from = parse_patterns(cell("override").substr(8));
    }
    duty.ends_from = cell("ends_from");
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

const Duty* Law::find(const std::string& id, Day start) const {
    const auto found = std::find_if(duties.begin(), duties.end(), [&](const Duty& duty) {
        return duty.id == id && (!duty.in_force_from || *duty.in_force_from <= start) &&
               (!duty.in_force_to || start <= *duty.in_force_to);
    });
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
