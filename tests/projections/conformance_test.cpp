// The vectors of tests/conformance: made-up histories and the answers the reading rules give.
#include <catch2/catch.hpp>

#include "tests/support/answers.hpp"

#include "tests/support/paths.hpp"

namespace {

using namespace longstop;
using testing::FilledStore;

std::filesystem::path vectors() {
    return std::filesystem::path(LONGSTOP_TESTS_DIR) / "conformance";
}

std::vector<std::string> normal(std::vector<std::string> lines) {
    for (auto& line : lines) line = testing::normal_line(line);
    return lines;
}

void hold_against(const std::vector<std::string>& answers, const std::string& file) {
    const auto expected = normal(testing::lines_of(testing::file_text(vectors() / file)));
    const auto found = normal(answers);
    REQUIRE(expected.size() > 10);
    REQUIRE(found.size() == expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) REQUIRE(found[i] == expected[i]);
}

projections::Question question(const char* as_of, const char* known_at = nullptr) {
    projections::Question asked;
    asked.as_of = *events::parse_day(as_of);
    if (known_at != nullptr) asked.known_at = events::parse_known_at(known_at);
    return asked;
}

}  // namespace

TEST_CASE("conformance: clocks and breaches of the vectors") {
    for (const std::string kind : {"plausible", "adversarial"}) {
        const FilledStore filled(testing::file_text(vectors() / (kind + ".events.jsonl")));
        const auto now = question("2026-03-31");
        hold_against(filled.clocks(now), kind + ".as-of-2026-03-31.clocks.jsonl");
        hold_against(filled.clocks(question("2021-06-30", "2021-07-15")),
                     kind + ".as-of-2021-06-30.known-at-2021-07-15.clocks.jsonl");
        projections::BreachFilter filter;
        hold_against(filled.breaches(now, filter), kind + ".as-of-2026-03-31.breaches.jsonl");
        filter.lapsed = filter.excused = true;
        hold_against(filled.breaches(now, filter),
                     kind + ".as-of-2026-03-31.breaches-lapsed-excused.jsonl");
    }
}

TEST_CASE("conformance: statistics of the vectors") {
    const FilledStore filled(testing::file_text(vectors() / "plausible.events.jsonl"));
    auto lines = filled.statistics(*events::parse_day("2026-11-22"), 2022);
    const auto later = filled.statistics(*events::parse_day("2026-11-22"), 2024);
    lines.insert(lines.end(), later.begin(), later.end());
    hold_against(lines, "plausible.stats.jsonl");
}
