// When two texts name the same thing (docs/law/reading.md, 3.6). The cases were looked up in
// Unicode's own tables: CaseFolding, Decomposition_Mapping, Default_Ignorable, White_Space.
#include "engine/law/subjects.hpp"

#include <catch2/catch.hpp>

using longstop::law::subject_key;

TEST_CASE("letters: case, composition and compatibility make no difference", "[3.6]") {
    CHECK(subject_key("Educational-PSYCHOLOGY") == "educational-psychology");
    CHECK(subject_key("Ren\u00e9e") == subject_key("Rene\u0301E"));
    CHECK(subject_key("STRASSE") == subject_key("stra\u00dfe"));
    CHECK(subject_key("\u216B") == "xii");
    CHECK(subject_key("\uFF21\uFF22") == "ab");
    CHECK(subject_key("\u0130") == subject_key("i\u0307"));
    CHECK(subject_key("Ren\u00e9e") != subject_key("Renee"));
}

TEST_CASE("white space: a run is one space, at the ends none", "[3.6]") {
    CHECK(subject_key(" \t speech\u00a0\u2003therapy \n") == "speech therapy");
    CHECK(subject_key("speech\u2028therapy") == "speech therapy");
    CHECK(subject_key("speech \u3000 therapy") == "speech therapy");
    CHECK(subject_key("speechtherapy") != subject_key("speech therapy"));
    CHECK(subject_key(" \u00a0\u3000").empty());
}

TEST_CASE("what shows as nothing is nothing: soft hyphen, joiner, direction marks", "[3.6]") {
    CHECK(subject_key("co\u00adordinator") == "coordinator");
    CHECK(subject_key("\u200bschool\u200d\u200f") == "school");
}

TEST_CASE("bytes that are no UTF-8 stand for one letter and end nothing", "[3.6]") {
    CHECK(subject_key("a\xff"
                      "b") == subject_key("a\xfe"
                                          "b"));
    CHECK(subject_key(std::string_view{"a\0b", 3}) == std::string_view{"a\0b", 3});
    CHECK(subject_key("").empty());
}
