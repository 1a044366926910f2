// `alerts`: what the night job does, and what it says when it cannot.
#include <libical/ical.h>

#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <thread>

#include "tests/cli/e2e_demo.hpp"
#include "tests/cli/e2e_rows.hpp"

namespace longstop::cli::tests {
namespace {

std::string clock_of(const Row& row) {
    const auto subject = row.find("subject");
    return row.at("la") + "/" + row.at("case") + " " + row.at("duty") + " " + row.at("started_on") +
           " " + (subject == row.end() ? "" : subject->second);
}

// A store of its own, for what writes: a copy of the demo.
void copy_demo(const Program& to) {
    fs::copy(demo().store(), to.store(), fs::copy_options::recursive);
}

// Waits until the process holds the store; false when it does not within ten seconds.
bool comes_to_hold(pid_t process, const fs::path& store) {
    for (int tries = 0; tries < 500; ++tries) {
        const int file = ::open((store / "db" / "LOCK").c_str(), O_RDONLY | O_CLOEXEC);
        struct flock lock {};
        lock.l_type = F_WRLCK;
        lock.l_whence = SEEK_SET;
        const bool held =
            ::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK && lock.l_pid == process;
        ::close(file);
        if (held) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return false;
}

TEST_CASE("alerts: a first run raises only each clock's highest stage", "[e2e][alerts]") {
    const auto alerts = rows_of_jsonl(demo().out("alerts --as-of 2026-06-30"));
    std::map<std::string, int> of_clock;
    for (const auto& row : alerts) ++of_clock[clock_of(row)];
    CHECK(alerts.size() > 100);
    std::map<std::string, int> open;  // two clocks may share even their start
    for (const auto& row : rows_of_jsonl(demo().out("deadlines --all --as-of 2026-06-30"))) {
        if (row.at("status") == "overdue" || row.at("status") == "running") ++open[clock_of(row)];
    }
    for (const auto& [clock, count] : of_clock) {
        INFO(clock);
        CHECK(count <= open[clock]);
    }
    for (const auto& row : alerts) {
        INFO(clock_of(row));
        const auto left = std::stol(row.at("days_left"));
        const auto weeks = -left / 28 * 4;
        const auto stage = left > 1    ? std::string{"due-soon"}
                           : left >= 0 ? std::string{"due-tomorrow"}
                           : weeks > 0 ? "overdue-" + std::to_string(weeks) + "-weeks"
                                       : std::string{"overdue"};
        CHECK(row.at("stage") == stage);
        CHECK(left <= 14);
        CHECK(row.at("status") == (left < 0 ? "overdue" : "running"));
    }
}

TEST_CASE("alerts: night after night only what is new, and a night again is the same night",
          "[e2e][alerts]") {
    const Program longstop;
    copy_demo(longstop);
    std::set<std::string> raised;
    std::string previous;
    for (const auto* night : {"2026-06-20", "2026-06-21", "2026-06-22", "2026-06-29"}) {
        const auto ask = std::string{"alerts --emit --as-of "} + night;
        const auto first = longstop.out(ask);
        for (const auto& row : rows_of_jsonl(first)) {
            INFO(night << " " << clock_of(row) << " " << row.at("stage"));
            CHECK(raised.insert(clock_of(row) + row.at("stage")).second);
        }
        CHECK(first != previous);
        CHECK(longstop.out(ask) == first);
        CHECK(longstop.out(std::string{"alerts --as-of "} + night) == first);
        previous = first;
    }
    CHECK(longstop("verify").status == 0);
    // What was raised is in the log, and no clock, breach or number has moved.
    CHECK(longstop.out("audit --la 999").find("alert-raised") != std::string::npos);
    for (const auto* ask : {"deadlines --all --as-of 2026-06-30", "breaches --as-of 2026-06-30",
                            "stats --as-of 2026-06-30"}) {
        CHECK(difference(longstop.out(ask), demo().out(ask)).empty());
    }
}

TEST_CASE("alerts: a night that was left out is caught up with by the next", "[e2e][alerts]") {
    const Program every;
    const Program seldom;
    for (const auto* longstop : {&every, &seldom}) {
        (*longstop)("record 330/A request-received date=2025-01-13");
    }
    for (int day = 10; day <= 28; ++day) {
        every.out("alerts --emit --as-of 2025-02-" + std::to_string(day));
    }
    const auto rows = rows_of_jsonl(seldom.out("alerts --emit --as-of 2025-02-28"));
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].at("stage") == "overdue");
    CHECK(every.out("alerts --emit --as-of 2025-03-01").empty());
    CHECK(seldom.out("alerts --emit --as-of 2025-03-01").empty());
}

TEST_CASE("alerts: guidance, rights and excused clocks only when asked for", "[e2e][alerts]") {
    const auto plain = rows_of_jsonl(demo().out("alerts --as-of 2026-06-30"));
    std::map<std::string, Row> rules;
    for (const auto& row : rows_of_jsonl(demo().out("rules"))) rules[row.at("duty")] = row;
    for (const auto& row : plain) {
        CHECK(rules[row.at("duty")].at("kind") != "guidance");
        CHECK(rules[row.at("duty")].at("if_missed") != "lapsed");
        CHECK(row.at("status") != "excused");
    }
    const auto more =
        rows_of_jsonl(demo().out("alerts --as-of 2026-06-30 --guidance --rights --excused"));
    CHECK(more.size() > plain.size());
    CHECK(rows_of_jsonl(demo().out("alerts --as-of 2026-06-30 --within 0")).size() < plain.size());
}

TEST_CASE("alerts: the calendar file has an item for each alert", "[e2e][alerts]") {
    const auto rows = rows_of_jsonl(demo().out("alerts --as-of 2026-06-30"));
    const auto text = demo().out("alerts --as-of 2026-06-30 --format ics");
    auto* calendar = icalparser_parse_string(text.c_str());
    REQUIRE(calendar != nullptr);
    CHECK(icalcomponent_count_errors(calendar) == 0);
    std::set<std::string> ids;
    std::multiset<std::string> dues;
    for (auto* item = icalcomponent_get_first_component(calendar, ICAL_VEVENT_COMPONENT);
         item != nullptr;
         item = icalcomponent_get_next_component(calendar, ICAL_VEVENT_COMPONENT)) {
        ids.insert(icalcomponent_get_uid(item));
        const auto day = icalcomponent_get_dtstart(item);
        char due[16];
        std::snprintf(due, sizeof due, "%04d-%02d-%02d", day.year % 10000, day.month % 100,
                      day.day % 100);
        dues.insert(due);
        CHECK(day.is_date != 0);
        CHECK(icalcomponent_get_summary(item) != nullptr);
    }
    icalcomponent_free(calendar);
    CHECK(ids.size() == rows.size());
    std::multiset<std::string> expected;
    for (const auto& row : rows) expected.insert(row.at("due"));
    CHECK(dues == expected);
    for (const auto& line : lines_of(text)) CHECK(line.size() <= 76);  // 75 octets and CR
    CHECK(demo().out("alerts --as-of 2026-06-30 --format ics") == text);
}

TEST_CASE("alerts: a right that is held is shown for what it is, and never written",
          "[e2e][alerts]") {
    Program longstop;
    longstop.out("record 330/A cease-decision-notified date=2026-03-02");
    longstop.out("record 330/A mediation-requested date=2026-04-01");
    const std::string ask = "alerts --rights --within 60 --as-of ";
    const auto before = rows_of_jsonl(longstop.out(ask + "2026-05-01"));
    CHECK(std::none_of(before.begin(), before.end(),
                       [](const Row& row) { return row.at("stage") == "held"; }));
    const auto rows = rows_of_jsonl(longstop.out(ask + "2026-06-15"));
    const auto held = std::find_if(rows.begin(), rows.end(),
                                   [](const Row& row) { return row.at("stage") == "held"; });
    REQUIRE(held != rows.end());
    CHECK(held->at("duty") == "rule20.1.c-appeal");
    CHECK(held->count("due") == 0);
    CHECK(held->at("held_until").find("mediation-certificate-issued") != std::string::npos);
    CHECK(longstop.out(ask + "2026-06-15 --format table").find(": none yet") != std::string::npos);
    const auto entries = rows_of_jsonl(longstop.out("export")).size();
    CHECK(rows_of_jsonl(longstop.out(ask + "2026-06-15 --emit")) == rows);
    CHECK(rows_of_jsonl(longstop.out("export")).size() == entries + rows.size() - 1);
    CHECK(longstop.out(ask + "2026-06-15 --format ics").find("rule20") == std::string::npos);
    longstop.out("record 330/A mediation-certificate-issued date=2026-06-16");
    const auto after = rows_of_jsonl(longstop.out(ask + "2026-07-10"));
    CHECK(std::any_of(after.begin(), after.end(), [](const Row& row) {
        return row.at("duty") == "rule20.1.c-appeal" && row.at("stage") == "due-soon";
    }));
}

TEST_CASE("alerts: --emit waits for a held store, then names who holds it", "[e2e][alerts]") {
    Program longstop;
    longstop("record 330/A request-received date=2025-01-13");
    auto holder = longstop.start({"import", "-", "--source", "feed"});
    holder.write("\n");
    REQUIRE(comes_to_hold(holder.process(), longstop.store()));
    const auto begun = std::chrono::steady_clock::now();
    const auto refused = longstop("alerts --emit --wait 1 --as-of 2025-02-20");
    const auto waited = std::chrono::steady_clock::now() - begun;
    CHECK(refused.status == 4);
    CHECK(refused.out.empty());
    CHECK(refused.err.find("process " + std::to_string(holder.process())) != std::string::npos);
    CHECK(refused.err.find("import - --source feed") != std::string::npos);
    CHECK(waited >= std::chrono::milliseconds{900});
    // Without --emit nothing is written, so nothing waits.
    CHECK(rows_of_jsonl(longstop.out("alerts --as-of 2025-02-20")).size() == 1);
    // A holder that goes away in time is waited for.
    std::thread closing([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds{300});
        holder.close_input();
    });
    const auto ran = longstop("alerts --emit --wait 30 --as-of 2025-02-20");
    closing.join();
    CHECK(ran.status == 0);
    CHECK(rows_of_jsonl(ran.out).size() == 1);
}

}  // namespace
}  // namespace longstop::cli::tests
