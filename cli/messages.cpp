#include "cli/messages.hpp"

#include <fmt/color.h>
#include <fmt/format.h>

#include <cerrno>
#include <cstring>

#include "cli/render/output.hpp"
#include "cli/render/text_width.hpp"

namespace longstop::cli {

Error usage_error(std::string failed, std::string found, std::string hint, ErrorCode code) {
    return {code, std::move(failed), std::move(found), "", std::move(hint)};
}

// What failed and what was found; why it matters; the code, for programs; what to do next.
void print_error(const Error& error, bool colour) {
    const auto label = [&](std::string_view text, fmt::color tone) {
        return colour ? fmt::format(fmt::fg(tone) | fmt::emphasis::bold, "{}", text)
                      : std::string{text};
    };
    // What was given may hold bytes that steer a terminal.
    auto text = fmt::format("{} {}: {}\n", label("error:", fmt::color::red),
                            sanitized(error.failed), sanitized(error.found));
    if (!error.why.empty()) text += fmt::format("  why it matters: {}\n", sanitized(error.why));
    text += fmt::format("  code: {}\n", name_of(error.code));
    if (!error.hint.empty()) {
        text += fmt::format("{} {}\n", label("hint:", fmt::color::cyan), sanitized(error.hint));
    }
    tell_bytes(text);
}

Exit finished(bool written) {
    return finished(written, "cannot finish the answer",
                    "an answer cut short looks like fewer breaches",
                    "free space, or keep the reader of the pipe open, and ask again");
}

Exit finished(bool written, std::string failed, std::string why, std::string hint) {
    if (written) return 0;
    if (output_failure() == EPIPE) return exit_status(ErrorCode::output_failed);
    return Error{
        ErrorCode::output_failed, std::move(failed),
        fmt::format("standard output cannot be written: {}", std::strerror(output_failure())),
        std::move(why), std::move(hint)};
}

}  // namespace longstop::cli
