// What the outside is like, for commands and questions. The wall clock, the environment and file
// descriptors are looked at here and nowhere below.
#pragma once

#include <functional>
#include <string>

#include "cli/render/rows.hpp"
#include "events/date.hpp"
#include "events/result.hpp"

namespace longstop::cli {

using events::Error;
using events::ErrorCode;
using events::Result;

// main() fills it; tests may fill it otherwise.
struct Environment {
    std::function<events::Instant()> now;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool no_colour = false;
    bool utf8 = true;
    int width = 100;
    std::string user;  // the default actor of `record`
};

// How a command ends: its exit status (0 well, 1 the answer is "no", 3 some input refused), or the
// error that ended it.
using Exit = Result<int>;
constexpr int answer_is_no = 1;

struct App {
    Environment env;
    std::string store;
    bool csv_safe = false;         // cells that a spreadsheet would take for formulas are texts
    bool upgrade = false;          // a store of an older format becomes one of this program's
    std::function<Exit()> chosen;  // the command that the arguments name

    TerminalStyle style() const;
    events::Day today() const;  // in Europe/London
};

// Who did it: the option, else the user. What cannot be exported and read back is refused.
Result<std::string> actor_of(const App& app, const std::string& option);

// Whether a store is there, or something that cannot be looked at.
bool holds_store(const App& app);
// Says on standard error that a store will be made: a mistyped folder must not pass unseen.
void tell_if_new(const App& app);

}  // namespace longstop::cli
