// The exact text of every list format: what goes in as cells comes out as these bytes.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <csignal>
#include <cstdio>

#include "cli/render/rows.hpp"

using namespace longstop::cli;
using namespace std::string_view_literals;

namespace {

// A writer upon a temporary file, and the text that ended up in it.
class Capture {
  public:
    explicit Capture(Format format, std::vector<Column> columns, TerminalStyle style = {})
        : file_(std::tmpfile()),
          writer_(make_writer(format, std::move(columns), ::fileno(file_), style)) {}
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    ~Capture() { std::fclose(file_); }

    Capture& row(std::vector<Cell> cells, Emphasis emphasis = Emphasis::none) {
        writer_->row(cells, emphasis);
        return *this;
    }
    Capture& foot(std::string_view line) {
        writer_->foot(line);
        return *this;
    }
    std::string text() {
        REQUIRE(writer_->finish());
        std::string out;
        char block[4096];
        std::rewind(file_);
        for (std::size_t n; (n = std::fread(block, 1, sizeof block, file_)) > 0;)
            out.append(block, n);
        return out;
    }

  private:
    std::FILE* file_;
    std::unique_ptr<RowWriter> writer_;
};

const std::vector<Column> case_columns = {{"la", "LA", 3},
                                          {"case", "Case", 20},
                                          {"subject", "Subject", 20},
                                          {"days_late", "Days late", 0, true}};

std::string json_text(std::string_view text) {
    std::string out;
    append_json_text(out, text);
    return out;
}

std::string csv_text(std::string_view text) {
    std::string out;
    append_csv_text(out, text);
    return out;
}

std::size_t lines_wider_than(std::string_view text, std::size_t width) {
    std::size_t found = 0;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (display_width(text.substr(0, end)) > width) ++found;
        text.remove_prefix(end + 1);
    }
    return found;
}

}  // namespace

TEST_CASE("JSON Lines: one compact object a line, absent keys left out", "[render][rows]") {
    Capture out(Format::jsonl, case_columns);
    out.row({"202"sv, "EHC-1"sv, Absent{}, Absent{}});
    out.row({"330"sv, "EHC-2"sv, Null{}, std::int64_t{-7}}).foot("not for machines");
    CHECK(out.text() ==
          "{\"la\":\"202\",\"case\":\"EHC-1\"}\n"
          "{\"la\":\"330\",\"case\":\"EHC-2\",\"subject\":null,\"days_late\":-7}\n");
}

TEST_CASE("JSON Lines: every kind of cell, first key absent, all absent", "[render][rows]") {
    Capture out(Format::jsonl, {{"a", ""}, {"b", ""}, {"c", ""}});
    out.row({Absent{}, true, Number{"46.4"}});
    out.row({RawJson{"{\"ground\":\"absence\"}"}, false, Absent{}});
    out.row({Absent{}, Absent{}, Absent{}});
    CHECK(out.text() ==
          "{\"b\":true,\"c\":46.4}\n"
          "{\"a\":{\"ground\":\"absence\"},\"b\":false}\n"
          "{}\n");
}

TEST_CASE("JSON: one document, one object a line; empty it is still a list", "[render][rows]") {
    Capture two(Format::json, {{"n", ""}});
    two.row({std::int64_t{1}}).row({std::int64_t{2}});
    CHECK(two.text() == "{\"format\":2,\"rows\":[\n{\"n\":1},\n{\"n\":2}\n]}\n");
    CHECK(Capture(Format::json, {{"n", ""}}).text() == "{\"format\":2,\"rows\":[]}\n");
}

TEST_CASE("JSON text: quotes, controls and bytes that are no UTF-8", "[render][rows]") {
    CHECK(json_text("O\"Neill \\ Zoë 山") == "\"O\\\"Neill \\\\ Zoë 山\"");
    CHECK(json_text("a\nb\tc\rd") == "\"a\\nb\\tc\\rd\"");
    CHECK(json_text("\x1b[2J\x7f\0"sv) == "\"\\u001b[2J\\u007f\\u0000\"");
    CHECK(json_text("\xC2\x9B") == "\"\\u009b\"");  // CSI as one C1 character
    CHECK(json_text("a\xFF\xC3") == "\"a\uFFFD\uFFFD\"");
}

TEST_CASE("CSV: header, empty cells for absent and null, quotes where needed", "[render][rows]") {
    Capture out(Format::csv, case_columns);
    out.row({"202"sv, "a,b"sv, Absent{}, Null{}});
    out.row({"330"sv, "say \"no\""sv, "two\nlines"sv, std::int64_t{7}}).foot("not for machines");
    CHECK(out.text() ==
          "la,case,subject,days_late\n"
          "202,\"a,b\",,\n"
          "330,\"say \"\"no\"\"\",\"two\nlines\",7\n");
}

TEST_CASE("CSV: numbers, yes and no, and JSON in a cell", "[render][rows]") {
    Capture out(Format::csv, {{"a", ""}, {"b", ""}, {"c", ""}});
    out.row({Number{"-46.4"}, true, RawJson{"{\"x\":1,\"y\":2}"}});
    CHECK(out.text() == "a,b,c\n-46.4,true,\"{\"\"x\"\":1,\"\"y\"\":2}\"\n");
}

TEST_CASE("CSV: a lone empty cell is no empty line", "[render][rows]") {
    Capture out(Format::csv, {{"a", ""}});
    out.row({Absent{}}).row({"x"sv});
    CHECK(out.text() == "a\n\"\"\nx\n");
}

TEST_CASE("CSV text: what a formula would be stays what was recorded", "[render][rows]") {
    CHECK(csv_text("=1+1") == "=1+1");
    CHECK(csv_text("-7") == "-7");
    CHECK(csv_text("@home, again") == "\"@home, again\"");
    CHECK(csv_text(" blank at the edge") == "\" blank at the edge\"");
    CHECK(csv_text("tab at the end\t") == "\"tab at the end\t\"");
    CHECK(csv_text("") == "");
    CHECK(csv_text("\"") == "\"\"\"\"");
}

TEST_CASE("CSV: with csv_safe no cell begins a formula", "[render][rows]") {
    TerminalStyle style;
    style.csv_safe = true;
    Capture out(Format::csv, {{"=name", ""}, {"n", ""}}, style);
    out.row({"=1+1"sv, std::int64_t{-7}}).row({"-7"sv, Number{"-46.4"}}).row({"@a,b"sv, true});
    out.row({"+44"sv, Absent{}}).row({"\tx"sv, Null{}}).row({"\r=1"sv, Plain{"=own"}});
    out.row({"\n=1"sv, Null{}}).row({"\uFF1D1"sv, Null{}}).row({"a=1 \"+\""sv, ""sv});
    CHECK(out.text() ==
          "\"'=name\",n\n\"'=1+1\",-7\n\"'-7\",-46.4\n\"'@a,b\",true\n\"'+44\",\n\"'\tx\",\n"
          "\"'\r=1\",=own\n\"'\n=1\",\n\"'\uFF1D1\",\n\"a=1 \"\"+\"\"\",\n");
}

TEST_CASE("CSV: on a terminal nothing steers it", "[render][rows]") {
    TerminalStyle style;
    style.terminal = true;
    Capture out(Format::csv, {{"a", ""}}, style);
    out.row({"x\x1b[31m\u202e\ny"sv});
    CHECK(out.text() == "a\n\"x\uFFFD[31m\uFFFD\ny\"\n");
}

TEST_CASE("JSON text: marks of direction are escaped, and read back as they were",
          "[render][rows]") {
    CHECK(json_text("a\u202e\u2066\u200f\u061c\u2028") == R"("a\u202e\u2066\u200f\u061c\u2028")");
}

TEST_CASE("Table: columns fit what they hold, numbers to the right", "[render][rows]") {
    Capture out(Format::table, case_columns);
    out.row({"202"sv, "EHC-1"sv, "Zoë's school"sv, std::int64_t{7}});
    out.row({"330"sv, "EHC-1023"sv, Absent{}, std::int64_t{173}}).foot("2 rows");
    CHECK(out.text() ==
          "LA   Case      Subject       Days late\n"
          "202  EHC-1     Zoë's school          7\n"
          "330  EHC-1023                      173\n"
          "2 rows\n");
}

TEST_CASE("Table: a column without a heading is for machines only", "[render][rows]") {
    Capture out(Format::table, {{"a", "A", 5}, {"b", ""}, {"c", "C", 5}});
    out.row({"1"sv, "hidden"sv, true});
    CHECK(out.text() == "A  C\n1  yes\n");
}

TEST_CASE("Table: no rows, no headings", "[render][rows]") {
    Capture out(Format::table, case_columns);
    CHECK(out.foot("No breaches.").text() == "No breaches.\n");
}

TEST_CASE("Table: the widest text gives way to a narrow terminal", "[render][rows]") {
    Capture out(Format::table, {{"a", "Id", 10}, {"b", "Text", 80}, {"n", "Days", 0, true}},
                {30, false});
    out.row({"EHC-1"sv, "the finalised plan was sent late"sv, std::int64_t{1234}});
    CHECK(out.text() ==
          "Id     Text               Days\n"
          "EHC-1  the finalised pl…  1234\n");
}

TEST_CASE("Table: never beyond 160 columns, nor beyond the terminal", "[render][rows]") {
    const auto width = GENERATE(40, 80, 100, 400);
    const std::string body(300, 'x');
    Capture out(Format::table, {{"a", "A", 0}, {"b", "B", 120}, {"n", "N", 9, true}},
                {width, false});
    for (std::int64_t i = 0; i < 2000; ++i) out.row({"EHC-1"sv, std::string_view(body), i});
    const auto text = out.text();
    CHECK(lines_wider_than(text, static_cast<std::size_t>(std::min(width, 160))) == 0);
    CHECK(std::count(text.begin(), text.end(), '\n') == 2001);
}

TEST_CASE("Table: where there is no room, columns go in their order, and the foot names them",
          "[render][rows]") {
    Column first{"a", "FIRST", 20, false, true};
    Column second{"b", "SECOND", 20, false, true, 2};
    Column third{"c", "THIRD", 20, false, true, 1};
    const std::string wide(20, 'w');
    const auto table = [&](int width) {
        Capture out(Format::table, {first, second, third}, TerminalStyle{width, false});
        out.row({std::string_view{wide}, std::string_view{wide}, std::string_view{wide}});
        return out.text();
    };
    CHECK(table(64).find("no room") == std::string::npos);
    CHECK(table(63).find("no room for the columns THIRD: ") != std::string::npos);
    CHECK(table(41).starts_with("FIRST\n"));
    CHECK(table(41).find("THIRD, SECOND") != std::string::npos);
}

TEST_CASE("Table: a row wider than all before it, far down, has the room that is left",
          "[render][rows]") {
    Capture out(Format::table, {{"case", "Case", 20}, {"t", "T", 5}}, {60, false});
    for (int i = 0; i < 1000; ++i) out.row({"EHC-1"sv, "x"sv});
    out.row({"EHC-000000000-Z"sv, "x"sv});
    CHECK(out.text().find("EHC-000000000-Z       x\n") != std::string::npos);
}

TEST_CASE("Table: colour only where wanted, around the whole line", "[render][rows]") {
    const std::vector<Column> one = {{"a", "A", 9}};
    Capture grey(Format::table, one, {80, false});
    CHECK(grey.row({"late"sv}, Emphasis::bad).text() == "A\nlate\n");
    Capture colour(Format::table, one, {80, true});
    colour.row({"late"sv}, Emphasis::bad).row({"met"sv}, Emphasis::good).row({"x"sv});
    CHECK(colour.text() == "A\n\x1b[31mlate\x1b[0m\n\x1b[32mmet\x1b[0m\nx\n");
}

TEST_CASE("Table: data sends no escape sequences to the terminal", "[render][rows]") {
    Capture out(Format::table, {{"a", "A", 40}});
    out.row({"\x1b[2Jgone\r\n\x07\x7f\xC2\x9B"sv}).foot("\x1b]0;title\x07");
    CHECK(out.text() == "A\n�[2Jgone�����\n�]0;title�\n");
}

TEST_CASE("A reader that went away is told as failure", "[render][rows]") {
    const auto before = std::signal(SIGPIPE, SIG_IGN);
    int ends[2];
    REQUIRE(::pipe(ends) == 0);
    ::close(ends[0]);
    const auto writer = make_writer(Format::jsonl, {{"a", ""}}, ends[1], {});
    const Cell cell = "x"sv;
    for (int i = 0; i < 100000; ++i) writer->row({&cell, 1});
    CHECK_FALSE(writer->finish());
    CHECK_FALSE(writer->finish());
    ::close(ends[1]);
    std::signal(SIGPIPE, before);
}

TEST_CASE("A full disk is told as failure", "[render][rows]") {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    if (full < 0) return;  // not every system has one
    CHECK_FALSE(make_writer(Format::csv, {{"a", ""}}, full, {})->finish());
    ::close(full);
}

TEST_CASE("Width: accents add nothing, wide letters count twice", "[render][width]") {
    CHECK(display_width("") == 0);
    CHECK(display_width("EHC-1") == 5);
    CHECK(display_width("Zoë") == 3);
    CHECK(display_width("Zoe\u0308") == 3);  // e and a combining diaeresis
    CHECK(display_width("山田") == 4);
    CHECK(display_width("🙂") == 2);
    CHECK(display_width("हिन्दी") == 5);  // the virama alone takes no room
    CHECK(display_width("a\x1b") == 2);
    CHECK(display_width("\xE5\xB1") == 2);  // a character cut in two: a "�" for each byte
}

TEST_CASE("Clipping: to the column, never through a character", "[render][width]") {
    CHECK(clipped("finalised", 9) == "finalised");
    CHECK(clipped("finalised", 6) == "final…");
    CHECK(clipped("山田太郎", 8) == "山田太郎");
    CHECK(clipped("山田太郎", 6) == "山田…");
    CHECK(display_width(clipped("山田太郎", 6)) == 5);
    CHECK(clipped("Zoe\u0308 Smith", 4) == "Zoe\u0308…");
    CHECK(clipped("ab", 1) == "…");
    CHECK(clipped("ab", 0) == "");
}

TEST_CASE("Clipping shows what is unsafe as �, in texts that fit too", "[render][width]") {
    CHECK(clipped("a\x1b[31mb", 20) == "a�[31mb");
    CHECK(clipped("\xE2\x80\xAE"
                  "gpj",
                  20) == "�gpj");                 // right-to-left override
    CHECK(clipped("\xC0\x80", 20) == "��");       // overlong
    CHECK(clipped("\xED\xA0\x80", 20) == "���");  // surrogate
}
