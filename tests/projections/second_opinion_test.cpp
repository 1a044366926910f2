// Every clock, breach and statistic of random histories, held against the slow, plain evaluator
// that shares no code with the engine. The seed is fixed in CI; LONGSTOP_SEED and LONGSTOP_ROUNDS
// ask for others.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <set>

#include "engine/law/narrow.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/histories.hpp"
#include "tests/support/plain_evaluator.hpp"

#include "tests/support/paths.hpp"

namespace {

using namespace longstop;
using testing::FilledStore;

std::uint64_t variable(const char* name, std::uint64_t otherwise) {
    const auto* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

const plain::Law& plain_law() {
    static const auto law = [] {
        const auto folder = std::filesystem::path(LONGSTOP_TESTS_DIR) / "conformance";
        return plain::read_law(testing::file_text(folder / "duties.tsv"),
                               testing::file_text(folder / "bank-holidays-england.txt"));
    }();
    return law;
}

struct Asked {
    events::Day as_of;
    std::optional<events::Instant> known_at;
};

Asked draw(std::mt19937_64& dice) {
    const auto first = events::day_of(16300);  // in 2014
    Asked asked{first + date::days{static_cast<int>(dice() % 5200)}, std::nullopt};
    if (dice() % 2 == 0) {
        asked.known_at = events::Instant{first + date::days{static_cast<int>(dice() % 5200)}} +
                         std::chrono::seconds{dice() % 86400};
    }
    return asked;
}

void hold(const std::vector<std::string>& found, const std::vector<std::string>& expected) {
    for (std::size_t i = 0; i < std::min(found.size(), expected.size()); ++i) {
        REQUIRE(testing::normal_line(found[i]) == testing::normal_line(expected[i]));
    }
    REQUIRE(found.size() == expected.size());
}

template <class T>
std::vector<std::string> lines_of(const std::vector<T>& items) {
    std::vector<std::string> lines;
    for (const auto& item : items) lines.push_back(plain::json_line(item, false));
    return lines;
}

void compare(const FilledStore& engine, const plain::Log& log, const Asked& asked,
             std::uint64_t seed) {
    INFO("seed " << seed << ", as of " << events::to_text(asked.as_of) << ", known at "
                 << (asked.known_at ? events::to_text(*asked.known_at) : "-"));
    const plain::Day as_of{asked.as_of.time_since_epoch()};
    std::optional<plain::Instant> known_at;
    if (asked.known_at) known_at = plain::Instant{asked.known_at->time_since_epoch()};
    const auto all = plain::clocks(plain_law(), log.rows, as_of, known_at);
    const projections::Question question{asked.as_of, asked.known_at};
    hold(engine.clocks(question), lines_of(all));

    plain::BreachOptions options;
    projections::BreachFilter filter;
    options.open = filter.open = seed % 3 == 0;
    options.lapsed = filter.lapsed = seed % 2 == 0;
    options.excused = filter.excused = seed % 5 < 2;
    if (seed % 2 == 0) {
        const auto& duties = testing::law_of_england().duties;
        filter.duty = static_cast<law::RowNo>(seed / 2 * 17 % duties.size());
        options.duty = duties[*filter.duty].id;
    }
    hold(engine.breaches(question, filter), lines_of(plain::breaches(plain_law(), all, options)));

    if (!asked.known_at) {
        const auto year = static_cast<int>(date::year_month_day{asked.as_of}.year());
        hold(engine.statistics(asked.as_of, year), lines_of(plain::stats(log.rows, all, year)));
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
        const FilledStore engine(lines);
        plain::Log log;
        plain::import_jsonl(log, lines);
        std::mt19937_64 dice(seed);
        for (int i = 0; i < 4; ++i) compare(engine, log, draw(dice), seed);
    }
}

TEST_CASE("a duty alone has the clocks it has among all") {
    const auto& law = testing::law_of_england();
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
        histories::Options options;
        options.seed = seed;
        options.cases = 60;
        options.kind = seed == 1 ? histories::Kind::ordinary : histories::Kind::adversarial;
        const FilledStore engine(histories::generate(options));
        const projections::Question question{events::day_of(20300), std::nullopt};
        const auto all = engine.clocks(question);
        for (law::RowNo row = 0; row < law.duties.size(); ++row) {
            const auto of_duty = [&](std::vector<std::string> lines) {
                const auto mark = "\"" + law.duties[row].id + "\"";
                std::erase_if(lines, [&](const std::string& line) {
                    return line.find(mark) == std::string::npos;
                });
                return lines;
            };
            INFO("seed " << seed << ", " << law.duties[row].id);
            CHECK(of_duty(engine.clocks(question, law::narrowed(law, row))) == of_duty(all));
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
        auto lines = testing::lines_of(histories::generate(options));
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
        const auto expected = FilledStore(straight).clocks(question);
        REQUIRE(expected.size() > 100);
        REQUIRE(FilledStore(shuffled).clocks(question) == expected);
    }
}
