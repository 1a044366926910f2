#include "cli/app.hpp"

#include <date/tz.h>
#include <fmt/color.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "cli/import/utf8.hpp"
#include "cli/import/validate.hpp"
#include "cli/render/text_width.hpp"
#include "cli/version.hpp"
#include "engine/law/england.hpp"
#include "engine/law/stood.hpp"
#include "engine/log/backup/snapshot.hpp"

namespace longstop::cli {
namespace {

namespace fs = std::filesystem;

std::optional<std::string> whole_file(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>(in), {}};
}

Result<std::vector<law::LawFile>> files_in(const std::string& folder) {
    std::vector<law::LawFile> files;
    std::error_code failed;
    for (const auto& entry : fs::directory_iterator(folder, failed)) {
        if (entry.path().extension() != ".toml") continue;
        const auto text = whole_file(entry.path());
        if (!text) {
            failed = std::make_error_code(std::errc::io_error);
            break;
        }
        files.push_back({entry.path().filename().string(), *text});
    }
    if (failed || files.empty()) {
        return usage_error(fmt::format("cannot read the law in {}", folder),
                           failed ? failed.message() : "there is no .toml file in it",
                           "copy engine/law/england and change the copy", ErrorCode::bad_law);
    }
    return files;
}

// A usage error in our layout.
int usage_trouble(const Arguments::Parsed& parsed, const App& app) {
    const auto help = parsed.command.empty() ? "longstop" : "longstop " + parsed.command;
    print_error(usage_error("cannot understand the command", parsed.error, help + " --help"),
                app.env.err_is_terminal && !app.env.no_colour);
    return exit_status(ErrorCode::bad_usage);
}

// Tells an error.
int status_of(const Answer& answer, const App& app) {
    if (answer) return *answer;
    print_error(answer.error(), app.env.err_is_terminal && !app.env.no_colour);
    return exit_status(answer.error().code);
}

}  // namespace

TerminalStyle App::style() const {
    return {std::min(env.width, 100), env.out_is_terminal && !env.no_colour, env.out_is_terminal,
            csv_safe};
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

void ReadingOptions::add_to(Arguments& command, bool with_ics) {
    command.add_option("--as-of", as_of, "The day asked about (default: today in Europe/London)")
        ->type_name("DAY");
    command
        .add_option("--known-at", known_at,
                    "What had been recorded by then: an RFC 3339 instant, or a day")
        ->type_name("INSTANT");
    command
        .add_option("--format", format,
                    with_ics ? "table, json, jsonl, csv or ics" : "table, json, jsonl or csv")
        ->type_name("FORMAT");
    command.add_option("--law", law, "A folder of TOML files in place of the law built in")
        ->type_name("DIR");
    command
        .add_option("--as-law-stood", as_law_stood,
                    "Only the rows of the law in force and known on this day")
        ->type_name("DAY");
    command
        .add_option("--reading", reading,
                    "How disputed law is read: strict, lenient or a name (longstop rules DUTY)")
        ->type_name("NAME");
    command.add_flag("--basis", basis, "Tell what makes the answer repeatable");
    command.add_option("--basis-file", basis_file, "Write that to a file, for longstop diff")
        ->type_name("FILE");
}

Result<LawInUse> law_in_use(const std::string& folder, const std::string& as_law_stood) {
    std::optional<events::Day> stood_on;
    if (!as_law_stood.empty()) {
        const auto day = day_argument("--as-law-stood", as_law_stood);
        if (!day) return day.error();
        stood_on = *day;
    }
    auto files =
        folder.empty() ? Result<std::vector<law::LawFile>>{law::england()} : files_in(folder);
    if (!files) return files.error();
    auto marks = marks_of(*files);
    auto law = law::load_law(std::move(*files));
    if (!law) return law.error();
    if (!stood_on) return LawInUse{std::move(*law), std::move(marks)};
    auto stood = law::as_it_stood(std::move(*law), *stood_on);
    marks.stood_on = stood_on;
    marks.left_out = std::move(stood.left_out);
    return LawInUse{std::move(stood.law), std::move(marks)};
}

Result<LawInUse> law_in_use(const ReadingOptions& options) {
    auto used = law_in_use(options.law, options.as_law_stood);
    if (!used || options.reading.empty()) return used;
    auto read = law::under(used->law, options.reading);
    if (!read) return read.error();
    used->law = std::move(*read);
    used->marks.reading = options.reading;
    return used;
}

Result<events::Day> day_argument(std::string_view option, const std::string& text) {
    const auto day = events::parse_day(text);
    if (day && events::in_range(*day)) return *day;
    return usage_error(fmt::format("cannot read {}", option), fmt::format("\"{}\" is no day", text),
                       "write a day as YYYY-MM-DD, from 1900 to 2199");
}

Result<DayRange> day_range(const std::string& from, const std::string& to, std::string_view failed,
                           std::string_view would_read) {
    DayRange range;
    for (const auto& [name, text, day] :
         {std::tuple{"--from", &from, &range.from}, std::tuple{"--to", &to, &range.to}}) {
        if (text->empty()) continue;
        const auto parsed = day_argument(name, *text);
        if (!parsed) return parsed.error();
        *day = *parsed;
    }
    if (range.from && range.to && *range.to < *range.from) {
        return usage_error(std::string{failed},
                           fmt::format("--from {} lies after --to {}", from, to),
                           std::string{would_read} + ": turn the days round");
    }
    return range;
}

Result<projections::Question> question_of(const App& app, const ReadingOptions& options) {
    projections::Question question;
    if (options.as_of.empty()) {
        question.as_of = app.today();
    } else {
        const auto day = day_argument("--as-of", options.as_of);
        if (!day) return day.error();
        question.as_of = *day;
    }
    if (!options.known_at.empty()) {
        question.known_at = events::parse_known_at(options.known_at);
        if (!question.known_at) {
            return usage_error("cannot read --known-at",
                               fmt::format("\"{}\" is no instant", options.known_at),
                               "write 2026-03-31T17:00:00Z, or a day: 2026-03-31");
        }
    }
    return question;
}

Result<Format> format_of(const App& app, const ReadingOptions& options) {
    if (options.format.empty()) return app.env.out_is_terminal ? Format::table : Format::jsonl;
    if (options.format == "table") return Format::table;
    if (options.format == "json") return Format::json;
    if (options.format == "jsonl") return Format::jsonl;
    if (options.format == "csv") return Format::csv;
    return usage_error("cannot read --format", fmt::format("\"{}\" is no format", options.format),
                       "use table, json, jsonl or csv");
}

Result<Reading> open_reading(const App& app, const ReadingOptions& options) {
    const auto question = question_of(app, options);
    if (!question) return question.error();
    const auto format = format_of(app, options);
    if (!format) return format.error();
    auto law = law_in_use(options);
    if (!law) return law.error();
    auto store = log::Store::open_for_reading(app.store);
    if (!store) return store.error();
    return Reading{std::move(law->law), std::move(*store), *question, *format,
                   std::move(law->marks)};
}

namespace {

// Keeps the store as it is, to last: its sorted files get a second name, the others are copied.
Result<void> keep_before_upgrade(const App& app) {
    const log::Disk disk;
    const auto store = (fs::path(app.store) / "").parent_path();  // without a slash at its end
    fs::path kept;
    for (int n = 1; kept.empty() || disk.exists(kept); ++n) {
        kept = fmt::format("{}.before-upgrade-{}", store.string(), n);
    }
    const auto making = fs::path{kept} += ".partial";
    if (auto taken = log::take_picture(store, making, disk); !taken) return taken.error();
    // A copy that cannot be opened would be none.
    if (const auto whole = log::Store::open_for_reading(making); !whole) return whole.error();
    for (const auto& folder : {making / "db", making}) {
        if (auto synced = disk.sync_all(folder); !synced) return synced.error();
    }
    if (auto named = disk.rename(making, kept); !named) return named.error();
    tell(fmt::format("the store is kept as it was in {}\n", kept.string()));
    return {};
}

}  // namespace

Result<log::Store> open_writing(const App& app, bool create) {
    auto store = log::Store::open_for_writing(app.store, app.env.now, create);
    if (store || store.error().code != ErrorCode::old_format || !app.upgrade) return store;
    if (auto kept = keep_before_upgrade(app); !kept) return kept.error();
    return log::Store::open_for_writing(app.store, app.env.now, create, {}, true);
}

Result<std::vector<events::AuthorityId>> authorities_of(const log::Store& store,
                                                        const std::string& la) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    std::vector<events::AuthorityId> all;
    for (const auto& head : *heads) all.push_back(head.la);
    if (all.empty()) {
        return Error{ErrorCode::no_log, "cannot answer", "the store holds no log yet",
                     "an empty list would read as \"no breaches\"",
                     "longstop import FILE, or longstop record"};
    }
    if (la.empty()) return all;
    const auto wanted = events::parse_authority(la);
    if (!wanted) {
        return usage_error("cannot read --la", fmt::format("\"{}\" is no authority", la),
                           "an authority is its three-digit DfE code, such as 330");
    }
    if (std::find(all.begin(), all.end(), *wanted) != all.end()) return std::vector{*wanted};
    std::string known;
    for (const auto id : all) known += (known.empty() ? "" : ", ") + events::to_text(id);
    return Error{ErrorCode::unknown_authority, fmt::format("cannot answer for authority {}", la),
                 fmt::format("the store has no log for it; it has logs for {}",
                             known.empty() ? "nobody" : known),
                 "an empty list would read as \"no breaches\"",
                 "check the code, or import the authority's file first"};
}

Error usage_error(std::string failed, std::string found, std::string hint, ErrorCode code) {
    return {code, std::move(failed), std::move(found), "", std::move(hint)};
}

ProgressLine::ProgressLine(const App& app, std::string label)
    : app_(app), label_(shown(label)), started_(app.env.now()) {}

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

Answer finished(bool written) {
    return finished(written, "cannot finish the answer",
                    "an answer cut short looks like fewer breaches",
                    "free space, or keep the reader of the pipe open, and ask again");
}

Answer finished(bool written, std::string failed, std::string why, std::string hint) {
    if (written) return 0;
    if (output_failure() == EPIPE) return exit_status(ErrorCode::output_failed);
    return Error{
        ErrorCode::output_failed, std::move(failed),
        fmt::format("standard output cannot be written: {}", std::strerror(output_failure())),
        std::move(why), std::move(hint)};
}

std::string counted(std::uint64_t count, std::string_view thing) {
    return fmt::format("{} {}{}", count, thing, count == 1 ? "" : "s");
}

std::string counted_entries(std::uint64_t count) {
    return fmt::format("{} {}", count, count == 1 ? "entry" : "entries");
}

std::string asked(const projections::Question& question) {
    auto text = fmt::format("as of {}", events::to_text(question.as_of));
    if (question.known_at) {
        text += fmt::format(", known at {}Z", events::to_text(*question.known_at).substr(0, 19));
    }
    return text;
}

bool holds_store(const App& app) {
    // What cannot be looked at may be one: opening it says why it cannot.
    std::error_code unseen;
    return fs::exists(fs::path(app.store) / "db" / "CURRENT", unseen) || unseen;
}

void tell_if_new(const App& app) {
    if (holds_store(app)) return;
    tell(fmt::format("making a new store in {}\n", app.store));
}

// What failed and what was found; why it matters; the code, for programs; what to do next.
void print_error(const Error& error, bool colour) {
    const auto label = [&](std::string_view text, fmt::color tone) {
        return colour ? fmt::format(fmt::fg(tone) | fmt::emphasis::bold, "{}", text)
                      : std::string{text};
    };
    // What was given may hold bytes that steer a terminal.
    auto text = fmt::format("{} {}: {}\n", label("error:", fmt::color::red), shown(error.failed),
                            shown(error.found));
    if (!error.why.empty()) text += fmt::format("  why it matters: {}\n", shown(error.why));
    text += fmt::format("  code: {}\n", name_of(error.code));
    if (!error.hint.empty()) {
        text += fmt::format("{} {}\n", label("hint:", fmt::color::cyan), shown(error.hint));
    }
    tell_bytes(text);
}

int run(int argc, const char* const* argv, Environment env) {
    App app;
    app.env = std::move(env);
    Arguments arguments{
        "Statutory deadlines of Education, Health and Care plans in England: records what "
        "happened\n"
        "on each case, and answers what is due, what is broken and who knew what when.\n"
        "Not legal advice.",
        "longstop"};
    arguments.set_version_flag("--version", fmt::format("longstop {}", version()));
    arguments.add_option("--store", app.store, "The folder of the event log")
        ->envname("LONGSTOP_STORE")
        ->default_str("./longstop-data")
        ->type_name("DIR");
    app.store = "./longstop-data";
    arguments.add_flag("--upgrade", app.upgrade,
                       "Write to a store of an older format, after keeping a copy beside it");
    arguments.add_flag("--csv-safe", app.csv_safe,
                       "In CSV, quote cells that a spreadsheet would take for formulas");
    arguments.require_subcommand(0, 1);
    for (const auto& command : commands()) command.add(arguments, app);
    const auto parsed = arguments.parse(argc, argv);
    if (!parsed.ok) return usage_trouble(parsed, app);
    if (!parsed.page.empty()) return status_of(finished(print(parsed.page)), app);
    if (!app.chosen) {
        print(arguments.help());
        return exit_status(ErrorCode::bad_usage);
    }
    const auto answer = app.chosen();
    // What `print` could not write is an answer cut short, whoever looked at its result.
    if (answer && output_failure() != 0) return status_of(finished(false), app);
    return status_of(answer, app);
}

}  // namespace longstop::cli
