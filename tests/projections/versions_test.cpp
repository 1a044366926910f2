// A duty with versions is one duty in every answer: lists, counts, statistics, rehearsals.
#include <catch2/catch.hpp>

#include <algorithm>
#include <random>

#include "projections/questions.hpp"
#include "projections/rehearsal.hpp"
#include "projections/statistics.hpp"
#include "tests/support/amended_law.hpp"
#include "tests/support/evaluators.hpp"
#include "tests/support/histories.hpp"

namespace {

using namespace longstop;

constexpr auto plan = "reg13.2-final-plan";

const law::CompiledLaw& amended() {
    static const auto law =
        tests::amended_england(plan, "in_force_from = 2027-01-01\nwithin = \"22 weeks\"\n");
    return law;
}

// Before the change and after it: a plan that took 20 weeks and a day, one that is not sent.
const std::string both_sides_of_the_day =
    R"({"la":"330","case":"old-sent","type":"request-received","date":"2026-12-31"}
{"la":"330","case":"old-sent","type":"final-plan-sent","date":"2027-05-21"}
{"la":"330","case":"old-open","type":"request-received","date":"2026-12-31"}
{"la":"330","case":"new-sent","type":"request-received","date":"2027-01-01"}
{"la":"330","case":"new-sent","type":"final-plan-sent","date":"2027-05-22"}
{"la":"330","case":"new-open","type":"request-received","date":"2027-01-01"}
)";

struct Answers {
    explicit Answers(const law::CompiledLaw& in_use)
        : law(in_use),
          filled(both_sides_of_the_day, events::Instant{*events::parse_day("2027-12-31")}),
          log(filled.store().columns(events::AuthorityId{330}).value()),
          foldable(log, law, std::nullopt) {}

    std::vector<std::string> breaches() const {
        projections::BreachFilter filter;
        filter.duty = law.written.rows_of(plan);
        const auto narrow = projections::law_asked(law, filter);
        const projections::FoldableLog facts(log, narrow, std::nullopt);
        std::vector<std::string> cases;
        for (const auto& listed : projections::breaches_of(facts, narrow, as_of, filter).clocks) {
            cases.push_back(log.cases[listed.case_no - 1] + " " +
                            std::to_string(listed.clock.days_late));
        }
        return cases;
    }
    std::uint64_t counted(std::string_view name) const {
        const auto all = projections::questions();
        const auto question =
            std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
        std::uint64_t sum = 0;
        for (const auto& [what, count] :
             projections::counts_of(*question, foldable, law, as_of, {})) {
            sum += count;
        }
        return sum;
    }

    const law::CompiledLaw& law;
    tests::FilledStore filled;
    log::LogColumns log;
    projections::FoldableLog foldable;
    events::Day as_of = *events::parse_day("2027-07-01");
};

// Every row of a random half cut in two in force, by a version that says the same.
law::CompiledLaw cut_in_two(const law::Law& law, std::mt19937_64& dice) {
    std::vector<law::Duty> rows;
    const auto asked_of = [](const law::Duty& duty) {
        return 3 * duty.held.size() + (duty.directed_by.empty() ? 0 : 1);
    };
    std::size_t histories = law::history::of_rows;
    for (const auto& duty : law.rows()) histories += asked_of(duty);
    for (const auto& duty : law.rows()) {
        rows.push_back(duty);
        const auto day = events::day_of(16300 + static_cast<std::int32_t>(dice() % 4000));
        const bool inside =
            day > duty.in_force_from && (!duty.in_force_to || day <= *duty.in_force_to);
        const bool has_room = histories + asked_of(duty) <= law::max_histories;
        if (!inside || !has_room || dice() % 2 == 0) continue;
        histories += asked_of(duty);
        rows.back().in_force_to.reset();
        auto version = duty;
        version.version = 1;
        version.in_force_from = day;
        rows.push_back(std::move(version));
    }
    return law::compile(law.with(std::move(rows)));
}

std::string histories_of(std::uint64_t seed) {
    histories::Options options;
    options.seed = seed;
    options.cases = 60;
    options.kind = seed % 3 == 0 ? histories::Kind::ordinary : histories::Kind::adversarial;
    return histories::generate(options);
}

events::Instant imported_at() { return events::Instant{*events::parse_day("2028-06-30")}; }

// The limits of a random half of the rows that are a number of weeks from the start are two weeks
// longer from a random day on, in both evaluators' tables.
struct LongerLimits {
    law::CompiledLaw law;
    plain::Law plain = tests::plain_law();

    explicit LongerLimits(std::mt19937_64& dice) {
        std::vector<law::Duty> rows;
        for (const auto& duty : tests::law_of_england().rows()) {
            rows.push_back(duty);
            const auto& limbs = duty.within.limbs;
            const bool weeks = limbs.size() == 1 && limbs[0].from == law::Limb::From::start &&
                               limbs[0].period.unit == law::Unit::weeks;
            if (!weeks || duty.in_force_to || dice() % 3 == 0) continue;
            const auto day = events::day_of(17000 + static_cast<std::int32_t>(dice() % 3000));
            if (day <= duty.in_force_from) continue;
            auto version = duty;
            version.version = 1;
            version.in_force_from = day;
            version.within.limbs[0].period.count += 2;
            rows.push_back(std::move(version));
            lengthen(duty.id, plain::Day{day.time_since_epoch()});
        }
        law = law::compile(tests::law_of_england().written.with(std::move(rows)));
    }

  private:
    void lengthen(const std::string& id, plain::Day day) {
        const auto at = std::find_if(plain.duties.begin(), plain.duties.end(),
                                     [&](const plain::Duty& duty) { return duty.id == id; });
        auto version = *at;
        at->in_force_to = day - std::chrono::days{1};
        version.in_force_from = day;
        version.limit = std::to_string(std::stoi(version.limit) + 2) + "w";
        plain.duties.insert(at + 1, std::move(version));
    }
};

}  // namespace

TEST_CASE("versions: statistics, counts and the breach list mean the duty", "[versions]") {
    const Answers answers(amended());
    const auto year = projections::statistics_of(answers.foldable, answers.law, answers.as_of,
                                                 projections::days_of_year(2027));
    CHECK(year.plans.all == 2);
    CHECK(year.plans.on_time == 1);
    CHECK(answers.counted("plans-past-20-weeks") == 2);
    CHECK(answers.breaches() ==
          std::vector<std::string>{"new-open 27", "old-open 42", "old-sent 1"});
}

TEST_CASE("versions: without the change the same facts are late alike", "[versions]") {
    const Answers answers(tests::law_of_england());
    const auto year = projections::statistics_of(answers.foldable, answers.law, answers.as_of,
                                                 projections::days_of_year(2027));
    CHECK(year.plans.all == 2);
    CHECK(year.plans.on_time == 0);
    CHECK(answers.counted("plans-past-20-weeks") == 2);
    CHECK(answers.breaches() ==
          std::vector<std::string>{"new-open 41", "new-sent 1", "old-open 42", "old-sent 1"});
}

TEST_CASE("versions: a rehearsal pairs a clock with itself under the version", "[versions]") {
    const Answers answers(tests::law_of_england());
    const projections::Rehearser rehearser(answers.law, amended(), {});
    std::vector<std::string> kinds;
    const auto rehearsal = rehearser.rehearse(answers.foldable, answers.as_of);
    for (const auto& clock : rehearsal.clocks) {
        kinds.push_back(answers.log.cases[clock.clocks.shown().case_no - 1] + " " +
                        std::string{projections::kind_text(clock.kind)});
    }
    CHECK(kinds == std::vector<std::string>{"new-open due-moved", "new-sent no-longer-late"});
    REQUIRE(rehearsal.rates.size() == 1);
    const auto& [duty, rate] = *rehearsal.rates.begin();
    CHECK(duty == plan);
    CHECK((rate.before.all == 4 && rate.before.on_time == 0));
    CHECK((rate.after.all == 4 && rate.after.on_time == 1));
}

TEST_CASE("versions: a duty cut in two answers as the whole", "[versions][property]") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        std::mt19937_64 dice(seed);
        const auto cut = cut_in_two(tests::law_of_england().written, dice);
        REQUIRE(cut.rows().size() > tests::law_of_england().rows().size() + 20);
        const auto lines = histories_of(seed);
        const tests::Engine whole(lines, imported_at());
        const tests::Engine parts(lines, imported_at(), cut);
        INFO("seed " << seed);
        for (const auto* as_of : {"2019-06-30", "2027-06-30"}) {
            const auto question = tests::asked(as_of);
            REQUIRE(parts.clocks(question) == whole.clocks(question));
            REQUIRE(parts.breaches(question, {}) == whole.breaches(question, {}));
            plain::BreachOptions one;
            one.duty = tests::law_of_england().duty(dice() % 72).id;
            REQUIRE(parts.breaches(question, one) == whole.breaches(question, one));
            const auto year = std::stoi(std::string{as_of}.substr(0, 4)) - 1;
            REQUIRE(parts.statistics(question.as_of, year) ==
                    whole.statistics(question.as_of, year));
        }
    }
}

TEST_CASE("versions: engine and second opinion agree on longer limits from a day on",
          "[versions][second-opinion]") {
    for (std::uint64_t seed = 1; seed <= 6; ++seed) {
        std::mt19937_64 dice(seed);
        const LongerLimits longer(dice);
        REQUIRE(longer.plain.duties.size() == longer.law.rows().size());
        REQUIRE(longer.law.rows().size() > tests::law_of_england().rows().size() + 5);
        const auto lines = histories_of(seed);
        const tests::Engine engine(lines, imported_at(), longer.law);
        const tests::SecondOpinion opinion(lines, imported_at(), longer.plain);
        INFO("seed " << seed);
        for (const auto* as_of : {"2020-06-30", "2027-06-30"}) {
            const auto question = tests::asked(as_of);
            const auto normal = [](std::vector<std::string> found) {
                for (auto& line : found) line = tests::normal_line(line);
                return found;
            };
            REQUIRE(normal(engine.clocks(question)) == normal(opinion.clocks(question)));
            REQUIRE(normal(engine.breaches(question, {})) ==
                    normal(opinion.breaches(question, {})));
            REQUIRE(engine.statistics(question.as_of, 2019) ==
                    opinion.statistics(question.as_of, 2019));
        }
    }
}
