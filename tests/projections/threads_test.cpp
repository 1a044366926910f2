// Folds on two threads give what they give on one. Under ThreadSanitizer (./dev race) this is also
// what shows that they share nothing unguarded.
#include <catch2/catch.hpp>

#include "projections/authorities.hpp"
#include "tests/support/answers.hpp"
#include "tests/support/histories.hpp"

namespace {

using namespace longstop;
using projections::LogBreaches;

const auto as_of = *events::parse_day("2026-06-30");

// A clock in words, as far as two folds of one log could differ in it.
std::vector<std::string> told(const LogBreaches& breaches) {
    std::vector<std::string> all;
    for (const auto& reported : breaches.clocks) {
        all.push_back(std::to_string(reported.case_no) + " " + std::to_string(reported.clock.row) +
                      " " + std::to_string(reported.clock.days_late));
    }
    return all;
}

LogBreaches list(const log::LogColumns& log, const law::CompiledLaw& law, unsigned threads) {
    const projections::FoldableLog foldable(log, law, std::nullopt);
    return projections::breaches_of(foldable, law, as_of, {}, threads);
}

}  // namespace

TEST_CASE("one log folded by halves on two threads gives the list of one thread", "[threads]") {
    histories::Options options;
    options.cases = 1500;
    options.authorities = {"330"};
    const tests::FilledStore filled(histories::generate(options));
    const auto log = filled.store().columns(events::AuthorityId{330}).value();
    REQUIRE(log.cases.size() > 1000);  // fewer are folded on one thread
    const auto on_two = list(log, tests::law_of_england(), 2);
    const auto on_one = list(log, tests::law_of_england(), 1);
    CHECK(told(on_two) == told(on_one));
    CHECK(on_two.counts.listed() == on_one.counts.listed());
    CHECK(!on_one.clocks.empty());
}

TEST_CASE("several logs folded side by side give what each gives alone", "[threads]") {
    histories::Options options;
    options.cases = 200;
    const tests::FilledStore filled(histories::generate(options));
    const auto& law = tests::law_of_england();
    std::vector<events::AuthorityId> las;
    for (const auto& head : filled.store().heads().value()) las.push_back(head.la);
    REQUIRE(las.size() > 2);
    using Told = std::vector<std::string>;
    const auto side_by_side = projections::for_each_authority<Told>(
        filled.store(), las, [&](const log::LogColumns& log) -> events::Result<Told> {
            return told(list(log, law, 1));
        });
    REQUIRE(side_by_side.has_value());
    for (std::size_t i = 0; i < las.size(); ++i) {
        CHECK((*side_by_side)[i] == told(list(filled.store().columns(las[i]).value(), law, 1)));
    }
}
