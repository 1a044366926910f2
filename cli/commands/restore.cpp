// longstop restore: a backup put back as a new store.
#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/progress_line.hpp"
#include "engine/log/backup/backup.hpp"

namespace longstop::cli {
namespace {

struct Options {
    std::string folder;
    std::optional<std::uint32_t> number;
};

Exit restore(const App& app, const Options& options) {
    const auto done = [&] {
        ProgressLine line(app, "restore");
        return log::restore(options.folder, app.store, options.number,
                            [&](std::uint64_t entries, std::uint64_t of) {
                                line.show(entries, of, entries, "entries proven");
                            });
    }();
    if (!done) return done.error();
    return finished(
        print(fmt::format("backup {} restored to {}: {} entries in {}, proven whole\n",
                          done->number, app.store, done->entries, pluralized(done->logs, "log"))));
}

}  // namespace

void add_restore(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "restore", "Put a backup back as a new store (--store DIR, empty or new); prove it");
    const auto options = std::make_shared<Options>();
    command->add_option("folder", options->folder, "The folder that longstop backup was given")
        ->required()
        ->type_name("DIR");
    command->add_option("--backup", options->number, "Which backup (default: the latest)")
        ->type_name("N");
    command->example("longstop restore backups --store restored");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return restore(app, *options); }; });
}

}  // namespace longstop::cli
