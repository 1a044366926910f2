#include "cli/render/timeline.hpp"

#include <algorithm>

#include "cli/render/rows.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/timeline_axis.hpp"
#include "cli/render/timeline_strip.hpp"
#include "cli/render/timeline_words.hpp"

namespace longstop::cli {
namespace {

constexpr int narrowest = 60;
constexpr int widest = 100;
constexpr int brief_below = 72;  // narrower pictures say "LATE 7d"
constexpr std::size_t flag = 2;  // "! "
constexpr std::size_t date_width = 10;
constexpr std::size_t gap = 2;
constexpr std::size_t event_lines = 4;  // of one event's text, before it is cut

std::string text_of(const TimelineEvent& event) {
    return (event.retracted ? "[retracted] " : "") + event.text;
}

// Columns of the words to the left of the chart.
struct Layout {
    std::size_t width = 0;  // of the picture
    bool brief = false;
    std::size_t label = 0;
    std::size_t state = 0;
    std::size_t left = 0;  // all words and the gap before the chart
};

Layout lay_out(const TimelinePicture& picture, int canvas_width) {
    Layout layout;
    const auto width = std::clamp(canvas_width, narrowest, widest);
    layout.width = static_cast<std::size_t>(width);
    layout.brief = width < brief_below;
    const std::size_t most_label = layout.width * 28 / 100;
    for (const auto& clock : picture.clocks) {
        layout.label = std::max(layout.label, display_width(label_text(clock, most_label)));
        const auto state = state_text(clock, picture.as_of, layout.brief);
        layout.state = std::max(layout.state, display_width(state));
    }
    layout.left = flag + layout.label + gap + date_width + gap + layout.state + gap;
    // A case with few clocks and long events is wide on the left by its events.
    std::size_t event_width = 0;
    for (const auto& event : picture.events)
        event_width = std::max(event_width, display_width(text_of(event)));
    event_width += flag + date_width + gap + gap;
    layout.left = std::max(layout.left, std::min(event_width, layout.width * 54 / 100));
    return layout;
}

Axis axis_of(const TimelinePicture& picture, int columns) {
    auto first = picture.as_of, last = picture.as_of;
    const auto include = [&](events::Day day) {
        first = std::min(first, day);
        last = std::max(last, day);
    };
    for (const auto& event : picture.events) include(event.date);
    for (const auto& clock : picture.clocks) {
        include(clock.started_on);
        if (clock.due) include(*clock.due);
        if (clock.ended_on) include(*clock.ended_on);
    }
    return {first, last, columns};
}

Paint state_paint(const TimelineClock& clock) {
    if (!clock.breach_by.empty()) return Paint::bad;
    if (!clock.no_breach.empty()) return Paint::warn;
    if (clock.status == law::Status::excused) return Paint::warn;
    return clock.status == law::Status::lapsed ? Paint::faint : Paint::plain;
}

class Drawing {
  public:
    Drawing(const TimelinePicture& picture, const Canvas& canvas)
        : picture_(picture),
          colour_(canvas.colour),
          layout_(lay_out(picture, canvas.width)),
          axis_(axis_of(picture, static_cast<int>(layout_.width - layout_.left))) {}

    std::string text() {
        draw_head();
        if (!picture_.events.empty()) {
            draw_section("  Date        Event");
            for (std::size_t i = 0; i < picture_.events.size(); ++i) draw_event(i);
        }
        if (!picture_.clocks.empty()) {
            draw_section(clock_headings());
            for (const auto& clock : picture_.clocks) draw_clock(clock);
        }
        if (picture_.events.empty() && picture_.clocks.empty()) return std::move(out_);
        out_ += '\n' + painted(legend(layout_.width), Paint::faint, colour_);
        return std::move(out_);
    }

  private:
    void draw_head() {
        auto when = "as of " + events::to_text(picture_.as_of);
        if (!picture_.known_at.empty()) when += ", known at " + sanitized(picture_.known_at);
        when = clipped(when, layout_.width);
        const auto room = layout_.width - std::min(layout_.width, display_width(when) + gap);
        const auto title = clipped(picture_.title, room);
        const auto used = display_width(title);
        out_ += painted(title, Paint::strong, colour_);
        out_.append(layout_.width - used - display_width(when), ' ');
        out_ += when + '\n' + paragraph(summary_text(picture_.clocks), layout_.width, 2) + '\n';
    }

    // A section's headings with the axis's labels above the chart.
    void draw_section(const std::string& headings) {
        out_ += '\n';
        if (!axis_.major().empty()) out_ += std::string(layout_.left, ' ') + axis_.major() + '\n';
        std::string line = headings;
        pad_to(line, 0, layout_.left);
        out_ += painted(line + axis_.minor(), Paint::strong, colour_) + '\n';
    }

    std::string clock_headings() const {
        std::string line(flag, ' ');
        line += "Duty";
        pad_to(line, 0, flag + layout_.label + gap);
        line += "Due";
        pad_to(line, 0, flag + layout_.label + gap + date_width + gap);
        return line + "State";
    }

    void draw_event(std::size_t index) {
        const auto& event = picture_.events[index];
        const bool same_day = index > 0 && picture_.events[index - 1].date == event.date;
        const auto indent = flag + date_width + gap;
        Strip strip(axis_, picture_.as_of);
        strip.draw(event);
        bool first = true;
        for (const auto& part : wrapped(text_of(event), layout_.left - indent - gap, event_lines)) {
            std::string words(flag, ' ');
            if (first && !same_day) words += events::to_text(event.date);
            pad_to(words, 0, indent);
            draw_line(words + part, event.retracted ? Paint::struck : Paint::plain,
                      first ? strip : Strip(axis_, picture_.as_of));
            first = false;
        }
    }

    void draw_clock(const TimelineClock& clock) {
        const auto paint = state_paint(clock);
        std::string words = paint == Paint::bad ? "! " : "  ";
        words += label_text(clock, layout_.label);
        pad_to(words, 0, flag + layout_.label + gap);
        words += clock.due ? events::to_text(*clock.due) : "unknown";
        pad_to(words, 0, flag + layout_.label + gap + date_width + gap);
        words += state_text(clock, picture_.as_of, layout_.brief);
        Strip strip(axis_, picture_.as_of);
        strip.draw(clock);
        draw_line(words, paint, strip);
        const auto detail = detail_text(clock);
        if (detail.empty()) return;
        // A citation may run into the chart, which is empty beside it.
        draw_line(clipped("    " + detail, layout_.width), Paint::faint,
                  Strip(axis_, picture_.as_of));
    }

    // Words, then the chart: all of it, or what words beyond their place leave of it.
    void draw_line(std::string_view words, Paint paint, const Strip& strip) {
        const auto used = display_width(words);
        const auto chart = strip.text(colour_, std::max(used + 1, layout_.left) - layout_.left);
        out_ += painted(words, paint, colour_);
        if (!chart.empty()) out_.append(std::max(used + 1, layout_.left) - used, ' ');
        out_ += chart + '\n';
    }

    const TimelinePicture& picture_;
    bool colour_;
    Layout layout_;
    Axis axis_;
    std::string out_;
};

}  // namespace

std::string draw_timeline(const TimelinePicture& picture, const Canvas& canvas) {
    if (!canvas.unicode) return plain_timeline(picture);
    return Drawing(picture, canvas).text();
}

}  // namespace longstop::cli
