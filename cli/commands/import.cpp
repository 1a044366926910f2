// longstop import: interchange files into the log.
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <map>
#include <set>

#include "cli/commands/commands.hpp"
#include "cli/import/dry_log.hpp"
#include "cli/import/import_file.hpp"
#include "cli/import/rejected_file.hpp"
#include "cli/progress_line.hpp"
#include "cli/question/values.hpp"
#include "cli/reading.hpp"
#include "cli/reconcile/reconciliation.hpp"
#include "cli/render/effect_lines.hpp"
#include "cli/writing.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> files;
    std::string format;
    std::string source;
    std::string actor;
    std::string rejected;
    bool trust = false;
    bool dry_run = false;
    bool unlisted = false;
    bool mend = false;
    std::int64_t wait = 0;
};

// What the rows go to: the store, or what tells how it would answer.
struct Target {
    std::optional<log::Store> store;
    std::optional<DryLog> dry;

    Result<log::Outcomes> append(std::span<const log::Batch> batches,
                                 const log::AppendOptions& options) {
        return dry ? dry->append(batches, options.retractions_must_meet)
                   : store->append(batches, options);
    }
};

Result<DryLog> open_dry(const App& app) {
    std::optional<log::Store> real;
    if (holds_store(app)) {
        auto opened = log::Store::open_for_reading(app.store);
        if (!opened) return opened.error();
        real.emplace(std::move(*opened));
    }
    return DryLog::open(std::move(real), scratch_folder());
}

Result<Target> open_target(const App& app, bool dry_run, std::int64_t wait) {
    Target target;
    if (dry_run) {
        auto dry = open_dry(app);
        if (!dry) return dry.error();
        target.dry.emplace(std::move(*dry));
        return target;
    }
    tell_if_new(app);
    auto store = open_writing(app, true, wait);
    if (!store) return store.error();
    target.store.emplace(std::move(*store));
    return target;
}

void tell_summary(const App& app, const ImportSummary& summary, bool dry_run, double seconds) {
    auto text =
        fmt::format("{}{}: read {}, appended {}, already present {}, refused {}",
                    dry_run ? "dry run, the log is unchanged: " : "", summary.file, summary.read,
                    summary.appended, summary.already_present, summary.refused);
    if (summary.mended > 0) text += fmt::format(", mended {}", summary.mended);
    if (app.env.out_is_terminal && seconds > 0) {
        text += fmt::format("  ({:.1f} s, {:.0f}/s)", seconds,
                            static_cast<double>(summary.read) / seconds);
    }
    text += '\n';
    if (!summary.read_as.empty()) text += fmt::format("  found in the file: {}\n", summary.read_as);
    if (summary.dated_ahead > 0) {
        text += fmt::format("  {} dated after today, which no answer sees before that day: {}{}\n",
                            summary.dated_ahead == 1
                                ? "1 entry is"
                                : fmt::format("{} entries are", summary.dated_ahead),
                            fmt::join(summary.some_ahead, ", "),
                            summary.dated_ahead > summary.some_ahead.size() ? ", ..." : "");
    }
    if (summary.refused > 0) {
        text += fmt::format(
            "  refused rows, each with its line and reason: {}\n"
            "  mend them there or at their source and import them again\n",
            summary.rejected.string());
    }
    print(text);
}

// Why a file cannot be read; nothing where it can.
std::error_code unreadable(const std::string& file) {
    std::error_code failed;
    if (file == "-") return failed;
    const auto status = fs::status(file, failed);
    if (fs::is_directory(status)) return std::make_error_code(std::errc::is_a_directory);
    if (!failed && ::access(file.c_str(), R_OK) != 0) {
        failed = std::error_code(errno, std::generic_category());
    }
    return failed;
}

Error cannot_read(const std::string& file, const std::error_code& failed, bool others) {
    return usage_error(fmt::format("cannot read {}", file), failed.message(),
                       others ? "the other files are imported: check its name, and import it too"
                              : "nothing was imported: check its name",
                       ErrorCode::unreadable_file);
}

// The files that can be read, looked at before anything is made or written: a mistyped name must
// not leave an empty store, and must not keep the next file from being imported. An error where
// there is none; `missed`: some cannot.
Result<std::vector<std::string>> readable(const App& app, const std::vector<std::string>& files,
                                          bool& missed) {
    std::vector<std::string> kept;
    for (const auto& file : files) {
        if (!unreadable(file)) kept.push_back(file);
    }
    for (const auto& file : files) {
        const auto failed = unreadable(file);
        if (!failed) continue;
        const auto error = cannot_read(file, failed, !kept.empty());
        if (kept.empty()) return error;
        missed = true;
        print_error(error, app.env.err_is_terminal && !app.env.no_colour);
    }
    return kept;
}

// The refused rows of earlier imports are no events; `import *.jsonl` names them too.
std::vector<std::string> without_rejected(const std::vector<std::string>& files) {
    std::vector<std::string> kept;
    std::copy_if(files.begin(), files.end(), std::back_inserter(kept),
                 [](const auto& file) { return !is_rejected_path(file); });
    if (kept.empty()) return kept;
    for (const auto& file : files) {
        if (!is_rejected_path(file)) continue;
        tell(fmt::format("passed over {}: it holds the refused rows of an earlier import\n", file));
    }
    return kept;
}

bool names(const std::vector<std::string>& files, const fs::path& wanted) {
    return std::any_of(files.begin(), files.end(),
                       [&](const auto& file) { return fs::path{file} == wanted; });
}

// The sources that the newest entries of a store name, without the log's own.
std::string known_sources(const App& app) {
    if (!holds_store(app)) return {};
    const auto store = log::Store::open_for_reading(app.store);
    const auto heads = store ? store->heads() : Result<std::vector<log::LogHead>>{store.error()};
    if (!heads) return {};
    constexpr events::Position newest = 1000;
    std::set<std::string> sources;
    for (const auto& head : *heads) {
        std::vector<events::Position> positions;
        for (auto p = head.entries > newest ? head.entries - newest + 1 : 1; p <= head.entries;
             ++p) {
            positions.push_back(p);
        }
        // Only a hint: what cannot be read is left out of it.
        (void)store->each_entry_at(head.la, positions, [&](const events::Entry& entry) {
            const bool own = entry.event.type >= events::first_own_type;
            if (!own) sources.emplace(entry.event.source);
            return true;
        });
    }
    return fmt::format("{}", fmt::join(sources, ", "));
}

Error without_source(const App& app, const std::string& file) {
    const auto known = known_sources(app);
    return usage_error(
        fmt::format("cannot import {}", file), "its rows name no source, and --source is not given",
        "name the system they come from: --source NAME" +
            (known.empty() ? std::string{} : fmt::format("; the store knows {}", known)));
}

Result<std::vector<ImportOptions>> each_import(const App& app, const Options& options,
                                               const std::vector<std::string>& files) {
    const auto format = file_format("--format", options.format);
    if (!format) return format.error();
    const auto actor = actor_of(app, options.actor);
    if (!actor) return actor.error();
    std::vector<ImportOptions> all;
    for (const auto& file : without_rejected(files)) {
        auto& one = all.emplace_back();
        one.file = file;
        one.format = *format;
        one.source = options.source;
        one.actor = *actor;
        one.trust_recorded_at = options.trust;
        one.dry_run = options.dry_run;
        one.unlisted_authority = options.unlisted;
        one.today = app.today();
        one.rejected_folder = options.rejected;
        one.keep_rejected = names(options.files, rejected_path(file, options.rejected));
        one.now = app.env.now;
        if (auto done = check_import(one); !done) return done.error();
        if (names_no_source(one)) return without_source(app, file);
    }
    if (all.empty()) {
        return usage_error("cannot import", "only refused rows of earlier imports are named",
                           "mend them in the files they came from, and import those again");
    }
    return all;
}

// Pipes are opened, and waited for, before anything is held: whoever is to write may come late.
Result<std::map<std::string, Input>> ready_pipes(const std::vector<ImportOptions>& imports) {
    std::map<std::string, Input> pipes;
    for (const auto& one : imports) {
        std::error_code ignored;
        if (fs::is_regular_file(one.file, ignored)) continue;
        auto input = Input::open(one.file);
        if (!input) return input.error();
        input->wait();
        pipes.emplace(one.file, std::move(*input));
    }
    return pipes;
}

Result<ImportSummary> import_one(const App& app, const ImportOptions& options,
                                 std::map<std::string, Input>& pipes, Target& target) {
    ProgressLine line(app, fmt::format("import {}", options.file));
    const ImportProgress progress = [&](std::uint64_t done, std::uint64_t of, std::uint64_t rows) {
        line.show(done, of, rows, "rows");
    };
    log::AppendOptions append_options;
    append_options.trust_recorded_at = options.trust_recorded_at;
    // What a log took once comes back as it is.
    append_options.retractions_must_meet = !options.trust_recorded_at;
    const Appender append = [&](std::span<const log::Batch> batches) {
        return target.append(batches, append_options);
    };
    auto pipe = pipes.extract(options.file);
    return pipe ? import_input(std::move(pipe.mapped()), options, append, progress)
                : import_file(options, append, progress);
}

// A row whose source and id are there with other content takes the old entry out of force, and is
// recorded anew: as `reconcile --part --mend` does.
Result<ImportSummary> mend_one(const App& app, const ImportOptions& options, log::Store& store) {
    ReconcileOptions asked;
    asked.part = asked.mend = asked.as_import = true;
    asked.files.push_back(options);
    asked.files.back().mend = true;
    auto rejected = RejectedFile::make(rejected_path(options.file, options.rejected_folder));
    if (!rejected) return rejected.error();
    Result<void> kept;  // whether every refused row could be written down
    std::uint64_t retracted = 0;
    ProgressLine line(app, fmt::format("import {}", options.file));
    const auto totals = reconcile(
        store, asked,
        [&](const Finding& finding) {
            if (finding.retracted_by != 0) ++retracted;
            if (finding.held != Held::refused || !kept) return;
            auto refusal = finding.refusal;
            if (refusal.first) refusal.reason.sentence = finding.reason;
            kept = rejected->add(refusal);
        },
        [&](std::uint64_t done, std::uint64_t of, std::uint64_t rows) {
            line.show(done, of, rows, "rows");
        });
    if (!totals) return totals.error();
    auto summary = totals->files.front();
    summary.mended = retracted;
    if (!kept) return kept.error();
    if (!rejected->empty()) summary.rejected = rejected->path();
    if (auto done = rejected->finish(options.keep_rejected); !done) return done.error();
    return summary;
}

// How far the logs have come.
Result<std::map<events::AuthorityId, events::Position>> ends_of(const log::Store& store) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    std::map<events::AuthorityId, events::Position> ends;
    for (const auto& head : *heads) ends[head.la] = head.entries;
    return ends;
}

// Says which entries changed no clock although their types can. Only of a council's night: to look
// at a whole caseload, or at the logs of a nation, would cost as much as the import.
Result<void> tell_idle(const App& app, const log::Store& store,
                       std::map<events::AuthorityId, events::Position> before) {
    constexpr std::uint64_t most_added = 100'000;
    constexpr std::uint64_t most_read = 2'000'000;  // of the logs that were added to
    const auto after = ends_of(store);
    if (!after) return after.error();
    std::uint64_t added = 0;
    std::uint64_t read = 0;
    for (const auto& [la, end] : *after) {
        added += end - before[la];
        if (end != before[la]) read += end;
    }
    if (added == 0 || added > most_added || read > most_read) return {};
    const auto law = law_in_use(std::string{});
    if (!law) return law.error();
    IdleLines lines;
    for (const auto& [la, end] : *after) {
        if (end == before[la]) continue;
        const auto log = store.columns(la);
        if (!log) return log.error();
        const projections::FoldableLog foldable(*log, law->law, std::nullopt);
        lines.add(*log,
                  projections::idle_entries_after(foldable, law->law, app.today(), before[la]));
    }
    print(lines.text());
    return {};
}

Exit import(const App& app, const Options& options) {
    if (const auto format = file_format("--format", options.format); !format) return format.error();
    if (options.mend && options.dry_run) {
        return usage_error(
            "cannot import", "--mend and --dry-run are both given",
            "longstop reconcile FILE --source NAME --part shows what --mend would mend");
    }
    bool missed = false;
    const auto files = readable(app, options.files, missed);
    if (!files) return files.error();
    const auto imports = each_import(app, options, *files);
    if (!imports) return imports.error();
    auto pipes = ready_pipes(*imports);
    if (!pipes) return pipes.error();
    auto target = open_target(app, options.dry_run, options.wait);
    if (!target) return target.error();
    std::map<events::AuthorityId, events::Position> before;
    if (target->store) {
        auto ends = ends_of(*target->store);
        if (!ends) return ends.error();
        before = std::move(*ends);
    }
    bool refused = false;
    for (const auto& one : *imports) {
        const auto started = app.env.now();
        const auto summary = options.mend ? mend_one(app, one, *target->store)
                                          : import_one(app, one, *pipes, *target);
        if (!summary) {
            // What is wrong with one file says nothing of the next.
            const bool of_file = summary.error().code == ErrorCode::bad_file;
            if (!of_file || &one == &imports->back()) return summary.error();
            print_error(summary.error(), app.env.err_is_terminal && !app.env.no_colour);
            missed = true;
            continue;
        }
        tell_summary(app, *summary, options.dry_run,
                     std::chrono::duration<double>(app.env.now() - started).count());
        refused = refused || summary->refused > 0;
    }
    if (target->store) {
        if (auto flushed = target->store->flush(); !flushed) return flushed.error();
        if (auto told = tell_idle(app, *target->store, std::move(before)); !told)
            return told.error();
    }
    if (output_failure() != 0) {
        return finished(false, "cannot tell what was imported",
                        "what could be read is in the log, all of it",
                        "run the same again: it adds nothing, and tells");
    }
    if (missed) return exit_status(events::ErrorKind::usage);
    return refused ? exit_status(events::ErrorKind::refused) : 0;
}

}  // namespace

void add_import(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "import", "Append files of events: all the good rows, none of the bad");
    const auto options = std::make_shared<Options>();
    command->add_option("files", options->files, "JSON Lines or CSV files; - is standard input")
        ->required()
        ->type_name("FILE");
    command->add_option("--format", options->format, "jsonl or csv (default: by the file's ending)")
        ->type_name("FORMAT")
        ->values(values::file_formats);
    command
        ->add_option("--source", options->source, "The system that rows come from which name none")
        ->type_name("NAME");
    command->add_option("--actor", options->actor, "Who imports (default: the user)")
        ->type_name("NAME");
    command->add_flag("--trust-recorded-at", options->trust,
                      "Take each row's recorded_at as the instant of recording (migrations)");
    command
        ->add_option("--rejected", options->rejected,
                     "The folder for refused rows (default: beside the file)")
        ->type_name("DIR");
    command->add_flag("--unlisted-authority", options->unlisted,
                      "Take rows of authorities that are not listed, or have ended");
    command->add_flag("--mend", options->mend,
                      "A row whose id is recorded with other content takes the old entry out of "
                      "force: both stay visible");
    command
        ->add_option("--wait", options->wait,
                     "Seconds to wait for a store that another process holds")
        ->within(0, 86400)
        ->type_name("SECONDS");
    command->add_flag("--dry-run", options->dry_run, "Tell what would happen; write nothing");
    command->example("longstop import longstop-data/fictional-999.jsonl --source demo --dry-run");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return import(app, *options); }; });
}

}  // namespace longstop::cli
