// longstop backup: a proven copy of the store, taken beside whoever writes.
#include "engine/log/backup/backup.hpp"

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/progress_line.hpp"

namespace longstop::cli {
namespace {

struct Options {
    std::string folder;
};

Exit backup(const App& app, const Options& options) {
    const auto made = [&] {
        ProgressLine line(app, "backup");
        return log::back_up(app.store, options.folder, [&](std::uint64_t done, std::uint64_t of) {
            line.show(done, of, done, "entries proven");
        });
    }();
    if (!made) return made.error();
    return finished(print(fmt::format(
        "backup {} in {}: {} entries in {}, proven whole; the folder grew by {} bytes\n",
        made->number, options.folder, made->entries, pluralized(made->logs, "log"),
        made->new_bytes)));
}

}  // namespace

void add_backup(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "backup", "Copy the store to a folder of backups, beside whoever writes; prove the copy");
    const auto options = std::make_shared<Options>();
    command
        ->add_option("folder", options->folder,
                     "The folder of the backups: a new one, or that of the last backup; then only "
                     "what is new is copied")
        ->required()
        ->type_name("DIR");
    command->example("longstop backup backups");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return backup(app, *options); }; });
}

}  // namespace longstop::cli
