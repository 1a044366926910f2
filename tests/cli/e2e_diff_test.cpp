// Two nights' answers: what changed, and the cause of each change.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

std::string line(const std::string& reference, const std::string& type, const std::string& date,
                 const std::string& recorded, const std::string& more = "") {
    static int number = 0;
    return R"({"la":"330","case":")" + reference + R"(","type":")" + type + R"(","date":")" + date +
           R"(","actor":"jane","id":"e)" + std::to_string(++number) + R"(","recorded_at":")" +
           recorded + R"(T09:00:00Z")" + more + "}\n";
}

void import(const Program& longstop, const std::string& lines) {
    longstop.write("f.jsonl", lines);
    longstop.out("import f.jsonl --source s --trust-recorded-at");
}

// The one change of that case and duty.
Row change(const Rows& rows, const std::string& reference, const std::string& duty) {
    const auto is = [&](const Row& row) {
        return row.at("case") == reference && row.at("duty") == duty;
    };
    REQUIRE(std::count_if(rows.begin(), rows.end(), is) == 1);
    return *std::find_if(rows.begin(), rows.end(), is);
}

constexpr auto plan = "reg13.2-final-plan";

TEST_CASE("diff: the same night has no change", "[e2e][diff]") {
    const Program longstop;
    import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13"));
    CHECK(longstop.out("diff --from 2025-06-10 --to 2025-06-10").empty());
}

TEST_CASE("diff: a plan recorded four weeks late is late news", "[e2e][diff]") {
    const Program longstop;
    // 20 weeks from 13 January end on 2 June.
    import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13") +
                         line("A", "final-plan-sent", "2025-06-02", "2025-06-30"));
    const auto rows = rows_of_jsonl(longstop.out("diff --from 2025-06-10 --to 2025-07-01"));
    const auto row = change(rows, "A", plan);
    CHECK(row.at("change") == "no-longer-listed");
    CHECK(row.at("status_before") == "overdue");
    CHECK(row.at("status_after") == "met");
    CHECK(row.at("cause") == "event");
    CHECK(row.at("type") == "final-plan-sent");
    CHECK(row.at("position") == "2");
    CHECK(row.at("recorded_at").starts_with("2025-06-30"));
    CHECK(row.at("actor") == "jane");
    CHECK(row.at("late_news") == "true");
    for (const auto& only :
         rows_of_jsonl(longstop.out("diff --late-news --from 2025-06-10 --to 2025-07-01"))) {
        CHECK(only.at("late_news") == "true");
    }
    const auto table = longstop.out("diff --from 2025-06-10 --to 2025-07-01 --format table");
    CHECK(table.find("because of final-plan-sent of 2025-06-02 (position 2), recorded 2025-06-30 "
                     "by jane") != std::string::npos);
    CHECK(table.find("LATE NEWS") != std::string::npos);
    for (const auto& text : lines_of(table)) REQUIRE(columns_of(text) <= 100);
}

TEST_CASE("diff: late news is news of more than 14 days", "[e2e][diff]") {
    for (const auto& [recorded, late] :
         {std::pair{"2025-06-16", "false"}, std::pair{"2025-06-17", "true"}}) {
        INFO(recorded);
        const Program longstop;
        import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13") +
                             line("A", "final-plan-sent", "2025-06-02", recorded));
        const auto rows = rows_of_jsonl(longstop.out("diff --from 2025-06-10 --to 2025-07-01"));
        CHECK(change(rows, "A", plan).at("late_news") == late);
    }
}

TEST_CASE("diff: a late plan recorded late ends a breach and excuses none", "[e2e][diff]") {
    const Program longstop;
    import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13") +
                         line("A", "final-plan-sent", "2025-06-03", "2025-06-30"));
    const auto row =
        change(rows_of_jsonl(longstop.out("diff --from 2025-06-10 --to 2025-07-01")), "A", plan);
    CHECK(row.at("change") == "ended");
    CHECK(row.at("status_after") == "met-late");
    CHECK(row.at("late_news") == "false");
}

TEST_CASE("diff: time alone makes a clock overdue", "[e2e][diff]") {
    const Program longstop;
    import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13"));
    CHECK(rows_of_jsonl(longstop.out("diff --from 2025-06-01 --to 2025-06-02")).empty());
    const auto row =
        change(rows_of_jsonl(longstop.out("diff --from 2025-06-02 --to 2025-06-03")), "A", plan);
    CHECK(row.at("change") == "became-overdue");
    CHECK(row.at("cause") == "time");
    CHECK(row.count("position") == 0);
    // One more day late is no change.
    CHECK(rows_of_jsonl(longstop.out("diff --from 2025-06-03 --to 2025-06-04")).empty());
}

TEST_CASE("diff: an event of the days between is the cause, not the days", "[e2e][diff]") {
    const Program longstop;
    import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13") +
                         line("B", "request-received", "2025-03-03", "2025-03-03") +
                         line("A", "final-plan-sent", "2025-05-20", "2025-05-20"));
    const auto rows = rows_of_jsonl(longstop.out("diff --from 2025-03-01 --to 2025-05-21"));
    CHECK(change(rows, "A", plan).at("change") == "ended");
    CHECK(change(rows, "A", plan).at("cause") == "event");
    CHECK(change(rows, "A", plan).at("type") == "final-plan-sent");
    CHECK(change(rows, "B", plan).at("change") == "appeared");
    CHECK(change(rows, "B", plan).at("type") == "request-received");
}

TEST_CASE("diff: a retraction is named as one, and so is what it brings back", "[e2e][diff]") {
    const Program longstop;
    import(
        longstop,
        line("A", "request-received", "2025-01-13", "2025-01-13") +
            R"({"la":"330","case":"A","type":"final-plan-sent","date":"2025-05-20","id":"wrong",)"
            R"("recorded_at":"2025-05-21T09:00:00Z"})"
            "\n" +
            line("A", "retracted", "2025-06-05", "2025-06-05", R"(,"of":"wrong","reason":"x")"));
    const auto row =
        change(rows_of_jsonl(longstop.out("diff --from 2025-06-04 --to 2025-06-05")), "A", plan);
    CHECK(row.at("cause") == "retraction");
    CHECK(row.at("type") == "retracted");
    CHECK(row.at("position") == "3");
    CHECK(row.at("status_before") == "met");
    CHECK(row.at("status_after") == "overdue");
    CHECK(row.at("change") == "became-overdue");
}

TEST_CASE("diff: an amended row is the cause of a due date that moves", "[e2e][diff]") {
    const Program longstop;
    import(longstop, line("A", "request-received", "2025-01-13", "2025-01-13"));
    const auto law = longstop.folder() / "law";
    fs::copy(LONGSTOP_LAW_DIR, law);
    auto text = whole_file(law / "10-send-regulations-2014.toml");
    const auto at = text.find("\"20 weeks\"", text.find("\"reg13.2-final-plan\""));
    text.replace(at, 10, "\"21 weeks\"");
    std::ofstream(law / "10-send-regulations-2014.toml", std::ios::binary) << text;
    const auto rows = rows_of_jsonl(longstop.out(
        "diff --from 2025-05-01 --to 2025-05-01 --from-law " LONGSTOP_LAW_DIR " --law law"));
    const auto row = change(rows, "A", plan);
    CHECK(rows.size() == 1);
    CHECK(row.at("change") == "due-moved");
    CHECK(row.at("cause") == "law");
    CHECK(row.at("due_before") == "2025-06-02");
    CHECK(row.at("due_after") == "2025-06-09");
}

TEST_CASE("diff: two bases say how far each log had come and under which law", "[e2e][diff]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    longstop.out("breaches --as-of 2025-06-10 --basis-file one.json");
    longstop.out("record 330/A final-plan-sent date=2025-06-02");
    longstop.out("record 330/B request-received date=2025-01-13");
    // A whole answer in JSON serves as the basis it carries.
    longstop.write("two.json", longstop.out("breaches --as-of 2025-06-10 --format json"));
    const auto rows = rows_of_jsonl(longstop.out("diff --from-basis one.json --to-basis two.json"));
    CHECK(change(rows, "A", plan).at("position") == "2");
    CHECK(change(rows, "B", plan).at("change") == "appeared");
    CHECK(longstop.out("diff --from-basis two.json --to-basis two.json").empty());
    // What is recorded after the second night is not in it.
    longstop.out("record 330/C request-received date=2025-01-13");
    CHECK(longstop.out("diff --from-basis one.json --to-basis two.json") ==
          longstop.out("diff --from-basis one.json --to-basis two.json --la 330"));
}

TEST_CASE("diff: --prove holds the beginning of each log against the basis", "[e2e][diff]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    longstop.out("record 331/A advice-requested date=2025-01-13 body='a body'");
    longstop.out("breaches --as-of 2025-06-10 --basis-file one.json");
    longstop.out("record 330/A final-plan-sent date=2025-06-02");
    CHECK(longstop("diff --prove --from-basis one.json").status == 0);
    // Another store whose logs are as long: nothing but the roots tells.
    const Program other;
    other.write("one.json", longstop.read("one.json"));
    other.out("record 330/B request-received date=2025-01-13");
    other.out("record 330/B final-plan-sent date=2025-06-02");
    other.out("record 331/B note date=2025-01-13 text=x");
    other.out("record 331/B note date=2025-01-13 text=y");
    CHECK(other("diff --from-basis one.json").status == 0);
    const auto ran = other("diff --prove --from-basis one.json");
    CHECK(ran.status == 3);
    CHECK(ran.err.find("its first 1 entries have another root") != std::string::npos);
}

TEST_CASE("diff: a basis of another store, law or shape is refused", "[e2e][diff]") {
    const Program longstop;
    const Program other;
    longstop.out("record 330/A request-received date=2025-01-13");
    other.out("record 330/B request-received date=2025-01-13");
    longstop.out("breaches --as-of 2025-06-10 --basis-file one.json");
    other.write("one.json", longstop.read("one.json"));
    const auto ran = other("diff --from-basis one.json --to 2025-06-10");
    CHECK(ran.status == 3);
    CHECK(ran.err.find("another root than the basis") != std::string::npos);

    fs::copy(LONGSTOP_LAW_DIR, longstop.folder() / "law");
    std::ofstream(longstop.folder() / "law/20-children-and-families-act-2014.toml", std::ios::app)
        << "# a word\n";
    const auto under = longstop("diff --from-basis one.json --law law");
    CHECK(under.status == 2);
    CHECK(under.err.find("--from-law DIR") != std::string::npos);
    CHECK(longstop("diff --from-basis one.json --from-law " LONGSTOP_LAW_DIR " --law law").status ==
          0);

    longstop.write("none.json", "[]");
    CHECK(longstop("diff --from-basis none.json").status == 2);
    CHECK(longstop("diff").status == 2);
    CHECK(longstop("diff --from soon").status == 2);
    CHECK(longstop("diff --from 2025-01-01 --as-of 2025-01-01").status == 2);
}

}  // namespace
}  // namespace longstop::cli::tests
