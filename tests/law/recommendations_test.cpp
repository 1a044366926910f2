// The Tribunal's recommendations on health and social care: SI 2017/1306, in force for decisions on
// or after 3 April 2018. Five weeks to answer.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

const Fields health = {{"to", "health"}};
const Fields social_care = {{"to", "social-care"}};

}  // namespace

TEST_CASE("SI 2017/1306: the health body answers within 5 weeks", "[rec-health-response]") {
    // 25 January 2024 + 35: 6 days of January, 29 of February.
    both_sides(Case().on("2024-01-25", "recommendation-made", health), "rec-health-response",
               "2024-02-29", "2024-03-01", {"recommendation-answered", health});
}

TEST_CASE("SI 2017/1306: social care answers within 5 weeks", "[rec-social-care-response]") {
    both_sides(Case().on("2018-04-03", "recommendation-made", social_care),
               "rec-social-care-response", "2018-05-08", "2018-05-09",
               {"recommendation-answered", social_care});
}

TEST_CASE("SI 2017/1306: one body's answer is not the other's",
          "[rec-health-response][rec-social-care-response]") {
    const auto case_ref = Case()
                              .on("2024-01-25", "recommendation-made", health)
                              .on("2024-01-25", "recommendation-made", social_care)
                              .on("2024-02-20", "recommendation-answered", social_care);
    CHECK(case_ref.clock("rec-health-response", "2024-03-01").status == Status::overdue);
    CHECK(case_ref.clock("rec-health-response", "2024-03-01").subject == "health");
    CHECK(case_ref.clock("rec-social-care-response", "2024-03-01").status == Status::met);
    const auto other_way = Case()
                               .on("2024-01-25", "recommendation-made", social_care)
                               .on("2024-02-20", "recommendation-answered", health);
    CHECK(other_way.clock("rec-social-care-response", "2024-02-21").status == Status::running);
}

TEST_CASE("SI 2017/1306: who answered is compared as a text; an unknown answerer ends nothing",
          "[rec-health-response]") {
    const auto made = Case().on("2024-01-25", "recommendation-made", health);
    const auto answered = [&](std::string to) {
        return made.on("2024-02-20", "recommendation-answered", {{"to", to}})
            .clock("rec-health-response", "2024-02-21")
            .status;
    };
    CHECK(answered(" Health ") == Status::met);
    CHECK(answered("the hospital") == Status::running);
}

TEST_CASE("SI 2017/1306: a recommendation of 2 April 2018 is not under it",
          "[rec-health-response][rec-social-care-response]") {
    CHECK(Case().on("2018-04-02", "recommendation-made", health).clocks("2019-01-01").empty());
    CHECK(Case().on("2018-04-02", "recommendation-made", social_care).clocks("2019-01-01").empty());
    CHECK(Case()
              .on("2018-04-03", "recommendation-made", health)
              .clock("rec-health-response", "2018-05-01")
              .due == "2018-05-08");
}
