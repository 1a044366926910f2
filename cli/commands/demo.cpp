// longstop demo: a store with the published cases and a fictional authority, to try things on.
#include <fmt/format.h>

#include <fstream>

#include "cli/commands/commands.hpp"
#include "cli/demo/fiction.hpp"
#include "cli/demo/real_cases.hpp"
#include "cli/import/import_file.hpp"
#include "cli/progress_line.hpp"
#include "cli/reading.hpp"
#include "cli/writing.hpp"
#include "engine/law/england.hpp"
#include "events/invariant.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::uint32_t plans = 3000;
    std::uint64_t seed = 1;
    std::string as_of;
};

constexpr std::string_view fictional_la = "999";  // DfE gives this code to nobody

// A file in the store's folder, where an officer would find what was imported.
Result<ImportSummary> import_text(const App& app, log::Store& store, const fs::path& file,
                                  const std::string& source) {
    ImportOptions options;
    options.file = file.string();
    options.source = source;
    options.actor = "longstop demo";
    options.trust_recorded_at = true;
    options.today = app.today();
    log::AppendOptions append;
    append.trust_recorded_at = true;
    return import_file(options, [&](std::span<const log::Batch> batches) {
        return store.append(batches, append);
    });
}

bool write_file(const fs::path& file, std::string_view text) {
    std::ofstream out(file, std::ios::binary);
    out << text;
    return static_cast<bool>(out.flush());
}

Error unwritten(const fs::path& file) {
    return usage_error("cannot write the demo's files", file.string(), "is the disk full?",
                       ErrorCode::unwritable_file);
}

// A law to rehearse: the one built in, with 18 weeks for a plan in place of 20.
Result<void> write_amended_law(const fs::path& folder) {
    constexpr std::string_view limit = R"("20 weeks")";
    std::error_code failed;
    fs::create_directories(folder, failed);
    bool amended = false;
    for (auto& [name, text] : law::england()) {
        if (const auto at = text.find(limit); at != std::string::npos) {
            text.replace(at, limit.size(), R"("18 weeks")");
            amended = true;
        }
        if (!write_file(folder / name, text)) return unwritten(folder / name);
    }
    events::invariant(amended, "a duty of the law built in has 20 weeks");
    return {};
}

Exit demo(const App& app, const Options& options) {
    std::error_code unseen;
    if (fs::exists(fs::path(app.store) / "db", unseen)) {
        return usage_error(
            "cannot make the demo", fmt::format("{} holds a store already", app.store),
            "name an empty folder: longstop --store DIR demo", ErrorCode::folder_in_use);
    }
    auto to = app.today();
    if (!options.as_of.empty()) {
        const auto day = day_argument("--as-of", options.as_of);
        if (!day) return day.error();
        to = *day;
    }
    auto store = open_writing(app, true);
    if (!store) return store.error();
    std::vector<std::pair<fs::path, std::string>> files;
    for (const auto& file : real_cases()) {
        files.emplace_back(fs::path(app.store) / file.name, "published-decisions");
        if (!write_file(files.back().first, file.text)) return unwritten(files.back().first);
    }
    FictionOptions fiction;
    fiction.seed = options.seed;
    fiction.la = fictional_la;
    fiction.cases = options.plans;
    fiction.from = to - date::days{5 * 365};
    fiction.to = to;
    fiction.case_prefix = "DEMO-";
    std::string lines;
    write_fiction(fiction, [&](std::string_view line) {
        lines += line;
        if (lines.back() != '\n') lines += '\n';
    });
    files.emplace_back(fs::path(app.store) / "fictional-999.jsonl", "demo");
    if (!write_file(files.back().first, lines)) return unwritten(files.back().first);
    if (auto law = write_amended_law(fs::path(app.store) / "amended-law"); !law) return law.error();
    for (const auto& [file, source] : files) {
        const auto summary = import_text(app, *store, file, source);
        if (!summary) return summary.error();
        print(fmt::format("{}: {} events appended, {} refused\n", file.filename().string(),
                          summary->appended, summary->refused));
    }
    if (auto flushed = store->flush(); !flushed) return flushed.error();
    return 0;
}

}  // namespace

void add_demo(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "demo", "Fill a new store with published cases and a fictional authority");
    const auto options = std::make_shared<Options>();
    command->add_option("--plans", options->plans, "Cases of the fictional authority")
        ->type_name("N")
        ->capture_default_str()
        ->within(1, 1000000);
    command->add_option("--seed", options->seed, "The same seed gives the same fiction")
        ->type_name("N")
        ->capture_default_str();
    command->add_option("--as-of", options->as_of, "The day the fiction ends (default: today)")
        ->type_name("DAY");
    command->example("longstop demo --plans 300");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return demo(app, *options); }; });
}

}  // namespace longstop::cli
