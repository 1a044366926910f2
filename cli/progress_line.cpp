#include "cli/progress_line.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/render/output.hpp"
#include "cli/render/text_width.hpp"

namespace longstop::cli {

ProgressLine::ProgressLine(const App& app, const std::string& label)
    : app_(app), label_(sanitized(label)), started_(app.env.now()) {}

ProgressLine::~ProgressLine() {
    if (drawn_) tell_bytes("\r\033[K");
}

void ProgressLine::show(std::uint64_t done, std::uint64_t of, std::uint64_t unit_done,
                        std::string_view unit) {
    const auto now = app_.env.now();
    if (!app_.env.err_is_terminal || now - shown_ < std::chrono::milliseconds{100}) return;
    shown_ = now;
    drawn_ = true;
    const double seconds = std::max(1e-3, std::chrono::duration<double>(now - started_).count());
    const double rate = static_cast<double>(unit_done) / seconds;
    // The label is clean already, and the rest is ours: what moves the cursor must arrive whole.
    if (of == 0) {
        tell_bytes(fmt::format("\r\033[K{} {} {}, {:.0f}/s", label_, unit_done, unit, rate));
    } else {
        const double share = static_cast<double>(done) / static_cast<double>(of);
        const auto full = static_cast<int>(share * 30);
        const double left = share > 0 ? seconds / share - seconds : 0;
        tell_bytes(
            fmt::format("\r\033[K{} [{:━<{}}{:─<{}}] {:3.0f}%  {} {}, {:.0f}/s, {:.0f} s left",
                        label_, "", full, "", 30 - full, share * 100, unit_done, unit, rate, left));
    }
}

}  // namespace longstop::cli
