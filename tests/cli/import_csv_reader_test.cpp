#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <vector>

#include "cli/import/csv_reader.hpp"
#include "cli/import/utf8.hpp"

namespace longstop::cli {
namespace {

// The records of a whole CSV text: each a list of cells, or the reason it was refused for.
struct Csv {
    struct Row {
        std::vector<std::string> cells;
        std::size_t line = 0;
        std::string text;
        std::string refused;
        Why why{};
    };
    std::vector<Row> rows;
    std::string error;

    explicit Csv(const std::string& text, const std::string& header = "la,case,type\n") {
        const auto whole = header + text;
        TextArena arena(whole.size() * 2 + 10);
        CsvReader reader;
        const auto head = reader.take_header(whole, true, arena);
        if (!head) {
            error = head.error().found;
            return;
        }
        std::string_view rest = whole;
        rest.remove_prefix(head->bytes);
        std::size_t line = 1 + head->lines;
        RowFields fields;
        while (!rest.empty()) {
            const auto taken = reader.take(rest, true, arena, fields);
            REQUIRE(taken.bytes > 0);
            Row row{{}, line, std::string{taken.text}, taken.reason.sentence, taken.reason.why};
            for (const auto& field : fields) row.cells.emplace_back(field.text);
            rows.push_back(row);
            rest.remove_prefix(taken.bytes);
            line += taken.lines;
        }
    }
    std::vector<std::string> cells(std::size_t i) const { return rows.at(i).cells; }
    bool refused(std::size_t i, Why why) const {
        return !rows.at(i).refused.empty() && rows.at(i).why == why;
    }
};

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("import, CSV: quotes hold commas, quotes and line breaks") {
    const Csv csv("330,\"a,b\",\"say \"\"x\"\"\"\n331,\"two\r\nlines\",\"\n\"\n332,c,d\n");
    REQUIRE(csv.rows.size() == 3);
    CHECK(csv.cells(0) == Cells{"330", "a,b", "say \"x\""});
    CHECK(csv.cells(1) == Cells{"331", "two\r\nlines", "\n"});
    CHECK(csv.cells(2) == Cells{"332", "c", "d"});
    CHECK(csv.rows[1].line == 3);
    CHECK(csv.rows[2].line == 6);
    CHECK(csv.rows[1].text == "331,\"two\r\nlines\",\"\n\"");
}

TEST_CASE("import, CSV: spaces belong to the cell, also before the first and after the last") {
    CHECK(Csv(" 330 , a\t,  \n").cells(0) == Cells{" 330 ", " a\t", "  "});
}

TEST_CASE("import, CSV: an empty cell is an empty text") {
    CHECK(Csv("330,,\n").cells(0) == Cells{"330", "", ""});
    CHECK(Csv(",\"\",x\n").cells(0) == Cells{"", "", "x"});
}

TEST_CASE("import, CSV: lines end with LF or CRLF, the last one with nothing too") {
    const Csv csv("330,a,b\r\n331,c,d\n332,e,\"f\"", "la,case,type\r\n");
    REQUIRE(csv.rows.size() == 3);
    CHECK(csv.cells(0) == Cells{"330", "a", "b"});
    CHECK(csv.cells(2) == Cells{"332", "e", "f"});
    CHECK(Csv("330,a,b\r").cells(0) == Cells{"330", "a", "b"});
}

TEST_CASE("import, CSV: a stray quote costs one record and not the file") {
    const Csv csv("330,a\"b,x\n331,c,d\n332,\"e\"f,g\n333,h,i\n334,\"j\" ,k\n335,l,m\n");
    REQUIRE(csv.rows.size() == 6);
    for (const std::size_t bad : {0U, 2U, 4U}) CHECK(csv.refused(bad, Why::csv_stray_quote));
    CHECK(csv.rows[0].text == "330,a\"b,x");
    CHECK(csv.cells(1) == Cells{"331", "c", "d"});
    CHECK(csv.cells(3) == Cells{"333", "h", "i"});
    CHECK(csv.cells(5) == Cells{"335", "l", "m"});
}

TEST_CASE("import, CSV: a quote that opens and never closes costs its own line alone") {
    const Csv csv("330,\"a,x\n331,c,d\n332,e,f\n");
    REQUIRE(csv.rows.size() == 3);
    CHECK(csv.refused(0, Why::csv_never_ends));
    CHECK(csv.rows[0].refused ==
          "a quote opens on this line and is still open at the end of the file, and a closing "
          "quote is wanted");
    CHECK(csv.rows[0].text == "330,\"a,x");
    CHECK(csv.cells(1) == Cells{"331", "c", "d"});
    CHECK(csv.cells(2) == Cells{"332", "e", "f"});
    CHECK(csv.rows[2].line == 4);
}

TEST_CASE("import, CSV: an open quote that swallows good lines gives them back") {
    const Csv csv("330,\"a,x\n331,c,d\n332,\"e\",f\n333,g,h\n");
    REQUIRE(csv.rows.size() == 4);
    CHECK(csv.refused(0, Why::csv_stray_quote));
    CHECK(csv.cells(1) == Cells{"331", "c", "d"});
    CHECK(csv.cells(2) == Cells{"332", "e", "f"});
    CHECK(csv.cells(3) == Cells{"333", "g", "h"});
}

TEST_CASE("import, CSV: a record over lines with another number of cells costs its first line") {
    const Csv csv("330,\"a\n331,c,d\n332,e\",f,g,h\n333,i,j\n");
    REQUIRE(csv.rows.size() == 4);
    CHECK(csv.refused(0, Why::csv_cells_across_lines));
    CHECK(csv.rows[0].refused ==
          "a quote opens on this line and runs on to a record of 5 cells, and the header's 3 are "
          "wanted");
    CHECK(csv.cells(1) == Cells{"331", "c", "d"});
    CHECK(csv.refused(2, Why::csv_stray_quote));
    CHECK(csv.cells(3) == Cells{"333", "i", "j"});
}

TEST_CASE("import, CSV: a line with more or fewer cells than the header is refused") {
    const Csv csv("330,a\n331,b,c,d\n332,e,f\n");
    CHECK(csv.rows[0].refused == "the record has 2 cells, and the header's 3 are wanted");
    CHECK(csv.rows[1].refused == "the record has 4 cells, and the header's 3 are wanted");
    CHECK(csv.refused(1, Why::csv_cells));
    CHECK(csv.cells(2) == Cells{"332", "e", "f"});
}

TEST_CASE("import, CSV: a record may span any number of lines") {
    const std::string feeds(5000, '\n');
    const Csv fits("330,\"" + feeds + "\",x\n331,a,b\n");
    CHECK(fits.cells(0) == Cells{"330", feeds, "x"});
    CHECK(fits.cells(1) == Cells{"331", "a", "b"});
}

TEST_CASE("import, CSV: a record may be 8 MiB long and no more") {
    const std::string line = std::string(longest_line / 2, 'x') + "\n";
    const Csv csv("330,\"" + line + line + "\",x\n331,a,b\n");
    CHECK(csv.refused(0, Why::csv_never_ends));
    CHECK(csv.rows.back().cells == Cells{"331", "a", "b"});
}

TEST_CASE("import, CSV: a bare carriage return outside quotes refuses the line") {
    const Csv csv("330,a,b\r331,c,d\n332,\"e\rf\",g\n");
    REQUIRE(csv.rows.size() == 2);
    CHECK(csv.refused(0, Why::csv_bare_return));
    CHECK(csv.cells(1) == Cells{"332", "e\rf", "g"});
    const Csv before("330,a,b\n\r331,c,d\n332,e,f\n");
    REQUIRE(before.rows.size() == 3);
    CHECK(before.refused(1, Why::csv_bare_return));
    CHECK(before.cells(2) == Cells{"332", "e", "f"});
}

TEST_CASE("import, CSV: bytes that are not UTF-8 refuse the record") {
    const Csv csv("330,\xFF,b\n331,\xC3\xA9,d\n");
    CHECK(csv.refused(0, Why::not_utf8));
    CHECK(csv.cells(1) == Cells{"331", "\xC3\xA9", "d"});
}

TEST_CASE("import, CSV: a header with a repeated or unreadable name is an error") {
    CHECK(Csv("", "la,case,la\n").error == "the header row names `la` twice");
    CHECK(Csv("", "la,,case,\n").error == "two columns of the header row have no name");
    CHECK(Csv("", "330,EHC-1,note\n").error ==
          "the first row names none of `la`, `case`, `type`, `date`");
    CHECK(Csv("", "a;b;c;d\n").error == "the first row names none of `la`, `case`, `type`, `date`");
    CHECK(Csv("", "la,\xFF\n").error == "the header row is not UTF-8");
    CHECK(Csv("", "la,\"case\n").error.starts_with("in the header row, a quote opens"));
    CHECK(Csv("", "la,ca\"se\n").error.starts_with("in the header row, a stray quote"));
}

TEST_CASE("import, CSV: one column may have no name") {
    const Csv csv("330,x,EHC-1\n", "la,,case\n");
    CHECK(csv.error.empty());
    CHECK(csv.cells(0) == Cells{"330", "x", "EHC-1"});
}

TEST_CASE("import, CSV: a header may have 64 KiB and 16,384 columns, and no more") {
    const auto wide = [](std::size_t size) { return "la," + std::string(size - 3, 'x'); };
    CHECK(Csv("", wide(longest_header) + "\n").error.empty());
    CHECK(Csv("", wide(longest_header) + "\r\n").error.empty());
    const std::string too_long = "the header row is longer than 64 KiB";
    CHECK(Csv("", wide(longest_header + 1) + "\n").error == too_long);
    CHECK(Csv("", wide(longest_header + 9) + "\n").error == too_long);
    CHECK(Csv("", "la,\"" + std::string(longest_header, '\n') + "\"\n").error == too_long);
    // Names of one to three letters, all different.
    const auto columns = [](std::size_t count) {
        std::string header = "la";
        for (std::size_t i = 1; i < count; ++i) {
            header += ',';
            for (auto rest = i; rest > 0; rest /= 30) header += static_cast<char>('A' + rest % 30);
        }
        return header + "\n";
    };
    CHECK(Csv("", columns(most_fields)).error.empty());
    CHECK(Csv("", columns(most_fields + 1)).error ==
          "the header row has 16385 columns, and at most 16384 are read");
}

TEST_CASE("import, CSV: a header may be quoted, and its order is free") {
    const Csv csv("x,330\n", "\"note, of course\",\"la\"\r\n");
    CHECK(csv.error.empty());
    CHECK(csv.cells(0) == Cells{"x", "330"});
}

TEST_CASE("import, CSV: text that stops before the record does asks for more") {
    TextArena arena(1000);
    CsvReader reader;
    RowFields fields;
    REQUIRE(reader.take_header("la,case\n", false, arena).has_value());
    CHECK(reader.take("330", false, arena, fields).what == CsvTaken::What::need_more);
    CHECK(reader.take("330,\"x\ny", false, arena, fields).what == CsvTaken::What::need_more);
    CHECK(reader.take("330,\"x\ny\"\n", false, arena, fields).what == CsvTaken::What::record);
}

TEST_CASE("import, CSV: a quote on every line costs time in proportion to the file") {
    std::string text;
    for (int i = 0; i < 20'000; ++i) text += i % 2 == 0 ? "330,\"a,x\n" : "331,b,\"c\"d\n";
    const auto begin = std::chrono::steady_clock::now();
    const Csv csv(text);
    const auto took = std::chrono::steady_clock::now() - begin;
    CHECK(csv.rows.size() == 20'000);
    CHECK(took < std::chrono::seconds(5));
}

}  // namespace longstop::cli
