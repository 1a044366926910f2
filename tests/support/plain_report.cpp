// 7.3, 7.4: the breach list; section 8: statistics; and clocks and statistics as JSON lines.
#include "plain_parts.hpp"

#include <algorithm>
#include <cstdio>
#include <stdexcept>

namespace longstop::plain {
namespace {

// 7.3: while a clock of `not_listed_while` is open for the subject, only that one is listed.
bool hidden_by_another(const Law& law, const Duty& duty, const Clock& clock,
                       const std::vector<Clock>& all) {
    if (duty.not_listed_while.empty()) return false;
    const auto& names = duty.not_listed_while;
    return std::any_of(all.begin(), all.end(), [&](const Clock& other) {
        if (!other.open || other.case_ref != clock.case_ref || other.la != clock.la) return false;
        if (std::find(names.begin(), names.end(), other.duty) == names.end()) return false;
        if (!law.find(other.duty, other.started_on)->any_matter &&
            of_different_matters(other.matters, clock.matters))
            return false;  // 3.8
        return other.subject && clock.subject
                   ? same_subject(*other.subject, *clock.subject)
                   : other.subject.has_value() == clock.subject.has_value();
    });
}

bool status_is_asked_for(const Clock& clock, const BreachOptions& options) {
    if (options.open && !clock.open) return false;
    if (clock.status == "overdue") return true;
    if (clock.status == "met-late" || clock.status == "too-early") return true;
    if (clock.status == "lapsed" && clock.days_late > 0) return options.lapsed || clock.overtaken;
    return clock.status == "excused" && options.excused;
}

// What is no breach of law by its row: guidance, a right, a condition that never came about (7.3).
bool is_barred(const Duty& duty, const Clock& clock) {
    return duty.kind == "guidance" || duty.is_right() || (duty.is_conditional() && !clock.ended);
}

bool is_listed(const Law& law, const Clock& clock, const std::vector<Clock>& all,
               const BreachOptions& options) {
    const Duty* duty = law.find(clock.duty, clock.started_on);
    if (!duty) throw std::runtime_error("a clock of an unknown duty: " + clock.duty);
    if (!status_is_asked_for(clock, options)) return false;
    if ((options.from || options.to) && !clock.due) return false;
    if (options.from && *clock.due < *options.from) return false;
    if (options.to && *clock.due > *options.to) return false;
    if (options.duty ? *options.duty != duty->id : is_barred(*duty, clock)) return false;
    return !hidden_by_another(law, *duty, clock, all);
}

// 8.4 in tenths of a per cent, half up; none when nothing is counted.
std::string rate(int part, int whole) {
    if (whole == 0) return "null";
    const long tenths = (2000L * part + whole) / (2L * whole);
    return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
}

std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto named = std::string_view("\"\\\b\f\n\r\t").find(c);
        if (named != std::string_view::npos && c != '\0') {
            out += '\\';
            out += "\"\\bfnrt"[named];
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char code[8];
            std::snprintf(code, sizeof code, "\\u%04x", unsigned(c));
            out += code;
        } else {
            out += c;
        }
    }
    return out + "\"";
}

// An object whose keys stand in the order given.
class Object {
  public:
    explicit Object(bool spaced) : gap_(spaced ? " " : "") {}

    Object& raw(const char* key, const std::string& value) {
        text_ += (text_.empty() ? "" : "," + gap_) + quoted(key) + ":" + gap_ + value;
        return *this;
    }
    Object& text(const char* key, const std::optional<std::string>& value) {
        return raw(key, value ? quoted(*value) : "null");
    }
    Object& day(const char* key, std::optional<Day> value) {
        return raw(key, value ? quoted(text_of(*value)) : "null");
    }
    Object& number(const char* key, int value) { return raw(key, std::to_string(value)); }
    std::string str() const { return "{" + text_ + "}"; }

  private:
    std::string gap_, text_;
};

}  // namespace

std::vector<Clock> breaches(const Law& law, const std::vector<Clock>& all,
                            const BreachOptions& options) {
    std::vector<Clock> listed;
    for (const auto& clock : all) {
        if (is_listed(law, clock, all, options)) listed.push_back(clock);
    }
    // Stable, so 7.1 orders what is equally late; too-early has no days late and comes last (7.4).
    std::stable_sort(listed.begin(), listed.end(),
                     [](const Clock& a, const Clock& b) { return a.days_late > b.days_late; });
    return listed;
}

std::vector<Stats> stats(const std::vector<Row>& accepted, const std::vector<Clock>& all,
                         int year) {
    std::map<std::string, Stats> by_la;
    for (const auto& row : accepted) by_la[row.at("la")];  // even if all zero (8.5)
    for (const auto& clock : all) {
        if (!clock.ended || !clock.due || clock.status == "unknown") continue;
        if (int(std::chrono::year_month_day(*clock.ended_on).year()) != year) continue;
        Stats& of = by_la[clock.la];
        const bool in_time = *clock.ended_on <= *clock.due;
        const auto count = [&](Decisions& decisions) {
            decisions.counted += 1;
            decisions.on_time += in_time;
        };
        if (clock.duty == "reg5.1-decide-whether-to-assess") count(of.assess);  // 8.3
        if (clock.duty == "reg10.1-no-plan") count(of.no_plan);
        if (clock.duty == "reg20.10-decision") count(of.review);
        if (clock.duty != "reg13.2-final-plan") continue;
        of.plans_issued += 1;  // 8.1
        of.within_20_weeks += in_time;
        of.exceptions_relied_on += clock.relied_on;  // 8.2
        of.exceptions_made_out += clock.made_out;
        of.plans_excluding_exceptions += !clock.made_out;
        of.within_20_weeks_excluding_exceptions += !clock.made_out && in_time;
    }
    std::vector<Stats> lines;
    for (auto& [la, line] : by_la) {
        line.la = la;
        line.year = year;
        lines.push_back(line);
    }
    return lines;
}

std::string json_line(const Clock& clock, bool spaced) {
    std::string excuse = "null";
    if (const auto& by = clock.excused_by) {
        Object inner(spaced);
        inner.text("ground", by->ground)
            .text("relied_on", by->relied_on)
            .text("reason", by->reason);
        excuse = inner.str();
    }
    Object line(spaced);
    line.text("la", clock.la).text("case", clock.case_ref).text("duty", clock.duty);
    line.text("citation", clock.citation)
        .text("owed_by", clock.owed_by)
        .text("subject", clock.subject);
    line.text("started_by", clock.started_by).day("started_on", clock.started_on);
    line.day("due", clock.due).text("ended_by", clock.ended_by).day("ended_on", clock.ended_on);
    line.text("status", clock.status).number("days_late", clock.days_late);
    line.raw("excused_by", excuse).day("as_of", clock.as_of);
    if (clock.days_early) line.number("days_early", *clock.days_early);
    if (clock.exception_refused) line.text("exception_refused", *clock.exception_refused);
    if (clock.unknown_because) line.text("unknown_because", *clock.unknown_because);
    return line.str();
}

std::string json_line(const Stats& stats, bool spaced) {
    Object line(spaced);
    line.text("la", stats.la).number("year", stats.year);
    line.number("plans_issued", stats.plans_issued);
    line.number("within_20_weeks", stats.within_20_weeks);
    line.number("exceptions_relied_on", stats.exceptions_relied_on);
    line.number("exceptions_made_out", stats.exceptions_made_out);
    line.number("plans_excluding_exceptions", stats.plans_excluding_exceptions);
    line.number("within_20_weeks_excluding_exceptions", stats.within_20_weeks_excluding_exceptions);
    line.raw("rate_including_exceptions", rate(stats.within_20_weeks, stats.plans_issued));
    line.raw("rate_excluding_exceptions",
             rate(stats.within_20_weeks_excluding_exceptions, stats.plans_excluding_exceptions));
    const auto decisions = [&](const std::string& name, const Decisions& of) {
        line.number(name.c_str(), of.counted).number((name + "_on_time").c_str(), of.on_time);
        line.raw((name + "_rate").c_str(), rate(of.on_time, of.counted));
    };
    decisions("assess_decisions", stats.assess);
    decisions("no_plan_decisions", stats.no_plan);
    decisions("review_decisions", stats.review);
    return line.str();
}

}  // namespace longstop::plain
