// longstop law diff: what an amended law changes, row by row and key by key.
#include <fmt/format.h>
#include <unistd.h>

#include "cli/basis.hpp"
#include "cli/commands/commands.hpp"
#include "engine/law/amendment.hpp"

namespace longstop::cli {
namespace {

using law::Amendment;

struct Options {
    ReadingOptions reading;
    std::string folder;
};

constexpr std::array<std::string_view, 3> what_texts{"added", "removed", "changed"};

const std::vector<Column>& columns() {
    static const std::vector<Column> list{{"what", "WHAT", 7, false, true},
                                          {"row", "ROW", 32, false, true},
                                          {"key", "KEY", 16},
                                          {"before", "BEFORE", 60},
                                          {"after", "AFTER", 60}};
    return list;
}

void write(RowWriter& rows, const Amendment& amendment) {
    rows.row(std::array<Cell, 5>{what_texts[static_cast<std::size_t>(amendment.what)],
                                 std::string_view{amendment.id}, or_null(amendment.key),
                                 or_null(amendment.before), or_null(amendment.after)},
             amendment.what == Amendment::What::removed ? Emphasis::warn : Emphasis::none);
}

Answer diff(const App& app, const Options& options) {
    const auto question = question_of(app, options.reading);
    if (!question) return question.error();
    const auto format = format_of(app, options.reading);
    if (!format) return format.error();
    const auto before = law_in_use(options.reading);
    if (!before) return before.error();
    const auto after = law_in_use(options.folder, options.reading.as_law_stood);
    if (!after) return after.error();
    const auto amendments = law::amendments(before->law.written, after->law.written);
    const auto rows = make_writer(*format, columns(), STDOUT_FILENO, app.style());
    const Basis basis{{}, question->as_of, question->known_at, before->marks};
    if (const auto added = add_basis(options.reading, *format, basis, *rows); !added) {
        return added.error();
    }
    std::array<std::uint64_t, 3> counts{};
    for (const auto& amendment : amendments) {
        write(*rows, amendment);
        ++counts[static_cast<std::size_t>(amendment.what)];
    }
    rows->foot(fmt::format("{} added, {} removed, {} changed", counted(counts[0], "row"),
                           counted(counts[1], "row"), counted(counts[2], "key")));
    if (!amendments.empty()) {
        rows->foot(fmt::format("next: longstop rehearse {} shows who would be late under it",
                               options.folder));
    }
    return finished(rows->finish());
}

}  // namespace

void add_law(Arguments& arguments, App& app) {
    auto* command = arguments.add_subcommand("law", "Compare two bodies of law: law diff DIR");
    command->require_subcommand(1, 1);
    auto* sub = command->add_subcommand("diff", "The rows and keys that differ in another law");
    const auto options = std::make_shared<Options>();
    sub->add_option("dir", options->folder, "The folder of the amended law")
        ->required()
        ->type_name("DIR");
    options->reading.add_to(*sub);
    sub->callback(
        [options, &app] { app.chosen = [options, &app] { return diff(app, *options); }; });
}

}  // namespace longstop::cli
