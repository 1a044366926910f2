// Files of a source held against what is recorded: what is told, and what --mend makes of it.
#include <catch2/catch.hpp>
#include <random>
#include <set>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

std::string row(const std::string& id, const std::string& reference, const std::string& more) {
    const auto named = id.empty() ? std::string{} : R"(,"id":")" + id + '"';
    return R"({"la":"330","case":")" + reference + '"' + named + ',' + more + "}\n";
}
std::string request(const std::string& id, const std::string& reference, const std::string& day) {
    return row(id, reference, R"("type":"request-received","date":")" + day + '"');
}
std::string note(const std::string& id, const std::string& reference, const std::string& text) {
    return row(id, reference, R"("type":"note","date":"2025-02-03","text":")" + text + '"');
}

Rows found(const Program& longstop, const std::string& options = "") {
    return rows_of_jsonl(longstop("reconcile f.jsonl --source s --format jsonl " + options).out);
}
int status(const Program& longstop, const std::string& options = "") {
    return longstop("reconcile f.jsonl --source s --format jsonl " + options).status;
}
void record(const Program& longstop, const std::string& lines) {
    longstop.write("was.jsonl", lines);
    // As it was taken in: a retraction that comes before its target is refused otherwise.
    longstop.out("import was.jsonl --source s --trust-recorded-at");
}
std::string entries(const Program& longstop) { return longstop.out("export"); }

// The facts in force, as the audit trail has them, without what names and places an entry.
std::multiset<std::string> in_force(const Program& longstop) {
    std::multiset<std::string> facts;
    for (const auto& entry : rows_of_jsonl(longstop.out("audit --la 330"))) {
        if (entry.at("in_force") != "true" || entry.at("type") == "retracted" ||
            entry.at("type") == "import-done") {
            continue;
        }
        facts.insert(entry.at("case") + ' ' + entry.at("type") + ' ' + entry.at("date") + ' ' +
                     entry.at("fields") + (entry.count("actor") == 1 ? entry.at("actor") : ""));
    }
    return facts;
}

// After --mend the files are the same as the log, and mending again adds nothing.
void is_mended(const Program& longstop, const std::string& options = "") {
    CHECK(status(longstop, "--mend " + options) == 0);
    CHECK(found(longstop, options).empty());
    CHECK(status(longstop, options) == 0);
    const auto after = entries(longstop);
    CHECK(status(longstop, "--mend " + options) == 0);
    CHECK(entries(longstop) == after);
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("reconcile: what is recorded as the file says it is the same", "[e2e][reconcile]") {
    const Program longstop;
    const auto lines = request("1", "A", "2025-01-13") + note("", "A", "no id") +
                       note("", "A", "no id") + note("2", "B", "\\u00e9 first");
    record(longstop, lines);
    longstop.write("f.jsonl", lines);
    CHECK(found(longstop).empty());
    CHECK(status(longstop) == 0);
    const auto table = longstop.out("reconcile f.jsonl --source s --format table");
    CHECK(table.find("4 rows read: 4 the same, 0 different, 0 missing, 0 refused") !=
          std::string::npos);
}

TEST_CASE("reconcile: rows are the same, different field by field, missing or refused",
          "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, request("1", "A", "2025-01-13") + note("2", "A", "was") +
                         note("3", "A", "stays") + note("9", "C", "unknown to the file"));
    longstop.write("f.jsonl", request("1", "B", "2025-01-31") + note("2", "A", "is") +
                                  note("3", "A", "stays") + note("4", "A", "new") +
                                  request("5", "A", "31/01/2025"));
    const auto rows = found(longstop);
    REQUIRE(rows.size() == 5);
    CHECK(status(longstop) == 1);
    CHECK(rows[0].at("outcome") == "different");
    CHECK(rows[0].at("line") == "1");
    CHECK(rows[0].at("position") == "1");
    CHECK(rows[0].at("differences") ==
          R"([{"field":"case","file":"B","recorded":"A"},)"
          R"({"field":"date","file":"2025-01-31","recorded":"2025-01-13"}])");
    CHECK(rows[1].at("differences") == R"([{"field":"text","file":"is","recorded":"was"}])");
    CHECK(rows[2].at("outcome") == "missing");
    CHECK(rows[2].at("id") == "4");
    CHECK(rows[3].at("outcome") == "refused");
    CHECK(rows[3].at("reason").find("31/01/2025") != std::string::npos);
    CHECK(rows[4].at("outcome") == "lacking");
    CHECK(rows[4].at("case") == "C");
    CHECK(rows[4].at("position") == "4");
    CHECK(found(longstop, "--part").size() == 4);
    // Every format says the same.
    const auto csv = longstop("reconcile f.jsonl --source s --format csv");
    CHECK(csv.status == 1);
    CHECK(lines_of(csv.out).size() == 6);
    CHECK(lines_of(csv.out)[0] ==
          "outcome,file,line,la,case,type,date,id,position,differences,reason,"
          "retraction_position,new_position");
    CHECK(longstop("reconcile f.jsonl --source s --format json").out.find("\"lacking\"") !=
          std::string::npos);
    const auto table = longstop("reconcile f.jsonl --source s --format table").out;
    CHECK(table.find("text: `is` in the file, `was` recorded") != std::string::npos);
    CHECK(table.find("1 entry of source s in no row") != std::string::npos);
    for (const auto& line : lines_of(table)) CHECK(columns_of(line) <= 100);
}

TEST_CASE("reconcile: nothing is written without --mend", "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, note("1", "A", "was"));
    longstop.write("f.jsonl", note("1", "A", "is"));
    const auto before = entries(longstop);
    CHECK(status(longstop) == 1);
    CHECK(entries(longstop) == before);
}

TEST_CASE("reconcile --mend: contents, cases, ids, missing and needless entries",
          "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, request("1", "WRONG", "2025-01-13") + note("2", "A", "was") +
                         note("wrong-id", "A", "third") + note("", "A", "wrong text without id"));
    const auto lines = request("1", "A", "2025-01-13") + note("2", "A", "is") +
                       note("3", "A", "third") + note("", "A", "right text without id");
    longstop.write("f.jsonl", lines);
    is_mended(longstop);
    const Program right;
    record(right, lines);
    CHECK(in_force(longstop) == in_force(right));
    // Both are visible, with the reason.
    const auto audit = longstop.out("audit --la 330 --format table");
    CHECK(audit.find("held against f.jsonl: differs in text") != std::string::npos);
    CHECK(audit.find("held against f.jsonl: no row has it") != std::string::npos);
    CHECK(entries(longstop).find("\"id\":\"2~mended-2\"") != std::string::npos);
    CHECK(entries(longstop).find("format=jsonl source=s mend") != std::string::npos);
    // The nights after it find everything present.
    CHECK(longstop("import f.jsonl --source s").out.find("appended 0, already present 4") !=
          std::string::npos);
    // What was mended gives the same answers in a new store.
    longstop.write("all.jsonl", entries(longstop));
    const Program again;
    again.write("all.jsonl", longstop.read("all.jsonl"));
    again.out("import all.jsonl --trust-recorded-at --source s");
    CHECK(in_force(again) == in_force(longstop));
    CHECK(again.out("deadlines 330/A --as-of 2025-06-01") ==
          longstop.out("deadlines 330/A --as-of 2025-06-01"));
    again.write("f.jsonl", lines);
    CHECK(status(again) == 0);
    // An export of its own is the same, mended entries and all.
    CHECK(longstop("reconcile all.jsonl --source s --format jsonl").out.empty());
}

TEST_CASE("reconcile --mend: there and back again", "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, note("1", "A", "one"));
    for (const auto* text : {"two", "one", "two", "three", "one"}) {
        longstop.write("f.jsonl", note("1", "A", text));
        is_mended(longstop);
        const auto facts = in_force(longstop);
        REQUIRE(facts.size() == 1);
        CHECK(facts.begin()->find(text) != std::string::npos);
    }
}

TEST_CASE("reconcile --mend: a row that comes back after it was gone", "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, note("1", "A", "one") + note("2", "A", "two"));
    longstop.write("f.jsonl", note("1", "A", "one"));
    is_mended(longstop);
    CHECK(in_force(longstop).size() == 1);
    longstop.write("f.jsonl", note("1", "A", "one") + note("2", "A", "two"));
    CHECK(found(longstop).at(0).at("differences") ==
          R"([{"field":"in_force","file":"true","recorded":"false"}])");
    is_mended(longstop);
    CHECK(in_force(longstop).size() == 2);
}

TEST_CASE("reconcile: the source's own retractions are no difference", "[e2e][reconcile]") {
    const auto retraction = [](const std::string& id, const std::string& reference,
                               const std::string& of) {
        return row(id, reference,
                   R"("type":"retracted","date":"2025-03-01","reason":"slip","of":")" + of + '"');
    };
    const Program longstop;
    const auto lines = note("1", "A", "one") + retraction("2", "A", "1");
    record(longstop, lines);
    longstop.write("f.jsonl", lines);
    CHECK(status(longstop) == 0);
    // The source mends an entry and then retracts it under the id it always had.
    const auto changed = note("1", "B", "changed");
    longstop.write("f.jsonl", changed);
    is_mended(longstop);
    CHECK(in_force(longstop).size() == 1);
    longstop.write("f.jsonl", changed + retraction("3", "B", "1"));
    is_mended(longstop);
    CHECK(in_force(longstop).empty());
    // A retraction that was itself wrong.
    longstop.write("f.jsonl", changed + note("4", "B", "four") + retraction("3", "B", "4"));
    is_mended(longstop);
    REQUIRE(in_force(longstop).size() == 1);
    CHECK(in_force(longstop).begin()->find("changed") != std::string::npos);
}

std::string retraction(const std::string& id, const std::string& reference, const std::string& of) {
    return row(id, reference,
               R"("type":"retracted","date":"2026-01-06","reason":"slip","of":")" + of + '"');
}

TEST_CASE("reconcile --mend: an entry that comes after its own retraction stays out of force",
          "[e2e][reconcile]") {
    const auto whole = request("4", "C1", "2026-01-05") + retraction("5", "C1", "4");
    const Program right;
    record(right, whole);
    const Program longstop;
    record(longstop, retraction("5", "C1", "4"));
    longstop.write("f.jsonl", whole);
    is_mended(longstop);
    CHECK(in_force(longstop) == in_force(right));
    CHECK(rows_of_jsonl(longstop.out("deadlines --all --as-of 2026-06-30")).empty());

    // As an earlier program mended it: the entry stands, and the files say that it does not.
    const Program standing;
    record(standing, retraction("5", "C1", "4"));
    record(standing, request("4", "C1", "2026-01-05"));
    standing.write("f.jsonl", whole);
    const auto told = found(standing);
    REQUIRE(told.size() == 1);
    CHECK(told[0].at("outcome") == "different");
    is_mended(standing);
    CHECK(in_force(standing) == in_force(right));

    // A retraction that the file has before its target takes nothing out, in an import as here.
    const Program before;
    record(before, retraction("5", "C1", "4") + request("4", "C1", "2026-01-05"));
    before.write("f.jsonl", retraction("5", "C1", "4") + request("4", "C1", "2026-01-05"));
    CHECK(found(before).empty());
}

TEST_CASE("reconcile: of rows that are not recorded, too, the first of an id stands",
          "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, request("1", "A", "2025-01-13"));
    longstop.write("f.jsonl", request("1", "A", "2025-01-13") + note("10", "C", "first") +
                                  note("10", "C", "second") + note("10", "C", "first"));
    const auto told = found(longstop);
    REQUIRE(told.size() == 2);
    CHECK(told[0].at("outcome") == "missing");
    CHECK(told[1].at("outcome") == "refused");
    const auto mended = found(longstop, "--mend");
    REQUIRE(mended.size() == 2);
    CHECK(mended[0].at("outcome") == "missing");
    CHECK(mended[1].at("outcome") == "refused");
}

TEST_CASE("reconcile: what somebody retracted by hand is told and left", "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, note("1", "A", "one"));
    longstop.write("f.jsonl", note("1", "A", "one"));
    longstop.out("record 330/A retracted date=2025-03-01 of=1 reason=slip");
    const auto before = entries(longstop);
    for (const auto* options : {"", "--mend"}) {
        const auto rows = found(longstop, options);
        REQUIRE(rows.size() == 1);
        CHECK(rows[0].at("outcome") == "different");
        CHECK(rows[0].at("reason").find("left to whoever made it") != std::string::npos);
        CHECK(status(longstop, options) == 1);
    }
    CHECK(entries(longstop) == before);
}

TEST_CASE("reconcile: two rows with one id and two contents contradict each other",
          "[e2e][reconcile]") {
    for (const auto* was : {"one", "two", "three"}) {
        INFO(was);
        const Program longstop;
        record(longstop, note("1", "A", was));
        longstop.write("f.jsonl", note("1", "A", "one") + note("1", "A", "two"));
        longstop("reconcile f.jsonl --source s --mend");
        const auto after = entries(longstop);
        const auto ran = longstop("reconcile f.jsonl --source s --mend --format jsonl");
        CHECK(ran.status == 3);
        CHECK(rows_of_jsonl(ran.out).at(0).at("reason").find("another row") != std::string::npos);
        CHECK(entries(longstop) == after);
    }
    const Program fresh;
    record(fresh, request("9", "Z", "2025-01-13"));
    fresh.write("f.jsonl",
                request("9", "Z", "2025-01-13") + note("1", "A", "one") + note("1", "A", "two"));
    CHECK(status(fresh, "--mend") == 3);
    CHECK(status(fresh, "--mend") == 3);
    CHECK(in_force(fresh).size() == 2);
}

TEST_CASE("reconcile --mend leaves authorities of which the files have no row",
          "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, note("1", "A", "one"));
    longstop.write(
        "other.jsonl",
        R"({"la":"331","case":"A","id":"1","type":"note","date":"2025-02-03","text":"x"})"
        "\n");
    longstop.out("import other.jsonl --source s");
    longstop.write("f.jsonl", note("1", "A", "one"));
    const auto before = entries(longstop);
    CHECK(status(longstop, "--mend") == 1);
    CHECK(found(longstop, "--mend").at(0).at("reason").find("no row of this authority") !=
          std::string::npos);
    CHECK(entries(longstop) == before);
    CHECK(status(longstop, "--part --mend") == 0);
    CHECK(status(longstop, "--part --mend --everywhere") == 2);
    // Of several files, each says a part.
    const auto ran = longstop("reconcile f.jsonl other.jsonl --source s --format jsonl");
    CHECK(ran.status == 0);
    CHECK(ran.out.empty());
    is_mended(longstop, "--everywhere");
    CHECK(longstop.out("audit --la 331").find("no row has it") != std::string::npos);
}

TEST_CASE("reconcile: other sources and the log's own entries are left alone", "[e2e][reconcile]") {
    const Program longstop;
    record(longstop, request("1", "A", "2025-01-13"));
    longstop.out("record 330/A note date=2025-02-03 text=mine");
    longstop.out("alerts --emit --as-of 2025-03-01");
    longstop.write("f.jsonl", request("1", "A", "2025-01-13"));
    const auto before = entries(longstop);
    CHECK(status(longstop) == 0);
    CHECK(status(longstop, "--mend") == 0);
    CHECK(entries(longstop) == before);
}

// An earlier program recorded a JSON text that began with an escape as a text of another row:
// notes, case references, actors and ids. The wrong entries are made here by a file that says them.
TEST_CASE("reconcile finds and mends all that was recorded as texts of other rows",
          "[e2e][reconcile]") {
    const auto seed = GENERATE(range(1U, 7U));
    INFO("seed " << seed);
    std::minstd_rand dice(seed);
    const auto roll = [&](std::size_t sides) { return dice() % sides; };
    struct Fact {
        std::string id, reference, text, actor;
        std::string line() const {
            auto out = row(id, reference,
                           R"("type":"note","date":"2025-02-03","text":")" + text +
                               R"(","actor":")" + actor + '"');
            return out;
        }
    };
    std::vector<Fact> right;
    for (int i = 0; i < 400; ++i) {
        const auto n = std::to_string(i);
        right.push_back({roll(4) == 0 ? "" : "\\u00c9-" + n, "C-" + std::to_string(roll(60)),
                         "\\\"text\\\" " + n, "\\u0141ukasz " + std::to_string(roll(5))});
    }
    auto wrong = right;
    std::set<std::string> ids;
    std::string was;
    for (std::size_t i = 1; i < wrong.size(); ++i) {
        const auto& other = right[i - 1 - roll(std::min<std::size_t>(i, 5))];
        auto& fact = wrong[i];
        if (roll(3) == 0) fact.text = other.text;
        if (roll(3) == 0) fact.actor = other.text;
        if (roll(3) == 0) fact.reference = other.reference;
        if (roll(3) == 0 && !fact.id.empty() && !other.id.empty()) fact.id = other.id;
    }
    for (const auto& fact : wrong) was += fact.line();
    const Program longstop;
    longstop.write("was.jsonl", was);
    longstop("import was.jsonl --source s");  // what repeats an id is refused, as it was then
    std::string lines;
    for (const auto& fact : right) lines += fact.line();
    longstop.write("f.jsonl", lines);
    CHECK(status(longstop) == 1);
    is_mended(longstop);
    const Program as_it_should_be;
    record(as_it_should_be, lines);
    CHECK(in_force(longstop) == in_force(as_it_should_be));
}

TEST_CASE("reconcile: what it cannot do", "[e2e][reconcile]") {
    const Program longstop;
    longstop.write("f.jsonl", note("1", "A", "one"));
    CHECK(longstop("reconcile f.jsonl").status == 2);
    CHECK(longstop("reconcile f.jsonl --source ' '").status == 2);
    CHECK(longstop("reconcile f.jsonl --source s --mend").status == 4);
    CHECK_FALSE(fs::exists(longstop.store()));
    record(longstop, note("1", "A", "one"));
    CHECK(longstop("reconcile none.jsonl --source s").status == 2);
    CHECK(longstop("reconcile f.jsonl --source s --file-format xlsx").status == 2);
    const auto nobody = longstop("reconcile f.jsonl --source s --mend --actor \xFF");
    CHECK(nobody.status == 2);
    CHECK(nobody.err.find("--actor holds bytes that are not UTF-8") != std::string::npos);
}

}  // namespace
}  // namespace longstop::cli::tests
