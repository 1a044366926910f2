// longstop succeed: cases change hands between authorities, and nothing about a child changes.
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

constexpr std::string_view history = R"(
{"la":"928","case":"W1","type":"request-received","date":"2021-01-11","id":"1","source":"capita","recorded_at":"2021-01-12T09:00:00Z"}
{"la":"928","case":"W1","type":"assess-decision-notified","date":"2021-02-20","outcome":"yes","id":"2","source":"capita","recorded_at":"2021-02-20T09:00:00Z"}
{"la":"928","case":"W1","type":"advice-requested","date":"2021-02-22","body":"health","id":"3","source":"capita","matter":"R/1","recorded_at":"2021-02-23T09:00:00Z"}
{"la":"928","case":"W1","type":"advice-received","date":"2021-03-01","body":"health","id":"4","source":"capita","recorded_at":"2021-03-01T10:00:00Z"}
{"la":"928","case":"W1","type":"retracted","date":"2021-03-20","of":"4","reason":"another child","id":"5","source":"capita","recorded_at":"2021-03-20T10:00:00Z"}
{"la":"928","case":"W2","type":"final-plan-sent","date":"2020-05-04","id":"6","source":"capita","colour":"blue","recorded_at":"2020-05-05T09:00:00Z"}
{"la":"928","case":"N1","type":"request-received","date":"2021-03-01","id":"7","source":"capita","recorded_at":"2021-03-02T09:00:00Z"}
)";

void load(const Program& longstop) {
    longstop.write("928.jsonl", history);
    longstop.out("import 928.jsonl --source 928.jsonl --trust-recorded-at");
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

const std::string go = "succeed 928 941 --on 2021-04-01 --cases west.txt";

// W1 and W2 of the history go on at 941.
void pass_on(const Program& longstop) {
    load(longstop);
    longstop.write("west.txt", "W1\nW2\n");
    longstop.out(go);
}

}  // namespace

TEST_CASE("succeed: every clock runs on unmoved, known at any instant", "[e2e][succeed]") {
    const Program longstop;
    load(longstop);
    longstop.write("west.txt", "W1\nW2\n");
    std::map<std::string, std::string> before;
    for (const std::string day : {"2021-04-01", "2021-06-30", "2025-01-01"}) {
        for (const std::string known : {"", " --known-at 2021-02-21", " --known-at 2021-03-10"}) {
            const auto question = " --as-of " + day + known;
            before[question] = longstop.out("deadlines 928/W1 928/W2" + question);
        }
    }
    CHECK(
        longstop.out(go).starts_with("2 of 2 cases passed from 928 to 941 on 2021-04-01: 6 "
                                     "entries carried over, 0 already there\n"));
    for (const auto& [question, answer] : before) {
        INFO(question);
        CHECK(longstop.out("deadlines 941/W1 941/W2" + question) ==
              replaced(answer, R"("la":"928")", R"("la":"941")"));
    }
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("succeed: a wrong list is passed back, and what then is exported is imported",
          "[e2e][succeed]") {
    const Program longstop;
    load(longstop);
    longstop.write("west.txt", "W1\nN1\n");
    longstop.out(go);
    longstop.out("record 941/N1 assess-decision-notified date=2021-04-06 outcome=yes");
    longstop.write("north.txt", "N1\n");
    longstop.out("succeed 941 928 --on 2021-04-01 --cases north.txt");
    longstop.out("succeed 928 940 --on 2021-04-01 --cases north.txt");
    const auto listed = longstop.out("deadlines --all --as-of 2021-06-30");
    CHECK(listed.find(R"("la":"940","case":"N1")") != std::string::npos);
    CHECK(listed.find(R"("la":"941","case":"N1")") == std::string::npos);
    CHECK(listed.find(R"("la":"928","case":"N1")") == std::string::npos);

    const Program copy;
    copy.write("all.jsonl", longstop.out("export"));
    CHECK(copy("import all.jsonl --source all.jsonl --trust-recorded-at").status == 0);
    CHECK(copy.out("deadlines --all --as-of 2021-06-30") == listed);
}

TEST_CASE("succeed: who records in the log that a case has left is told", "[e2e][succeed]") {
    const Program longstop;
    pass_on(longstop);
    const auto late = longstop("record 928/W1 draft-plan-sent date=2021-03-15");
    CHECK(late.status == 0);
    CHECK(late.err.find("928/W1: from 2021-04-01 941 answers for this case") != std::string::npos);
    CHECK(late.err.find("until longstop succeed is run again") != std::string::npos);
    CHECK(longstop("record 941/W1 note date=2021-05-03 text=x").err.empty());
    CHECK(longstop("record 928/N1 note date=2021-03-03 text=x").err.empty());
    longstop.out(go);
    CHECK(longstop.out("audit 941/W1").find("draft-plan-sent") != std::string::npos);
}

TEST_CASE("succeed: the old authority answers for the days before, the new one from then on",
          "[e2e][succeed]") {
    const Program longstop;
    load(longstop);
    longstop.write("west.txt", "W1\nW2\n");
    const auto last_day = longstop.out("deadlines --all --as-of 2021-03-31");
    const auto next_day = longstop.out("deadlines --all --as-of 2021-04-01");
    longstop.out(go);
    CHECK(longstop.out("deadlines --all --as-of 2021-03-31") == last_day);
    CHECK(longstop.out("deadlines --la 941 --as-of 2021-03-31").empty());
    // Of the day after, the same clocks once each, W1 and W2 under the new code.
    const auto count = [](const std::string& text) { return lines_of(text).size(); };
    const auto now = longstop.out("deadlines --all --as-of 2021-04-01");
    CHECK(count(now) == count(next_day));
    for (const auto& row : rows_of_jsonl(now)) {
        CHECK(row.at("la") == (row.at("case") == "N1" ? "928" : "941"));
    }
    const auto gone = longstop("deadlines 928/W1 --as-of 2021-04-01");
    CHECK(gone.status == 0);
    CHECK(gone.out.empty());
    CHECK(gone.err.find("941/W1") != std::string::npos);
    const auto not_yet = longstop("deadlines 941/W1 --as-of 2021-03-31");
    CHECK(not_yet.out.empty());
    CHECK(not_yet.err.find("928/W1") != std::string::npos);
}

TEST_CASE("succeed: a carried entry keeps id, source, instant and fields, and says where it stood",
          "[e2e][succeed]") {
    const Program longstop;
    load(longstop);
    longstop.write("west.txt", "W2\n");
    const auto old_entry = rows_of_jsonl(longstop.out("audit 928/W2")).at(0);
    const auto told = longstop.out(go);
    const auto rows = rows_of_jsonl(longstop.out("audit 941/W2"));
    REQUIRE(rows.size() == 2);
    const auto& entry = rows[0];
    for (const auto* field : {"id", "source", "date", "type", "recorded_at"}) {
        CHECK(entry.at(field) == old_entry.at(field));
    }
    const auto fields = row_of(boost::json::parse(entry.at("fields")));
    CHECK(fields.at("colour") == "blue");
    std::istringstream mark(fields.at("carried_from"));
    std::string la, position, entries, root;
    mark >> la >> position >> entries >> root;
    CHECK(la == "928");
    CHECK(position == old_entry.at("position"));
    CHECK(told.find("log 928 stood at " + entries + " entries, root " + root) != std::string::npos);
    CHECK(rows[1].at("type") == "case-taken-over");
    const auto left = rows_of_jsonl(longstop.out("audit 928/W2"));
    REQUIRE(left.size() == 2);
    CHECK(left[1].at("type") == "case-passed-on");
    CHECK(left[0].at("id") == old_entry.at("id"));
}

TEST_CASE("succeed: run again it adds nothing; a late entry of the old log is carried over then",
          "[e2e][succeed]") {
    const Program longstop;
    pass_on(longstop);
    const auto all = longstop.out("export");
    CHECK(
        longstop.out(go).starts_with("0 of 2 cases passed from 928 to 941 on 2021-04-01: 0 "
                                     "entries carried over, 6 already there\n"));
    CHECK(longstop.out("export") == all);
    CHECK(longstop("record 928/W1 draft-plan-sent date=2021-03-30").status == 0);
    CHECK(
        longstop.out(go).starts_with("0 of 2 cases passed from 928 to 941 on 2021-04-01: 1 "
                                     "entry carried over, 6 already there\n"));
    CHECK(longstop.out("audit 941/W1").find("draft-plan-sent") != std::string::npos);
}

TEST_CASE("succeed: the feed under the new code finds its rows there", "[e2e][succeed]") {
    const Program longstop;
    pass_on(longstop);
    std::string feed;
    for (const auto& line : lines_of(std::string{history})) {
        if (line.find("N1") == std::string::npos) feed += line + "\n";
    }
    longstop.write("941.jsonl", replaced(feed, R"("928")", R"("941")"));
    CHECK(longstop.out("import 941.jsonl --source 941.jsonl --trust-recorded-at")
              .find("read 6, appended 0, already present 6, refused 0") != std::string::npos);
}

TEST_CASE("succeed: statistics count by the authority of the day", "[e2e][succeed]") {
    const Program longstop;
    pass_on(longstop);
    longstop.out("record 941/W1 final-plan-sent date=2021-06-01");
    const auto figure = [&](const std::string& la, const std::string& name) {
        const auto rows =
            rows_of_jsonl(longstop.out("stats --la " + la + " --year 2021 --as-of 2022-01-01"));
        return rows.at(0).at(name);
    };
    CHECK(figure("928", "assess_decisions") == "1");  // notified in February
    CHECK(figure("941", "assess_decisions") == "0");
    CHECK(figure("928", "plans_issued") == "0");
    CHECK(figure("941", "plans_issued") == "1");  // sent in June
    CHECK(figure("941", "within_20_weeks") == "0");
}

TEST_CASE("succeed: what would mix two children stops everything", "[e2e][succeed]") {
    const Program longstop;
    load(longstop);
    longstop.write("west.txt", "W1\nW2\n");
    longstop.out("record 941/W2 request-received date=2021-05-04 id=90");
    longstop.out("record 941/X9 note date=2021-05-04 text=x id=1 source=capita");
    const auto before = longstop.out("export");
    const auto stopped = longstop(go);
    CHECK(stopped.status == 3);
    CHECK(stopped.err.find("928/W1: id `1` of source `capita` stands in log 941") !=
          std::string::npos);
    CHECK(stopped.err.find("928/W2: log 941 has a case `W2` that shares no entry with it") !=
          std::string::npos);
    CHECK(longstop.out("export") == before);
    // Another reference, another name of the source: both go on.
    longstop.write("west.txt", "W1\nW2 W2-928\n");
    CHECK(longstop.out(go + " --rename-source capita=capita-928").find("6 entries carried over") !=
          std::string::npos);
    CHECK(longstop.out("deadlines 941/W2-928 --as-of 2021-05-05").find("review") !=
          std::string::npos);
    const auto audit = rows_of_jsonl(longstop.out("audit 941/W1"));
    CHECK(audit.at(3).at("in_force") == "false");  // the retraction still meets its entry
}

TEST_CASE("succeed: a case passed to the wrong successor goes back and on", "[e2e][succeed]") {
    const Program longstop;
    load(longstop);
    longstop.write("west.txt", "W1\n");
    const auto answer = longstop.out("deadlines 928/W1 --as-of 2021-05-01");
    longstop.out(go);
    const auto wrong = longstop("succeed 928 940 --on 2021-04-01 --cases west.txt");
    CHECK(wrong.status == 3);
    CHECK(wrong.err.find("passed on to 941") != std::string::npos);
    longstop.out("succeed 941 928 --on 2021-04-01 --cases west.txt --unlisted-authority");
    CHECK(longstop.out("deadlines 928/W1 --as-of 2021-05-01") == answer);
    CHECK(longstop("deadlines 941/W1 --as-of 2021-05-01").out.empty());
    longstop.out("succeed 928 940 --on 2021-04-01 --cases west.txt");
    CHECK(longstop.out("deadlines 940/W1 --as-of 2021-05-01") ==
          replaced(answer, R"("la":"928")", R"("la":"940")"));
    CHECK(longstop.out("deadlines --all --as-of 2021-05-01").find(R"("la":"941")") ==
          std::string::npos);
}

TEST_CASE("succeed: both logs go through export and import to the same answers", "[e2e][succeed]") {
    const Program longstop;
    pass_on(longstop);
    const Program other;
    other.write("all.jsonl", longstop.out("export"));
    other.out("import all.jsonl --source all.jsonl --trust-recorded-at");
    for (const auto* question :
         {"deadlines --all --as-of 2021-03-31", "deadlines --all --as-of 2021-05-01",
          "stats --year 2021 --as-of 2022-01-01"}) {
        CHECK(other.out(question) == longstop.out(question));
    }
}

TEST_CASE("succeed: a list that cannot be read as cases writes nothing",
          "[e2e][succeed][hostile]") {
    const Program longstop;
    load(longstop);
    const auto before = longstop.out("export");
    for (const auto* list : {"", "\n \n", "W1 W2 W3\n", "W 1/\n", "W1\nW1\n", "W1 A\nW2 A\n",
                             "W1\nnone\n", "\xFF\n"}) {
        longstop.write("west.txt", list);
        const auto ran = longstop(go);
        INFO(list);
        CHECK((ran.status == 2 || ran.status == 3));
        CHECK(longstop.out("export") == before);
    }
    longstop.write("west.txt", "W1\n");
    CHECK(longstop("succeed 928 928 --on 2021-04-01 --cases west.txt").status == 2);
    CHECK(longstop("succeed 928 000 --on 2021-04-01 --cases west.txt").status == 3);
    CHECK(longstop("succeed 928 941 --on 2021-02-29 --cases west.txt").status == 2);
    CHECK(longstop("succeed 928 941 --on 2021-04-01 --cases none.txt").status == 2);
    CHECK(longstop.out("export") == before);
}

}  // namespace longstop::cli::tests
