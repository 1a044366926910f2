// Every clock, breach and statistic of random histories, held against the slow, plain evaluator
// that shares no code with the engine. The seed is fixed in CI; LONGSTOP_SEED and LONGSTOP_ROUNDS
// ask for others.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "engine/law/narrow.hpp"
#include "tests/support/evaluators.hpp"
#include "tests/support/histories.hpp"

namespace {

using namespace longstop;
using tests::FilledStore;

std::uint64_t variable(const char* name, std::uint64_t otherwise) {
    const auto* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// Of what histories hold, a little is recorded later: an import refuses it.
events::Instant imported_at() { return events::Instant{*events::parse_day("2028-06-30")}; }

projections::Question draw(std::mt19937_64& dice) {
    const auto first = events::day_of(16300);  // in 2014
    projections::Question asked{first + date::days{static_cast<int>(dice() % 5200)}, std::nullopt};
    if (dice() % 2 == 0) {
        asked.known_at = events::Instant{first + date::days{static_cast<int>(dice() % 5200)}} +
                         std::chrono::seconds{dice() % 86400};
    }
    return asked;
}

void hold(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
        REQUIRE(tests::normal_line(found[i]) == tests::normal_line(expected[i]));
    }
    REQUIRE(found.size() == expected.size());
}

void compare(const tests::Engine& engine, const tests::SecondOpinion& opinion,
             const projections::Question& question, std::uint64_t seed) {
    INFO("seed " << seed << ", as of " << events::to_text(question.as_of) << ", known at "
                 << (question.known_at ? events::to_text(*question.known_at) : "-"));
    hold(engine.clocks(question), opinion.clocks(question));

    plain::BreachOptions options;
    options.open = seed % 3 == 0;
    options.lapsed = seed % 2 == 0;
    options.excused = seed % 5 < 2;
    if (seed % 2 == 0) {
        const auto& duties = tests::law_of_england().rows();
        options.duty = duties[seed / 2 * 17 % duties.size()].id;
    }
    hold(engine.breaches(question, options), opinion.breaches(question, options));

    if (!question.known_at) {
        const auto year = static_cast<int>(date::year_month_day{question.as_of}.year());
        hold(engine.statistics(question.as_of, year), opinion.statistics(question.as_of, year));
    }
}

}  // namespace

TEST_CASE("the engine and the second opinion agree on random histories", "[second-opinion]") {
    const auto first = variable("LONGSTOP_SEED", 20261122);
    const auto rounds = variable("LONGSTOP_ROUNDS", 24);
    for (auto seed = first; seed < first + rounds; ++seed) {
        histories::Options options;
        options.seed = seed;
        options.cases = 120;
        options.kind = seed % 3 == 0 ? histories::Kind::ordinary : histories::Kind::adversarial;
        options.without_id_percent = 10;
        options.ill_formed_percent = 4;
        options.repeated_percent = 4;
        const auto lines = histories::generate(options);
        const tests::Engine engine(lines, imported_at());
        const tests::SecondOpinion opinion(lines, imported_at());
        std::mt19937_64 dice(seed);
        for (int i = 0; i < 4; ++i) compare(engine, opinion, draw(dice), seed);
    }
}

TEST_CASE("a duty alone has the clocks it has among all") {
    const auto& law = tests::law_of_england();
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        histories::Options options;
        options.seed = seed;
        options.cases = 60;
        options.kind = seed == 1 ? histories::Kind::ordinary : histories::Kind::adversarial;
        const FilledStore engine(histories::generate(options), imported_at());
        const projections::Question question{events::day_of(20300), std::nullopt};
        const auto all = engine.clocks(question);
        for (law::RowNo row = 0; row < law.rows().size(); ++row) {
            const auto of_duty = [&](std::vector<std::string> lines) {
                const auto mark = "\"" + law.duty(row).id + "\"";
                std::erase_if(lines, [&](const std::string& line) {
                    return line.find(mark) == std::string::npos;
                });
                return lines;
            };
            INFO("seed " << seed << ", " << law.duty(row).id);
            CHECK(of_duty(engine.clocks(question, law::narrowed(law, law.plans[row].versions))) ==
                  of_duty(all));
        }
    }
}

// Which of two days' events was recorded first does not matter: only the order of the events of one
// day does. (Retractions name entries by position, so there are none here.)
TEST_CASE("events of different days may be recorded in any order", "[property]") {
    for (std::uint64_t seed = 1; seed <= 8; ++seed) {
        histories::Options options;
        options.seed = seed;
        options.cases = 60;
        options.kind = histories::Kind::adversarial;
        auto lines = tests::lines_of(histories::generate(options));
        std::erase_if(lines, [](const std::string& line) {
            return line.find("\"retracted\"") != std::string::npos;
        });
        const auto after = [](const std::string& line, const std::string& mark, std::size_t n) {
            const auto at = line.find(mark);
            return at == std::string::npos ? std::string{} : line.substr(at + mark.size(), n);
        };
        const auto day_of = [&](const std::string& line) {
            return after(line, "\"date\": \"", 10);
        };
        // Of two rows with one id the first recorded stays, so there the order does matter.
        std::set<std::string> ids;
        std::erase_if(lines, [&](const std::string& line) {
            const auto id = after(line, "\"id\": \"", 24);
            return !ids.insert(id.substr(0, id.find('"'))).second;
        });
        // Days in random order, the lines of one day in theirs.
        std::vector<std::string> days;
        for (const auto& line : lines) days.push_back(day_of(line));
        std::sort(days.begin(), days.end());
        days.erase(std::unique(days.begin(), days.end()), days.end());
        std::mt19937_64 dice(seed);
        std::shuffle(days.begin(), days.end(), dice);
        std::string shuffled;
        for (const auto& day : days) {
            for (const auto& line : lines) {
                if (day_of(line) == day) shuffled += line + "\n";
            }
        }
        std::string straight;
        for (const auto& line : lines) straight += line + "\n";
        const projections::Question question{*events::parse_day("2026-03-31"), std::nullopt};
        const auto expected = FilledStore(straight, imported_at()).clocks(question);
        REQUIRE(expected.size() > 100);
        REQUIRE(FilledStore(shuffled, imported_at()).clocks(question) == expected);
    }
}
