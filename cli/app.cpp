#include "cli/app.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "cli/import/utf8.hpp"
#include "cli/import/validate.hpp"
#include "cli/messages.hpp"
#include "cli/render/output.hpp"

namespace longstop::cli {

TerminalStyle App::style() const {
    return {env.width, env.out_is_terminal && !env.no_colour, env.out_is_terminal, csv_safe};
}

events::Day App::today() const {
    const auto london = date::make_zoned("Europe/London", env.now()).get_local_time();
    return events::Day{date::floor<date::days>(london).time_since_epoch()};
}

Result<std::string> actor_of(const App& app, const std::string& option) {
    const auto& actor = option.empty() ? app.env.user : option;
    const auto unusable = [&](std::string_view found) {
        return usage_error("cannot tell who this is",
                           fmt::format("{} {}", option.empty() ? "$USER" : "--actor", found),
                           "name who it is in UTF-8, in at most 1024 bytes: --actor NAME");
    };
    if (!is_utf8(actor)) return unusable("holds bytes that are not UTF-8");
    if (actor.size() > longest_id) return unusable("is longer than 1024 bytes");
    return is_blank(actor) ? std::string{} : actor;
}

bool holds_store(const App& app) {
    // What cannot be looked at may be one: opening it says why it cannot.
    std::error_code unseen;
    return std::filesystem::exists(std::filesystem::path(app.store) / "db" / "CURRENT", unseen) ||
           unseen;
}

void tell_if_new(const App& app) {
    if (holds_store(app)) return;
    tell(fmt::format("making a new store in {}\n", app.store));
}

}  // namespace longstop::cli
