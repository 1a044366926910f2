// One case with many entries costs what its entries cost: nothing is looked at again and again. How
// long it takes is for ./dev bench to say; a rule that looked at every event for every other would
// keep these tests for minutes, until ctest stops them.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/support/case_history.hpp"

using namespace longstop::tests;
namespace law = longstop::law;
namespace events = longstop::events;

namespace {

constexpr int entries = 20000;
constexpr std::int32_t first_day = 16436;  // 2015-01-01

// The facts of one case, made directly: 20,000 values of a Case would be copied 20,000 times.
class Shape {
  public:
    law::Fact& add(std::string_view type, int day, std::string_view choice = {}) {
        law::Fact fact;
        fact.type = events::find_type(type)->no;
        fact.date = first_day + day;
        if (!choice.empty()) {
            fact.choice =
                events::choice_of(*events::choice_field(*events::find_type(type)), choice);
        }
        facts_.push_back(fact);
        return facts_.back();
    }
    std::int32_t matter(int number) {
        const auto name = "m" + std::to_string(number);
        words_.matters.add(static_cast<std::uint32_t>(number) + 1, name);
        return number + 1;
    }

    // How many clocks there are, told twice alike, within the memory a recorder may take.
    std::size_t clocks() {
        std::stable_sort(facts_.begin(), facts_.end(),
                         [](const auto& a, const auto& b) { return a.date < b.date; });
        law::Evaluator evaluator(england(), words_);
        const auto count = evaluator.run(facts_, events::day_of(first_day + 5000)).size();
        law::Recorder recorder;
        CHECK(evaluator.run(facts_, events::day_of(first_day + 5000), &recorder).size() == count);
        CHECK(recorder.steps.size() <= count * law::Recorder::most_steps);
        CHECK(recorder.dues.size() <= count * law::Recorder::most_steps);
        return count;
    }

  private:
    law::Vocabulary words_;
    std::vector<law::Fact> facts_;
};

std::int32_t row_of(std::string_view duty) { return *england().written.row_of(duty); }

}  // namespace

TEST_CASE("worst shapes: review meetings and decisions") {
    Shape shape;
    for (int i = 0; i < entries / 2; ++i) {
        shape.add("review-meeting-held", i % 4000);
        shape.add("review-decision-notified", i % 4000, "maintain");
    }
    CHECK(shape.clocks() > entries / 2);
}

TEST_CASE("worst shapes: meetings that nobody decides, and notices after each") {
    Shape shape;
    for (int i = 0; i < entries / 2; ++i) {
        shape.add("review-meeting-held", i % 4000);
        shape.add("amendment-notice-sent", i % 4000);
    }
    CHECK(shape.clocks() > 16000);
}

TEST_CASE("worst shapes: closures and reliances") {
    Shape shape;
    shape.add("request-received", 0);
    for (int i = 0; i < entries / 2; ++i) {
        auto& closed = shape.add("setting-closed", i % 200);
        closed.subject = i;
        closed.first = closed.date + 40;
        shape.add("exception-relied-on", 100 + i % 200, "school-closed").other =
            row_of("reg13.2-final-plan");
    }
    CHECK(shape.clocks() == 4);
}

TEST_CASE("worst shapes: bodies, and reliances that speak of all of them") {
    Shape shape;
    for (int i = 0; i < entries / 2; ++i) {
        shape.add("advice-requested", i % 3000).subject = i;
        shape.add("exception-relied-on", 3000 + i % 200, "absence").other = row_of("reg8.1-advice");
    }
    CHECK(shape.clocks() == entries / 2);
}

TEST_CASE("worst shapes: thousands of matters, decided one by one, or all at once") {
    Shape shape;
    for (int i = 0; i < entries / 4; ++i) {
        shape.add("request-received", i % 3000).matter = shape.matter(i);
        shape.add("assess-decision-notified", i % 3000, "no");
        shape.add("assess-decision-notified", 3000 + i % 900, "yes").matter = shape.matter(i);
        shape.add("amended-plan-sent", 3000 + i % 900).matter = shape.matter(i);
    }
    CHECK(shape.clocks() > entries);
}

TEST_CASE("worst shapes: thousands of matters that rest and wake together, thousands of times") {
    Shape shape;
    for (int i = 0; i < 6000; ++i) {
        shape.add("request-received", i % 1000).matter = shape.matter(i);
    }
    shape.add("appeal-received", 1000);
    shape.add("appeal-response-sent", 1001);
    for (int i = 0; i < 14000; ++i) {
        const int day = 1002 + i / 10;
        switch (i % 4) {
            case 0: shape.add("assess-decision-notified", day, "yes"); break;
            case 2: shape.add("appeal-not-opposed", day, "assess"); break;
            default: shape.add("assess-decision-notified", day, "no");
        }
    }
    CHECK(shape.clocks() > 6000 * 4);
}

TEST_CASE("worst shapes: a day with all the events, the acts recorded first") {
    Shape shape;
    for (int i = 0; i < entries / 4; ++i) {
        shape.add("advice-received", 5).subject = i;
        shape.add("assess-decision-notified", 5, "no");
    }
    for (int i = 0; i < entries / 4; ++i) {
        shape.add("advice-requested", 5).subject = i;
        shape.add("request-received", 5).matter = shape.matter(i);
    }
    CHECK(shape.clocks() > entries);
}

TEST_CASE("worst shapes: a day with thousands of decisions, and then thousands of matters") {
    Shape shape;
    for (int i = 0; i < 14000; ++i) {
        shape.add("assess-decision-notified", 5, i % 2 == 0 ? "yes" : "no");
    }
    for (int i = 0; i < 6000; ++i) shape.add("request-received", 5).matter = shape.matter(i);
    CHECK(shape.clocks() == 14000 + 4 * 6000);
}

TEST_CASE("worst shapes: a day with decisions of thousands of matters, and requests of none") {
    Shape shape;
    for (int i = 0; i < entries / 2; ++i) {
        shape.add("assess-decision-notified", 5, i % 2 == 0 ? "yes" : "no").matter =
            shape.matter(i);
    }
    for (int i = 0; i < entries / 2; ++i) shape.add("request-received", 5);
    CHECK(shape.clocks() > entries);
}

TEST_CASE("worst shapes: a day with concessions of an appeal, and then thousands of matters") {
    Shape shape;
    shape.add("appeal-received", 5);
    for (int i = 0; i < entries / 2; ++i) {
        shape.add("appeal-not-opposed", 5, i % 2 == 0 ? "assess" : "make-plan");
    }
    for (int i = 0; i < entries / 2; ++i) {
        shape.add("request-received", 5).matter = shape.matter(i);
    }
    CHECK(shape.clocks() > entries);
}

TEST_CASE("worst shapes: appeals, directions and orders") {
    Shape shape;
    for (int i = 0; i < entries / 4; ++i) {
        shape.add("request-received", i % 3000).matter = shape.matter(i);
        shape.add("appeal-received", i % 3000).matter = shape.matter(i);
        auto& direction = shape.add("tribunal-direction", i % 3000);
        direction.subject = i;
        direction.first = direction.date + 30;
        shape.add("tribunal-order", i % 3000, "make-plan");
    }
    CHECK(shape.clocks() > entries);
}
