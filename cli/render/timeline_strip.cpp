#include "cli/render/timeline_strip.hpp"

#include <algorithm>

#include "cli/render/rows.hpp"

namespace longstop::cli {
namespace {

constexpr int none = -1;  // a column that is not there

std::string_view code_of(Paint paint) {
    switch (paint) {
        case Paint::faint: return "\x1b[2m";
        case Paint::bad: return "\x1b[31m";
        case Paint::warn: return "\x1b[33m";
        case Paint::good: return "\x1b[32m";
        case Paint::strong: return "\x1b[1m";
        case Paint::struck: return "\x1b[2;9m";
        case Paint::plain: break;
    }
    return {};
}

using law::Status;

bool is_excused(const TimelineClock& clock) { return clock.status == Status::excused; }

// What lapsed after its due date was owed no more: its bar shows no lateness.
bool is_late(const TimelineClock& clock) {
    return clock.due && clock.days_late > 0 && !clock.is_lapsed();
}

Paint bar_paint(const TimelineClock& clock) {
    return clock.is_lapsed() ? Paint::faint : Paint::plain;
}

Paint end_paint(const TimelineClock& clock) {
    if (clock.is_lapsed()) return Paint::faint;
    if (is_late(clock)) return is_excused(clock) ? Paint::warn : Paint::bad;
    return clock.status == Status::too_early ? Paint::bad : Paint::good;
}

}  // namespace

std::string painted(std::string_view text, Paint paint, bool colour) {
    const auto code = colour ? code_of(paint) : std::string_view();
    if (code.empty()) return std::string(text);
    return std::string(code).append(text).append("\x1b[0m");
}

std::string legend(std::size_t width) {
    constexpr std::string_view items[] = {"● event",  "┣━ running", "┄ time left", "◆ due",
                                          "■ done",   "▓ late",     "▒ excused",   "░ cut short",
                                          "× lapsed", "│ as of"};
    std::string lines, line;
    for (const auto item : items) {
        if (!line.empty() && display_width(line) + 2 + display_width(item) > width) {
            lines += line + '\n';
            line.clear();
        }
        line += (line.empty() ? "" : "  ");
        line += item;
    }
    return lines + line + '\n';
}

Strip::Strip(const Axis& axis, events::Day as_of)
    : axis_(axis), as_of_(as_of), marks_(static_cast<std::size_t>(axis.columns())) {
    for (const int tick : axis_.ticks()) set(tick, "·", Paint::faint);
    set(axis_.column(as_of_), "│", Paint::faint);
}

void Strip::draw(const TimelineEvent& event) {
    set(axis_.column(event.date), event.retracted ? "×" : "●",
        event.retracted ? Paint::faint : Paint::plain);
}

void Strip::draw(const TimelineClock& clock) {
    const int start = axis_.column(clock.started_on);
    const int due = clock.due ? axis_.column(*clock.due) : none;
    const int end = end_column(clock);
    draw_spans(clock, start, due, end);
    draw_marks(clock, start, due, end);
}

// Along twelve years a week's lateness may fall into the column of the due date: it is drawn
// in the next.
int Strip::end_column(const TimelineClock& clock) const {
    const int end = axis_.column(clock.ended_on.value_or(as_of_));
    if (is_late(clock)) return std::max(end, axis_.column(*clock.due) + 1);
    return end;
}

void Strip::draw_spans(const TimelineClock& clock, int start, int due, int end) {
    const auto paint = bar_paint(clock);
    const int used = due == none ? end : std::min(due, end);
    if (due != none) {
        const bool early = clock.status == Status::too_early;
        const int last = clock.is_lapsed() ? end : std::max({start, due, end});
        fill(std::min(start, due), last, early ? "░" : "┄", early ? Paint::bad : Paint::faint);
    }
    fill(start, used, "━", paint);
    if (is_late(clock)) {
        fill(due + 1, end, is_excused(clock) ? "▒" : "▓", end_paint(clock));
    } else if (!clock.ended_on) {
        set(axis_.column(as_of_), "│", Paint::faint);
    }
}

void Strip::draw_marks(const TimelineClock& clock, int start, int due, int end) {
    set(start, "┣", bar_paint(clock));
    if (due != none) set(due, clock.is_lapsed() ? "◇" : "◆", bar_paint(clock));
    if (due == none && !clock.ended_on) set(end, "?");
    if (clock.ended_on) set(end, clock.is_lapsed() ? "×" : "■", end_paint(clock));
}

void Strip::set(int column, std::string_view glyph, Paint paint) {
    marks_[static_cast<std::size_t>(column)] = {glyph, paint};
}

void Strip::fill(int first, int last, std::string_view glyph, Paint paint) {
    for (int column = first; column <= last; ++column) set(column, glyph, paint);
}

std::string Strip::text(bool colour, std::size_t first) const {
    std::string out;
    auto left = marks_.size();
    while (left > 0 && marks_[left - 1].glyph == " ") --left;
    for (auto from = first; from < left;) {  // a run of one paint at a time
        const auto paint = marks_[from].paint;
        std::string run;
        for (; from < left && marks_[from].paint == paint; ++from) run += marks_[from].glyph;
        out += painted(run, paint, colour);
    }
    return out;
}

}  // namespace longstop::cli
