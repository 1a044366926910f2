// --as-law-stood: what an officer would have been told before a judgment, and after it.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

// A review meeting of 2021, a decision to amend, and no amended plan: late by Devon alone.
void record_review(const Program& longstop) {
    longstop.out("record 330/A review-meeting-held date=2021-01-11");
    longstop.out("record 330/A review-decision-notified date=2021-02-08 outcome=amend");
}

bool lists(const Rows& rows, const std::string& duty) {
    return std::any_of(rows.begin(), rows.end(),
                       [&](const Row& row) { return row.at("duty") == duty; });
}

TEST_CASE("as law stood: Devon is no breach on 7 March 2022, and one on the 8th", "[e2e][stood]") {
    const Program longstop;
    record_review(longstop);
    const std::string ask = "breaches --as-of 2022-03-31 --as-law-stood ";
    const auto before = rows_of_jsonl(longstop.out(ask + "2022-03-07"));
    const auto after = rows_of_jsonl(longstop.out(ask + "2022-03-08"));
    CHECK_FALSE(lists(before, "devon-12w-final"));
    CHECK(lists(after, "devon-12w-final"));
    CHECK(after.size() == before.size() + 2);
    // Without it, the law as it now stands: a judgment declares what the law always was.
    CHECK(lists(rows_of_jsonl(longstop.out("breaches --as-of 2021-12-31")), "devon-12w-final"));
}

TEST_CASE("as law stood: the foot names the rows left out, and the basis the day", "[e2e][stood]") {
    const Program longstop;
    record_review(longstop);
    const std::string ask = "deadlines --all --as-of 2022-03-31 --as-law-stood 2022-03-07 ";
    const auto table = longstop.out(ask + "--format table --basis");
    CHECK(table.find("the law as it stood on 2022-03-07, without") != std::string::npos);
    CHECK(table.find("devon-4w-amendments") != std::string::npos);
    CHECK(table.find("as the law stood on 2022-03-07") != std::string::npos);
    for (const auto& line : lines_of(table)) REQUIRE(columns_of(line) <= 100);
    const auto json = boost::json::parse(longstop.out(ask + "--format json"));
    CHECK(json.at("basis").at("as_law_stood") == "2022-03-07");
    CHECK(longstop("breaches --as-law-stood soon").status == 2);
}

}  // namespace
}  // namespace longstop::cli::tests
