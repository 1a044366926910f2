// `record`: one fact by hand.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

struct TypeHelp {
    std::string name;
    Words fields;  // what a command gives, optional ones too
    bool own = false;
};

// One value for a field as `help events` writes it: "outcome: yes, no", "[received: a day]".
std::string value_for(std::string field) {
    if (field.front() == '[') field = field.substr(1, field.size() - 2);
    const auto colon = field.find(": ");
    if (colon == std::string::npos) {
        if (field == "duty") return "duty=reg13.2-final-plan";
        return field + (field == "from_la" || field == "to_la" ? "=331" : "=something");
    }
    const auto name = field.substr(0, colon);
    const auto form = field.substr(colon + 2);
    if (form == "a day") return name + "=2025-03-03";
    if (form == "a year") return name + "=2026";
    return name + "=" + form.substr(0, form.find(','));
}

// The table of event types as the program prints it.
std::vector<TypeHelp> types_of(const std::string& help) {
    std::vector<TypeHelp> types;
    bool described = false;
    const auto lines = lines_of(help);
    for (std::size_t i = 1; i < lines.size(); ++i) {
        const auto& line = lines[i];
        if (line.empty() || line.starts_with("Every type may")) continue;
        if (line.front() != ' ') {
            types.push_back({line, {}});
            described = false;
        } else if (!described) {
            types.back().own = line.find("(log's own entry)") != std::string::npos;
            described = true;
        } else {
            types.back().fields.push_back(value_for(line.substr(4)));
        }
    }
    return types;
}

TEST_CASE("record: every type of `longstop help events`, with all its fields", "[e2e][record]") {
    const Program longstop;
    const auto types = types_of(longstop.out("help events"));
    CHECK(types.size() > 50);
    std::size_t recorded = 0;
    for (const auto& type : types) {
        INFO(type.name);
        Words words{"record", "330/A", type.name, "date=2025-02-03"};
        words.insert(words.end(), type.fields.begin(), type.fields.end());
        if (type.name == "retracted") {
            for (auto& word : words) {
                if (word.starts_with("of=")) word = "of=1";
            }
        }
        const auto ran = longstop.run(words);
        if (type.own) {
            CHECK(ran.status == 3);
            continue;
        }
        CHECK(ran.status == 0);
        ++recorded;
        CHECK(lines_of(ran.out).at(0) ==
              "recorded " + type.name + " on 330/A at position " + std::to_string(recorded));
    }
    const auto audit = rows_of_jsonl(longstop.out("audit 330/A"));
    REQUIRE(audit.size() == recorded);
    for (const auto& entry : audit) {
        INFO(entry.at("type"));
        const auto type = std::find_if(types.begin(), types.end(),
                                       [&](const auto& t) { return t.name == entry.at("type"); });
        REQUIRE(type != types.end());
        CHECK(entry.at("actor") == "tester");
        CHECK(entry.at("date") == "2025-02-03");
        const auto fields = row_of(boost::json::parse(entry.at("fields")));
        CHECK(fields.size() == type->fields.size());
    }
    // Every one of them survives the way out and in again.
    longstop.write("log.jsonl", longstop.out("export"));
    const Program copy;
    fs::copy_file(longstop.folder() / "log.jsonl", copy.folder() / "log.jsonl");
    copy.out("import log.jsonl --source log.jsonl --trust-recorded-at");
    for (const auto* question : {"deadlines --all --as-of 2026-01-01", "audit 330/A"}) {
        const auto ours = rows_of_jsonl(longstop.out(question));
        const auto theirs = rows_of_jsonl(copy.out(question));
        CHECK(ours.size() == theirs.size());
    }
    CHECK(longstop.out("deadlines --all --as-of 2026-01-01") ==
          copy.out("deadlines --all --as-of 2026-01-01"));
}

TEST_CASE("record: what an example command shows can be typed", "[e2e][record]") {
    const Program longstop;
    const auto ran = longstop("record 330/A assess-decision-notified date=2025-02-03");
    CHECK(ran.status == 3);
    const auto lines = lines_of(ran.err);
    REQUIRE(lines.back().starts_with("hint: longstop record 330/A assess-decision-notified date="));
    CHECK(lines.back().find("outcome=yes|no") != std::string::npos);
    CHECK_FALSE(fs::exists(longstop.store()));  // a refused record makes no store
}

TEST_CASE("record: an expected version that is no longer so writes nothing", "[e2e][record]") {
    const Program longstop;
    CHECK(longstop("record 330/A request-received date=2025-01-13 --expect 0").status == 0);
    CHECK(longstop("record 330/A final-plan-sent date=2025-06-02 --expect 1").status == 0);
    const auto conflict = longstop("record 330/A plan-ceased date=2025-07-01 --expect 1");
    CHECK(conflict.status == 3);
    CHECK(conflict.err.find("has 2 events, not the 1 expected") != std::string::npos);
    CHECK(rows_of_jsonl(longstop.out("audit 330/A")).size() == 2);
    // Another case has its own count.
    CHECK(longstop("record 330/B request-received date=2025-01-13 --expect 0").status == 0);
}

TEST_CASE("record: a retraction by position says the target's own id and source", "[e2e][record]") {
    const Program longstop;
    longstop.write("a.jsonl",
                   R"({"la":"330","case":"A","type":"request-received","date":"2025-01-13"})"
                   "\n");
    longstop.out("import a.jsonl --source a.jsonl");
    CHECK(longstop("record 330/A retracted date=2025-01-20 of=1 reason=wrong").status == 0);
    const auto audit = rows_of_jsonl(longstop.out("audit 330/A"));
    REQUIRE(audit.size() == 2);
    CHECK(audit[0].at("in_force") == "false");
    CHECK(audit[0].at("retracted_by") == audit[1].at("position"));
    CHECK(audit[1].at("retracts") == "1");
    CHECK(audit[1].at("source") == "a.jsonl");
    CHECK(row_of(boost::json::parse(audit[1].at("fields"))).at("of") == audit[0].at("id"));
    CHECK(longstop.out("deadlines 330/A --as-of 2025-07-01").empty());
}

TEST_CASE("record: actor, source and id may be given", "[e2e][record]") {
    const Program longstop;
    longstop.out("record 330/A note date=2025-01-13 text=x id=N1 source=phone --actor \"B Smith\"");
    const auto entry = rows_of_jsonl(longstop.out("audit 330/A")).at(0);
    CHECK(entry.at("actor") == "B Smith");
    CHECK(entry.at("source") == "phone");
    CHECK(entry.at("id") == "N1");
    CHECK(longstop
              .out("record 330/A note date=2025-01-13 text=x id=N1 source=phone "
                   "--actor \"B Smith\"")
              .starts_with("already recorded at position 1"));
    CHECK(longstop("record 330/A note date=2025-01-13 text=y id=N1 source=phone").status == 3);
}

// An officer who takes back an entry and types it again must not be told that all is well.
TEST_CASE("record: what was retracted is not called recorded", "[e2e][record]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    longstop.out("record 330/A final-plan-sent date=2025-06-02");
    longstop.out("record 330/A retracted date=2025-06-03 of=2 reason=mistaken");
    const auto again = longstop("record 330/A final-plan-sent date=2025-06-02");
    const auto clocks = longstop.out("breaches --duty reg13.2-final-plan --as-of 2025-07-01");
    // Either it is in force again, or the program says that it is not.
    CHECK((clocks.empty() || again.status == 3));
}

TEST_CASE("record: bytes that are not UTF-8 never reach the log", "[e2e][record][hostile]") {
    const Program longstop;
    longstop.out("record 330/A request-received date=2025-01-13");
    for (const Words& words :
         {Words{"record", "330/A", "note", "date=2025-01-14", "text=caf\xE9"},
          Words{"record", "330/A", "note", "date=2025-01-14", "text=x", "actor=\xFF"},
          Words{"record", "330/A", "note", "date=2025-01-14", "text=x", "--actor", "\xFF"},
          Words{"record", "330/A", "note", "date=2025-01-14", "text=x", "id=\xC3"},
          Words{"record", "330/A", "\xFF", "date=2025-01-14"},
          Words{"record", "330/\xFF", "note", "date=2025-01-14", "text=x"}}) {
        const auto ran = longstop.run(words);
        CHECK((ran.status == 2 || ran.status == 3));
    }
    CHECK(rows_of_jsonl(longstop.out("audit 330/A")).size() == 1);
}

}  // namespace
}  // namespace longstop::cli::tests
