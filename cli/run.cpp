#include "cli/run.hpp"

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/messages.hpp"
#include "cli/question/bind.hpp"
#include "cli/questions/questions.hpp"
#include "cli/reading.hpp"
#include "cli/render/output.hpp"
#include "cli/version.hpp"
#include "engine/law/england.hpp"
#include "engine/log/format/key_format.hpp"

namespace longstop::cli {
namespace {

// Whose answers can be had again: those of this program and this law on a store it can read.
std::string version_text() {
    const auto law = marks_of(law::england());
    const auto built = commit().empty() ? "" : fmt::format(" (commit {})", commit());
    return fmt::format("longstop {}{}\nlaw {}\ncalendar {}\nstore format {}, reads {} to {}",
                       version(), built, law.law, law.calendar, log::format_version,
                       log::oldest_format_version, log::format_version);
}

// A usage error in our layout.
int usage_trouble(const Arguments::Parsed& parsed, const App& app) {
    const auto help = parsed.command.empty() ? "longstop" : "longstop " + parsed.command;
    print_error(usage_error("cannot understand the command", parsed.error, help + " --help"),
                app.env.err_is_terminal && !app.env.no_colour);
    return exit_status(ErrorCode::bad_usage);
}

// Tells an error.
int status_of(const Exit& answer, const App& app) {
    if (answer) return *answer;
    print_error(answer.error(), app.env.err_is_terminal && !app.env.no_colour);
    return exit_status(answer.error().code);
}

}  // namespace

std::unique_ptr<Arguments> arguments_of(App& app) {
    auto made = std::make_unique<Arguments>(
        "Statutory deadlines of Education, Health and Care plans in England: records what "
        "happened\n"
        "on each case, and answers what is due, what is broken and who knew what when.\n"
        "Not legal advice.",
        "longstop");
    auto& arguments = *made;
    arguments.set_version_flag("--version", version_text);
    arguments.add_option("--store", app.store, "The folder of the event log")
        ->envname("LONGSTOP_STORE")
        ->default_str("./longstop-data")
        ->type_name("DIR");
    app.store = "./longstop-data";
    arguments.add_flag("--csv-safe", app.csv_safe,
                       "In CSV, quote cells that a spreadsheet would take for formulas");
    arguments.add_flag("--upgrade", app.upgrade,
                       "Write to a store of an older format, after keeping a copy beside it");
    arguments.require_subcommand(0, 1);
    for (const auto add : writing_commands()) add(arguments, app);
    for (const auto* question : questions()) add_question(arguments, app, *question);
    for (const auto add : keeping_commands()) add(arguments, app);
    return made;
}

int run(int argc, const char* const* argv, Environment env) {
    App app;
    app.env = std::move(env);
    const auto arguments = arguments_of(app);
    const auto parsed = arguments->parse(argc, argv);
    if (!parsed.ok) return usage_trouble(parsed, app);
    if (!parsed.page.empty()) return status_of(finished(print(parsed.page)), app);
    if (!app.chosen) {
        print(arguments->help());
        return exit_status(ErrorCode::bad_usage);
    }
    const auto answer = app.chosen();
    // What `print` could not write is an answer cut short, whoever looked at its result.
    if (answer && output_failure() != 0) return status_of(finished(false), app);
    return status_of(answer, app);
}

}  // namespace longstop::cli
