// SI 2020/471: limits falling due from 1 May to 25 September 2020, both included, could be missed
// for a reason to do with coronavirus. The reason must have been relied on. Counted by hand.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

ClockView relied(const Case& case_ref, std::string duty) {
    return case_ref
        .on("2020-10-01", "exception-relied-on",
            {{"ground", "coronavirus"}, {"duty", duty}, {"reason", "clinics shut"}})
        .clock(duty, "2020-10-02", 1);
}

}  // namespace

TEST_CASE("SI 2020/471: 20 weeks that end on 30 April, 1 May, 25 and 26 September 2020",
          "[reg13.2-final-plan]") {
    const auto requested = [](std::string_view day) {
        return relied(Case().on(day, "request-received"), "reg13.2-final-plan");
    };
    CHECK(requested("2019-12-12").due == "2020-04-30");
    CHECK(requested("2019-12-12").status == Status::overdue);
    CHECK(requested("2019-12-12").exception_refused == "outside-coronavirus-period");
    CHECK(requested("2019-12-13").due == "2020-05-01");
    CHECK(requested("2019-12-13").status == Status::excused);
    CHECK(requested("2019-12-13").excused_by == "coronavirus");
    CHECK(requested("2020-05-08").due == "2020-09-25");
    CHECK(requested("2020-05-08").status == Status::excused);
    CHECK(requested("2020-05-09").due == "2020-09-26");
    CHECK(requested("2020-05-09").exception_refused == "outside-coronavirus-period");
}

TEST_CASE("SI 2020/471: other limits, at the same edges",
          "[reg22.3-final-amended][reg44.2e-amend-provision][cfa44.1a-first-review]"
          "[reg5.1-decide-whether-to-assess][reg8.1-advice]") {
    const auto at_edges = [](const auto& case_ref, const char* duty,
                             const std::array<const char*, 4>& days) {
        INFO(duty);
        CHECK(relied(case_ref(days[0]), duty).exception_refused == "outside-coronavirus-period");
        CHECK(relied(case_ref(days[1]), duty).status == Status::excused);
        CHECK(relied(case_ref(days[2]), duty).status == Status::excused);
        CHECK(relied(case_ref(days[3]), duty).exception_refused == "outside-coronavirus-period");
    };
    at_edges([](const char* day) { return Case().on(day, "amendment-notice-sent"); },
             "reg22.3-final-amended", {"2020-03-05", "2020-03-06", "2020-07-31", "2020-08-01"});
    at_edges(
        [](const char* day) {
            return Case().on(day, "tribunal-order", {{"kind", "amend-contents"}});
        },
        "reg44.2e-amend-provision", {"2020-03-26", "2020-03-27", "2020-08-21", "2020-08-22"});
    at_edges([](const char* day) { return Case().on(day, "final-plan-sent"); },
             "cfa44.1a-first-review", {"2019-05-01", "2019-05-02", "2019-09-26", "2019-09-27"});
    at_edges([](const char* day) { return Case().on(day, "became-responsible"); },
             "reg5.1-decide-whether-to-assess",
             {"2020-03-19", "2020-03-20", "2020-08-14", "2020-08-15"});
    at_edges(
        [](const char* day) {
            return Case().on(day, "advice-requested", {{"body", "health"}});
        },
        "reg8.1-advice", {"2020-03-19", "2020-03-20", "2020-08-14", "2020-08-15"});
}

TEST_CASE("SI 2020/471: late without a recorded reason is late", "[reg13.2-final-plan]") {
    CHECK(Case()
              .on("2020-01-20", "request-received")
              .clock("reg13.2-final-plan", "2020-07-01")
              .status == Status::overdue);
}

TEST_CASE("SI 2020/471: phase transfers and transfers of plans were not softened",
          "[reg18.2-post16-to-post16][reg15.5-new-la-review]") {
    const auto move = Case().on("2019-12-01", "post-16-move-planned", {{"on", "2020-10-15"}});
    CHECK(move.clock("reg18.2-post16-to-post16", "2020-05-01").due == "2020-05-15");
    CHECK(relied(move, "reg18.2-post16-to-post16").exception_refused == "ground-not-allowed");
    const auto moved_in = Case().on("2020-03-02", "plan-transferred-in",
                                    {{"from_la", "330"}, {"plan_made", "2019-01-01"}});
    CHECK(moved_in.clock("reg15.5-new-la-review", "2020-05-01").due == "2020-06-01");
    CHECK(relied(moved_in, "reg15.5-new-la-review").exception_refused == "ground-not-allowed");
    CHECK(relied(moved_in, "reg15.4-new-la-informs").exception_refused ==
          "outside-coronavirus-period");  // due 13 April
}
