// The basis of an answer: what it names, where it is printed, and that it changes with what it
// names.
#include <catch2/catch.hpp>
#include <cstdio>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

#include "tests/support/paths.hpp"

namespace longstop::cli::tests {
namespace {

boost::json::object basis_of(const Program& longstop, const std::string& question) {
    const auto value = boost::json::parse(longstop.out(question + " --format json"));
    return value.at("basis").as_object();
}

std::string text(const boost::json::object& object, const char* key) {
    return std::string{object.at(key).as_string()};
}

// What a shell prints, without the line's end.
std::string shell(const std::string& command) {
    auto* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no pipe");
    std::string out;
    for (char buffer[4096]; const auto n = std::fread(buffer, 1, sizeof buffer, pipe);) {
        out.append(buffer, n);
    }
    ::pclose(pipe);
    return out.substr(0, out.find(' '));
}

TEST_CASE("basis: every reading command carries it in JSON", "[e2e][basis]") {
    const auto& longstop = demo();
    for (const std::string question :
         {"deadlines --all", "deadlines 999/DEMO-1", "breaches", "timeline 999/DEMO-1",
          "audit --la 999", "alerts", "stats", "verify"}) {
        INFO(question);
        const auto ran = longstop(question + " --as-of 2026-06-30 --format json");
        REQUIRE(ran.status == 0);
        const auto value = boost::json::parse(ran.out);
        const auto& basis = value.at("basis").as_object();
        CHECK(text(basis, "as_of") == "2026-06-30");
        CHECK_FALSE(basis.at("logs").as_array().empty());
        CHECK(text(basis, "digest").size() == 64);
        CHECK(value.at("rows").is_array());
    }
    CHECK(basis_of(longstop, "rules").at("logs").as_array().empty());
}

TEST_CASE("basis: one authority's is its log's root, all logs have one digest", "[e2e][basis]") {
    const auto& longstop = demo();
    const auto one = basis_of(longstop, "breaches --la 999 --as-of 2026-06-30");
    REQUIRE(one.at("logs").as_array().size() == 1);
    const auto& log = one.at("logs").as_array()[0].as_object();
    CHECK(text(one, "digest") == text(log, "root"));
    CHECK(basis_of(longstop, "timeline 999/DEMO-1").at("digest") == one.at("digest"));
    const auto all = basis_of(longstop, "breaches --as-of 2026-06-30");
    CHECK(all.at("logs").as_array().size() > 1);
    CHECK(all.at("digest") != one.at("digest"));
    // The digest of many logs is made of lines that a shell can make too.
    std::string lines;
    for (const auto& item : all.at("logs").as_array()) {
        const auto& of = item.as_object();
        lines += text(of, "root") + "  " + text(of, "la") + " " +
                 boost::json::serialize(of.at("entries")) + "\n";
    }
    const auto file = longstop.write("logs", lines);
    CHECK(text(all, "digest") == shell("sha256sum < '" + file.string() + "'"));
}

TEST_CASE("basis: the hashes of law and calendar are those sha256sum gives", "[e2e][basis]") {
    const auto basis = basis_of(demo(), "rules");
    const std::string there = "cd '" LONGSTOP_LAW_DIR "' && ";
    CHECK(
        text(basis, "law") ==
        shell(there + "export LC_ALL=C && sha256sum $(ls *.toml | grep -v calendar) | sha256sum"));
    CHECK(text(basis, "calendar") == shell(there + "sha256sum calendar.toml | sha256sum"));
}

TEST_CASE("basis: it changes with the log, the day, the instant and the law, and with nothing else",
          "[e2e][basis]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    const std::string ask = "breaches --as-of 2025-07-01";
    const auto before = basis_of(longstop, ask);
    CHECK(basis_of(longstop, ask) == before);
    CHECK(basis_of(longstop, ask + " --open") == before);
    longstop.out("record 330/A note date=2025-01-14 text=x");
    const auto after = basis_of(longstop, ask);
    CHECK(after.at("digest") != before.at("digest"));
    CHECK(after.at("law") == before.at("law"));
    CHECK(basis_of(longstop, "breaches --as-of 2025-07-02").at("as_of") != after.at("as_of"));
    CHECK(basis_of(longstop, ask + " --known-at 2025-01-01").at("known_at") !=
          after.at("known_at"));

    fs::copy(LONGSTOP_LAW_DIR, longstop.folder() / "law");
    CHECK(basis_of(longstop, ask + " --law law") == after);
    std::ofstream(longstop.folder() / "law/calendar.toml", std::ios::app) << "# a word\n";
    const auto other = basis_of(longstop, ask + " --law law");
    CHECK(other.at("law") == after.at("law"));
    CHECK(other.at("calendar") != after.at("calendar"));
}

TEST_CASE("basis: --basis prints a line below a table, and beside machine formats on stderr",
          "[e2e][basis]") {
    const auto& longstop = demo();
    const std::string ask = "breaches --la 999 --as-of 2026-06-30 --basis --format ";
    const auto table = lines_of(longstop.out(ask + "table"));
    CHECK(std::any_of(table.end() - 2, table.end(),
                      [](const auto& line) { return line.starts_with("basis: log 999 at "); }));
    for (const auto& line : table) REQUIRE(columns_of(line) <= 100);
    for (const std::string format : {"jsonl", "csv"}) {
        const auto ran = longstop(ask + format);
        CHECK(ran.status == 0);
        CHECK(ran.err.starts_with("basis: log 999 at "));
        CHECK(ran.out == longstop.out("breaches --la 999 --as-of 2026-06-30 --format " + format));
    }
    CHECK(longstop("breaches --as-of 2026-06-30 --format json --basis").err.empty());
}

TEST_CASE("basis: --basis-file writes what JSON carries", "[e2e][basis]") {
    const auto& longstop = demo();
    const auto basis = basis_of(longstop, "breaches --as-of 2026-06-30 --basis-file tonight.json");
    CHECK(boost::json::parse(longstop.read("tonight.json")).as_object() == basis);
    const auto ran = longstop("breaches --basis-file no-such-folder/x.json");
    CHECK(ran.status == 2);
    CHECK(ran.err.find("cannot write the basis") != std::string::npos);
}

}  // namespace
}  // namespace longstop::cli::tests
