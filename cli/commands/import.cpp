// longstop import: interchange files into the log.
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/commands/commands.hpp"
#include "cli/import/import_file.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;

struct Options {
    std::vector<std::string> files;
    std::string format;
    std::string source;
    std::string actor;
    bool trust = false;
    bool dry_run = false;
};

Result<std::optional<FileFormat>> file_format(const std::string& text) {
    if (text.empty()) return std::optional<FileFormat>{};
    if (text == "jsonl") return std::optional{FileFormat::jsonl};
    if (text == "csv") return std::optional{FileFormat::csv};
    return usage_error("cannot read --format", fmt::format("\"{}\" is no file format", text),
                       "use jsonl or csv, or leave it to the file's ending");
}

// A store that lives as long as a dry run: a copy would be needed to see what is already present,
// so a dry run asks the real store what it holds and keeps what is new in a temporary one.
class DryStore {
  public:
    static Result<std::unique_ptr<DryStore>> open(const App& app) {
        auto dry = std::make_unique<DryStore>();
        std::string pattern = (fs::temp_directory_path() / "longstop-dry-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            return usage_error(
                "cannot make a temporary folder",
                fmt::format("{}: {}", fs::temp_directory_path().string(), std::strerror(errno)),
                "set TMPDIR to a writable folder");
        }
        dry->folder_ = pattern;
        auto aside = log::Store::open_for_writing(dry->folder_, app.env.now);
        if (!aside) return aside.error();
        dry->aside_.emplace(std::move(*aside));
        if (fs::exists(fs::path(app.store) / "db" / "CURRENT")) {
            auto real = log::Store::open_for_reading(app.store);
            if (!real) return real.error();
            dry->real_.emplace(std::move(*real));
        }
        return dry;
    }
    DryStore() = default;
    DryStore(const DryStore&) = delete;
    DryStore& operator=(const DryStore&) = delete;
    ~DryStore() {
        aside_.reset();
        std::error_code ignored;
        fs::remove_all(folder_, ignored);
    }

    // What an append to the real store would answer.
    Result<log::Outcomes> append(std::span<const log::Batch> batches,
                                 const log::AppendOptions& options) {
        auto outcomes = aside_.value().append(batches, options);
        if (!outcomes || !real_) return outcomes;
        for (std::size_t b = 0; b < batches.size(); ++b) {
            for (std::size_t i = 0; i < batches[b].events.size(); ++i) {
                const auto known = real_->compare(batches[b].la, batches[b].events[i]);
                if (!known) return known.error();
                if (*known) (*outcomes)[b][i] = **known;
            }
        }
        return outcomes;
    }

  private:
    fs::path folder_;
    std::optional<log::Store> aside_;
    std::optional<log::Store> real_;
};

void tell(const App& app, const ImportSummary& summary, bool dry_run, double seconds) {
    auto text =
        fmt::format("{}{}: read {}, appended {}, already present {}, refused {}",
                    dry_run ? "dry run, the log is unchanged: " : "", summary.file, summary.read,
                    summary.appended, summary.already_present, summary.refused);
    if (app.env.out_is_terminal && seconds > 0) {
        text += fmt::format("  ({:.1f} s, {:.0f}/s)", seconds,
                            static_cast<double>(summary.read) / seconds);
    }
    text += '\n';
    if (summary.refused > 0) {
        text += fmt::format(
            "  refused rows, each with its line and reason: {}\n"
            "  mend them there or at their source and import them again\n",
            summary.rejected.string());
    }
    print(text);
}

// Looked at before anything is made or written: a mistyped name must not leave an empty store.
std::optional<Error> unreadable_file(const std::vector<std::string>& files) {
    for (const auto& file : files) {
        if (file == "-") continue;
        std::error_code failed;
        const auto status = fs::status(file, failed);
        if (fs::is_directory(status)) {
            failed = std::make_error_code(std::errc::is_a_directory);
        } else if (!failed && ::access(file.c_str(), R_OK) != 0) {
            failed = std::error_code(errno, std::generic_category());
        }
        if (!failed) continue;
        return usage_error(fmt::format("cannot read {}", file), failed.message(),
                           "nothing was imported, of this file or of others: check its name",
                           ErrorCode::unreadable_file);
    }
    return std::nullopt;
}

Answer import(const App& app, const Options& options) {
    const auto format = file_format(options.format);
    if (!format) return format.error();
    if (auto trouble = unreadable_file(options.files)) return *trouble;
    std::optional<log::Store> store;
    std::unique_ptr<DryStore> dry;
    log::AppendOptions append_options;
    append_options.trust_recorded_at = options.trust;
    Appender append;
    if (options.dry_run) {
        auto opened = DryStore::open(app);
        if (!opened) return opened.error();
        dry = std::move(*opened);
        append = [&](std::span<const log::Batch> batches) {
            return dry->append(batches, append_options);
        };
    } else {
        tell_if_new(app);
        auto opened = log::Store::open_for_writing(app.store, app.env.now);
        if (!opened) return opened.error();
        store.emplace(std::move(*opened));
        append = [&](std::span<const log::Batch> batches) {
            return store->append(batches, append_options);
        };
    }
    bool refused = false;
    for (const auto& file : options.files) {
        ImportOptions of_file;
        of_file.file = file;
        of_file.format = *format;
        of_file.source = options.source;
        of_file.actor = options.actor.empty() ? app.env.user : options.actor;
        of_file.trust_recorded_at = options.trust;
        of_file.dry_run = options.dry_run;
        of_file.today = app.today();
        const auto started = app.env.now();
        const auto summary = [&] {
            ProgressLine line(app, fmt::format("import {}", file));
            return import_file(of_file, append,
                               [&](std::uint64_t done, std::uint64_t of, std::uint64_t rows) {
                                   line.show(done, of, rows, "rows");
                               });
        }();
        if (!summary) return summary.error();
        tell(app, *summary, options.dry_run,
             std::chrono::duration<double>(app.env.now() - started).count());
        refused = refused || summary->refused > 0;
    }
    if (store) {
        if (auto settled = store->settle(); !settled) return settled.error();
    }
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
        ->type_name("FORMAT");
    command->add_option("--source", options->source,
                        "The source of rows that name none (default: the file's name)");
    command->add_option("--actor", options->actor, "Who imports (default: the user)");
    command->add_flag("--trust-recorded-at", options->trust,
                      "Take each row's recorded_at as the instant of recording (migrations)");
    command->add_flag("--dry-run", options->dry_run, "Tell what would happen; write nothing");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return import(app, *options); }; });
}

}  // namespace longstop::cli
