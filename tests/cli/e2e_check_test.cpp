// Each check finds what it says on a story made for it, and finds nothing once that is mended.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

// "DATE TYPE FIELD=VALUE...": one event of case 330/A a line.
std::string jsonl(const std::vector<std::string>& story) {
    std::string out;
    int number = 0;
    for (const auto& event : story) {
        const auto words = words_of(event);
        boost::json::object row{{"la", "330"},
                                {"case", "A"},
                                {"date", words[0]},
                                {"type", words[1]},
                                {"id", "e" + std::to_string(++number)}};
        for (std::size_t i = 2; i < words.size(); ++i) {
            const auto at = words[i].find('=');
            row[words[i].substr(0, at)] = words[i].substr(at + 1);
        }
        out += boost::json::serialize(row) + "\n";
    }
    return out;
}

struct Story {
    std::string check;
    std::vector<std::string> odd;     // has the finding
    int entry;                        // which event of the story it is about, from 1
    std::vector<std::string> mended;  // has none of that name
};

Rows findings(const std::vector<std::string>& story, const std::string& check) {
    const Program longstop;
    longstop.write("story.jsonl", jsonl(story));
    // As it was taken in: a retraction of nothing is refused otherwise.
    longstop.out("import story.jsonl --source s --trust-recorded-at");
    return rows_of_jsonl(longstop.out("check --as-of 2026-06-30 --only " + check));
}

const std::vector<Story>& stories() {
    static const std::vector<Story> list{
        {"no-clock",
         {"2025-01-13 note text=seen"},
         1,
         {"2025-01-13 note text=seen", "2025-01-13 request-received"}},
        {"cannot-start", {"2014-03-03 request-received"}, 1, {"2015-03-03 request-received"}},
        {"retraction-of-nothing",
         {"2025-01-13 request-received", "2025-01-14 retracted of=e9 reason=x"},
         2,
         {"2025-01-13 request-received", "2025-01-14 retracted of=e1 reason=x"}},
        {"after-closing",
         {"2025-01-13 request-received", "2025-02-01 case-closed reason=withdrawn",
          "2025-02-10 request-withdrawn"},
         3,
         {"2025-01-13 request-received", "2025-02-01 case-closed reason=withdrawn",
          "2025-02-05 assess-decision-notified outcome=no", "2025-02-10 request-withdrawn"}},
        {"changes-nothing",
         {"2025-01-13 request-received", "2025-02-13 advice-received body=school"},
         2,
         {"2025-01-13 request-received", "2025-01-20 advice-requested body=school",
          "2025-02-13 advice-received body=school"}},
        {"plan-without-request",
         {"2025-01-13 draft-plan-sent", "2025-02-13 final-plan-sent"},
         1,
         {"2025-01-01 became-responsible", "2025-01-13 draft-plan-sent"}},
        {"decision-before-request",
         {"2025-01-12 assess-decision-notified outcome=yes", "2025-01-13 request-received"},
         1,
         {"2025-01-13 request-received", "2025-01-13 assess-decision-notified outcome=yes"}},
        {"review-decision-without-meeting",
         {"2025-01-13 review-decision-notified outcome=maintain"},
         1,
         {"2025-01-02 review-meeting-held",
          "2025-01-13 review-decision-notified outcome=maintain"}},
        {"review-overdue-no-meeting",
         {"2024-01-08 request-received", "2024-05-20 final-plan-sent"},
         2,
         {"2024-01-08 request-received", "2024-05-20 final-plan-sent",
          "2025-05-01 review-meeting-held"}},
        {"advice-never-asked",
         {"2025-01-13 advice-requested body=health", "2025-02-13 advice-received body=school"},
         2,
         {"2025-01-13 advice-requested body=School", "2025-02-13 advice-received body=school"}},
        {"matter-not-named",
         {"2026-03-02 tribunal-order kind=amend-contents", "2026-03-09 review-meeting-held",
          "2026-03-20 amended-plan-sent"},
         3,
         {"2026-03-02 tribunal-order kind=amend-contents matter=appeal",
          "2026-03-09 review-meeting-held matter=review",
          "2026-03-20 amended-plan-sent matter=appeal"}},
        {"exception-without-facts",
         {"2025-01-13 request-received",
          "2025-06-10 exception-relied-on ground=absence duty=reg13.2-final-plan reason=away"},
         2,
         {"2025-01-13 request-received", "2025-02-01 absence-from-area until=2025-03-31",
          "2025-06-10 exception-relied-on ground=absence duty=reg13.2-final-plan reason=away"}},
        {"exception-of-no-clock",
         {"2025-01-13 request-received",
          "2025-06-10 exception-relied-on ground=absence duty=reg8.1-advice reason=away"},
         2,
         {"2025-01-13 request-received",
          "2025-06-10 exception-relied-on ground=absence duty=reg13.2-final-plan reason=away"}},
        {"draft-after-final",
         {"2025-01-13 request-received", "2025-05-01 final-plan-sent",
          "2025-05-02 draft-plan-sent"},
         3,
         {"2025-01-13 request-received", "2025-04-01 draft-plan-sent",
          "2025-05-01 final-plan-sent"}},
        {"final-without-draft",
         {"2025-01-13 request-received", "2025-05-01 final-plan-sent"},
         2,
         {"2025-01-13 request-received", "2025-04-01 draft-plan-sent",
          "2025-05-01 final-plan-sent"}},
        {"recorded-twice",
         {"2025-01-13 request-received", "2025-05-01 final-plan-sent",
          "2025-05-01 final-plan-sent"},
         3,
         {"2025-01-13 request-received", "2025-05-01 final-plan-sent",
          "2025-05-02 final-plan-sent"}},
        {"before-2014", {"2013-12-31 note text=old"}, 1, {"2014-01-01 note text=old"}},
        {"ends-before-it-begins",
         {"2025-02-01 absence-from-area until=2025-01-31"},
         1,
         {"2025-02-01 absence-from-area until=2025-02-01"}}};
    return list;
}

TEST_CASE("check: each finds its story, names the entry, and is quiet once mended",
          "[e2e][check]") {
    for (const auto& story : stories()) {
        INFO(story.check);
        const auto found = findings(story.odd, story.check);
        REQUIRE(found.size() == 1);
        const auto& row = found.front();
        CHECK(row.at("check") == story.check);
        CHECK(row.at("case") == "A");
        CHECK(row.at("position") == std::to_string(story.entry));
        CHECK(row.at("id") == "e" + std::to_string(story.entry));
        CHECK(row.at("source") == "s");
        CHECK_FALSE(row.at("mend").empty());
        CHECK_FALSE(row.at("means").empty());
        CHECK(findings(story.mended, story.check).empty());
    }
}

TEST_CASE("check: working-day limits past the verified calendar", "[e2e][check]") {
    for (const auto& [year, found] : {std::pair{"2025", 0U}, std::pair{"2035", 1U}}) {
        const Program longstop;
        longstop.out(std::string{"record 330/A mediation-declined date="} + year + "-01-08");
        const auto rows =
            rows_of_jsonl(longstop.out("check --as-of 2036-01-01 --only beyond-calendar"));
        REQUIRE(rows.size() == found);
        if (found == 1) CHECK(rows[0].at("position") == "1");
    }
}

TEST_CASE("check: a day after that of recording", "[e2e][check]") {
    for (const auto& [day, found] : {std::pair{"2025-01-14", 0U}, std::pair{"2025-01-15", 1U}}) {
        const Program longstop;
        longstop.write("f.jsonl", std::string{R"({"la":"330","case":"A","type":"note","date":")"} +
                                      day +
                                      R"(","text":"x","recorded_at":"2025-01-13T09:00:00Z"})"
                                      "\n");
        longstop.out("import f.jsonl --source s --trust-recorded-at");
        const auto rows =
            rows_of_jsonl(longstop.out("check --as-of 2026-06-30 --only dated-after-recording"));
        CHECK(rows.size() == found);
    }
}

TEST_CASE("check: every check has a story, and the list explains each", "[e2e][check]") {
    const auto listed = demo().out("check --list");
    std::size_t names = 0;
    for (const auto& line : lines_of(listed)) {
        REQUIRE(columns_of(line) <= 100);
        if (line.starts_with("    to mend: ")) ++names;
    }
    CHECK(names == stories().size() + 3);  // three checks have a case of their own
    for (const auto& story : stories()) {
        CHECK(listed.find("\n" + story.check + "\n") != std::string::npos);
    }
    CHECK(demo()("check --only nothing").status == 2);
}

TEST_CASE("check: docs/cli.md words each check as the program does", "[e2e][check]") {
    const auto page = whole_file(LONGSTOP_SOURCE_DIR "/docs/cli.md");
    const auto rows = rows_of_jsonl(demo().out("check --as-of 2026-06-30"));
    for (const auto& row : rows) {
        INFO(row.at("check"));
        REQUIRE(page.find("| `" + row.at("check") + "` | " + row.at("means") + " | " +
                          row.at("mend") + " |") != std::string::npos);
    }
    for (const auto& story : stories()) {
        INFO(story.check);
        CHECK(page.find("| `" + story.check + "` | ") != std::string::npos);
    }
}

TEST_CASE("check: the foot counts by name what the rows list", "[e2e][check]") {
    const std::string ask = "check --as-of 2026-06-30";
    const auto rows = rows_of_jsonl(demo().out(ask));
    CHECK_FALSE(rows.empty());
    std::map<std::string, std::size_t> counts;
    for (const auto& row : rows) ++counts[row.at("check")];
    const auto table = demo().out(ask + " --format table");
    for (const auto& line : lines_of(table)) REQUIRE(columns_of(line) <= 100);
    for (const auto& [name, count] : counts) {
        CHECK(table.find(" " + std::to_string(count) + " " + name + ": ") != std::string::npos);
    }
}

}  // namespace
}  // namespace longstop::cli::tests
