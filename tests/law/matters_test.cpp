// Which lists of matters are different: a list is joined by commas, and its elements compare as
// subjects do.
#include "engine/law/matters.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "engine/law/subjects.hpp"

using namespace longstop::law;

namespace {

// Numbers are given in the order in which the lists come, from 1.
struct Lists {
    MatterLists lists;
    std::uint32_t last = 0;
    std::int32_t add(std::string_view text) {
        lists.add(++last, text);
        return static_cast<std::int32_t>(last);
    }
    bool different(std::string_view a, std::string_view b) {
        const auto x = add(a);
        const auto y = add(b);
        CHECK(lists.different(x, y) == lists.different(y, x));
        return lists.different(x, y);
    }
};

}  // namespace

TEST_CASE("two lists are different when both name a matter and they share none") {
    Lists of;
    CHECK(of.different("R/7", "R/8"));
    CHECK_FALSE(of.different("R/7", "R/7"));
    CHECK_FALSE(of.different("R/7,A/1", "A/1,R/9"));
    CHECK(of.different("R/7,A/1", "A/2,R/9,R/10"));
    CHECK(of.different("R/1,R/3,R/5", "R/2,R/4,R/6"));
    CHECK_FALSE(of.different("R/1,R/3,R/5", "R/2,R/4,R/5"));
}

TEST_CASE("the elements of a matter compare as subjects do, and in any order") {
    Lists of;
    CHECK_FALSE(of.different(" r/7 ", "R/7"));
    CHECK_FALSE(of.different("Review 7\t, a", "b,REVIEW 7"));
    const auto a = of.add("x,y");
    const auto b = of.add("Y, x ,y");
    CHECK(of.lists.elements(a).size() == 2);
    CHECK(std::equal(of.lists.elements(a).begin(), of.lists.elements(a).end(),
                     of.lists.elements(b).begin(), of.lists.elements(b).end()));
}

TEST_CASE("empty elements do not count: a list of commas names no matter") {
    Lists of;
    for (const auto* nothing : {"", ",", " , ,\t", ",,,"}) {
        CHECK(of.lists.elements(of.add(nothing)).empty());
        CHECK_FALSE(of.different(nothing, "R/7"));
        CHECK_FALSE(of.different(nothing, nothing));
    }
    CHECK(of.lists.elements(of.add(",R/7,")).size() == 1);
    CHECK(of.different(",R/7,", "R/8,"));
}

TEST_CASE("no list at all is never different, nor is a number that nothing was said of") {
    Lists of;
    const auto one = of.add("R/7");
    CHECK_FALSE(of.lists.different(0, one));
    CHECK_FALSE(of.lists.different(one, 0));
    CHECK_FALSE(of.lists.different(one, 9));
    CHECK(of.lists.elements(0).empty());
}

TEST_CASE("what a number stands for is said once") {
    MatterLists lists;
    lists.add(5, "a,b");
    lists.add(5, "a,b");
    lists.add(2, "c");
    CHECK(lists.elements(5).size() == 2);
    CHECK(lists.elements(2).size() == 1);
    CHECK(lists.elements(3).empty());
    CHECK(lists.different(5, 2));
}

TEST_CASE("long lists are compared by looking the shorter up in the longer") {
    Lists of;
    std::string even;
    for (int i = 0; i < 40'000; i += 2) even += std::to_string(i) + ",";
    const auto all_even = of.add(even);
    for (int i = 0; i < 40'000; ++i) {
        if (of.lists.different(all_even, of.add(std::to_string(i))) != (i % 2 == 1)) {
            FAIL(i);
        }
    }
}
