// The vectors of tests/conformance: made-up histories and the answers the reading rules give.
// Engine and second opinion are held to them alike.
#include <catch2/catch.hpp>

#include "tests/support/evaluators.hpp"

namespace {

using namespace longstop;
using tests::asked;
using tests::vector_text;

std::vector<std::string> normal(std::vector<std::string> lines) {
    for (auto& line : lines) line = tests::normal_line(line);
    return lines;
}

void hold_against(const std::vector<std::string>& answers, const std::string& file) {
    INFO(file);
    const auto expected = normal(tests::lines_of(vector_text(file)));
    const auto found = normal(answers);
    REQUIRE(expected.size() > 10);
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
        REQUIRE(found[i] == expected[i]);
    }
    REQUIRE(found.size() == expected.size());
}

template <class Evaluator>
void hold_clocks_and_breaches() {
    const std::string day = ".as-of-2026-03-31";
    for (const std::string kind : {"plausible", "adversarial", "matters"}) {
        const Evaluator evaluator(vector_text(kind + ".events.jsonl"));
        const auto now = asked("2026-03-31");
        hold_against(evaluator.clocks(now), kind + day + ".clocks.jsonl");
        if (kind == "matters") continue;
        hold_against(evaluator.clocks(asked("2021-06-30", "2021-07-15")),
                     kind + ".as-of-2021-06-30.known-at-2021-07-15.clocks.jsonl");
        plain::BreachOptions options;
        hold_against(evaluator.breaches(now, options), kind + day + ".breaches.jsonl");
        options.lapsed = options.excused = true;
        hold_against(evaluator.breaches(now, options),
                     kind + day + ".breaches-lapsed-excused.jsonl");
    }
}

template <class Evaluator>
void hold_statistics() {
    const Evaluator evaluator(vector_text("plausible.events.jsonl"));
    const auto as_of = *events::parse_day("2026-11-22");
    auto lines = evaluator.statistics(as_of, 2022);
    const auto later = evaluator.statistics(as_of, 2024);
    lines.insert(lines.end(), later.begin(), later.end());
    hold_against(lines, "plausible.stats.jsonl");
}

}  // namespace

TEST_CASE("conformance: clocks and breaches of the vectors, by the engine") {
    hold_clocks_and_breaches<tests::Engine>();
}

TEST_CASE("conformance: clocks and breaches of the vectors, by the second opinion") {
    hold_clocks_and_breaches<tests::SecondOpinion>();
}

TEST_CASE("conformance: statistics of the vectors") {
    hold_statistics<tests::Engine>();
    hold_statistics<tests::SecondOpinion>();
}
