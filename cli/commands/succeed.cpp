// longstop succeed: cases go on in the log of the authority that follows another.
#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>
#include <sstream>

#include "cli/commands/commands.hpp"
#include "cli/import/local_authorities.hpp"
#include "cli/import/utf8.hpp"
#include "cli/progress_line.hpp"
#include "cli/reading.hpp"
#include "cli/writing.hpp"
#include "engine/log/format/digest.hpp"
#include "engine/log/succession.hpp"

namespace longstop::cli {
namespace {

struct Options {
    std::string from;
    std::string to;
    std::string on;
    std::string cases;
    std::vector<std::string> renamed;
    std::string actor;
    bool unlisted = false;
};

constexpr std::string_view failed = "cannot carry cases over";

Result<events::AuthorityId> authority(const std::string& text) {
    const auto la = events::parse_authority(text);
    if (la) return *la;
    return usage_error(std::string{failed}, fmt::format("\"{}\" is no authority", text),
                       "longstop succeed 928 941 --on 2021-04-01 --cases west.txt");
}

// A line is a reference, or the old and the new one.
Result<log::PassedCase> passed_case(const std::string& line, std::size_t number) {
    std::istringstream words(line);
    log::PassedCase passed;
    std::string more;
    words >> passed.reference >> passed.as;
    if (passed.as.empty()) passed.as = passed.reference;
    if (events::is_case_reference(passed.reference) && events::is_case_reference(passed.as) &&
        !(words >> more)) {
        return passed;
    }
    return usage_error(std::string{failed},
                       fmt::format("line {} of the list is no case reference", number),
                       "one case a line: its reference, or its old and its new reference");
}

Result<std::vector<log::PassedCase>> listed_cases(const std::string& file) {
    std::ifstream in(file);
    if (!in) {
        return usage_error(fmt::format("cannot read {}", file), std::strerror(errno),
                           "name a file with one case a line", ErrorCode::unreadable_file);
    }
    std::vector<log::PassedCase> cases;
    std::set<std::string> references;
    std::set<std::string> joined;
    std::size_t number = 0;
    for (std::string line; std::getline(in, line);) {
        ++number;
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        auto passed = passed_case(line, number);
        if (!passed) return passed.error();
        const bool once = references.insert(passed->reference).second;
        if (!joined.insert(passed->as).second || !once) {
            return usage_error(std::string{failed},
                               fmt::format("line {} of {} names a case again", number, file),
                               "name each case once, each by a reference of its own");
        }
        cases.push_back(std::move(*passed));
    }
    if (!cases.empty()) return cases;
    return usage_error(std::string{failed}, fmt::format("{} names no case", file),
                       "one case a line: its reference, or its old and its new reference");
}

Result<std::map<std::string, std::string, std::less<>>> renamed_sources(
    const std::vector<std::string>& renamed) {
    std::map<std::string, std::string, std::less<>> sources;
    for (const auto& text : renamed) {
        const auto at = text.find('=');
        if (at == std::string::npos || at == 0 || at + 1 == text.size() || !is_utf8(text)) {
            return usage_error(std::string{failed}, fmt::format("\"{}\" is no OLD=NEW", text),
                               "--rename-source capita=surrey-capita");
        }
        sources[text.substr(0, at)] = text.substr(at + 1);
    }
    return sources;
}

// The new log must be that of an authority that exists on the day; a case that was passed on by a
// wrong list goes back to the one that it came from.
Result<void> check_successor(const Options& options, events::AuthorityId from,
                             events::AuthorityId to, events::Day on) {
    if (options.unlisted || answers_on(to, on)) return {};
    const auto* former = find_local_authority(to);
    if (former != nullptr && std::find(former->successors.begin(), former->successors.end(),
                                       from) != former->successors.end()) {
        return {};
    }
    return Error{ErrorCode::unknown_authority, std::string{failed}, why_not_listed(to, on),
                 "a mistyped code would give the children's cases to a log that nobody reads",
                 "check the code; --unlisted-authority takes one that is not listed yet"};
}

Result<log::Succession> succession_of(const App& app, const Options& options) {
    log::Succession succession;
    const auto from = authority(options.from);
    if (!from) return from.error();
    const auto to = authority(options.to);
    if (!to) return to.error();
    if (*from == *to) {
        return usage_error(std::string{failed}, "both authorities are the same",
                           "name the old one, then the one that follows it");
    }
    const auto on = day_argument("--on", options.on);
    if (!on) return on.error();
    const auto listed = check_successor(options, *from, *to, *on);
    if (!listed) return listed.error();
    auto sources = renamed_sources(options.renamed);
    if (!sources) return sources.error();
    auto cases = listed_cases(options.cases);
    if (!cases) return cases.error();
    const auto actor = actor_of(app, options.actor);
    if (!actor) return actor.error();
    return log::Succession{*from, *to, *on, std::move(*cases), std::move(*sources), *actor};
}

Error obstructed(const std::vector<log::Obstacle>& obstacles, const log::Succession& succession) {
    constexpr std::size_t shown = 5;
    std::string found = fmt::format("{} in the way", pluralized(obstacles.size(), "thing"));
    for (std::size_t i = 0; i < std::min(shown, obstacles.size()); ++i) {
        found += fmt::format("{}{}/{}: {}", i == 0 ? ": " : "; ", events::to_text(succession.from),
                             obstacles[i].reference, obstacles[i].what);
    }
    if (obstacles.size() > shown) found += fmt::format("; and {} more", obstacles.size() - shown);
    return {ErrorCode::case_conflict, std::string{failed}, std::move(found),
            "two children's histories must not be mixed, and none may lose a part; nothing was "
            "written",
            "give a case another reference in the list (OLD NEW), or a source another name "
            "(--rename-source OLD=NEW), and run it again"};
}

Exit succeed(const App& app, const Options& options) {
    const auto succession = succession_of(app, options);
    if (!succession) return succession.error();
    auto store = open_writing(app, false);
    if (!store) return store.error();
    const auto obstacles = log::obstacles_to(*store, *succession);
    if (!obstacles) return obstacles.error();
    if (!obstacles->empty()) return obstructed(*obstacles, *succession);
    const auto carried = [&] {
        ProgressLine line(app, "succeed");
        return log::carry_over(*store, *succession, [&](std::uint64_t done, std::uint64_t of) {
            line.show(done, of, done, "cases");
        });
    }();
    if (!carried) return carried.error();
    if (auto flushed = store->flush(); !flushed) return flushed.error();
    const bool printed =
        print(fmt::format("{} of {} passed from {} to {} on {}: {} carried over, {} already there\n"
                          "  log {} stood at {} entries, root {}\n",
                          carried->cases, pluralized(succession->cases.size(), "case"),
                          events::to_text(succession->from), events::to_text(succession->to),
                          events::to_text(succession->on), pluralized_entries(carried->entries),
                          carried->already_there, events::to_text(succession->from),
                          carried->head.entries, log::to_hex(carried->head.root)));
    return finished(printed, "cannot tell what was carried over", "all of it is in both logs",
                    "run the same again: it adds nothing, and tells");
}

}  // namespace

void add_succeed(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand(
        "succeed", "Cases go on, with their whole history, at the authority that follows another");
    const auto options = std::make_shared<Options>();
    command->add_option("from", options->from, "The authority they leave")
        ->required()
        ->type_name("FROM");
    command->add_option("to", options->to, "The authority they join")->required()->type_name("TO");
    command->add_option("--on", options->on, "The first day for which TO answers")
        ->required()
        ->type_name("DAY");
    command
        ->add_option("--cases", options->cases,
                     "One case a line: its reference, or its old and its new reference")
        ->required()
        ->type_name("FILE");
    command
        ->add_option("--rename-source", options->renamed,
                     "What a source is called at TO, where its name means another system there")
        ->type_name("OLD=NEW");
    command->add_option("--actor", options->actor, "Who does it (default: the user)")
        ->type_name("NAME");
    command->add_flag("--unlisted-authority", options->unlisted,
                      "TO may be a code that is not listed");
    command->example(
        "longstop succeed 999 998 --on 2026-06-30 --cases <(echo DEMO-2) --unlisted-authority");
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return succeed(app, *options); }; });
}

}  // namespace longstop::cli
