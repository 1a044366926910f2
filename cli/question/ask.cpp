#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/question/clock_filters.hpp"
#include "cli/render/output.hpp"

namespace longstop::cli {
namespace {

Result<LawInUse> law_asked(const Question& question, const ReadingOptions& options) {
    const bool every = options.reading == "any" || options.reading == "all";
    if (!question.every_reading || !every) return law_in_use(options);
    auto as_written = options;
    as_written.reading.clear();
    auto law = law_in_use(as_written);
    if (law) law->marks.reading = options.reading;
    return law;
}

// The field of that name in some list of the question.
Result<Field> field_of(const Question& question, std::string_view option, std::string_view name) {
    const auto field = field_named(name);
    for (const auto& list : question.lists) {
        const auto holds = [&](std::span<const Field> fields) {
            return field && std::find(fields.begin(), fields.end(), *field) != fields.end();
        };
        if (holds(list.fields) || holds(list.in_table)) return *field;
    }
    std::string known;
    for (const auto& list : question.lists) {
        for (const auto one : list.fields) {
            known += known.empty() ? "" : ", ";
            known += one.row().name;
        }
    }
    return usage_error(fmt::format("cannot read {}", option),
                       fmt::format("the answer has no field \"{}\"", name), "it has " + known);
}

Result<Selection> selection_of(const Question& question, const Parameters& given) {
    Selection selection;
    if (question.lists.empty()) return selection;
    for (const auto& name : given.texts("--columns")) {
        const auto field = field_of(question, "--columns", name);
        if (!field) return field.error();
        selection.columns.push_back(*field);
    }
    std::string_view sort = given.text("--sort");
    if (!sort.empty()) {
        constexpr std::string_view down = ":desc";
        selection.descending = sort.ends_with(down);
        if (selection.descending) sort.remove_suffix(down.size());
        const auto field = field_of(question, "--sort", sort);
        if (!field) return field.error();
        selection.sort = *field;
    }
    selection.limit =
        static_cast<std::uint64_t>(std::max<std::int64_t>(given.number("--limit"), 0));
    return selection;
}

}  // namespace

std::vector<Parameter> parameters_of(const Question& question) {
    std::vector<Parameter> own(question.takes.begin(), question.takes.end());
    const auto add = [&](std::span<const Parameter> more) {
        own.insert(own.end(), more.begin(), more.end());
    };
    if (question.clock_filters) add(clock_filter_parameters());
    if (!question.lists.empty()) add(list_parameters());
    return with_reading_parameters(own);
}

Result<void> Asked::add_basis(const std::vector<events::AuthorityId>& logs, Rows& rows) const {
    if (logs.empty())
        return cli::add_basis(options, {{}, when.as_of, when.known_at, use.marks}, rows);
    const auto basis = basis_of(store(), logs, when, use.marks);
    if (!basis) return basis.error();
    return cli::add_basis(options, *basis, rows);
}

Exit ask(const App& app, const Question& question, const Parameters& given) {
    auto options = reading_options(given);
    const bool other = !options.format.empty() && options.format == question.other_format;
    const auto format = other ? Result<Format>{Format::jsonl} : format_of(app, options.format);
    if (!format) return format.error();
    auto selection = selection_of(question, given);
    if (!selection) return selection.error();
    const auto when = question_of(app, options);
    if (!when) return when.error();
    Asked asked{app, given, std::move(options), *when, {}, std::nullopt};
    if (question.needs != Needs::itself) {
        auto law = law_asked(question, asked.options);
        if (!law) return law.error();
        asked.use = std::move(*law);
    }
    if (question.first != nullptr) {
        const auto page = question.first(asked);
        if (!page) return page.error();
        if (!page->empty()) return finished(print(*page));
    }
    if (question.needs == Needs::store) {
        auto store = log::Store::open_for_reading(app.store);
        if (!store) return store.error();
        asked.opened = std::move(*store);
    }
    Rows rows(*format, STDOUT_FILENO, app.style(), std::move(*selection));
    auto answered = question.answer(asked, rows);
    if (!answered || !rows.has_begun()) return answered;
    if (!rows.finish()) return finished(false);
    return answered;
}

}  // namespace longstop::cli
