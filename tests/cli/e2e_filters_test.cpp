// Filters of clocks, and what a list shows of what it has: each filter against the rows of the
// whole list, which say themselves what a filter asks.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

// Empty where the row has no such field.
std::string of(const Row& row, const std::string& field) {
    const auto found = row.find(field);
    return found == row.end() ? std::string{} : found->second;
}

constexpr auto as_of = " --as-of 2026-06-30";

std::vector<Row> asked(const std::string& words) {
    return rows_of_jsonl(demo().out(words + as_of + " --format jsonl"));
}

using Keeps = std::function<bool(const Row&)>;

// The rows of the whole list that pass, in its order.
std::vector<Row> kept(const std::vector<Row>& all, const Keeps& keeps) {
    std::vector<Row> rows;
    std::copy_if(all.begin(), all.end(), std::back_inserter(rows), keeps);
    return rows;
}

bool lies(const std::string& day, const std::string& from, const std::string& to) {
    return !day.empty() && day >= from && day <= to;
}

}  // namespace

TEST_CASE("filters: each keeps the rows of the list that it names", "[e2e][filters]") {
    const std::string list = GENERATE("deadlines --la 999", "breaches --la 999 --excused --lapsed");
    const auto all = asked(list);
    REQUIRE(all.size() > 500);
    const std::map<std::string, Keeps> filters{
        {"--owed-by body", [](const Row& row) { return of(row, "owed_by") == "body"; }},
        {"--owed-by body,parent",
         [](const Row& row) {
             return of(row, "owed_by") == "body" || of(row, "owed_by") == "parent";
         }},
        {"--kind case-law --kind guidance",
         [](const Row& row) {
             return of(row, "kind") == "case-law" || of(row, "kind") == "guidance";
         }},
        {"--status overdue,met-late",
         [](const Row& row) {
             return of(row, "status") == "overdue" || of(row, "status") == "met-late";
         }},
        {"--subject PSYCH",
         [](const Row& row) { return of(row, "subject").find("psych") != std::string::npos; }},
        {"--case demo-10",
         [](const Row& row) { return of(row, "case").find("DEMO-10") != std::string::npos; }},
        {"--late-more-than 99",
         [](const Row& row) { return std::stoi("0" + of(row, "days_late")) > 99; }},
        {"--from 2026-01-01 --to 2026-03-31",
         [](const Row& row) { return lies(of(row, "due"), "2026-01-01", "2026-03-31"); }},
        {"--on started --from 2026-01-01 --to 2026-03-31",
         [](const Row& row) { return lies(of(row, "started_on"), "2026-01-01", "2026-03-31"); }},
        {"--on ended --to 2024-12-31",
         [](const Row& row) { return lies(of(row, "ended_on"), "0000", "2024-12-31"); }},
        {"--owed-by LA --kind statute --status overdue --late-more-than 0",
         [](const Row& row) {
             return of(row, "owed_by") == "LA" && of(row, "kind") == "statute" &&
                    of(row, "status") == "overdue";
         }},
    };
    for (const auto& [words, keeps] : filters) {
        INFO(list << " " << words);
        const auto rows = asked(list + " " + words);
        const auto expected = kept(all, keeps);
        if (list.starts_with("deadlines") || words.find("guidance") == std::string::npos) {
            CHECK_FALSE(expected.empty());
        }
        CHECK(rows == expected);
    }
}

TEST_CASE("filters: due within days, both ends", "[e2e][filters]") {
    const auto open = [](const Row& row) { return of(row, "status") == "running"; };
    const auto all = kept(asked("deadlines --la 999"), open);
    for (const auto& [days, last] :
         {std::pair{"0", "2026-06-30"}, {"1", "2026-07-01"}, {"14", "2026-07-14"}}) {
        INFO(days);
        const auto rows = asked("deadlines --la 999 --due-within " + std::string{days});
        CHECK(rows ==
              kept(all, [&](const Row& row) { return lies(of(row, "due"), "2026-06-30", last); }));
        CHECK_FALSE(rows.empty());
    }
}

TEST_CASE("filters: open and excused lists what is open, excused or not", "[e2e][filters]") {
    const auto rows = asked("breaches --la 999 --open --excused --lapsed");
    CHECK_FALSE(rows.empty());
    for (const auto& row : rows) CHECK(of(row, "ended_on") == "");
}

TEST_CASE("filters: a caseworker is the last that was named, in force and known",
          "[e2e][filters]") {
    const Program longstop;
    longstop.out(
        "record 330/A request-received date=2026-01-05 caseworker='Ada Lovelace' team=North");
    longstop.out("record 330/B request-received date=2026-01-06 caseworker=Bo");
    longstop.out("record 330/A note date=2026-01-07 text=moved caseworker=\"Çelik\"");
    const auto cases = [&](const std::string& words) {
        std::string names;
        for (const auto& row : rows_of_jsonl(
                 longstop.out("cases --as-of 2026-01-08 --format jsonl --sort case " + words))) {
            names += of(row, "case") + "=" + of(row, "caseworker") + "/" + of(row, "team") + " ";
        }
        return names;
    };
    CHECK(cases("") == "A=Çelik/North B=Bo/ ");
    CHECK(cases("--caseworker çel") == "A=Çelik/North ");
    CHECK(cases("--caseworker ada").empty());
    CHECK(cases("--team NORTH") == "A=Çelik/North ");
    longstop.out("record 330/A retracted date=2026-01-08 of=3 reason=mistaken");
    CHECK(cases("") == "A=Ada Lovelace/North B=Bo/ ");
    CHECK(longstop("verify").status == 0);
    CHECK(longstop("rebuild").status == 0);
    CHECK(cases("") == "A=Ada Lovelace/North B=Bo/ ");
    for (const auto& row : rows_of_jsonl(
             longstop.out("deadlines --la 330 --team north --as-of 2026-01-08 --format jsonl"))) {
        CHECK(of(row, "caseworker") == "Ada Lovelace");
    }
}

TEST_CASE("lists: sorted, cut and with the columns asked for, in every format", "[e2e][filters]") {
    const auto all = asked("breaches --la 999");
    auto by_start = all;
    std::stable_sort(by_start.begin(), by_start.end(), [](const Row& a, const Row& b) {
        return of(a, "started_on") > of(b, "started_on");
    });
    by_start.resize(7);
    const std::string words = "breaches --la 999 --sort started_on:desc --limit 7";
    CHECK(asked(words) == by_start);
    const auto csv = demo().out(words + " --columns case,started_on" + as_of + " --format csv");
    std::string expected = "case,started_on\n";
    for (const auto& row : by_start)
        expected += of(row, "case") + "," + of(row, "started_on") + "\n";
    CHECK(csv == expected);
    const auto table =
        demo().out(words + " --columns case,started_on,late" + as_of + " --format table");
    CHECK(table.starts_with("CASE"));
    CHECK(table.find("STARTED ON") != std::string::npos);
    CHECK(table.find("not listed: " + std::to_string(all.size() - 7) + " beyond --limit") !=
          std::string::npos);
    // What has no value comes last, either way round.
    for (const std::string order : {"ended_on", "ended_on:desc"}) {
        const auto rows = asked("breaches --la 999 --sort " + order);
        CHECK(rows.size() == all.size());
        const auto first_null = std::find_if(
            rows.begin(), rows.end(), [](const Row& row) { return of(row, "ended_on") == ""; });
        CHECK(std::all_of(first_null, rows.end(),
                          [](const Row& row) { return of(row, "ended_on") == ""; }));
        CHECK(first_null != rows.begin());
        CHECK(first_null != rows.end());
    }
}

TEST_CASE("counts: what --list names is the figure", "[e2e][filters]") {
    for (const std::string question :
         {"requests", "withdrawn", "refused-to-assess", "refused-to-issue", "plans-finalised",
          "reviews-completed", "reviews-due", "reviews-incomplete", "requests-and-plans",
          "plans-past-20-weeks", "exceptions"}) {
        INFO(question);
        std::map<std::string, std::uint64_t> figures;
        std::map<std::string, std::uint64_t> listed;
        for (const auto& row : asked("count " + question + " --la 999 --from 2024-01-01")) {
            figures[of(row, "group") + "/" + of(row, "counted")] += std::stoul(of(row, "count"));
        }
        for (const auto& row : asked("count " + question + " --la 999 --from 2024-01-01 --list")) {
            ++listed[of(row, "group") + "/" + of(row, "counted")];
        }
        CHECK_FALSE(figures.empty());
        CHECK(figures == listed);
    }
    std::map<std::string, std::uint64_t> listed;
    for (const auto& row : asked("stats --la 999 --from 2024-01-01 --to 2025-06-30 --list")) {
        ++listed[of(row, "counted")];
    }
    const auto stats = asked("stats --la 999 --from 2024-01-01 --to 2025-06-30");
    REQUIRE(stats.size() == 1);
    for (const std::string figure :
         {"plans_issued", "within_20_weeks", "exceptions_relied_on", "exceptions_made_out",
          "plans_excluding_exceptions", "within_20_weeks_excluding_exceptions", "assess_decisions",
          "assess_decisions_on_time", "no_plan_decisions", "no_plan_decisions_on_time",
          "review_decisions", "review_decisions_on_time"}) {
        INFO(figure);
        CHECK(of(stats[0], figure) == std::to_string(listed[figure]));
        // Nobody of the demo made an exception out in these months.
        CHECK((listed[figure] > 0) == (figure != "exceptions_made_out"));
    }
}

// Made of what an authority was asked under the Freedom of Information Act.
TEST_CASE("counts: a period that is no calendar year", "[e2e][filters]") {
    const Program longstop;
    const auto record = [&](const std::string& words) { longstop.out("record 883/" + words); };
    const auto plan = [&](const std::string& name, const std::string& asked,
                          const std::string& sent) {
        record(name + " request-received date=" + asked);
        record(name + " final-plan-sent date=" + sent);
    };
    plan("T1", "2018-03-05", "2018-07-20");
    plan("T2", "2018-03-05", "2018-07-25");
    plan("T3", "2018-12-10", "2019-04-29");
    plan("T4", "2019-02-04", "2019-07-24");
    record("T5 request-received date=2019-01-07");
    record("T5 assess-decision-notified date=2019-02-11 outcome=no");
    plan("T6", "2018-07-23", "2018-12-11");
    const auto counted = [&](const std::string& question) {
        std::string text;
        for (const auto& row : rows_of_jsonl(longstop.out(
                 "count " + question + " --from 2018-07-23 --to 2019-07-19 --format jsonl"))) {
            text += of(row, "counted") + "=" + of(row, "count") + " ";
        }
        return text;
    };
    CHECK(counted("requests") == "requests received=4 ");
    CHECK(counted("plans-finalised") == "in time=1 late=2 ");
    CHECK(counted("refused-to-assess") == "refused to assess=1 ");
    CHECK(counted("withdrawn").empty());
}

}  // namespace longstop::cli::tests
