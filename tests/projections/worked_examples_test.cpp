// Worked examples: histories of one case each, and what must be answered, derived by hand from the
// rules (tests/conformance/README.md). Engine and second opinion are held to them alike.
#include <catch2/catch.hpp>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "tests/support/evaluators.hpp"

namespace {

using namespace longstop;
using tests::asked;
using tests::Evaluator;
using tests::vector_text;
namespace json = boost::json;

// The case's clocks among the lines.
std::vector<json::object> of_case(const std::vector<std::string>& lines, const json::string& id) {
    std::vector<json::object> clocks;
    for (const auto& line : lines) {
        auto clock = json::parse(tests::normal_line(line)).as_object();
        if (clock.at("case").as_string() == id) clocks.push_back(std::move(clock));
    }
    return clocks;
}

json::array duties_of(const std::vector<json::object>& clocks) {
    json::array duties;
    for (const auto& clock : clocks) duties.push_back(clock.at("duty"));
    return duties;
}

// Null stands also for a field that is left out.
bool shows(const json::object& clock, const json::object& fields) {
    for (const auto& [name, value] : fields) {
        const auto* found = clock.if_contains(name);
        if (found == nullptr ? !value.is_null() : *found != value) return false;
    }
    return true;
}

void check_clocks(const std::vector<json::object>& clocks, const json::object& example) {
    if (const auto* expected = example.if_contains("expect")) {
        for (const auto& fields : expected->as_array()) {
            INFO("wanted " << json::serialize(fields) << "\n  among "
                           << json::serialize(json::value_from(clocks)));
            CHECK(std::any_of(clocks.begin(), clocks.end(), [&](const json::object& clock) {
                return shows(clock, fields.as_object());
            }));
        }
    }
    if (const auto* counts = example.if_contains("count")) {
        for (const auto& [duty, count] : counts->as_object()) {
            INFO(duty);
            const auto duties = duties_of(clocks);
            CHECK(std::count(duties.begin(), duties.end(), json::value(duty)) ==
                  count.to_number<std::ptrdiff_t>());
        }
    }
}

void check_breaches(const Evaluator& evaluator, const json::object& example) {
    const std::string as_of{example.at("as_of").as_string()};
    const auto listed = [&](const plain::BreachOptions& options) {
        return duties_of(
            of_case(evaluator.breaches(asked(as_of), options), example.at("case").as_string()));
    };
    if (const auto* wanted = example.if_contains("breaches")) CHECK(listed({}) == *wanted);
    if (const auto* wanted = example.if_contains("breaches_all")) {
        plain::BreachOptions all;
        all.lapsed = all.excused = true;
        CHECK(listed(all) == *wanted);
    }
    if (const auto* wanted = example.if_contains("breaches_of")) {
        for (const auto& [duty, count] : wanted->as_object()) {
            plain::BreachOptions by_name;
            by_name.duty = std::string{duty};
            INFO(duty);
            CHECK(listed(by_name).size() == count.to_number<std::size_t>());
        }
    }
}

void hold(const Evaluator& evaluator, const std::string& name) {
    const auto examples = tests::lines_of(vector_text(name + ".expected.jsonl"));
    REQUIRE(examples.size() > 40);
    std::map<std::string, std::vector<std::string>> clocks;  // by day
    for (const auto& line : examples) {
        const auto example = json::parse(line).as_object();
        const std::string as_of{example.at("as_of").as_string()};
        if (!clocks.contains(as_of)) clocks[as_of] = evaluator.clocks(asked(as_of));
        INFO(example.at("case") << " as of " << as_of << ": " << example.at("why"));
        check_clocks(of_case(clocks[as_of], example.at("case").as_string()), example);
        check_breaches(evaluator, example);
    }
}

}  // namespace

TEST_CASE("worked examples: the engine", "[conformance]") {
    for (const std::string name : {"examples-v2", "crafted-v2"}) {
        hold(tests::Engine(vector_text(name + ".jsonl")), name);
    }
}

TEST_CASE("worked examples: the second opinion", "[conformance]") {
    for (const std::string name : {"examples-v2", "crafted-v2"}) {
        hold(tests::SecondOpinion(vector_text(name + ".jsonl")), name);
    }
}
