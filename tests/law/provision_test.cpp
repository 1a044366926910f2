// Children and Families Act 2014, s.42(2): provision, from the first day the plan specifies it.
#include "tests/law/both_sides.hpp"

using namespace longstop::tests;

namespace {

const Case specified =
    Case().on("2026-03-02", "provision-specified", {{"provision", "speech therapy"}});
constexpr std::string_view duty = "cfa42.2-provision";

}  // namespace

TEST_CASE("s.42(2): provision is due on the first day", "[cfa42.2-provision]") {
    both_sides(specified, duty, "2026-03-02", "2026-03-03",
               {"provision-in-place", {{"provision", "Speech  Therapy"}}});
}

TEST_CASE("s.42(2): put in place on the day, entered before the plan, it is met",
          "[cfa42.2-provision]") {
    const auto before = Case()
                            .on("2026-03-02", "provision-in-place", {{"provision", "therapy"}})
                            .on("2026-03-02", "provision-specified", {{"provision", "therapy"}});
    CHECK(before.clock(duty, "2026-03-03").status == Status::met);
}

TEST_CASE("s.42(2): each provision once, whatever the matter", "[cfa42.2-provision]") {
    const auto again =
        specified.on("2026-04-01", "provision-in-place", {{"provision", "speech therapy"}})
            .on("2026-09-01", "provision-specified",
                {{"provision", "speech therapy"}, {"matter", "review 2"}});
    CHECK(again.count(duty, "2026-10-01") == 1);
    const auto other = again.on("2026-09-01", "provision-specified", {{"provision", "one to one"}});
    CHECK(other.clock(duty, "2026-09-02", "one to one").status == Status::overdue);
    CHECK(other.on("2026-09-05", "plan-ceased").clock(duty, "2026-09-06", "one to one").status ==
          Status::lapsed);
}
