#include <catch2/catch.hpp>
#include <string>

#include "cli/import/json_row.hpp"

namespace longstop::cli {
namespace {

struct Read {
    TextArena arena{1 << 21};
    RowFields fields;
    JsonRow row;
    std::optional<Reason> reason;

    explicit Read(std::string_view line) { reason = row.read(line, arena, fields); }
    bool refused(Why why) const { return reason && reason->why == why; }
};

}  // namespace

TEST_CASE("import, JSON: a line is an object of names and texts, in its order") {
    const Read read(R"(  {"la":"330" , "case":"EHC-1"} )");
    REQUIRE_FALSE(read.reason);
    CHECK(read.fields == RowFields{{"la", "330"}, {"case", "EHC-1"}});
    CHECK_FALSE(Read("{}").reason);
}

TEST_CASE("import, JSON: a number counts as its text, exactly as written") {
    const Read read(R"({"a":330,"b":-0.10,"c":1E+2,"d":123456789012345678901234567890,"e":0,)"
                    R"("f":-5,"g":18446744073709551615,"h":1.5e-3})");
    REQUIRE_FALSE(read.reason);
    CHECK(read.fields == RowFields{{"a", "330"},
                                   {"b", "-0.10"},
                                   {"c", "1E+2"},
                                   {"d", "123456789012345678901234567890"},
                                   {"e", "0"},
                                   {"f", "-5"},
                                   {"g", "18446744073709551615"},
                                   {"h", "1.5e-3"}});
}

TEST_CASE("import, JSON: null is an absent field") {
    CHECK(Read(R"({"body":null})").fields == RowFields{{"body", ""}});
}

TEST_CASE("import, JSON: escapes are undone, in names and in texts") {
    const Read read(R"({"te\u0078t":"a\n\"b\" \u00e9 \ud83d\ude00 end","n":"plain"})");
    REQUIRE_FALSE(read.reason);
    CHECK(read.fields ==
          RowFields{{"text", "a\n\"b\" \xC3\xA9 \xF0\x9F\x98\x80 end"}, {"n", "plain"}});
}

TEST_CASE("import, JSON: an escaped text longer than the parser's buffer stays whole") {
    std::string text(100'000, 'x');
    const Read read("{\"text\":\"\\t" + text + "\\n" + text + "\"}");
    REQUIRE_FALSE(read.reason);
    CHECK(read.fields.front().text == "\t" + text + "\n" + text);
}

TEST_CASE("import, JSON: a text that begins with an escape is this row's, in names too") {
    TextArena arena(1 << 20);
    JsonRow row;
    RowFields first;
    RowFields second;
    REQUIRE_FALSE(row.read(R"({"\u00e9t\u00e9":"\"The form\" came","n":"\nEHC"})", arena, first));
    REQUIRE_FALSE(row.read(R"({"\u00c9t\u00c9":"\\other words","m":"\u0045"})", arena, second));
    CHECK(first == RowFields{{"\xC3\xA9t\xC3\xA9", "\"The form\" came"}, {"n", "\nEHC"}});
    CHECK(second == RowFields{{"\xC3\x89t\xC3\x89", "\\other words"}, {"m", "E"}});
}

TEST_CASE("import, JSON: a repeated field refuses the row, however it is spelt") {
    CHECK(Read(R"({"la":"330","la":"330"})").refused(Why::repeated_field));
    CHECK(Read(R"({"la":"330","l\u0061":null})").refused(Why::repeated_field));
    CHECK(Read(R"({"la":1,"la":2})").reason->sentence ==
          "the field `la` stands twice in the row, and once is wanted");
}

TEST_CASE("import, JSON: a repeated field is found in a row of many fields too") {
    std::string line{"{"};
    for (int i = 0; i < 5000; ++i) line += "\"f" + std::to_string(i) + "\":\"\",";
    CHECK_FALSE(Read(line + "\"last\":1}").reason);
    CHECK(Read(line + "\"f4321\":1}").refused(Why::repeated_field));
}

TEST_CASE("import, JSON: true, false, a list and an object refuse the row and name the field") {
    const Read yes(R"({"la":"330","x":true})");
    CHECK(yes.refused(Why::value_is_boolean));
    CHECK(yes.reason->sentence ==
          "the field `x` is `true`, and a text, a number or null is wanted");
    CHECK(Read(R"({"x":false})").refused(Why::value_is_boolean));
    CHECK(Read(R"({"x":[]})").refused(Why::value_is_list));
    CHECK(Read(R"({"x":{}})").refused(Why::value_is_object));
}

TEST_CASE("import, JSON: a line that is JSON but no object is refused") {
    for (const auto* line : {"[]", "1", "1.5", "\"x\"", "true", "null", "[{}]"}) {
        INFO(line);
        CHECK(Read(line).refused(Why::not_an_object));
    }
}

TEST_CASE("import, JSON: a line that is no JSON is refused") {
    for (const auto* line :
         {"{", "{}x", "{} {}", "{\"a\":}", "la,case", "{'a':1}", "{\"a\":1,}", "{\"a\":01}",
          "{\"a\":NaN}", "{\"a\":\"\\ud800\"}", "{\"a\":\"\t\"}"}) {
        INFO(line);
        CHECK(Read(line).refused(Why::not_json));
    }
}

TEST_CASE("import, JSON: bytes that are not UTF-8 refuse the row") {
    for (const auto* bytes : {"\xFF", "\xC0\xAF", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xE2\x82"}) {
        CHECK(Read("{\"a\":\"" + std::string(bytes) + "\"}").refused(Why::not_utf8));
        CHECK(Read("{\"" + std::string(bytes) + "\":1}").refused(Why::not_utf8));
    }
}

TEST_CASE("import, JSON: a deep nest is refused at its first step") {
    const auto deep = "{\"a\":" + std::string(500'000, '[') + std::string(500'000, ']') + "}";
    CHECK(Read(deep).refused(Why::value_is_list));
    CHECK(Read(std::string(500'000, '[')).refused(Why::not_an_object));
}

TEST_CASE("import, JSON: a refused line leaves nothing behind for the next") {
    TextArena arena(1000);
    RowFields fields;
    JsonRow row;
    CHECK(row.read(R"({"a\n)", arena, fields));
    CHECK(row.read(R"({"a":"x\ny)", arena, fields));
    CHECK_FALSE(row.read(R"({"b":"c"})", arena, fields));
    CHECK(fields == RowFields{{"b", "c"}});
}

}  // namespace longstop::cli
