// An explanation ends where the answer stands: for every clock of every vector of
// tests/conformance the last step of `why` is that clock, and the steps before lead to it.
#include <boost/json.hpp>
#include <catch2/catch.hpp>
#include <set>

#include "cli/render/clock_rows.hpp"
#include "cli/render/why_steps.hpp"
#include "tests/support/answers.hpp"

#include "tests/support/paths.hpp"

namespace {

using namespace longstop;
using cli::WhyStep;
using tests::FilledStore;

std::filesystem::path vectors() {
    return std::filesystem::path(LONGSTOP_TESTS_DIR) / "conformance";
}

struct Asked {
    const char* file;
    const char* as_of;
    const char* known_at;
};

// "started_on due ended_on status days_late days_early", as a vector has it and as `why` has it.
std::string expected_of(const boost::json::object& clock) {
    std::string text;
    for (const auto* name :
         {"started_on", "due", "ended_on", "status", "days_late", "days_early"}) {
        const auto* value = clock.if_contains(name);
        text += (value == nullptr || value->is_null() ? std::string{"-"}
                                                      : boost::json::serialize(*value)) +
                " ";
    }
    return text;
}

std::string told_by(const projections::WhyClock& told) {
    const auto& clock = told.reported.clock;
    const auto day = [](std::int32_t number) {
        return number == law::no_day ? std::string{"-"}
                                     : '"' + events::to_text(events::day_of(number)) + '"';
    };
    return day(clock.started_on) + " " + day(clock.due) + " " + day(clock.ended_on) + " \"" +
           std::string{cli::status_text(clock.status)} + "\" " + std::to_string(clock.days_late) +
           " " + (clock.days_early > 0 ? std::to_string(clock.days_early) : std::string{"-"}) + " ";
}

// The steps are of the evaluator's making: the count it wrote down last is the due date, the
// change it wrote down last is the state, the exception it weighed is the one that excuses.
void check_steps(const projections::WhyClock& told, const std::vector<WhyStep>& steps) {
    const auto& clock = told.reported.clock;
    REQUIRE_FALSE(steps.empty());
    REQUIRE(steps.front().what == WhyStep::What::start);
    REQUIRE(steps.back().what == WhyStep::What::status);
    REQUIRE(steps.back().says.starts_with(std::string{cli::status_text(clock.status)} + ": "));
    for (const auto& step : steps) {
        REQUIRE_FALSE(step.says.empty());
        REQUIRE_FALSE(step.cite.empty());
    }
    REQUIRE_FALSE(told.dues.empty());
    const auto due = told.dues.back().due;
    if (clock.held != 0 && clock.due == law::no_day) {
        REQUIRE(told.steps.back().what == law::Step::What::held);  // counted, and not reported
    } else {
        REQUIRE((due ? events::number_of(*due) : law::no_day) == clock.due);
    }
    using State = law::Clock::State;
    using Change = law::Step::What;
    // What holds an ended clock is told after its end.
    const auto before_held =
        std::find_if(told.steps.rbegin(), told.steps.rend(),
                     [](const auto& step) { return step.what != law::Step::What::held; });
    REQUIRE(before_held != told.steps.rend());
    const auto last = before_held->what;
    switch (clock.state) {
        case State::open:
            REQUIRE((last == Change::opened || last == Change::woke || last == Change::linked));
            break;
        case State::ended: REQUIRE(last == Change::ended); break;
        case State::lapsed:
            REQUIRE((last == Change::lapsed || last == Change::overtaken || last == Change::gone));
            break;
        case State::resting: REQUIRE(last == Change::rested); break;
    }
    const bool made_out =
        std::any_of(told.exception_tests.begin(), told.exception_tests.end(),
                    [](const auto& one) { return one.refusal == law::NotMadeOut::none; });
    REQUIRE(made_out == clock.made_out);
    REQUIRE(told.exception_tests.empty() == !clock.relied_on);
}

std::multiset<std::string> explained(const FilledStore& filled, const projections::Question& asked,
                                     std::size_t& clocks) {
    const auto& law = tests::law_of_england();
    auto explainer = projections::Explainer::make(law);
    REQUIRE(explainer.has_value());
    std::multiset<std::string> lines;
    const auto heads = filled.store().heads();
    REQUIRE(heads.has_value());
    for (const auto& head : *heads) {
        const auto log = filled.store().columns(head.la);
        REQUIRE(log.has_value());
        const projections::FoldableLog foldable(*log, law, asked.known_at);
        for (std::uint32_t no = 1; no <= foldable.case_count(); ++no) {
            for (law::RowNo row = 0; row < law.rows().size(); ++row) {
                const auto why = explainer->why(foldable, no, row, asked.as_of);
                for (const auto& told : why.clocks) {
                    check_steps(told, cli::steps_of(why, told, law, asked.as_of, {}));
                    lines.insert(events::to_text(head.la) + "/" + log->cases[no - 1] + " " +
                                 law.duty(row).id + " " +
                                 projections::subject_text(told.reported, law, *log) + " " +
                                 told_by(told));
                    ++clocks;
                }
            }
        }
    }
    return lines;
}

}  // namespace

TEST_CASE("why: the last step is the clock, for every clock of every vector", "[why]") {
    std::size_t clocks = 0;
    for (const std::string kind : {"plausible", "adversarial"}) {
        const FilledStore filled(tests::file_text(vectors() / (kind + ".events.jsonl")));
        for (const auto& [file, as_of, known_at] :
             {Asked{".as-of-2026-03-31.clocks.jsonl", "2026-03-31", ""},
              Asked{".as-of-2021-06-30.known-at-2021-07-15.clocks.jsonl", "2021-06-30",
                    "2021-07-15"}}) {
            projections::Question asked;
            asked.as_of = *events::parse_day(as_of);
            if (*known_at != '\0') asked.known_at = events::parse_known_at(known_at);
            std::multiset<std::string> expected;
            for (const auto& line : tests::lines_of(tests::file_text(vectors() / (kind + file)))) {
                const auto clock = boost::json::parse(line).as_object();
                const auto* subject = clock.if_contains("subject");
                expected.insert(std::string{clock.at("la").as_string()} + "/" +
                                std::string{clock.at("case").as_string()} + " " +
                                std::string{clock.at("duty").as_string()} + " " +
                                (subject->is_null() ? "" : std::string{subject->as_string()}) +
                                " " + expected_of(clock));
            }
            INFO(kind << file);
            REQUIRE(explained(filled, asked, clocks) == expected);
        }
    }
    CHECK(clocks == 8637);
}

TEST_CASE("why: the law names an authority for every step that needs one, and no other", "[why]") {
    std::set<std::string> named;
    for (const auto& authority : tests::law_of_england().written.authorities())
        named.insert(authority.id);
    std::set<std::string> needed;
    for (const auto id : cli::authority_ids()) needed.insert(std::string{id});
    CHECK(named == needed);
}
