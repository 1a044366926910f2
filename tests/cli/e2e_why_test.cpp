// `why`, and the readings of disputed law, as the program answers them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

struct Told : Program {
    void record(std::string_view case_ref, std::string_view type, std::string_view more) const {
        out("record " + std::string{case_ref} + " " + std::string{type} + " " + std::string{more});
    }
};

// Agreed to assess after a refusal, and a plan 30 weeks after the request.
const Told& refused() {
    static const Told longstop;
    static const bool made = [] {
        longstop.record("330/A", "request-received", "date=2024-01-08");
        longstop.record("330/A", "assess-decision-notified", "date=2024-02-19 outcome=no");
        longstop.record("330/A", "assess-decision-notified", "date=2024-04-12 outcome=yes");
        longstop.record("330/A", "final-plan-sent", "date=2024-07-18");
        longstop.record("330/B", "mediation-declined", "date=2028-12-27");
        longstop.record("330/C", "appeal-received", "date=2022-08-24");
        longstop.record("330/D", "phase-transfer-planned",
                        "date=2025-09-08 transfer=post-16 year=2026");
        longstop.record("330/D", "amended-plan-sent", "date=2026-03-31 names_next=yes");
        return true;
    }();
    static_cast<void>(made);
    return longstop;
}

constexpr auto as_of = " --as-of 2026-06-30 ";

Rows ask(const std::string& question) { return rows_of_jsonl(refused().out(question + as_of)); }

std::vector<std::string> kinds(const Rows& rows) {
    std::vector<std::string> all;
    for (const auto& row : rows) all.push_back(row.at("step_kind"));
    return all;
}

Row only(const Rows& rows, const std::string& key, const std::string& value) {
    Rows found;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
                 [&](const Row& row) { return row.count(key) == 1 && row.at(key) == value; });
    REQUIRE(found.size() == 1);
    return found.front();
}

}  // namespace

TEST_CASE("why: from the request to the status, each step with its law", "[e2e][why]") {
    const auto steps = ask("why 330/A reg13.2-final-plan");
    const std::vector<std::string> expected{
        "start",     "counted", "rested",  "woke",    "answered", "ended", "stands",
        "authority", "reading", "reading", "reading", "reading",  "status"};
    CHECK(kinds(steps) == expected);
    int number = 0;
    for (const auto& step : steps) {
        CHECK(step.at("step") == std::to_string(++number));
        CHECK_FALSE(step.at("citation").empty());
    }
    CHECK(steps[1].at("citation").starts_with("Radcliffe v Bartholomew"));
    CHECK(steps[3].at("type") == "assess-decision-notified");
    CHECK(steps[3].at("position") == "3");
    const auto clock = only(ask("deadlines 330/A"), "duty", "reg13.2-final-plan");
    for (const auto* field : {"la", "case", "duty", "started_on", "due", "ended_on", "status",
                              "days_late", "due_earliest", "due_latest"}) {
        INFO(field);
        CHECK(steps.back().at(field) == clock.at(field));
    }
}

TEST_CASE("why: JSON, JSON Lines and CSV say the same, and people are told the basis",
          "[e2e][why]") {
    for (const std::string question :
         {"why 330/A reg13.2-final-plan", "why 330/D reg5.1-decide-whether-to-assess"}) {
        const auto lines = ask(question);
        CHECK_FALSE(lines.empty());
        CHECK(rows_of_json(refused().out(question + as_of + "--format json")) == lines);
        CHECK(rows_of_csv(refused().out(question + as_of + "--format csv")) == lines);
        const auto page = refused().out(question + as_of + "--format table");
        CHECK(page.find("\nbasis: log 330 at ") != std::string::npos);
        for (const auto& line : tests::lines_of(page)) CHECK(line.size() <= 110);
    }
}

TEST_CASE("why: the days a count passes over, and a due date that a proclamation moved",
          "[e2e][why]") {
    const auto steps = ask("why 330/C rule21-la-response");
    const auto skipped = only(steps, "step_kind", "skipped");
    CHECK(skipped.at("skipped").find("\"2022-09-19\",\"name\":\"State Funeral") !=
          std::string::npos);
    const auto moved = only(steps, "step_kind", "moved");
    CHECK(moved.at("date") == "2022-09-10");
    CHECK(
        moved.at("says") ==
        "Until Saturday 10 September 2022 the due date was Wednesday 12 October 2022. On that day "
        "a change of the bank holidays was published, and it became Thursday 13 October 2022.");
    CHECK(steps.back().at("due") == "2022-10-13");
}

TEST_CASE("a count beyond the calendar: unknown everywhere, never a breach, counted at the foot",
          "[e2e][why]") {
    const std::string later = " --as-of 2029-06-30 ";
    const auto clock = only(rows_of_jsonl(refused().out("deadlines 330/B" + later)), "duty",
                            "reg34.1-certificate-no-mediation");
    CHECK(clock.at("status") == "unknown");
    CHECK(clock.count("due") == 0);
    CHECK(refused().out("deadlines 330/B --format table" + later).find("no due date") !=
          std::string::npos);
    const auto steps =
        rows_of_jsonl(refused().out("why 330/B reg34.1-certificate-no-mediation" + later));
    CHECK(only(steps, "step_kind", "unknown").at("says").find("Sunday 31 December 2028") !=
          std::string::npos);
    CHECK(steps.back().at("status") == "unknown");
    for (const auto* reading : {"", " --reading any", " --reading all", " --reading lenient"}) {
        INFO(reading);
        const auto listed = rows_of_jsonl(refused().out(
            "breaches --duty reg34.1-certificate-no-mediation" + std::string{reading} + later));
        CHECK(listed.empty());
    }
    CHECK(refused()
              .out("breaches --format table" + later)
              .find("1 with no due date: it lies beyond the verified calendar") !=
          std::string::npos);
}

TEST_CASE("why: a duty without a clock says what would start one", "[e2e][why]") {
    const auto steps = ask("why 330/D reg5.1-decide-whether-to-assess");
    REQUIRE(steps.size() == 1);
    CHECK(steps[0].at("says") ==
          "No clock: nothing that starts the duty is recorded. The duty starts with "
          "request-received, became-responsible.");
    CHECK(steps[0].count("status") == 0);
    const auto other = ask("why 330/A reg25.1-reassess-decision --subject nobody");
    CHECK(other.back().at("step_kind") == "status");
}

TEST_CASE("why: what cannot be explained is an error that says what to do", "[e2e][why]") {
    const auto error = [](const std::string& line) { return refused()(line + as_of); };
    // Without a duty: those of the case, as `deadlines` has them.
    CHECK(ask("why 330/A") == ask("deadlines 330/A"));
    CHECK(error("why 330 reg13.2-final-plan").status == 2);
    CHECK(error("why 330/A no-such-duty").err.find("longstop rules lists the duties") !=
          std::string::npos);
    CHECK(error("why 330/Z reg13.2-final-plan").status == 3);
    const auto reading = error("deadlines 330/A --reading kind");
    CHECK(reading.status == 2);
    CHECK(reading.err.find("no row carries a reading called \"kind\"") != std::string::npos);
}

TEST_CASE("readings: the named ones give their dates, and no name gives the law as written",
          "[e2e][readings]") {
    const auto due = [](const std::string& reading, const char* case_ref, const char* duty) {
        const auto more = reading.empty() ? std::string{} : " --reading " + reading;
        return only(ask(std::string{"deadlines "} + case_ref + more), "duty", duty);
    };
    const auto plan = due("", "330/A", "reg13.2-final-plan");
    CHECK(plan.at("due") == "2024-05-27");
    CHECK(plan.at("due_earliest") == "2024-05-26");
    CHECK(plan.at("due_latest") == "2024-07-19");
    CHECK(plan.count("reading") == 0);
    CHECK(plan.at("status") == "met-late");
    const auto ombudsman = due("ombudsman", "330/A", "reg13.2-final-plan");
    CHECK(ombudsman.at("due") == "2024-07-19");
    CHECK(ombudsman.at("status") == "met");
    CHECK(ombudsman.at("reading") == "ombudsman");
    CHECK(ombudsman.at("due_earliest") == "2024-05-26");
    CHECK(due("strict", "330/D", "reg18.1a-phase-post16").at("status") == "met-late");
    CHECK(due("lenient", "330/D", "reg18.1a-phase-post16").at("status") == "met");
    const auto steps = ask("why 330/A reg13.2-final-plan --reading ombudsman");
    CHECK(steps.back().at("due") == "2024-07-19");
    CHECK(std::any_of(steps.begin(), steps.end(), [](const Row& step) {
        return step.at("step_kind") == "reading" && step.at("says").starts_with(
                                                        "Read as `default`: due "
                                                        "Monday 27 May 2024");
    }));
    CHECK(refused()
              .out(std::string{"deadlines 330/A --format table"} + as_of)
              .find("3 of them due on another day as others read the law: longstop why") !=
          std::string::npos);
    const auto page = refused().out(std::string{"breaches --reading strict --format json"} + as_of);
    CHECK(page.find("\"reading\":\"strict\"") != std::string::npos);
}

TEST_CASE("readings: broken under any, and under all", "[e2e][readings]") {
    const auto any = ask("breaches --reading any");
    const auto all = ask("breaches --reading all");
    const auto written = ask("breaches");
    // The phase transfer of 31 March is late for those who take "before" literally.
    CHECK(only(any, "case", "D").at("broken_under") == R"(["literal-before"])");
    // The plan is late for all but those who count from the agreement; the answer to the request
    // to assess came in time.
    const auto of_plan = [](const Rows& rows) {
        Rows found;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(found),
                     [](const Row& row) { return row.at("duty") == "reg13.2-final-plan"; });
        return found;
    };
    REQUIRE(of_plan(any).size() == 1);
    CHECK(of_plan(any)[0].at("broken_under").find("ombudsman") == std::string::npos);
    CHECK(of_plan(all).empty());
    CHECK(of_plan(written).size() == 1);
    // What no reading disputes is broken under all.
    const auto keys = [](const Rows& rows) {
        std::set<std::string> set;
        for (const auto& row : rows) set.insert(row.at("case") + row.at("duty"));
        return set;
    };
    const auto in_all = keys(all), in_any = keys(any), as_written = keys(written);
    CHECK(std::includes(as_written.begin(), as_written.end(), in_all.begin(), in_all.end()));
    CHECK(std::includes(in_any.begin(), in_any.end(), as_written.begin(), as_written.end()));
    CHECK(in_all.size() < as_written.size());
    CHECK(as_written.size() < in_any.size());
    CHECK(refused()
              .out(std::string{"breaches --reading all --format table"} + as_of)
              .find("broken under all of the readings default, day-one") != std::string::npos);
}

TEST_CASE("readings: on the demo, all within the default within any", "[e2e][readings]") {
    const auto keys = [](const std::string& more) {
        std::multiset<std::string> set;
        for (const auto& row : rows_of_jsonl(demo().out("breaches" + more + as_of))) {
            set.insert(row.at("la") + row.at("case") + row.at("duty") + row.at("started_on"));
        }
        return set;
    };
    const auto all = keys(" --reading all"), written = keys(""), any = keys(" --reading any");
    CHECK(all.size() > 10);
    CHECK(std::includes(written.begin(), written.end(), all.begin(), all.end()));
    CHECK(std::includes(any.begin(), any.end(), written.begin(), written.end()));
}

}  // namespace longstop::cli::tests
