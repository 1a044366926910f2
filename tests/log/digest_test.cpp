// SHA-256 and the Merkle head against vectors that others published.
#include <catch2/catch.hpp>

#include <random>
#include <span>

#include "engine/log/format/digest.hpp"

using namespace longstop::log;
using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

// The leaves and roots of Certificate Transparency's reference tree (RFC 6962).
const std::vector<std::string> leaves{
    "",
    "\x00"s,
    "\x10"s,
    "\x20\x21"s,
    "\x30\x31"s,
    "\x40\x41\x42\x43"s,
    "\x50\x51\x52\x53\x54\x55\x56\x57"s,
    "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f"s};
const std::vector<std::string> roots{
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

// RFC 6962, section 2.1, word for word.
Digest tree_hash(std::span<const std::string> of) {
    if (of.empty()) return sha256({});
    if (of.size() == 1) return sha256({"\0"sv, of.front()});
    std::size_t left = 1;
    while (left * 2 < of.size()) left *= 2;
    return sha256(
        {"\1"sv, bytes_of(tree_hash(of.first(left))), bytes_of(tree_hash(of.subspan(left)))});
}

}  // namespace

TEST_CASE("SHA-256 gives the vectors of FIPS 180-2") {
    CHECK(to_hex(sha256({})) == roots[0]);
    CHECK(to_hex(sha256({"abc"})) ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(to_hex(sha256({"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"})) ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256({"a", "", "bc"}) == sha256({"abc"}));
}

TEST_CASE("SHA-256 piece by piece: a million times the letter a") {
    RunningSha256 sha;
    for (int i = 0; i < 1000; ++i) sha.add(std::string(1000, 'a'));
    CHECK(to_hex(sha.finish()) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("RFC 6962: the roots of the first 0 to 8 leaves of the reference tree") {
    Frontier frontier;
    CHECK(to_hex(frontier.root()) == roots[0]);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
        frontier.add(leaves[i]);
        CHECK(frontier.size() == i + 1);
        CHECK(to_hex(frontier.root()) == roots[i + 1]);
    }
}

TEST_CASE("RFC 6962: the root of any number of leaves is the recursive tree hash of them") {
    std::vector<std::string> texts;
    Frontier frontier;
    for (int i = 0; i < 70; ++i) {
        texts.push_back("record " + std::to_string(i * i));
        frontier.add(texts.back());
        INFO(texts.size());
        CHECK(frontier.root() == tree_hash(texts));
    }
}

TEST_CASE("a frontier restored from its peaks goes on as if it had never stopped") {
    Frontier whole;
    for (int i = 0; i < 40; ++i) {
        whole.add(std::to_string(i));
        Frontier restored;
        REQUIRE(restored.restore(whole.size(), whole.peaks()));
        CHECK(restored.root() == whole.root());
        restored.add("next");
        auto ahead = whole;
        ahead.add("next");
        CHECK(restored.root() == ahead.root());
        CHECK(restored.peaks() == ahead.peaks());
    }
}

TEST_CASE("peaks that do not fit the size are refused, and change nothing") {
    Frontier frontier;
    for (int i = 0; i < 5; ++i) frontier.add("x");
    const auto root = frontier.root();
    CHECK_FALSE(frontier.restore(5, {}));
    CHECK_FALSE(frontier.restore(4, frontier.peaks()));
    CHECK_FALSE(frontier.restore(0, frontier.peaks()));
    CHECK_FALSE(frontier.restore(UINT64_MAX, frontier.peaks()));
    CHECK(frontier.root() == root);
    CHECK(frontier.restore(0, {}));
    CHECK(to_hex(frontier.root()) == roots[0]);
}
