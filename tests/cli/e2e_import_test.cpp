// Importing, from the outside: what is read is appended, already present or refused, and the log
// keeps it once.
#include <catch2/catch.hpp>
#include <regex>
#include <thread>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

struct Summary {
    long read = -1, appended = -1, present = -1, refused = -1;
    bool adds_up() const { return read == appended + present + refused; }
    bool operator==(const Summary&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Summary& s) {
    return out << "read " << s.read << ", appended " << s.appended << ", present " << s.present
               << ", refused " << s.refused;
}

Summary summary_of(const std::string& printed) {
    static const std::regex form(
        R"(read (\d+), appended (\d+), already present (\d+), refused (\d+))");
    std::smatch found;
    if (!std::regex_search(printed, found, form)) return {};
    return {std::stol(found[1]), std::stol(found[2]), std::stol(found[3]), std::stol(found[4])};
}

// Entries of the log of 330 that tell of a case.
std::size_t events_in(const Program& longstop) {
    std::size_t count = 0;
    for (const auto& row : rows_of_jsonl(longstop.out("audit --la 330"))) {
        if (row.at("type") != "import-done") ++count;
    }
    return count;
}

constexpr std::string_view good_and_bad =
    R"({"la":"330","case":"A","type":"request-received","date":"2025-01-13","id":"1"}
{"la":"330","case":"A","type":"final-plan-sent","date":"2025-02-30","id":"2"}

{"la":"330","case":"A","type":"final-plan-sent","date":"2025-06-03","id":"3"}
{"la":"330","case":"A","type":"final-plan-sent","date":"2025-06-04","id":"3"}
{"la":"330","case":"A","type":"final-plan-sent","date":"2025-06-03","id":"3"}
not json
{"la":"330","case":"B","type":"request-received","date":"2025-01-13"}
{"la":"330","case":"B","type":"request-received","date":"2025-01-13"}
)";

std::string numbered_rows(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += R"({"la":"330","case":"K)" + std::to_string(i % 997) +
                R"(","type":"request-received","date":"2025-01-13","id":")" + std::to_string(i) +
                "\"}\n";
    }
    return text;
}

TEST_CASE("import: every row read is appended, already present or refused", "[e2e][import]") {
    const Program longstop;
    longstop.write("mixed.jsonl", good_and_bad);
    const auto first = longstop("import mixed.jsonl --source mixed.jsonl");
    CHECK(first.status == 3);
    CHECK(summary_of(first.out) == Summary{8, 4, 1, 3});
    CHECK(summary_of(first.out).adds_up());
    CHECK(first.out.find("mixed.jsonl.rejected.jsonl") != std::string::npos);
    CHECK(events_in(longstop) == 4);

    // The refused rows, each whole, with its line and a reason.
    const auto refused = rows_of_jsonl(longstop.read("mixed.jsonl.rejected.jsonl"));
    REQUIRE(refused.size() == 3);
    CHECK(refused[0].at("line") == "2");
    CHECK(refused[0].at("reason").find("2025-02-30") != std::string::npos);
    CHECK(refused[1].at("line") == "5");
    CHECK(refused[1].at("reason").find("other content") != std::string::npos);
    CHECK(refused[2].at("line") == "7");
    CHECK(refused[2].at("row") == "not json");
}

TEST_CASE("import: the same file twice adds nothing", "[e2e][import]") {
    const Program longstop;
    longstop.write("mixed.jsonl", good_and_bad);
    longstop("import mixed.jsonl --source mixed.jsonl");
    const auto clocks = longstop.out("deadlines --all --as-of 2025-07-01");
    const auto again = longstop("import mixed.jsonl --source mixed.jsonl");
    CHECK(again.status == 3);
    CHECK(summary_of(again.out) == Summary{8, 0, 5, 3});
    CHECK(events_in(longstop) == 4);
    CHECK(longstop.out("deadlines --all --as-of 2025-07-01") == clocks);
}

TEST_CASE("import: refused lines, mended, go in under their own file's name", "[e2e][import]") {
    const Program longstop;
    longstop.write("mixed.jsonl", good_and_bad);
    longstop("import mixed.jsonl --source mixed.jsonl");
    std::string mended;
    for (const auto& row : rows_of_jsonl(longstop.read("mixed.jsonl.rejected.jsonl"))) {
        auto text = row.at("row");
        if (const auto at = text.find("2025-02-30"); at != std::string::npos) {
            mended += text.replace(at, 10, "2025-02-28") + "\n";
        }
    }
    longstop.write("mended.jsonl", mended);
    const auto ran = longstop("import mended.jsonl --source mixed.jsonl");
    CHECK(ran.status == 0);
    CHECK(summary_of(ran.out) == Summary{1, 1, 0, 0});
    CHECK_FALSE(longstop.has("mended.jsonl.rejected.jsonl"));
    // In the original too: what was mended is already there, and the rest is refused as before.
    auto whole = std::string{good_and_bad};
    whole.replace(whole.find("2025-02-30"), 10, "2025-02-28");
    longstop.write("mixed.jsonl", whole);
    CHECK(summary_of(longstop("import mixed.jsonl --source mixed.jsonl").out) ==
          Summary{8, 0, 6, 2});
}

TEST_CASE("import: a file without faults leaves no rejected file, and takes an old one away",
          "[e2e][import]") {
    const Program longstop;
    longstop.write("a.jsonl", "not json\n");
    CHECK(longstop("import a.jsonl --source a.jsonl").status == 3);
    CHECK(longstop.has("a.jsonl.rejected.jsonl"));
    longstop.write("a.jsonl", numbered_rows(1));
    CHECK(longstop("import a.jsonl --source a.jsonl").status == 0);
    CHECK_FALSE(longstop.has("a.jsonl.rejected.jsonl"));
}

TEST_CASE("import: CSV and JSON Lines give the same clocks", "[e2e][import]") {
    const Program lines;
    lines.write("a.jsonl",
                R"({"la":"330","case":"A","type":"advice-requested","date":"2025-01-13",)"
                R"("body":"health, \"north\"","id":"1"})"
                "\n"
                R"({"la":"330","case":"A","type":"note","date":"2025-01-14","text":"two\nlines"})"
                "\n");
    const Program cells;
    cells.write("a.csv",
                "\xEF\xBB\xBFla,case,type,date,body,text,id\r\n"
                "330,A,advice-requested,2025-01-13,\"health, \"\"north\"\"\",,1\r\n"
                "330,A,note,2025-01-14,,\"two\nlines\",\r\n");
    CHECK(summary_of(lines("import a.jsonl --source a.jsonl").out) == Summary{2, 2, 0, 0});
    CHECK(summary_of(cells("import a.csv --source a.csv").out) == Summary{2, 2, 0, 0});
    CHECK(lines.out("deadlines --all --as-of 2025-03-01") ==
          cells.out("deadlines --all --as-of 2025-03-01"));
    const auto note = rows_of_jsonl(cells.out("audit 330/A")).at(1);
    CHECK(note.at("fields") == R"({"text":"two\nlines"})");
}

TEST_CASE("import: the ending tells the format, --format overrules it", "[e2e][import]") {
    const Program longstop;
    longstop.write("a.txt", "la,case,type,date\n330,A,request-received,2025-01-13\n");
    CHECK(longstop("import a.txt --source s").status == 3);
    CHECK(summary_of(longstop("import a.txt --source s --format csv").out) == Summary{1, 1, 0, 0});
}

TEST_CASE("import: standard input, under a source that is named", "[e2e][import]") {
    const Program longstop;
    const auto rows = numbered_rows(3) + "bad\n";
    const auto ran = longstop("import - --source feed", rows);
    CHECK(ran.status == 3);
    CHECK(summary_of(ran.out) == Summary{4, 3, 0, 1});
    CHECK(longstop.has("stdin.rejected.jsonl"));
    CHECK(rows_of_jsonl(longstop.out("audit 330/K0")).at(0).at("source") == "feed");
    CHECK(summary_of(longstop("import - --source feed", numbered_rows(3)).out) ==
          Summary{3, 0, 3, 0});
    // Another source is another system: its ids are its own.
    CHECK(summary_of(longstop("import - --source other", numbered_rows(3)).out) ==
          Summary{3, 3, 0, 0});
}

TEST_CASE("import: several files, each with its line", "[e2e][import]") {
    const Program longstop;
    longstop.write("a.jsonl", numbered_rows(2));
    longstop.write("b.jsonl", numbered_rows(3));
    const auto ran = longstop("import a.jsonl b.jsonl --source a.jsonl");
    CHECK(ran.status == 0);
    std::vector<std::string> summaries;
    for (const auto& line : lines_of(ran.out)) {
        if (!line.starts_with(' ')) summaries.push_back(line);
    }
    REQUIRE(summaries.size() == 2);
    CHECK(summary_of(summaries[0]) == Summary{2, 2, 0, 0});
    CHECK(summary_of(summaries[1]) == Summary{3, 1, 2, 0});  // the name of a file is no source
}

TEST_CASE("import: a dry run tells the same and writes nothing", "[e2e][import]") {
    const Program longstop;
    longstop.write("mixed.jsonl", good_and_bad);
    const auto told = longstop("import --dry-run mixed.jsonl --source mixed.jsonl");
    CHECK(told.status == 3);
    CHECK(told.out.find("dry run") != std::string::npos);
    CHECK(summary_of(told.out) == Summary{8, 4, 1, 3});
    CHECK_FALSE(fs::exists(longstop.store()));
    CHECK(summary_of(longstop("import mixed.jsonl --source mixed.jsonl").out) ==
          Summary{8, 4, 1, 3});
    const auto before = longstop.out("audit --la 330");
    CHECK(summary_of(longstop("import --dry-run mixed.jsonl --source mixed.jsonl").out) ==
          Summary{8, 0, 5, 3});
    CHECK(longstop.out("audit --la 330") == before);
}

TEST_CASE("import: recorded_at is believed only when told so, and the log says that",
          "[e2e][import]") {
    constexpr std::string_view row =
        R"({"la":"330","case":"A","type":"request-received","date":"2025-01-13","id":"1",)"
        R"("recorded_at":"2025-01-20T10:00:00Z"})"
        "\n";
    const Program plain;
    plain.write("a.jsonl", row);
    plain("import a.jsonl --source a.jsonl --actor Ann");
    auto entry = rows_of_jsonl(plain.out("audit 330/A")).at(0);
    CHECK(entry.at("source_recorded_at") == "2025-01-20T10:00:00Z");
    CHECK(entry.at("recorded_at") > "2025-06");
    CHECK(entry.at("trusted") == "false");
    CHECK(plain.out("deadlines --all --as-of 2025-03-01 --known-at 2025-02-01").empty());

    const Program trusting;
    trusting.write("a.jsonl", row);
    trusting("import a.jsonl --source a.jsonl --trust-recorded-at");
    entry = rows_of_jsonl(trusting.out("audit 330/A")).at(0);
    CHECK(entry.at("recorded_at") == "2025-01-20T10:00:00.000000Z");
    CHECK(entry.at("trusted") == "true");
    CHECK_FALSE(trusting.out("deadlines --all --as-of 2025-03-01 --known-at 2025-02-01").empty());
    // The import itself is an entry, with its option.
    const auto last = rows_of_jsonl(trusting.out("audit --la 330")).back();
    CHECK(last.at("type") == "import-done");
    CHECK(last.at("fields").find("trust-recorded-at") != std::string::npos);
}

TEST_CASE("import: every import leaves its counts and its file's digest in the log",
          "[e2e][import]") {
    const Program longstop;
    longstop.write("a.jsonl", numbered_rows(3) + "bad\n");
    longstop("import a.jsonl --source a.jsonl --actor Ann");
    const auto entry = rows_of_jsonl(longstop.out("audit --la 330")).back();
    const auto fields = row_of(boost::json::parse(entry.at("fields")));
    CHECK(entry.at("actor") == "Ann");
    CHECK(fields.at("file") == "a.jsonl");
    CHECK(fields.at("read") == "4");
    CHECK(fields.at("appended") == "3");
    CHECK(fields.at("already_present") == "0");
    CHECK(fields.at("refused") == "1");
    CHECK(fields.at("sha256").size() == 64);
}

TEST_CASE("import: killed half-way and started again, every row is there once",
          "[e2e][import][slow]") {
    Program longstop;
    const auto file = numbered_rows(60000);
    longstop.write("feed.jsonl", file);
    for (const auto pause : {20, 60, 110}) {
        auto running = longstop.start({"import", "feed.jsonl", "--source", "feed.jsonl"});
        std::this_thread::sleep_for(std::chrono::milliseconds{pause});
        running.kill();
        const auto ran = running.wait();
        CHECK((ran.status == 128 + SIGKILL || ran.status == 0));
    }
    const auto again = longstop("import feed.jsonl --source feed.jsonl");
    CHECK(again.status == 0);
    CHECK(summary_of(again.out).read == 60000);
    CHECK(summary_of(again.out).adds_up());
    std::size_t requests = 0;
    for (const auto& line : lines_of(longstop.out("export"))) {
        if (line.find("request-received") != std::string::npos) ++requests;
    }
    CHECK(requests == 60000);
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("import: the mouth of a pipe shut half-way keeps what was read", "[e2e][import]") {
    Program longstop;
    auto running = longstop.start({"import", "-", "--source", "feed"});
    running.write(numbered_rows(2));
    running.write(R"({"la":"330","case":"X","type":"no)");  // cut off
    running.close_input();
    const auto ran = running.wait();
    CHECK(ran.status == 3);
    CHECK(summary_of(ran.out) == Summary{3, 2, 0, 1});
}

TEST_CASE("import: reading goes on beside it and sees whole entries", "[e2e][import]") {
    Program longstop;
    longstop("import - --source first", numbered_rows(5));
    auto running = longstop.start({"import", "-", "--source", "feed"});
    for (int i = 0; i < 5; ++i) {
        running.write(numbered_rows(3000));
        const auto ran = longstop("deadlines 330/K1 --as-of 2025-02-01");
        CHECK(ran.status == 0);
        CHECK(rows_of_jsonl(ran.out).size() >= 4);
        CHECK(longstop("verify").status == 0);
    }
    running.close_input();
    const auto ran = running.wait();
    CHECK(summary_of(ran.out) == Summary{15000, 3000, 12000, 0});
}

TEST_CASE("import: hostile files are refused row by row, never the good rows",
          "[e2e][import][hostile]") {
    const Program longstop;
    const auto good = numbered_rows(1);
    const std::string mebibyte(1U << 20U, 'x');
    const std::string nested = R"({"la":"330","case":"A","type":"note","date":"2025-01-01","x":)";
    const std::vector<std::pair<std::string, std::string>> bad{
        {"long", R"({"la":"330","case":")" + mebibyte + "\"}\n"},
        {"deep", std::string(200000, '[') + "\n"},
        {"nested", nested + std::string(100000, '[') + "\n"},
        {"nul", std::string("{\"la\":\"330\"\0}\n", 14)},
        {"zeros", std::string(100, '\0') + "\n"},
        {"latin1", "{\"la\":\"330\",\"case\":\"caf\xE9\"}\n"},
        {"surrogate", nested + "\"\\ud800\"}\n"},
        {"twice", R"({"la":"330","la":"331","case":"A","type":"note","date":"2025-01-01"})"
                  "\n"},
        {"number", "1e999999999\n"},
        {"escape", nested + "[\"\x1b[31m\"]}\n"}};
    for (const auto& [name, row] : bad) {
        INFO(name);
        longstop.write(name + ".jsonl", row + good);
        const auto ran = longstop("import " + name + ".jsonl --source " + name);
        CHECK(ran.status == 3);
        CHECK(summary_of(ran.out) == Summary{2, 1, 0, 1});
        CHECK(ran.out.find('\x1b') == std::string::npos);
        const auto refused = rows_of_jsonl(longstop.read(name + ".jsonl.rejected.jsonl"));
        REQUIRE(refused.size() == 1);
        CHECK(refused[0].at("line") == "1");
    }
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("import: CSV oddities", "[e2e][import][hostile]") {
    const Program longstop;
    std::string header = "la,case,type,date,text";
    std::string row = "330,A,note,2025-01-01,x";
    for (int i = 0; i < 10000; ++i) {
        header += ",c" + std::to_string(i);
        row += ",y";
    }
    longstop.write("wide.csv", header + "\n" + row + "\n");
    CHECK(summary_of(longstop("import wide.csv --source wide.csv").out) == Summary{1, 1, 0, 0});

    longstop.write("ragged.csv",
                   "la,case,type,date,text\n"
                   "330,A,note,2025-01-01,ok\n"
                   "330,A,note,2025-01-01\n"
                   "330,A,note,2025-01-01,ok,more\n"
                   "330,A,note,2025-01-01,a\"b\n"
                   "330,A,note,2025-01-02,ok\n");
    const auto ran = longstop("import ragged.csv --source ragged.csv");
    CHECK(summary_of(ran.out) == Summary{5, 2, 0, 3});
    const auto refused = rows_of_jsonl(longstop.read("ragged.csv.rejected.jsonl"));
    REQUIRE(refused.size() == 3);
    CHECK(refused[0].at("line") == "3");
    CHECK(refused[1].at("line") == "4");
    CHECK(refused[2].at("line") == "5");
}

}  // namespace
}  // namespace longstop::cli::tests
