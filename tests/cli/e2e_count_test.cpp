// The questions that authorities could not answer, each by the one command that docs/operating.md
// gives for it.
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

// A year of one authority, small enough to count by hand.
const Program& council() {
    static const Program longstop;
    static const bool made = [] {
        const auto record = [](const std::string& words) { longstop.out("record 330/" + words); };
        // A: reviewed in time; the next review is due within 12 months of the decision.
        record("A review-meeting-held date=2024-12-20");
        record("A review-decision-notified date=2025-01-10 outcome=maintain");
        // B: decided five weeks after the meeting.
        record("B review-meeting-held date=2025-02-03");
        record("B review-decision-notified date=2025-03-10 outcome=maintain");
        // C, D, E, F: not decided; as of 30 June 2026 the meetings are 1, 6, 12 and 24 months ago.
        record("C review-meeting-held date=2026-05-30");
        record("D review-meeting-held date=2025-12-30");
        record("E review-meeting-held date=2025-06-30");
        record("F review-meeting-held date=2024-06-30");
        // G, H, I: requests; past 20 weeks with advice, without it, and never asked.
        record("G request-received date=2025-10-06");
        record("G advice-requested date=2025-11-03 body=educational-psychology");
        record("G advice-received date=2025-12-08 body='Educational Psychology'");
        record("H request-received date=2025-10-07");
        record("H advice-requested date=2025-11-03 body=educational-psychology");
        record("I request-received date=2025-10-13");
        // J: a plan in time, and two claims of exceptions.
        record("J request-received date=2025-10-14");
        record("J absence-from-area date=2025-11-01 until=2025-12-31");
        record(
            "J exception-relied-on date=2026-02-01 ground=absence duty=reg13.2-final-plan "
            "reason=away");
        record(
            "J exception-relied-on date=2026-02-02 ground=personal-circumstances "
            "duty=reg13.2-final-plan reason=illness");
        record("J final-plan-sent date=2026-03-02");
        return true;
    }();
    static_cast<void>(made);
    return longstop;
}

// "GROUP / WHAT" -> count.
std::map<std::string, std::string> counted(const std::string& question) {
    std::map<std::string, std::string> counts;
    for (const auto& row :
         rows_of_jsonl(council().out("count " + question + " --as-of 2026-06-30"))) {
        counts[row.at("group") + " / " + row.at("counted")] = row.at("count");
    }
    return counts;
}

using Counts = std::map<std::string, std::string>;

TEST_CASE("count: annual reviews completed in a year", "[e2e][count]") {
    const std::string in_time = "reviews completed / decided within 4 weeks of the meeting";
    const std::string later = "reviews completed / decided later";
    CHECK(counted("reviews-completed --la 330 --year 2025") ==
          Counts{{in_time, "1"}, {later, "1"}});
    CHECK(counted("reviews-completed --from 2025-02-01") == Counts{{later, "1"}});
    CHECK(counted("reviews-completed --year 2024").empty());
}

TEST_CASE("count: reviews due, and not completed", "[e2e][count]") {
    // A and B are due again in January and March 2026; J's first review in March 2027.
    const auto due = counted("reviews-due --la 330 --year 2026");
    CHECK(due == Counts{{"reviews due / not completed, overdue", "2"}});
    CHECK(counted("reviews-due --year 2027") ==
          Counts{{"reviews due / not completed, not yet due", "1"}});
}

TEST_CASE("count: reviews incomplete 6, 12 and 24 months after the meeting", "[e2e][count]") {
    CHECK(counted("reviews-incomplete --la 330") ==
          Counts{{"less than 6 months after the meeting / reviews undecided", "1"},
                 {"6 to 12 months after the meeting / reviews undecided", "1"},
                 {"12 to 24 months after the meeting / reviews undecided", "1"},
                 {"24 months or more after the meeting / reviews undecided", "1"}});
}

TEST_CASE("count: requests received and final plans sent, week by week since a day",
          "[e2e][count]") {
    CHECK(counted("requests-and-plans --la 330 --from 2025-10-07") ==
          Counts{{"2025-W41 / requests received", "1"},
                 {"2025-W42 / requests received", "2"},
                 {"2026-W10 / final plans sent", "1"}});
    CHECK(counted("requests-and-plans --from 2025-10-06 --to 2025-10-12") ==
          Counts{{"2025-W41 / requests received", "2"}});
}

TEST_CASE("count: plans past 20 weeks, with and without psychologist's advice", "[e2e][count]") {
    CHECK(counted("plans-past-20-weeks --la 330") ==
          Counts{{"plans past 20 weeks / psychologist's advice received", "1"},
                 {"plans past 20 weeks / psychologist asked, advice not received", "1"},
                 {"plans past 20 weeks / psychologist not asked", "1"}});
}

TEST_CASE("count: exceptions claimed, by legal ground", "[e2e][count]") {
    CHECK(counted("exceptions --la 330 --year 2026") ==
          Counts{{"absence / claimed and made out", "1"},
                 {"personal-circumstances / claimed, not made out", "1"}});
    CHECK(counted("exceptions --year 2025").empty());
}

TEST_CASE("count: alone it lists the questions; its table sums up", "[e2e][count]") {
    const auto listed = council().out("count");
    for (const auto* name : {"reviews-completed", "reviews-due", "reviews-incomplete",
                             "requests-and-plans", "plans-past-20-weeks", "exceptions"}) {
        CHECK(listed.find(name) != std::string::npos);
    }
    const auto table = council().out("count requests-and-plans --as-of 2026-06-30 --format table");
    CHECK(table.find("4 requests received") != std::string::npos);
    for (const auto& line : lines_of(table)) REQUIRE(columns_of(line) <= 100);
    CHECK(council()("count how-many").status == 2);
    CHECK(council()("count exceptions --year soon").status == 2);
    CHECK(council()("count exceptions --year 2025 --from 2025-01-01").status == 2);
    CHECK(council()("count exceptions --from 2025-02-01 --to 2025-01-01").status == 2);
}

// The page for officers gives each question its command; each command must run.
TEST_CASE("count: the commands that docs/operating.md gives are answered", "[e2e][count]") {
    const auto page = whole_file(LONGSTOP_SOURCE_DIR "/docs/operating.md");
    const auto begin = page.find("## Questions that councils could not answer");
    REQUIRE(begin != std::string::npos);
    const auto end = page.find("\n## ", begin + 1);
    const auto section = page.substr(begin, end == std::string::npos ? end : end - begin);
    CHECK(section.find("not yet one command") == std::string::npos);
    std::size_t commands = 0;
    const std::string mark = "`longstop ";
    for (auto at = section.find(mark); at != std::string::npos; at = section.find(mark, at + 1)) {
        const auto from = at + mark.size();
        auto command = section.substr(from, section.find('`', from) - from);
        if (const auto case_ref = command.find("330/EHC-1023"); case_ref != std::string::npos) {
            command.replace(case_ref, 12, "330/A");
        }
        INFO(command);
        CHECK(council()(command).status == 0);
        ++commands;
    }
    CHECK(commands >= 10);
}

}  // namespace
}  // namespace longstop::cli::tests
