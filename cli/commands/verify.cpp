// longstop verify: proves the store whole, or names the damage.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"

namespace longstop::cli {
namespace {

// A store that cannot be opened is a finding too: verify answers "no" and says why.
Answer verify(const App& app, const ReadingOptions& options) {
    const auto format = format_of(app, options);
    if (!format) return format.error();
    const auto question = question_of(app, options);
    if (!question) return question.error();
    Basis basis;  // of a store, whatever the law
    basis.as_of = question->as_of;
    std::uint64_t entries = 0;
    std::size_t logs = 0;
    const auto store = log::Store::open_for_reading(app.store);
    if (!store && store.error().code != ErrorCode::store_damaged) return store.error();
    std::vector<log::Finding> findings;
    if (!store) {
        findings = log::Store::damaged_files(app.store);
        findings.push_back({app.store, store.error().found});
    } else {
        ProgressLine line(app, "verify");
        auto found = store->verify(
            [&](std::uint64_t done, std::uint64_t of) { line.show(done, of, done, "entries"); });
        if (!found) return found.error();
        findings = std::move(*found);
        if (const auto heads = store->heads()) {
            logs = heads->size();
            for (const auto& head : *heads) {
                entries += head.entries;
                basis.logs.push_back({head.la, head.entries, log::to_hex(head.root)});
            }
        }
    }
    const auto rows = make_writer(
        *format, {{"where", "WHERE", 30, false, true}, {"what", "WHAT", 0, false, true}},
        STDOUT_FILENO, app.style());
    if (const auto added = add_basis(options, *format, basis, *rows); !added) {
        return added.error();
    }
    for (const auto& finding : findings) {
        rows->row(
            std::array<Cell, 2>{std::string_view{finding.where}, std::string_view{finding.what}},
            Emphasis::bad);
    }
    if (findings.empty()) {
        rows->foot(
            fmt::format("whole: {} entries in {}; positions without gaps, every record, digest,",
                        entries, counted(logs, "log")));
        rows->foot("column, dictionary and index entry fits, recording instants in order");
    } else {
        rows->foot(fmt::format("{} found: restore the last backup (docs/operating.md)",
                               counted(findings.size(), "fault")));
    }
    const bool written = rows->finish();
    // A night job that asks for JSON sees an empty list: say on standard error what that means.
    if (*format != Format::table && findings.empty()) {
        tell(fmt::format("whole: {} entries in {}\n", entries, counted(logs, "log")));
    }
    if (!written) return finished(false);
    return findings.empty() ? 0 : answer_is_no;
}

}  // namespace

void add_verify(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand("verify", "Prove the store whole, or name the damage");
    const auto options = std::make_shared<ReadingOptions>();
    options->add_to(*command);
    command->callback(
        [options, &app] { app.chosen = [options, &app] { return verify(app, *options); }; });
}

}  // namespace longstop::cli
