// One case with very many entries keeps nobody waiting: every question about it is answered in a
// time that grows with the entries, and not with their square.
#include <catch2/catch.hpp>
#include <chrono>

#include "events/date.hpp"
#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

constexpr int pairs = 3000;

std::string day_after(int days) {
    return events::to_text(events::Day{date::year{2015} / 1 / 1} + date::days{days});
}

std::string row(const std::string& type, int day, const std::string& more = "") {
    return R"({"la":"330","case":"BIG","type":")" + type + R"(","date":")" + day_after(day) +
           R"(","recorded_at":")" + day_after(day) + R"(T12:00:00Z")" + more + "}\n";
}

// Shapes that leave many clocks open, end many, or weigh many things against each other.
std::string meetings_and_decisions(int i) {
    return row("review-meeting-held", 101 + i) +
           row("review-decision-notified", 121 + i, R"(,"outcome":"maintain")");
}
std::string meetings_never_decided(int i) {
    const auto body = R"(,"body":"body )" + std::to_string(i) + '"';
    return row("review-meeting-held", 101 + i) + row("advice-requested", 101 + i, body);
}
std::string closures_and_reliances(int i) {
    return row("setting-closed", 101 + i,
               R"(,"setting":"school )" + std::to_string(i) + R"(","reopens":")" +
                   day_after(131 + i) + '"') +
           row("exception-relied-on", 102 + i,
               R"(,"ground":"school-closed","duty":"reg13.2-final-plan","reason":"closed")");
}
std::string requests_and_refusals(int i) {
    return row("request-received", 101 + i) +
           row("assess-decision-notified", 102 + i, R"(,"outcome":"no")");
}

void store_with(const Program& longstop, std::string (*pair)(int)) {
    auto lines = row("request-received", 0) + row("final-plan-sent", 100);
    for (int i = 0; i < pairs; ++i) lines += pair(i);
    longstop.write("f.jsonl", lines);
    longstop.out("import f.jsonl --source s --trust-recorded-at");
}

void is_answered_soon(const Program& longstop, const std::string& question) {
    INFO(question);
    const auto started = std::chrono::steady_clock::now();
    CHECK(longstop(question).status <= 1);  // `check` answers 1 where it finds something
    // Where the time grew with the square of the entries, this was passed many times over.
    CHECK(std::chrono::steady_clock::now() - started < std::chrono::seconds{60});
}

TEST_CASE("a case of thousands of entries is answered soon", "[e2e][large]") {
    const auto shape =
        GENERATE(as<std::string (*)(int)>{}, meetings_and_decisions, meetings_never_decided,
                 closures_and_reliances, requests_and_refusals);
    const Program longstop;
    store_with(longstop, shape);
    const auto law = longstop.folder() / "law";
    fs::copy(LONGSTOP_LAW_DIR, law);
    for (const auto* question :
         {"deadlines 330/BIG", "audit 330/BIG --format table", "timeline 330/BIG --format table",
          "timeline 330/BIG --format json", "why 330/BIG reg20.10-decision", "check",
          "why 330/BIG reg8.1-advice --format table", "why 330/BIG reg13.2-final-plan",
          "count reviews-due", "count plans-past-20-weeks", "count exceptions", "stats",
          "diff --from 2016-01-01", "diff --from 2016-01-01 --format table", "rehearse law",
          "breaches --reading any", "alerts", "export --format csv"}) {
        is_answered_soon(longstop, question);
    }
}

TEST_CASE("diff: where the news is too much to try each, what touched a clock is its cause",
          "[e2e][diff][large]") {
    const Program longstop;
    store_with(longstop, meetings_and_decisions);
    const auto rows = rows_of_jsonl(longstop.out("diff --from 2016-01-01 --to 2026-01-01"));
    std::size_t decisions = 0;
    for (const auto& row : rows) {
        if (row.at("duty") != "reg20.10-decision") continue;
        ++decisions;
        CHECK(row.at("cause") == "event");
        // Its meeting opened it, and a decision ended it; which was recorded first is named.
        CHECK((row.at("type") == "review-meeting-held" ||
               row.at("type") == "review-decision-notified"));
        if (row.at("type") == "review-meeting-held") CHECK(row.at("date") == row.at("started_on"));
        CHECK(row.at("date") >= row.at("started_on"));
    }
    CHECK(decisions > pairs / 2);
}

}  // namespace
}  // namespace longstop::cli::tests
