// The breach list: what is on it, in which order, and what its foot says is not.
#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

constexpr auto as_of = " --as-of 2026-06-30";

Rows ask(const std::string& question) { return rows_of_jsonl(demo().out(question + as_of)); }

std::string key_of(const Row& row) {
    const auto subject = row.find("subject");
    return row.at("la") + "/" + row.at("case") + " " + row.at("started_on") + " " + row.at("duty") +
           " " + (subject == row.end() ? "" : subject->second);
}

// A later step overtook it when it was late already.
bool never_done(const Row& row) {
    return row.at("status") == "lapsed" && row.count("overtaken") == 1 &&
           row.at("days_late") != "0";
}

bool is_breach(const Row& row) {
    static const std::set<std::string> broken{"overdue", "met-late", "too-early"};
    return broken.count(row.at("status")) == 1 || never_done(row);
}

std::set<std::string> duties_if_missed(const std::string& what) {
    std::set<std::string> ids;
    for (const auto& row : rows_of_jsonl(demo().out("rules"))) {
        if (row.at("if_missed") == what) ids.insert(row.at("duty"));
    }
    return ids;
}

// Duties that are guidance or rights are no breach of law.
std::set<std::string> not_law() {
    std::set<std::string> ids;
    for (const auto& row : rows_of_jsonl(demo().out("rules"))) {
        if (row.at("kind") == "guidance" || row.at("if_missed") == "lapsed") {
            ids.insert(row.at("duty"));
        }
    }
    return ids;
}

TEST_CASE("breaches: each is a clock of `deadlines`, field by field", "[e2e][breaches]") {
    std::multimap<std::string, Row> clocks;
    for (auto& row : ask("deadlines --all")) clocks.emplace(key_of(row), row);
    const auto outside = not_law();
    const auto conditional = duties_if_missed("conditional");
    std::size_t late = 0;
    for (const auto& [key, row] : clocks) {
        const auto status = row.at("status");
        const bool gone = status == "lapsed" && row.at("days_late") != "0";
        if (outside.count(row.at("duty")) == 1) continue;
        // A step that the authority need not have taken is late only once it is taken late.
        const bool taken = row.count("ended_by") == 1 && status != "lapsed";
        if (conditional.count(row.at("duty")) == 1 && !taken) continue;
        if (is_breach(row) || gone || status == "excused") ++late;
    }
    const auto listed = ask("breaches");
    for (const auto& row : listed) {
        INFO(key_of(row));
        REQUIRE(is_breach(row));
        REQUIRE(outside.count(row.at("duty")) == 0);
        const auto [from, to] = clocks.equal_range(key_of(row));
        REQUIRE(std::any_of(from, to, [&](const auto& clock) { return clock.second == row; }));
    }
    // What is missing is what waits for a review decision that is itself late, and the foot says
    // so.
    const auto waiting = late - ask("breaches --lapsed --excused").size();
    const auto table = demo().out(std::string{"breaches --format table"} + as_of);
    CHECK(waiting > 0);
    CHECK(table.find("not listed: " + std::to_string(waiting) + " waiting for a review decision") !=
          std::string::npos);
}

TEST_CASE("breaches: worst first, those cut short last", "[e2e][breaches]") {
    const auto listed = ask("breaches");
    const auto days = [](const Row& row) { return std::stol(row.at("days_late")); };
    for (std::size_t i = 1; i < listed.size(); ++i) {
        INFO(key_of(listed[i]));
        REQUIRE(days(listed[i - 1]) >= days(listed[i]));
        if (days(listed[i - 1]) != days(listed[i])) continue;
        REQUIRE(key_of(listed[i - 1]) <= key_of(listed[i]));
    }
    const auto early = std::find_if(listed.begin(), listed.end(),
                                    [](const Row& row) { return row.at("status") == "too-early"; });
    CHECK(std::all_of(early, listed.end(),
                      [](const Row& row) { return row.at("status") == "too-early"; }));
    CHECK(early != listed.end());
}

TEST_CASE("breaches: --open, --lapsed and --excused choose, and the foot counts the rest",
          "[e2e][breaches]") {
    const auto count = [](const Rows& rows, const std::string& status) {
        return static_cast<std::size_t>(std::count_if(
            rows.begin(), rows.end(), [&](const Row& row) { return row.at("status") == status; }));
    };
    const auto plain = ask("breaches");
    const auto open = ask("breaches --open");
    CHECK(open.size() == count(plain, "overdue"));
    CHECK(count(open, "overdue") == open.size());

    const auto foot = demo().out(std::string{"breaches --open --format table"} + as_of);
    CHECK(foot.find(" 0 met late") == std::string::npos);  // there are, but they were not asked for

    const auto lapsed = ask("breaches --lapsed");
    const auto excused = ask("breaches --excused");
    const auto lapsed_besides = count(lapsed, "lapsed") - count(plain, "lapsed");
    CHECK(lapsed_besides > 0);
    for (const auto& row : plain) REQUIRE((row.at("status") != "lapsed" || never_done(row)));
    CHECK(count(plain, "excused") == 0);
    CHECK(lapsed.size() == plain.size() + lapsed_besides);
    CHECK(excused.size() == plain.size() + count(excused, "excused"));
    CHECK(count(excused, "excused") > 0);
    CHECK(ask("breaches --lapsed --excused").size() ==
          lapsed.size() + excused.size() - plain.size());
    for (const auto& row : lapsed) {
        REQUIRE((row.at("status") != "lapsed" || row.at("days_late") != "0"));
    }
    for (const auto& row : excused) {
        REQUIRE((row.at("status") == "excused") == (row.count("excused_by") == 1));
    }
    const auto table = demo().out(std::string{"breaches --format table"} + as_of);
    CHECK(table.find("not listed: " + std::to_string(lapsed_besides) + " lapsed after") !=
          std::string::npos);
    CHECK(table.find("not listed: " + std::to_string(count(excused, "excused")) + " late but ") !=
          std::string::npos);
}

TEST_CASE("breaches: --from and --to are due dates, both included", "[e2e][breaches]") {
    const auto all = ask("breaches");
    std::set<std::string> dues;
    for (const auto& row : all) dues.insert(row.at("due"));
    const auto from = *std::next(dues.begin(), static_cast<long>(dues.size() / 3));
    const auto to = *std::next(dues.begin(), static_cast<long>(dues.size() / 2));
    Rows expected;
    for (const auto& row : all) {
        if (row.at("due") >= from && row.at("due") <= to) expected.push_back(row);
    }
    CHECK(difference(ask("breaches --from " + from + " --to " + to), expected).empty());
    const auto on_one_day = ask("breaches --from " + from + " --to " + from);
    CHECK_FALSE(on_one_day.empty());
    CHECK(demo()("breaches --from 2025-13-01").status == 2);
    CHECK(demo()("breaches --to soon").status == 2);
    // The end before the beginning would always read as "no breaches".
    CHECK(demo()("breaches --from 2025-02-01 --to 2025-01-31").status == 2);
}

TEST_CASE("breaches: a duty by name is listed whatever its kind", "[e2e][breaches]") {
    for (const std::string duty :
         {"guid-draft-by-16w", "reg13.2-final-plan", "reg20.10-decision"}) {
        INFO(duty);
        Rows expected;
        for (const auto& row : ask("deadlines --all")) {
            if (row.at("duty") == duty && is_breach(row)) expected.push_back(row);
        }
        const auto listed = ask("breaches --duty " + duty);
        CHECK(listed.size() == expected.size());
        CHECK_FALSE(listed.empty());
        for (const auto& row : listed) REQUIRE(row.at("duty") == duty);
    }
    CHECK(demo()("breaches --duty guid-draft-by-16w").status == 0);
}

TEST_CASE("stats: plans and rates are those of the clocks", "[e2e][stats]") {
    const auto stats = ask("stats --la 999 --year 2025").at(0);
    long plans = 0;
    long in_time = 0;
    for (const auto& row : ask("deadlines --la 999")) {
        const auto ended = row.find("ended_on");
        if (row.at("duty") != "reg13.2-final-plan" || ended == row.end()) continue;
        if (row.at("status") == "lapsed" || !ended->second.starts_with("2025")) continue;
        ++plans;
        if (ended->second <= row.at("due")) ++in_time;
    }
    CHECK(plans > 5);
    CHECK(stats.at("plans_issued") == std::to_string(plans));
    CHECK(stats.at("within_20_weeks") == std::to_string(in_time));
    const auto permille = (2000 * in_time + plans) / (2 * plans);  // half up
    CHECK(stats.at("rate_including_exceptions") ==
          std::to_string(permille / 10) + "." + std::to_string(permille % 10));
}

TEST_CASE("deadlines: a case and an authority cannot both be asked for in one breath",
          "[e2e][deadlines]") {
    CHECK(demo()("deadlines 999/DEMO-1 --la 336").status == 2);
    CHECK(demo()("deadlines 999/DEMO-1 --all").status == 2);
    CHECK(demo()("audit 999/DEMO-1 --la 336").status == 2);
    CHECK(demo()("deadlines 999/DEMO-1 999/DEMO-1").out == demo()("deadlines 999/DEMO-1").out);
}

}  // namespace
}  // namespace longstop::cli::tests
