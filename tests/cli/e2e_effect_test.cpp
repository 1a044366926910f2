// What record and import say of the clocks that entries changed, or did not.
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

// The lines below "recorded ... at position N".
std::vector<std::string> effect(const Program& longstop, const std::string& words) {
    auto lines = lines_of(longstop.out("record 330/A " + words));
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.front().starts_with("recorded "));
    lines.erase(lines.begin());
    return lines;
}

bool has_line(const std::vector<std::string>& lines, const std::string& line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
}

}  // namespace

TEST_CASE("record tells the clocks it opened, with their due days", "[e2e][record]") {
    const Program longstop;
    const auto lines = effect(longstop, "request-received date=2025-01-13 --as-of 2025-01-14");
    CHECK(has_line(lines, "  opened   reg5.1-decide-whether-to-assess, due 2025-02-24"));
    CHECK(has_line(lines, "  opened   reg13.2-final-plan, due 2025-06-02"));
    // In the order of the due days.
    CHECK(lines.front().find("reg5.1") != std::string::npos);
    CHECK(rows_of_jsonl(longstop.out("deadlines 330/A --as-of 2025-01-14")).size() == lines.size());
}

TEST_CASE("record tells what it ended, in time and late", "[e2e][record]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    CHECK(has_line(effect(longstop,
                          "assess-decision-notified date=2025-02-24 outcome=yes "
                          "--as-of 2025-02-25"),
                   "  ended    reg5.1-decide-whether-to-assess, due 2025-02-24: in time"));
    CHECK(has_line(effect(longstop, "final-plan-sent date=2025-06-09 --as-of 2025-06-10"),
                   "  ended    reg13.2-final-plan, due 2025-06-02: 7 days late"));
}

TEST_CASE("record: a retraction tells what runs again, and what is gone", "[e2e][record]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    longstop.out("record 330/A final-plan-sent date=2025-06-02");
    const auto lines = effect(longstop,
                              "retracted date=2025-06-03 of=2 reason=mistaken "
                              "--as-of 2025-07-02");
    CHECK(has_line(lines, "  runs on  reg13.2-final-plan, due 2025-06-02: overdue by 30 days"));
    CHECK(std::any_of(lines.begin(), lines.end(), [](const std::string& line) {
        return line.starts_with("  gone     cfa44.1a-first-review");
    }));
}

TEST_CASE("record: the subject is named, as one line, whatever it holds", "[e2e][record]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    const auto lines =
        effect(longstop, "advice-requested date=2025-01-14 'body=a\nb' --as-of 2025-01-15");
    REQUIRE_FALSE(lines.empty());
    CHECK(lines.front().starts_with("  opened   reg8.1-advice for a"));
    CHECK(lines.front().ends_with(", due 2025-02-25"));
}

TEST_CASE("record: an entry that could change a clock and changes none says so", "[e2e][record]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    const std::string none =
        "  it changes no clock: no duty of the case was waiting for it, and it starts none";
    CHECK(effect(longstop, "advice-received date=2025-02-03 body=health") ==
          std::vector<std::string>{none});
    CHECK(effect(longstop, "note date=2025-02-03 text=x").empty());  // never does
}

TEST_CASE("record: an entry of a day to come is told as of its day", "[e2e][record]") {
    const Program longstop;
    const auto lines = effect(longstop, "request-received date=2150-01-14");
    CHECK(has_line(lines, "  opened   reg5.1-decide-whether-to-assess, due 2150-02-25"));
}

TEST_CASE("import tells which entries change no clock: how many, the first, how to see all",
          "[e2e][import]") {
    const Program longstop;
    std::string rows = R"({"la":"330","case":"A","type":"request-received","date":"2025-01-13"})"
                       "\n";
    for (int i = 1; i <= 5; ++i) {
        rows += R"({"la":"330","case":"A","type":"advice-received","date":"2025-02-0)" +
                std::to_string(i) + R"(","body":"health"})" + "\n";
    }
    longstop.write("a.jsonl", rows);
    const auto lines = lines_of(longstop.out("import a.jsonl --source a.jsonl"));
    REQUIRE(lines.size() == 3);
    CHECK(lines[1] ==
          "  5 entries change no clock, though their types could: 330/A advice-received (position "
          "2), 330/A advice-received (position 3), 330/A advice-received (position 4), ...");
    CHECK(lines[2].find("longstop check --only changes-nothing") != std::string::npos);
    CHECK(rows_of_jsonl(longstop.out("check --only changes-nothing")).size() == 5);
    // The same file again adds nothing, and says nothing.
    CHECK(lines_of(longstop.out("import a.jsonl --source a.jsonl")).size() == 1);
    // Only what the import added is told.
    longstop.write("b.jsonl",
                   R"({"la":"330","case":"B","type":"advice-received","date":"2025-02-03",)"
                   R"("body":"x"})"
                   "\n");
    CHECK(longstop.out("import b.jsonl --source b.jsonl")
              .find("  1 entry changes no clock, though its type could: 330/B advice-received "
                    "(position 8)\n") != std::string::npos);
}

}  // namespace longstop::cli::tests
