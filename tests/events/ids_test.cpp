// Authorities, case references and the keys made of both.
#include <catch2/catch.hpp>

#include "events/ids.hpp"

using namespace longstop::events;

TEST_CASE("an authority is exactly three decimal digits") {
    for (unsigned code = 0; code < 1000; ++code) {
        const AuthorityId la{static_cast<std::uint16_t>(code)};
        const auto text = to_text(la);
        REQUIRE(text.size() == 3);
        REQUIRE(parse_authority(text) == la);
    }
    CHECK(to_text(AuthorityId{7}) == "007");
    for (const auto* text : {"", "33", "3300", "33a", "-33", "+33", " 33", "33 ", "\xd9\xa3 "}) {
        INFO(text);
        CHECK_FALSE(parse_authority(text).has_value());
    }
}

TEST_CASE("a case reference is 1 to 64 of A-Z a-z 0-9 . _ -") {
    for (int c = 0; c < 256; ++c) {
        const auto byte = static_cast<char>(c);
        const bool allowed = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                             (byte >= '0' && byte <= '9') || byte == '.' || byte == '_' ||
                             byte == '-';
        INFO(c);
        CHECK(is_case_reference(std::string(1, byte)) == allowed);
        CHECK(is_case_reference(std::string("a") + byte + "b") == allowed);
    }
    CHECK(is_case_reference(std::string(64, 'x')));
    CHECK_FALSE(is_case_reference(std::string(65, 'x')));
    CHECK_FALSE(is_case_reference(""));
}

TEST_CASE("a case key is an authority, a slash and a reference") {
    const auto key = parse_case_key("330/EHC-1023");
    REQUIRE(key.has_value());
    CHECK(key->la == AuthorityId{330});
    CHECK(key->reference == "EHC-1023");
    CHECK(to_text(*key) == "330/EHC-1023");
    CHECK(parse_case_key("000/x").has_value());
    for (const auto* text : {"", "330", "330/", "/x", "33/x", "3300/x", "330-x", "330/a/b",
                             "330/a b", "330 /x", "x30/x"}) {
        INFO(text);
        CHECK_FALSE(parse_case_key(text).has_value());
    }
}
