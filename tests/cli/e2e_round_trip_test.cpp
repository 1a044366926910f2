// Out of one store and into another: the same answers. And a store made anew from its records.
#include <catch2/catch.hpp>
#include <regex>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

const std::vector<std::string>& questions() {
    static const std::vector<std::string> all{
        "deadlines --all",
        "deadlines --all --as-of 2026-06-30",
        "deadlines --all --as-of 2025-01-31 --known-at 2025-03-31",
        "deadlines --la 999 --as-of 2024-02-29 --known-at 2024-02-29T12:00:00Z",
        "breaches --as-of 2026-06-30",
        "breaches --lapsed --excused --as-of 2026-06-30 --known-at 2026-01-15",
        "breaches --open --as-of 2025-07-01 --known-at 2025-07-01",
        "stats --as-of 2026-06-30",
        "stats --year 2025 --as-of 2026-06-30 --known-at 2026-02-01",
        "stats --la 999 --year 2024",
        "alerts --as-of 2026-06-30",
        "alerts --as-of 2026-07-01",
        "alerts --as-of 2026-07-01 --within 60 --guidance --rights --excused",
        "alerts --as-of 2026-06-30 --format ics"};
    return all;
}

std::vector<std::string> answers_of(const Program& longstop) {
    std::vector<std::string> answers;
    for (const auto& question : questions()) answers.push_back(longstop.out(question));
    return answers;
}

void check_same(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        INFO(questions()[i]);
        CHECK(difference(a[i], b[i]) == "");
    }
}

std::string appended_of(const std::string& printed) {
    static const std::regex form(R"(appended (\d+), already present (\d+), refused (\d+))");
    std::smatch found;
    if (!std::regex_search(printed, found, form)) return printed;
    return found[1].str() + " " + found[2].str() + " " + found[3].str();
}

// The demo, with two nights of alerts raised, a retraction by hand and a row from elsewhere.
const Program& lived_in() {
    static const Program longstop;
    static const bool made = [] {
        fs::copy(demo().store(), longstop.store(), fs::copy_options::recursive);
        longstop.out("alerts --emit --as-of 2026-06-20");
        longstop.out("alerts --emit --la 999 --as-of 2026-06-29");
        longstop.out("record 999/HAND request-received date=2026-01-13 id=H1");
        longstop.out("record 999/HAND note date=2026-01-14 text=\"a, 'b' = c\"");
        longstop.write("more.csv",
                       "la,case,type,date,text,colour\n"
                       "999,HAND,note,2026-02-01,\"two\nlines, \"\"quoted\"\"\",red\n"
                       "999,HAND,note,2026-02-01,\"two\nlines, \"\"quoted\"\"\",red\n");
        longstop.out("import more.csv --source more.csv");
        longstop.out("record 999/HAND retracted date=2026-02-02 of=H1 reason=none --expect 4");
        return true;
    }();
    static_cast<void>(made);
    return longstop;
}

TEST_CASE("export: into a new store, and every answer is byte for byte the same",
          "[e2e][export][round-trip]") {
    const auto& ours = lived_in();
    const auto answers = answers_of(ours);
    for (const std::string format : {"jsonl", "csv"}) {
        DYNAMIC_SECTION(format) {
            const Program theirs;
            theirs.write("log." + format, ours.out("export --format " + format));
            const auto ran = theirs("import log." + format + " --trust-recorded-at");
            INFO(ran.out << theirs.read("log." + format + ".rejected.jsonl"));
            CHECK(ran.status == 0);
            check_same(answers_of(theirs), answers);
            CHECK(theirs("verify").status == 0);
            if (format == "csv") continue;
            // The copy of the copy too.
            const Program third;
            third.write("log.jsonl", theirs.out("export"));
            CHECK(third("import log.jsonl --source log.jsonl --trust-recorded-at").status == 0);
            check_same(answers_of(third), answers);
        }
    }
}

TEST_CASE("export: into its own store nothing is new", "[e2e][export][round-trip]") {
    const Program longstop;
    fs::copy(lived_in().store(), longstop.store(), fs::copy_options::recursive);
    const auto answers = answers_of(longstop);
    for (const std::string format : {"jsonl", "csv"}) {
        const auto log = longstop.out("export --format " + format);
        const auto rows = format == "csv" ? rows_of_csv(log).size() : rows_of_jsonl(log).size();
        longstop.write("log." + format, log);
        const auto ran = longstop("import log." + format + " --trust-recorded-at");
        CHECK(ran.status == 0);
        CHECK(appended_of(ran.out) == "0 " + std::to_string(rows) + " 0");
    }
    check_same(answers_of(longstop), answers);
}

TEST_CASE("export: one authority alone, to a day, as known at an instant",
          "[e2e][export][round-trip]") {
    const auto& longstop = lived_in();
    const auto all = rows_of_jsonl(longstop.out("export"));
    std::size_t of_la = 0;
    std::size_t until = 0;
    for (const auto& row : all) {
        of_la += row.at("la") == "999" ? 1U : 0U;
        until += row.at("date") <= "2025-06-30" ? 1U : 0U;
    }
    CHECK(rows_of_jsonl(longstop.out("export --la 999")).size() == of_la);
    CHECK(rows_of_jsonl(longstop.out("export --as-of 2025-06-30")).size() == until);
    const auto known = rows_of_jsonl(longstop.out("export --known-at 2025-06-30"));
    CHECK_FALSE(known.empty());
    for (const auto& row : known) REQUIRE(row.at("recorded_at") < "2025-07-01");
    CHECK(difference(rows_of_csv(longstop.out("export --format csv")), all) == "");
}

TEST_CASE("rebuild: the answers are what they were", "[e2e][rebuild]") {
    const Program longstop;
    fs::copy(lived_in().store(), longstop.store(), fs::copy_options::recursive);
    const auto answers = answers_of(longstop);
    const auto told = rows_of_jsonl(longstop.out("rebuild --as-of 2026-06-30"));
    REQUIRE(told.size() == 1);
    CHECK(std::stol(told[0].at("entries")) ==
          static_cast<long>(rows_of_jsonl(longstop.out("export")).size()));
    CHECK(std::stol(told[0].at("clocks_folded")) ==
          static_cast<long>(lines_of(longstop.out("deadlines --all --as-of 2026-06-30")).size()));
    check_same(answers_of(longstop), answers);
    CHECK(longstop("verify").status == 0);
    // And it can be written on.
    CHECK(longstop("record 999/HAND note date=2026-03-01 text=x").status == 0);
    longstop.out("rebuild");
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("demo: the same seed and day give the same history, another seed another",
          "[e2e][demo]") {
    const Program a;
    const Program b;
    const Program c;
    a.out("demo --plans 20 --seed 7 --as-of 2026-06-30");
    b.out("demo --plans 20 --seed 7 --as-of 2026-06-30");
    c.out("demo --plans 20 --seed 8 --as-of 2026-06-30");
    const std::string ask = "deadlines --la 999 --as-of 2026-06-30";
    CHECK(a.out(ask) == b.out(ask));
    CHECK(a.out(ask) != c.out(ask));
    CHECK(a("demo").status == 2);  // never over a store that is there
}

}  // namespace
}  // namespace longstop::cli::tests
