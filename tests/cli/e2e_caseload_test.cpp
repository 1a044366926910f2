// The page "Loading the plans you already have": its commands, run as they stand in it, and what is
// said of ten plans of which nothing is known but the last plan and the last review decision.
#include <catch2/catch.hpp>
#include <cstdlib>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

// The first block of shell commands below a heading of docs/operating.md.
std::string commands_below(const std::string& heading) {
    const auto page = whole_file(LONGSTOP_SOURCE_DIR "/docs/operating.md");
    const auto at = page.find("\n```sh\n", page.find("\n## " + heading + "\n"));
    REQUIRE(at != std::string::npos);
    const auto from = at + 7;
    return page.substr(from, page.find("\n```", from) - from);
}

void load_ten_plans(const Program& longstop) {
    longstop.write("caseload.csv", whole_file(LONGSTOP_SOURCE_DIR "/docs/examples/caseload.csv"));
    longstop.write("load.sh", commands_below("Loading the plans you already have"));
    const auto command = "cd '" + longstop.folder().string() + "' && PATH='" +
                         std::filesystem::path{LONGSTOP_PROGRAM}.parent_path().string() +
                         "':$PATH LONGSTOP_STORE='" + longstop.store().string() +
                         "' sh -e load.sh >loaded.txt 2>&1";
    REQUIRE(std::system(command.c_str()) == 0);
    REQUIRE(longstop.read("loaded.txt").find("appended 27, already present 0, refused 0") !=
            std::string::npos);
}

Row clock_of(const Program& longstop, const std::string& case_ref, const std::string& duty,
             const std::string& as_of) {
    for (const auto& row :
         rows_of_jsonl(longstop.out("deadlines " + case_ref + " --as-of " + as_of))) {
        if (row.at("duty") == duty) return row;
    }
    return {};
}

constexpr auto first_review = "cfa44.1a-first-review";
constexpr auto later_review = "cfa44.1b-later-review";

}  // namespace

TEST_CASE("caseload: ten plans give no false breach, and what cannot be judged is unknown",
          "[e2e][caseload]") {
    const Program longstop;
    load_ten_plans(longstop);
    CHECK(rows_of_jsonl(longstop.out("breaches --as-of 2026-11-27")).empty());
    CHECK(longstop.out("breaches --as-of 2026-11-27 --format table")
              .find("not listed: 4 due before the record of the case begins: unknown") !=
          std::string::npos);
    CHECK(rows_of_jsonl(longstop.out("check --as-of 2026-11-27")).empty());
    const auto unknown = clock_of(longstop, "330/EHC-0103", first_review, "2026-11-27");
    CHECK(unknown.at("status") == "unknown");
    CHECK(unknown.at("due") == "2026-10-05");
    CHECK(unknown.at("unknown_because") == "before-the-record-begins");
    CHECK(clock_of(longstop, "330/EHC-0104", later_review, "2026-11-27").at("status") == "unknown");
    CHECK(clock_of(longstop, "330/EHC-0101", first_review, "2026-11-27").at("status") == "running");
    CHECK(clock_of(longstop, "330/EHC-0107", later_review, "2026-11-27").at("due") == "2027-02-24");
}

TEST_CASE("caseload: a review that falls due after the record begins is judged as ever",
          "[e2e][caseload]") {
    const Program longstop;
    load_ten_plans(longstop);
    CHECK(rows_of_jsonl(longstop.out("breaches --as-of 2026-11-30")).empty());
    const auto late = rows_of_jsonl(longstop.out("breaches --as-of 2026-12-01"));
    REQUIRE(late.size() == 1);
    CHECK(late[0].at("case") == "EHC-0108");
    CHECK(late[0].at("duty") == later_review);
    longstop.out("record 330/EHC-0103 review-decision-notified date=2026-12-01 outcome=maintain");
    CHECK(clock_of(longstop, "330/EHC-0103", later_review, "2026-12-01").at("due") == "2027-11-30");
}

TEST_CASE("caseload: without record-begins the same plans give false breaches", "[e2e][caseload]") {
    const Program longstop;
    load_ten_plans(longstop);
    longstop.write("more.jsonl", R"({"la":"330","case":"EHC-0103","type":"retracted",)"
                                 R"("date":"2026-11-02","of":"EHC-0103-begins","reason":"x"})");
    longstop.out("import more.jsonl --source caseload");
    const auto late = rows_of_jsonl(longstop.out("breaches --as-of 2026-11-27"));
    REQUIRE(late.size() == 1);
    CHECK(late[0].at("case") == "EHC-0103");
    CHECK_FALSE(rows_of_jsonl(longstop.out("check --as-of 2026-11-27")).empty());
}

}  // namespace longstop::cli::tests
