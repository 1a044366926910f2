#include "tests/support/evaluators.hpp"

#include "tests/support/paths.hpp"

namespace longstop::tests {
namespace {

template <class T>
std::vector<std::string> json_lines(const std::vector<T>& items) {
    std::vector<std::string> lines;
    for (const auto& item : items) lines.push_back(plain::json_line(item, false));
    return lines;
}

plain::Day plain_day(events::Day day) { return plain::Day{day.time_since_epoch()}; }

}  // namespace

std::string vector_text(const std::string& name) {
    return file_text(std::filesystem::path(LONGSTOP_TESTS_DIR) / "conformance" / name);
}

const plain::Law& plain_law() {
    static const auto law =
        plain::read_law(vector_text("duties.tsv"), vector_text("bank-holidays-england.txt"));
    return law;
}

projections::Question asked(const std::string& as_of, const std::string& known_at) {
    projections::Question question;
    question.as_of = *events::parse_day(as_of);
    if (!known_at.empty()) question.known_at = events::parse_known_at(known_at);
    return question;
}

Engine::Engine(const std::string& lines, events::Instant imported_at, const law::CompiledLaw& law)
    : filled_(lines, imported_at), law_(law) {}

std::vector<std::string> Engine::clocks(const projections::Question& question) const {
    return filled_.clocks(question, law_);
}

std::vector<std::string> Engine::breaches(const projections::Question& question,
                                          const plain::BreachOptions& options) const {
    projections::BreachFilter filter;
    filter.open = options.open;
    filter.lapsed = options.lapsed;
    filter.excused = options.excused;
    if (options.duty) filter.duty = law_.written.rows_of(*options.duty);
    return filled_.breaches(question, filter, law_);
}

std::vector<std::string> Engine::statistics(events::Day as_of, int year) const {
    return filled_.statistics(as_of, year, law_);
}

SecondOpinion::SecondOpinion(const std::string& lines, events::Instant imported_at,
                             const plain::Law& law)
    : law_(law) {
    plain::ImportOptions options;
    options.imported_at = plain::Instant{imported_at.time_since_epoch()};
    plain::import_jsonl(log_, lines, options);
}

std::vector<plain::Clock> SecondOpinion::all(const projections::Question& question) const {
    std::optional<plain::Instant> known_at;
    if (question.known_at) known_at = plain::Instant{question.known_at->time_since_epoch()};
    return plain::clocks(law_, log_.rows, plain_day(question.as_of), known_at);
}

std::vector<std::string> SecondOpinion::clocks(const projections::Question& question) const {
    return json_lines(all(question));
}

std::vector<std::string> SecondOpinion::breaches(const projections::Question& question,
                                                 const plain::BreachOptions& options) const {
    return json_lines(plain::breaches(law_, all(question), options));
}

std::vector<std::string> SecondOpinion::statistics(events::Day as_of, int year) const {
    return json_lines(plain::stats(log_.rows, all({as_of, std::nullopt}), year));
}

}  // namespace longstop::tests
