#include <unistd.h>

#include "cli/question/question.hpp"
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

}  // namespace

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
    Rows rows(*format, STDOUT_FILENO, app.style());
    const auto answered = question.answer(asked, rows);
    if (!answered || !rows.has_begun()) return answered;
    if (!rows.finish()) return finished(false);
    return answered;
}

}  // namespace longstop::cli
