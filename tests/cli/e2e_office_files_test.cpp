// Files as councils have them: what offices' programs write is found out and told, or refused with
// the true cause.
#include <catch2/catch.hpp>

#include "tests/cli/e2e_program.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

std::string utf16(std::string_view ascii, bool big_endian) {
    std::string out = big_endian ? "\xFE\xFF" : "\xFF\xFE";
    for (const char c : ascii) {
        if (big_endian) out += '\0';
        out += c;
        if (!big_endian) out += '\0';
    }
    return out;
}

// The text of the one note that a file has.
std::string note_of(const std::string& bytes) {
    const Program longstop;
    longstop.write("a.csv", bytes);
    longstop.out("import a.csv --source S");
    const auto rows = rows_of_jsonl(longstop.out("export"));
    REQUIRE(rows.size() == 2);  // and the import's own entry
    return rows[0].at("text");
}

}  // namespace

TEST_CASE("office files: what stands between cells, and how the header is written",
          "[e2e][office]") {
    const std::string header =
        GENERATE("la,case,type,date,text", "LA,Case,TYPE,Date,Text", " la , case,type ,date, text ",
                 "\"la\",\"case\",\"type\",\"date\",\"text\"");
    const char between = GENERATE(',', ';', '\t', '|');
    auto text = header + "\n330,A,note,2025-01-13,moved\n";
    std::replace(text.begin(), text.end(), ',', between);
    INFO(text);
    CHECK(note_of(text) == "moved");
    CHECK(note_of(utf16(text, false)) == "moved");
    CHECK(note_of(utf16(text, true)) == "moved");
}

TEST_CASE("office files: bytes of a western European Windows", "[e2e][office]") {
    CHECK(note_of("la,case,type,date,text\n330,A,note,2025-01-13,caf\xE9 \x80 5\n") == "café € 5");
    // A file in UTF-8 with one broken row is no other language: the row is refused.
    const Program longstop;
    longstop.write("a.csv",
                   "la,case,type,date,text\n330,A,note,2025-01-13,café\n"
                   "330,A,note,2025-01-14,caf\xE9\n");
    const auto ran = longstop("import a.csv --source S");
    CHECK(ran.status == 3);
    CHECK(ran.out.find("appended 1, already present 0, refused 1") != std::string::npos);
}

TEST_CASE("office files: half a character is an error, and nothing is guessed", "[e2e][office]") {
    const Program longstop;
    auto text = utf16("la,case,type,date,text\n330,A,note,2025-01-13,x", false);
    text += std::string{"\x00\xD8", 2};  // the first half of a pair
    text += std::string{"y\0\n\0", 4};
    longstop.write("a.csv", text);
    const auto ran = longstop("import a.csv --source S");
    CHECK(ran.status == 3);
    CHECK(ran.err.find("UTF-16LE") != std::string::npos);
}

TEST_CASE("office files: rows of nothing are no rows", "[e2e][office]") {
    const Program longstop;
    longstop.write("a.csv",
                   "la,case,type,date,text\n,,,,\n330,A,note,2025-01-13,x\n,,,,\n\"\",,, ,\n,,\n");
    CHECK(longstop.out("import a.csv --source S").find("read 1, appended 1") != std::string::npos);
}

TEST_CASE("office files: a whole number in disguise is no case", "[e2e][office]") {
    const Program longstop;
    longstop.write("a.jsonl",
                   R"({"la":330,"case":12346.0,"type":"note","date":"2025-05-30","text":"x"})"
                   "\n"
                   R"({"la":330,"case":1.2346e4,"type":"note","date":"2025-05-30","text":"x"})"
                   "\n"
                   R"({"la":330,"case":12346,"type":"note","date":"2025-05-30","text":"x"})"
                   "\n"
                   R"({"la":330,"case":"1.5","type":"note","date":"2025-05-30","text":"x"})"
                   "\n");
    const auto ran = longstop("import a.jsonl --source S");
    CHECK(ran.out.find("appended 2, already present 0, refused 2") != std::string::npos);
    CHECK(longstop("record 330/12346.0 note date=2025-05-30 text=x").err.find("12346") !=
          std::string::npos);
}

TEST_CASE("office files: a case under two references is found", "[e2e][office]") {
    const Program longstop;
    longstop.out("record 330/12345 request-received date=2025-01-13");
    longstop.out("record 330/0012345 request-received date=2025-01-13");
    longstop.out("record 330/EHC-7 request-received date=2025-01-13");
    longstop.out("record 330/ehc7 request-received date=2025-01-13");
    longstop.out("record 330/EHC-70 request-received date=2025-01-13");
    std::string found;
    for (const auto& row :
         rows_of_jsonl(longstop.out("check --only two-references --format jsonl"))) {
        found += row.at("case") + "=" + row.at("about") + " ";
    }
    CHECK(found == "0012345=12345 ehc7=EHC-7 ");
}

TEST_CASE("office files: what is dated after today is told, whatever day is asked about",
          "[e2e][office]") {
    const Program longstop;
    longstop.write(
        "a.jsonl",
        R"({"la":"330","case":"A","type":"request-received","date":"2062-01-13","id":"1"})"
        "\n");
    const auto out = longstop.out("import a.jsonl --source S");
    CHECK(out.find("1 entry is dated after today") != std::string::npos);
    CHECK(out.find("330/A request-received on 2062-01-13") != std::string::npos);
    CHECK(longstop.out("record 330/B note date=2062-01-13 text=x").find("after today") !=
          std::string::npos);
    CHECK(rows_of_jsonl(
              longstop.out("check --as-of 2025-06-30 --only dated-after-recording --format jsonl"))
              .size() == 2);
    // The same again tells nothing new.
    CHECK(longstop.out("import a.jsonl --source S").find("after today") == std::string::npos);
}

TEST_CASE("office files: a retraction that meets nothing is refused by import as by record",
          "[e2e][office]") {
    const Program longstop;
    longstop.write(
        "a.jsonl",
        R"({"la":"330","case":"A","type":"note","date":"2025-01-13","id":"1","text":"x"})"
        "\n"
        R"({"la":"330","case":"A","type":"retracted","date":"2025-01-14","id":"2","of":"1","reason":"r"})"
        "\n"
        R"({"la":"330","case":"A","type":"retracted","date":"2025-01-14","id":"3","of":"9","reason":"r"})"
        "\n"
        R"({"la":"330","case":"B","type":"retracted","date":"2025-01-14","id":"4","of":"1","reason":"r"})"
        "\n");
    const auto dry = longstop("import a.jsonl --source S --dry-run");
    CHECK(dry.out.find("refused 1") !=
          std::string::npos);  // it does not know whose case a new row is
    const auto ran = longstop("import a.jsonl --source S");
    CHECK(ran.status == 3);
    CHECK(ran.out.find("appended 2, already present 0, refused 2") != std::string::npos);
    CHECK(longstop("verify").status == 0);
    CHECK(longstop("rebuild").status == 0);
    CHECK(longstop("verify").status == 0);
}

TEST_CASE("office files: a file can mend an entry, and both stay visible", "[e2e][office]") {
    const Program longstop;
    const auto row = [](const std::string& day) {
        return R"({"la":"330","case":"A","type":"request-received","id":"55","date":")" + day +
               "\"}\n";
    };
    longstop.write("1.jsonl", row("2025-01-13"));
    longstop.write("2.jsonl", row("2025-01-31"));
    longstop.out("import 1.jsonl --source S");
    CHECK(longstop("import 2.jsonl --source S").status == 3);
    CHECK(longstop.out("import 2.jsonl --source S --mend").find("mended 1") != std::string::npos);
    for (int night = 0; night < 2; ++night) {
        CHECK(longstop.out("import 2.jsonl --source S --mend").find("mended") == std::string::npos);
        CHECK(longstop("import 2.jsonl --source S").status == 0);
    }
    std::string days;
    for (const auto& entry : rows_of_jsonl(longstop.out("audit 330/A --format jsonl"))) {
        days += entry.at("type") + " " + entry.at("date") + " " + entry.at("in_force") + "\n";
    }
    CHECK(days.find("request-received 2025-01-13 false\n") != std::string::npos);
    CHECK(days.find("request-received 2025-01-31 true\n") != std::string::npos);
    CHECK(days.find("retracted ") != std::string::npos);
}

TEST_CASE("office files: a mending import judges its rows as every import does", "[e2e][office]") {
    const auto file =
        R"({"la":"339","case":"A","type":"note","date":"2025-01-13","id":"1","text":"x"})"
        "\nno row\n"
        R"({"la":"330","case":"A","type":"alert-raised","date":"2025-01-13","id":"2","duty":"r","stage":"s","started_on":"2025-01-01","due":"2025-01-02","ordinal":"1"})"
        "\n"
        R"({"la":"330","case":"A","type":"retracted","date":"2025-01-13","id":"3","of":"9","reason":"r"})"
        "\n"
        R"({"la":"330","case":"A","type":"note","date":"2025-01-13","id":"4","text":"x"})"
        "\n";
    const auto asked = [&](const std::string& words) {
        const Program longstop;
        longstop.write("a.jsonl", file);
        const auto ran = longstop("import a.jsonl --source S " + words);
        CHECK(ran.status == 3);
        CHECK(ran.out.find("read 5, appended 1, already present 0, refused 4") !=
              std::string::npos);
        return longstop.read("a.jsonl.rejected.jsonl");
    };
    const auto refused = asked("");
    CHECK_FALSE(refused.empty());
    CHECK(asked("--mend") == refused);
}

TEST_CASE("office files: a file that cannot be read does not keep the next from being imported",
          "[e2e][office]") {
    const Program longstop;
    longstop.write("a.csv", "la,case,type,date,text\n330,A,note,2025-01-13,x\n");
    longstop.write("b.csv", "reference;day\n1;2\n");
    longstop.write("c.csv", "la,case,type,date,text\n330,B,note,2025-01-13,x\n");
    const auto ran = longstop("import missing.csv b.csv a.csv c.csv --source S");
    CHECK(ran.status == 2);
    CHECK(ran.err.find("missing.csv") != std::string::npos);
    CHECK(ran.err.find("cannot read the CSV file") != std::string::npos);
    CHECK(rows_of_jsonl(longstop.out("cases --all --format jsonl")).size() == 2);
}

TEST_CASE("record: the same again with its old --expect is recorded already", "[e2e][office]") {
    const Program longstop;
    longstop.out("record 330/A note date=2025-01-13 text=x --expect 0");
    CHECK(longstop.out("record 330/A note date=2025-01-13 text=x --expect 0")
              .find("already recorded at position 1") != std::string::npos);
    CHECK(longstop("record 330/A note date=2025-01-13 text=y --expect 0")
              .err.find("version_conflict") != std::string::npos);
}

}  // namespace longstop::cli::tests
