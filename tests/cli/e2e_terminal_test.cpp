// On a terminal, in a pipe that closes, and where nothing can be written.
#include <catch2/catch.hpp>
#include <thread>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

constexpr std::string_view bar = "━";
constexpr std::string_view escape = "\x1b[";

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

std::string plain_of(const std::string& text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.compare(i, 2, escape) == 0) {
            i = text.find('m', i);
        } else if (text[i] != '\r') {
            plain += text[i];
        }
    }
    return plain;
}

const Words timeline{"timeline", "999/DEMO-58", "--as-of", "2026-06-30"};

TEST_CASE("timeline: bars and colours on a terminal, plain text otherwise", "[e2e][terminal]") {
    const auto& longstop = demo();
    const auto drawn = longstop.on_terminal(timeline, 100);
    CHECK(drawn.status == 0);
    CHECK(has(drawn.out, bar));
    CHECK(has(drawn.out, escape));
    CHECK(has(drawn.out, "reg13.2-final-plan"));

    const auto uncoloured = longstop.on_terminal(timeline, 100, {{"NO_COLOR", "1"}});
    CHECK_FALSE(has(uncoloured.out, escape));
    const auto dumb = longstop.on_terminal(timeline, 100, {{"TERM", "dumb"}});
    CHECK_FALSE(has(dumb.out, escape));
    const auto ascii = longstop.on_terminal(timeline, 100, {{"LC_ALL", "C"}});
    CHECK_FALSE(has(ascii.out, bar));

    const auto piped = longstop.run(timeline);
    CHECK_FALSE(has(piped.out, bar));
    CHECK_FALSE(has(piped.out, escape));
    // The same clocks, whatever the picture.
    CHECK(
        has(piped.out, "reg13.2-final-plan: 2024-08-23 to due 2025-01-10, ended 2025-01-09, met"));
}

TEST_CASE("timeline: no line is wider than the terminal", "[e2e][terminal]") {
    for (const unsigned columns : {60U, 80U, 100U, 200U}) {
        for (const auto& line : lines_of(plain_of(demo().on_terminal(timeline, columns).out))) {
            INFO(columns << ": " << line);
            REQUIRE(columns_of(line) <= std::min(columns, 100U));
        }
    }
}

TEST_CASE("tables: a terminal is shown a table, coloured unless told not to", "[e2e][terminal]") {
    const Words ask{"breaches", "--as-of", "2026-06-30"};
    const auto coloured = demo().on_terminal(ask, 100);
    CHECK(has(coloured.out, escape));
    CHECK(has(coloured.out, " listed: "));
    const auto plain = demo().on_terminal(ask, 100, {{"NO_COLOR", "1"}});
    CHECK_FALSE(has(plain.out, escape));
    CHECK(plain_of(coloured.out) == plain_of(plain.out));
    CHECK(plain_of(plain.out) == demo().out("breaches --as-of 2026-06-30 --format table"));
}

TEST_CASE("tables: on 80 columns a day and a status can still be read", "[e2e][terminal]") {
    const auto lines = lines_of(
        plain_of(demo().on_terminal({"breaches", "--la", "999", "--as-of", "2026-06-30"}, 80).out));
    const auto rows = rows_of_csv(demo().out("breaches --la 999 --as-of 2026-06-30 --format csv"));
    REQUIRE(lines.size() > rows.size());
    for (const auto* field : {"due", "status"}) {
        std::size_t cut = 0;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (!has(lines[i + 1], rows[i].at(field))) ++cut;
        }
        INFO(field);
        CHECK(cut == 0);
    }
}

TEST_CASE("import: progress on a terminal, and none of it elsewhere", "[e2e][terminal]") {
    const Program longstop;
    longstop.write("a.jsonl",
                   R"({"la":"330","case":"A","type":"request-received","date":"2025-01-13"})"
                   "\n");
    const auto shown = longstop.on_terminal({"import", "a.jsonl", "--source", "a.jsonl"}, 100);
    CHECK(shown.status == 0);
    CHECK(has(shown.out, "read 1, appended 1"));
    const auto quiet = longstop("import a.jsonl --source a.jsonl");
    CHECK(quiet.err.empty());
    CHECK_FALSE(has(quiet.out, "\r"));
}

// What a text names goes to the screen as it is, but a code in it must not work there.
TEST_CASE("tables: control codes from the data never reach the terminal", "[e2e][terminal]") {
    const Program longstop;
    longstop.write("a.jsonl",
                   R"({"la":"330","case":"A","type":"advice-requested","date":"2025-01-13",)"
                   R"("body":"hea\u001b[31mlth\u0007\u009b","source":"s\u001b]0;x\u0007"})"
                   "\n");
    longstop.out("import a.jsonl --source a.jsonl");
    for (const auto* ask :
         {"deadlines 330/A --as-of 2025-03-01", "breaches --as-of 2025-03-01", "audit 330/A",
          "timeline 330/A --as-of 2025-03-01", "alerts --as-of 2025-03-01"}) {
        INFO(ask);
        const auto out = longstop.on_terminal(words_of(ask), 100, {{"NO_COLOR", "1"}}).out +
                         longstop.out(std::string{ask} + " --format table");
        CHECK_FALSE(has(out, "\x1b"));
        CHECK_FALSE(has(out, "\x07"));
        CHECK_FALSE(has(out, "\u009b"));
    }
    const auto error = longstop.run({"breaches", "--duty", "\x1b[31mred\n"});
    CHECK_FALSE(has(error.err, "\x1b"));
}

// The names of files and stores, and what rows say, in every message that tells of them.
TEST_CASE("messages: no name and no text steers the terminal", "[e2e][terminal]") {
    const std::string evil = "e\x1b[31m\x07\u009b\u202e\u2066\u200f\u061c";
    const auto check_tame = [](const std::string& out) {
        for (const std::string_view mark :
             {"\x1b[31m", "\x07", "\u009b", "\u202e", "\u2066", "\u200f", "\u061c"}) {
            CHECK_FALSE(has(out, mark));
        }
    };
    const Program longstop;
    const auto file = evil + ".jsonl";
    longstop.write(file,
                   R"({"la":"330","case":"A","type":"advice-requested","date":"2025-01-13",)"
                   R"("body":"h\u001b[31m\u202e\u200f","source":"s\u2066\u061c","\u202ename":"x"})"
                   "\nbad\n");
    const Words store{"--store", evil + "store"};
    const auto run = [&](Words words) {
        words.insert(words.begin(), store.begin(), store.end());
        const auto seen = longstop.on_terminal(words, 100, {{"NO_COLOR", "1"}});
        INFO(words[2] << ": " << seen.out);
        check_tame(seen.out);
        const auto piped = longstop.run(words);
        check_tame(piped.err);
        return seen;
    };
    CHECK(run({"import", file, "--source", "s"}).status == 3);
    CHECK(run({"import", file + "x", "--source", "s"}).status == 2);
    CHECK(run({"import", file, "--source", "s", "--format", evil}).status == 2);
    CHECK(run({"record", "330/A", "note", "date=2025-01-13", "text=" + evil}).status == 0);
    CHECK(run({"record", "330/A", "note", "date=2025-01-13", evil + "=x"}).status == 3);
    CHECK(run({"backup", evil + "copies"}).status == 0);
    CHECK(run({"restore", evil + "copies"}).status != 0);  // the store is there
    CHECK(run({"restore", evil + "nowhere"}).status != 0);
    CHECK(run({"export", "--basis"}).status == 0);
    CHECK(run({"breaches", "--law", evil}).status == 2);
    for (const std::string format : {"table", "json", "jsonl", "csv"}) {
        CHECK(run({"audit", "330/A", "--format", format}).status == 0);
        CHECK(run({"deadlines", "--all", "--as-of", "2025-02-01", "--format", format}).status == 0);
    }
    CHECK(run({"export", "--format", "csv"}).status == 0);
    CHECK(run({"timeline", "330/A", "--as-of", "2025-02-01"}).status == 0);
    CHECK(run({"why", "330/A", "reg8.1-advice", "--as-of", "2025-02-01"}).status == 0);
}

TEST_CASE("output: a reader that leaves early ends nothing badly", "[e2e][terminal][hostile]") {
    for (const auto* ask : {"deadlines --all", "breaches --format table", "export",
                            "export --format csv", "audit --la 999", "rules --register", "rules",
                            "alerts --format ics", "timeline 999/DEMO-58"}) {
        INFO(ask);
        const auto ran = demo().without_reader(words_of(ask));
        CHECK(ran.status < 128);
        CHECK_FALSE(has(ran.err, "longstop stopped"));
    }
    const auto quiet = demo().run({"deadlines", "--all"}, {}, {{"STANDARD_OUT", "/dev/null"}});
    CHECK(quiet.status == 0);
}

// An answer cut short by a full disk would look like fewer breaches: it is exit 4, with a reason.
TEST_CASE("output: what cannot be written is said", "[e2e][terminal][hostile]") {
    for (const auto* ask :
         {"deadlines --all", "breaches", "breaches --format table", "audit --la 999",
          "alerts --as-of 2026-06-30", "alerts --as-of 2026-06-30 --format ics", "stats", "rules",
          "rules reg13.2-final-plan", "rules --register", "timeline 999/DEMO-58",
          "timeline 999/DEMO-58 --format json", "export", "export --format csv",
          "verify --format table", "help", "help events"}) {
        INFO(ask);
        const auto ran = demo().run(words_of(ask), {}, {{"STANDARD_OUT", "/dev/full"}});
        CHECK(ran.status == 4);
        CHECK(ran.err.starts_with("error: "));
        CHECK(has(ran.err, "hint: "));
        CHECK_FALSE(has(ran.err, "longstop stopped"));
    }
}

}  // namespace
}  // namespace longstop::cli::tests
