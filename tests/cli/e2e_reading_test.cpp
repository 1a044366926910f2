// Every command that reads, in every format: others' parsers read it, and all say the same.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <regex>
#include <set>

#include "engine/log/format/key_format.hpp"
#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

const std::vector<std::string>& questions() {
    static const std::vector<std::string> all{"deadlines --all",
                                              "deadlines --la 999",
                                              "deadlines 999/DEMO-1 999/DEMO-2",
                                              "breaches",
                                              "breaches --open --la 999",
                                              "breaches --lapsed --excused",
                                              "audit --la 999",
                                              "audit 999/DEMO-1",
                                              "alerts",
                                              "alerts --within 60 --guidance --rights --excused",
                                              "stats",
                                              "stats --la 999 --year 2025",
                                              "rules",
                                              "rules reg13.2-final-plan"};
    return all;
}

// The first line of a table, under its heading, that does not hold its row's field whole.
std::string lines_without(const std::vector<std::string>& table, const Rows& rows,
                          const std::string& field) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (table[i + 1].find(rows[i].at(field)) == std::string::npos) return table[i + 1];
    }
    return {};
}

constexpr std::string_view when = " --as-of 2026-06-30 --known-at 2026-06-15";

TEST_CASE("reading: JSON, JSON Lines and CSV parse and say the same", "[e2e][formats]") {
    const auto& longstop = demo();
    for (const auto& question : questions()) {
        INFO(question);
        const auto ask = question + std::string{when};
        const auto lines = rows_of_jsonl(longstop.out(ask + " --format jsonl"));
        CHECK_FALSE(lines.empty());
        CHECK(difference(rows_of_json(longstop.out(ask + " --format json")), lines).empty());
        CHECK(difference(rows_of_csv(longstop.out(ask + " --format csv")), lines).empty());
        // Not a terminal: JSON Lines without being asked, save the page of one rule.
        if (question != "rules reg13.2-final-plan") {
            CHECK(difference(longstop.out(ask), longstop.out(ask + " --format jsonl")).empty());
        }
    }
}

TEST_CASE("reading: a table has a row for each row, and no line beyond 100 columns",
          "[e2e][formats]") {
    const auto& longstop = demo();
    for (const auto& question : questions()) {
        INFO(question);
        const auto ask = question + std::string{when};
        const auto lines = lines_of(longstop.out(ask + " --format table"));
        REQUIRE_FALSE(lines.empty());
        for (const auto& line : lines) {
            INFO(line);
            CHECK(columns_of(line) <= 100);
            CHECK(line.find('\x1b') == std::string::npos);
        }
    }
    // The rows of the clocks are those of the other formats.
    const auto table = lines_of(longstop.out("breaches --as-of 2026-06-30 --format table"));
    const auto rows = rows_of_csv(longstop.out("breaches --as-of 2026-06-30 --format csv"));
    REQUIRE(table.size() > rows.size());
    for (const auto* field : {"due", "status", "duty"}) {
        const auto cut = lines_without(table, rows, field);
        INFO(field << " is not to be read in: " << cut);
        CHECK(cut.empty());
    }
    // The foot counts them.
    CHECK(table[rows.size() + 1].starts_with(std::to_string(rows.size()) + " listed"));
}

TEST_CASE("reading: no number, day or status of a table is cut short", "[e2e][formats]") {
    const auto& longstop = demo();
    for (const auto* question : {"stats", "alerts --la 999", "breaches", "deadlines --all"}) {
        const auto lines =
            lines_of(longstop.out(std::string{question} + " --as-of 2026-06-30 --format table"));
        INFO(lines.front());
        const auto subject = lines.front().find("  SUB");  // may give way
        CHECK(lines.front().substr(0, subject).find("…") == std::string::npos);
    }
    const auto alerts =
        rows_of_csv(longstop.out("alerts --la 999 --as-of 2026-06-30 --format csv"));
    const auto lines = lines_of(longstop.out("alerts --la 999 --as-of 2026-06-30 --format table"));
    for (const auto* field : {"due", "stage", "duty", "case"}) {
        const auto cut = lines_without(lines, alerts, field);
        INFO(field << " is not to be read in: " << cut);
        CHECK(cut.empty());
    }
    for (const auto& line : lines) {
        for (const auto* half : {" l…", " la…", " lat…", "late…"}) {
            INFO(line);
            REQUIRE(line.find(half) == std::string::npos);
        }
    }
    // The last entries of a long page are as readable as the first.
    const auto audit = lines_of(longstop.out("audit --la 999 --format table"));
    const auto rows = rows_of_jsonl(longstop.out("audit --la 999"));
    CHECK(std::any_of(audit.begin(), audit.end(), [&](const auto& line) {
        return line.find(rows.back().at("position") + " ") != std::string::npos;
    }));
}

TEST_CASE("reading: timeline and verify in every format", "[e2e][formats]") {
    const auto& longstop = demo();
    const std::string ask = "timeline 999/DEMO-1 --as-of 2026-06-30";
    const auto json = boost::json::parse(longstop.out(ask + " --format json"));
    const auto line = boost::json::parse(longstop.out(ask + " --format jsonl"));
    CHECK(json.at("rows").as_array().at(0) == line);
    CHECK_FALSE(line.at("events").as_array().empty());
    const auto& clocks = line.at("clocks").as_array();
    const auto rows = rows_of_csv(longstop.out(ask + " --format csv"));
    REQUIRE(rows.size() == 1);
    CHECK(boost::json::parse(rows[0].at("clocks")).as_array() == clocks);
    const auto deadlines = rows_of_jsonl(longstop.out("deadlines 999/DEMO-1 --as-of 2026-06-30"));
    REQUIRE(clocks.size() == deadlines.size());
    for (std::size_t i = 0; i < clocks.size(); ++i) {
        const auto clock = row_of(clocks[i]);
        for (const auto& [field, said] : clock) {
            INFO(field);
            CHECK(said == deadlines[i].at(field));
        }
    }
    const auto plain = longstop.out(ask);
    CHECK(plain.find('\x1b') == std::string::npos);
    CHECK(plain.find("999/DEMO-1") != std::string::npos);

    // Nothing found is no row, and one line aside for whoever reads the night job's mail.
    CHECK(longstop("verify").out.empty());
    CHECK(longstop("verify").err.starts_with("whole: "));
    CHECK(rows_of_json(longstop("verify --format json").out).empty());
    CHECK(rows_of_csv(longstop("verify --format csv").out).empty());
    CHECK(longstop.out("verify --format table").starts_with("whole: "));
}

TEST_CASE("reading: --as-of and --known-at hold for all", "[e2e][formats]") {
    const auto& longstop = demo();
    for (const std::string question :
         {"deadlines --all", "breaches", "alerts", "stats", "audit --la 999", "timeline 999/DEMO-1",
          "export", "rules", "rebuild", "verify"}) {
        INFO(question);
        CHECK(longstop(question + " --as-of 2025-01-01 --known-at 2025-06-01T12:00:00Z").status ==
              0);
        CHECK(longstop(question + " --as-of 2025-13-01").status == 2);
        CHECK(longstop(question + " --known-at yesterday").status == 2);
    }
    // Nothing was known before the first entry was recorded.
    CHECK(longstop.out("deadlines --all --known-at 1900-01-01").empty());
    CHECK(longstop.out("audit --la 999 --known-at 1900-01-01").empty());
    CHECK(longstop.out("export --known-at 1900-01-01").empty());
    // What is known, and what the day can see, only grows.
    std::size_t before = 0;
    for (const auto* day : {"2023-01-01", "2024-06-01", "2025-06-01", "2026-06-30"}) {
        const auto known = rows_of_jsonl(
            longstop.out(std::string{"deadlines --la 999 --as-of 2026-06-30 --known-at "} + day));
        CHECK(known.size() >= before);
        before = known.size();
    }
    // A day means its last instant.
    CHECK(
        longstop.out("deadlines --all --as-of 2026-06-30 --known-at 2025-06-01") ==
        longstop.out("deadlines --all --as-of 2026-06-30 --known-at 2025-06-01T23:59:59.999999Z"));
}

TEST_CASE("reading: --la is one authority of all", "[e2e][formats]") {
    const auto& longstop = demo();
    const auto all = rows_of_jsonl(longstop.out("breaches --as-of 2026-06-30"));
    std::set<std::string> las;
    std::size_t sum = 0;
    for (const auto& row : all) las.insert(row.at("la"));
    CHECK(las.size() > 20);
    for (const auto& la : las) {
        Rows expected;
        for (const auto& row : all) {
            if (row.at("la") == la) expected.push_back(row);
        }
        sum += expected.size();
        const auto alone = rows_of_jsonl(longstop.out("breaches --as-of 2026-06-30 --la " + la));
        CHECK(difference(alone, expected).empty());
    }
    CHECK(sum == all.size());
}

TEST_CASE("reading: the store is named by --store, then $LONGSTOP_STORE, then the folder",
          "[e2e]") {
    const Program longstop;
    const Variables elsewhere{{"LONGSTOP_STORE", "b"}};
    longstop("--store a record 330/A request-received date=2025-01-13");
    longstop.run(words_of("record 331/B request-received date=2025-01-13"), {}, elsewhere);
    longstop("record 332/C request-received date=2025-01-13");
    const auto la = [](const Ran& ran) { return rows_of_jsonl(ran.out).at(0).at("la"); };
    CHECK(la(longstop("deadlines --all --store a")) == "330");
    CHECK(la(longstop.run(words_of("deadlines --all"), {}, elsewhere)) == "331");
    CHECK(la(longstop.run(words_of("--store a deadlines --all"), {}, elsewhere)) == "330");
    CHECK(la(longstop("deadlines --all")) == "332");
}

TEST_CASE("help: the commands, each command and the event types", "[e2e][help]") {
    const Program longstop;
    for (const auto* ask : {"--help", "help"}) {
        const auto help = longstop.out(ask);
        INFO(ask);
        for (const auto* command :
             {"import", "record", "deadlines", "breaches", "timeline", "audit", "alerts", "stats",
              "rules", "export", "verify", "rebuild", "demo"}) {
            INFO(command);
            CHECK(help.find(std::string{"\n  "} + command + " ") != std::string::npos);
        }
        for (const auto& line : lines_of(help)) {
            INFO(line);
            CHECK(columns_of(line) <= 100);
        }
    }
    for (const auto* command : {"import", "record", "breaches", "alerts"}) {
        CHECK(longstop.out(std::string{"help "} + command) ==
              longstop.out(std::string{command} + " --help"));
    }
    CHECK(longstop("").status == 2);
}

TEST_CASE("version: the program, the law built in as a basis has it, the formats of stores",
          "[e2e][help]") {
    const Program longstop;
    longstop("record 330/A request-received date=2025-01-13");
    const auto lines = lines_of(longstop.out("--version"));
    REQUIRE(lines.size() == 4);
    static const std::regex built(
        R"(longstop \d+\.\d+\.\d+( \(commit [0-9a-f]{12}(, changed since)?\))?)");
    INFO(lines[0]);
    CHECK(std::regex_match(lines[0], built));
    const auto answer = boost::json::parse(longstop.out("breaches --format json"));
    const auto& basis = answer.at("basis");
    CHECK(lines[1] == fmt::format("law {}", basis.at("law").as_string().c_str()));
    CHECK(lines[2] == fmt::format("calendar {}", basis.at("calendar").as_string().c_str()));
    CHECK(lines[3] == fmt::format("store format {}, reads {} to {}", log::format_version,
                                  log::oldest_format_version, log::format_version));
}

}  // namespace
}  // namespace longstop::cli::tests
