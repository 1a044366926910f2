#include "tests/log/simulator.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

#include "engine/log/backup/backup.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"
#include "tests/log/plain_log.hpp"
#include "tests/log/simulated_disk.hpp"

namespace longstop::tests {
namespace {

using events::AuthorityId;
using log::Outcome;
using log::Store;

// What went wrong; run() makes an answer of it.
struct Failure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

std::string told(const events::Error& error) { return error.failed + ": " + error.found; }

constexpr std::array<AuthorityId, 4> authorities{AuthorityId{0}, AuthorityId{330}, AuthorityId{936},
                                                 AuthorityId{999}};
constexpr auto directory = "/sea/store";
constexpr std::uint64_t many_rows = 20;
constexpr std::uint64_t few_rows = 4;

// Facts by the dice.
class Writer {
  public:
    explicit Writer(std::mt19937& dice) : dice_(dice) {}

    std::vector<Fact> facts(const PlainLog& log, std::size_t count, std::size_t padding) {
        std::vector<Fact> all;
        for (std::size_t i = 0; i < count; ++i) all.push_back(fact(log, all, padding));
        return all;
    }
    std::string case_ref() { return "C-" + std::to_string(dice_() % 9); }

  private:
    Fact fact(const PlainLog& log, const std::vector<Fact>& before, std::size_t padding) {
        const auto known = log.entries().size();
        // Now and then a row that is known: of the log or of this very batch, the same or changed.
        if (dice_() % 8 == 0 && known + before.size() > 0) {
            const auto which = dice_() % (known + before.size());
            auto again = which < known ? log.entries()[which].fact : before[which - known];
            if (dice_() % 2 == 0) again.actor += "x";
            return again;
        }
        auto made = anew(padding);
        if (made.type == events::type::retracted) {
            const auto* wrong =
                known > 0 && dice_() % 4 != 0 ? &log.entries()[dice_() % known].fact : nullptr;
            made.fields = {{events::FieldNo::reason, "typed twice"},
                           {events::FieldNo::of, wrong == nullptr ? "nothing" : wrong->id}};
            if (wrong != nullptr && dice_() % 4 != 0) made.case_ref = wrong->case_ref;
            if (wrong != nullptr) made.source = wrong->source;
        }
        return made;
    }

    Fact anew(std::size_t padding) {
        using enum events::FieldNo;
        static constexpr std::array<const char*, 6> types{
            "note",      "request-received",   "advice-requested", "final-plan-sent",
            "retracted", "exception-relied-on"};
        const std::string type = types[dice_() % types.size()];
        Fact fact;
        fact.type = events::find_type(type)->no;
        fact.case_ref = case_ref();
        fact.date = *events::parse_day("2024-01-01") + std::chrono::days{dice_() % 700};
        fact.source = dice_() % 5 == 0 ? "other" : "tests";
        fact.actor = dice_() % 3 == 0 ? "jo" : "";
        if (dice_() % 10 != 0) fact.id = "id-" + std::to_string(++last_id_);
        if (dice_() % 3 == 0) {
            fact.recorded_at =
                events::Instant{std::chrono::microseconds{1'600'000'000'000'000 + dice_()}};
        }
        if (type == "note") fact.fields = {{text, word() + std::string(padding, 'x')}};
        if (type == "request-received") fact.fields = {{by, "parent"}};
        if (type == "advice-requested") {
            fact.fields = {{body, word()}, {received, "2025-02-01"}, {setting, word()}};
        }
        if (type == "exception-relied-on") {
            fact.fields = {{ground, "absence"}, {duty, "reg13.2-final-plan"}, {reason, word()}};
        }
        if (dice_() % 6 == 0) fact.fields.emplace_back(matter, word() + "," + word());
        if (dice_() % 6 == 0) fact.fields.emplace_back(caseworker, word());
        if (dice_() % 6 == 0) fact.fields.emplace_back(team, word());
        return fact;
    }
    std::string word() { return "w" + std::to_string(dice_() % 30); }

    std::mt19937& dice_;
    std::uint64_t last_id_ = 0;
};

class Simulation {
  public:
    explicit Simulation(const SimulationRun& run)
        : run_(run),
          dice_(static_cast<unsigned>(run.seed)),
          writer_(dice_),
          least_rows_(once_in(8) ? many_rows : few_rows) {}

    void run() {
        set_up(Platter{});
        open();
        const int per_crash = std::max(1, run_.operations / std::max(1, run_.crashes));
        int crashes = 0;
        for (int i = 0; i < run_.operations; ++i) {
            if (crashes < run_.crashes && i % per_crash == per_crash / 2) {
                plan_a_fault();
                ++crashes;
            }
            tick();
            operate();
            // On a full disk RocksDB's compaction tries for ever.
            if (!full_) disk_->wait_until_idle();
            if (disk_->fault_came() || failed_) recover();
        }
        disk_->plan_nothing();
        disk_->set_room({});
        store_.reset();
        reopen_and_check();
        store_.reset();
    }

  private:
    void tell(const std::string& what) const {
        if (run_.tell) run_.tell(what);
    }
    std::uint64_t upto(std::uint64_t most) { return 1 + dice_() % most; }
    bool once_in(std::uint64_t times) { return dice_() % times == 0; }

    void tick() {
        now_ += static_cast<std::int64_t>(dice_() % 1000);
        if (once_in(50)) now_ -= 5'000'000;  // a clock put back
    }

    void set_up(Platter platter) {
        disk_.reset();
        disk_ = std::make_unique<SimulatedDisk>(std::move(platter));
        failed_ = false;
        full_ = false;
    }

    events::Result<Store> open_writer() {
        return Store::open_for_writing(
            directory, [this] { return events::Instant{std::chrono::microseconds{now_}}; }, true,
            disk_->disk());
    }

    void open() {
        auto opened = open_writer();
        if (!opened) throw Failure("cannot open for writing: " + told(opened.error()));
        store_ = std::make_unique<Store>(std::move(*opened));
        made_ = true;
    }

    // What is to happen, and after how many acts of the disk.
    void plan_a_fault() {
        Fault fault;
        fault.after = once_in(3) ? dice_() % 400 : dice_() % 40;
        const auto choice = dice_() % 10;
        fault.what = choice < 7 ? Fault::What::power_loss : Fault::What::io_error;
        if (choice == 7) fault.kind = Act::sync;
        if (choice == 8) fault.kind = Act::append;
        if (choice >= 7) fault.after = dice_() % 12;
        if (choice == 9 && once_in(2)) {
            const auto room = dice_() % 20000;
            tell("plan: " + std::to_string(room) + " bytes left");
            disk_->set_room(disk_->used() + room);
            full_ = true;
            return;
        }
        tell(std::string{"plan: "} +
             (fault.what == Fault::What::power_loss ? "power off" : "an error") + " after " +
             std::to_string(fault.after));
        disk_->plan(fault);
    }

    void operate() {
        const auto choice = dice_() % 100;
        if (choice < 63) return append_some(upto(6), 0);
        if (choice < 71) return append_expecting();
        if (choice < 77) return import_some();
        if (choice < 80) return append_some(upto(3), 20000 + dice_() % 30000);
        if (choice < 87) return flush();
        if (choice < 89) return rebuild();
        // What opens a database costs as much as a hundred appends, and each crash opens some.
        if (choice < 93) return close_and_open();
        if (choice < 95) return back_up();
        check_reader();
    }

    using Cargo = std::map<AuthorityId, std::vector<Fact>>;
    using Marks = std::map<AuthorityId, PlainLog::Mark>;

    // One append to one or several logs, held against what the plain logs say of it.
    void append(const Cargo& cargo, const log::AppendOptions& options) {
        Marks before;
        log::Outcomes expected;
        std::vector<std::vector<events::Event>> events;
        std::vector<log::Batch> batches;
        std::string told_what;
        for (const auto& [la, facts] : cargo) {
            before[la] = logs_[la].mark();
            expected.push_back(logs_[la].append(facts, options.trust_recorded_at, now_));
            events.push_back(events_of(facts));
            told_what += " " + std::to_string(facts.size()) + " to " + events::to_text(la);
        }
        for (std::size_t i = 0; const auto& [la, facts] : cargo)
            batches.push_back({la, events[i++]});
        const auto answer = store_->append(batches, options);
        tell("append" + told_what + (answer ? "" : " failed: " + answer.error().found));
        if (!answer) {
            before_flight_ = std::move(before);
            failed_ = true;
            return check_that_nothing_more_is_written(cargo.begin()->first);
        }
        if (!same(*answer, expected)) throw Failure("another outcome than the plain log's");
    }

    static bool same(const log::Outcomes& a, const log::Outcomes& b) {
        const auto alike = [](const Outcome& one, const Outcome& other) {
            return one.what == other.what && one.position == other.position;
        };
        return std::equal(
            a.begin(), a.end(), b.begin(), b.end(), [&](const auto& one, const auto& other) {
                return std::equal(one.begin(), one.end(), other.begin(), other.end(), alike);
            });
    }

    // A failed write is final for the process.
    void check_that_nothing_more_is_written(AuthorityId la) {
        const auto more = writer_.facts(logs_[la], 1, 0);
        if (store_->append(la, events_of(more), {})) {
            throw Failure("an append was answered after one that failed");
        }
    }

    AuthorityId some_authority() { return authorities[dice_() % authorities.size()]; }

    void append_some(std::size_t count, std::size_t padding) {
        const auto la = some_authority();
        append({{la, writer_.facts(logs_[la], count, padding)}}, {once_in(4), {}});
    }

    void append_expecting() {
        const auto la = some_authority();
        auto facts = writer_.facts(logs_[la], 1, 0);
        const auto version = logs_[la].version_of(facts[0].case_ref);
        if (once_in(2)) return append({{la, facts}}, {false, version});
        const auto answer = store_->append(la, events_of(facts), {false, version + upto(3)});
        if (answer) throw Failure("an append was answered that expected another version");
        if (kind_of(answer.error().code) != events::ErrorKind::refused) failed_ = true;
        tell("append expecting another version: " + answer.error().found);
    }

    void import_some() {
        const bool trust = once_in(2);
        // A commit of 256 KiB or more goes into blocks at once, past the journal.
        const auto padding = least_rows_ >= many_rows && once_in(3) ? 30000 + dice_() % 30000 : 0;
        for (auto chunks = upto(4); chunks > 0 && !failed_; --chunks) {
            Cargo cargo;
            for (auto logs = upto(3); logs > 0; --logs) {
                const auto la = some_authority();
                const auto rows = least_rows_ + dice_() % (5 * least_rows_);
                cargo[la] = writer_.facts(logs_[la], rows, padding);
            }
            append(cargo, {trust, {}});
        }
        if (!failed_) flush();
    }

    void flush() {
        const auto done = store_->flush();
        tell(std::string{"flush"} + (done ? "" : " failed: " + done.error().found));
        failed_ = failed_ || !done;
    }

    void rebuild() {
        const auto done = store_->rebuild({});
        tell(std::string{"rebuild"} + (done ? "" : " failed: " + done.error().found));
        failed_ = failed_ || !done;
    }

    void close_and_open() {
        tell("close and open");
        store_.reset();
        if (disk_->fault_came()) return;
        auto opened = open_writer();
        if (opened) {
            store_ = std::make_unique<Store>(std::move(*opened));
        } else if (disk_->fault_came() || opened.error().found.find("space") != std::string::npos) {
            failed_ = true;
        } else {
            throw Failure("cannot open again: " + told(opened.error()));
        }
    }

    // A backup is proven whole by itself; here it must also have every entry.
    void back_up() {
        const auto made = log::back_up(directory, "/sea/backups", {}, disk_->disk());
        tell(std::string{"back up"} + (made ? "" : " failed: " + made.error().found));
        if (!made && (disk_->fault_came() || full_)) return;
        if (!made) throw Failure("cannot back up: " + told(made.error()));
        if (made->entries != count()) throw Failure("a backup has another number of entries");
    }

    void check_reader() {
        tell("read");
        const auto reader = Store::open_for_reading(directory, disk_->disk());
        if (!reader && disk_->fault_came()) return;
        if (!reader) throw Failure("cannot open for reading: " + told(reader.error()));
        if (const auto difference = difference_to(*reader); !difference.empty()) {
            if (!disk_->fault_came()) throw Failure("a reader beside the writer: " + difference);
        }
    }

    // The session is over. What lies on the disk now is opened again, perhaps with a second fault
    // on the way.
    void recover() {
        store_.reset();
        disk_->wait_until_idle();
        const bool killed = once_in(3);
        tell(killed ? "killed" : "power lost");
        set_up(killed ? disk_->platter().after_kill() : disk_->platter().after_power_loss(dice_));
        while (once_in(3)) {
            disk_->plan({dice_() % 60, {}, Fault::What::power_loss});
            auto opened = open_writer();
            if (opened) store_ = std::make_unique<Store>(std::move(*opened));
            store_.reset();
            disk_->wait_until_idle();
            tell(std::string{"opened"} + (disk_->fault_came() ? ", lost power on the way" : ""));
            set_up(once_in(3) ? disk_->platter().after_kill()
                              : disk_->platter().after_power_loss(dice_));
        }
        reopen_and_check();
    }

    void reopen_and_check() {
        if (made_ && once_in(2)) {
            const auto reader = Store::open_for_reading(directory, disk_->disk());
            if (!reader) throw Failure("cannot open for reading: " + told(reader.error()));
            adopt(*reader, false);
            check_whole(*reader, "a reader");
        }
        open();
        adopt(*store_, true);
        check_whole(*store_, "the writer");
    }

    std::uint64_t count() const {
        std::uint64_t entries = 0;
        for (const auto& [la, log] : logs_) entries += log.entries().size();
        return entries;
    }
    std::uint64_t in_flight() const {
        std::uint64_t entries = 0;
        for (const auto& [la, mark] : before_flight_)
            entries += logs_.at(la).entries().size() - mark.entries;
        return entries;
    }

    // What was not acknowledged may be there, whole and in all its logs. Once a writer has taken it
    // over it stays; a reader may still see it go.
    void adopt(const Store& store, bool for_good) {
        if (before_flight_.empty()) return;
        std::uint64_t there = 0;
        for (const auto& head : store.heads().value()) there += head.entries;
        const auto acknowledged = count() - in_flight();
        tell("acknowledged: " + std::to_string(acknowledged) + ", with what was in flight: " +
             std::to_string(count()) + ", there: " + std::to_string(there));
        arrived_ = there > acknowledged;
        if (!for_good) return;
        if (!arrived_) {
            for (const auto& [la, mark] : before_flight_) logs_[la].cut(mark);
        }
        before_flight_.clear();
    }

    // How many entries a log must have.
    std::size_t expected_in(AuthorityId la) const {
        const auto mark = before_flight_.find(la);
        if (mark != before_flight_.end() && !arrived_) return mark->second.entries;
        const auto log = logs_.find(la);
        return log == logs_.end() ? 0 : log->second.entries().size();
    }

    void check_whole(const Store& store, const std::string& who) {
        const auto difference = difference_to(store);
        if (!difference.empty()) throw Failure(who + " after the failure: " + difference);
        const auto found = store.verify({});
        if (!found) throw Failure(who + ": verify: " + told(found.error()));
        for (const auto& finding : *found) {
            throw Failure(who + ": verify: " + finding.where + ": " + finding.what);
        }
    }

    std::string difference_to(const Store& store) const {
        const auto heads = store.heads();
        if (!heads) return told(heads.error());
        std::map<AuthorityId, log::LogHead> by_la;
        for (const auto& head : *heads) by_la.emplace(head.la, head);
        for (const auto la : authorities) {
            const auto expected = expected_in(la);
            const auto head = by_la.find(la);
            const auto found = head == by_la.end() ? 0 : head->second.entries;
            if (found != expected) {
                return "log " + events::to_text(la) + " has " + std::to_string(found) +
                       " entries, not " + std::to_string(expected);
            }
            if (expected == 0) continue;
            auto differs = difference_in(store, la, logs_.at(la), expected);
            if (!differs.empty()) return "log " + events::to_text(la) + ", " + differs;
        }
        return {};
    }

    static std::string difference_in(const Store& store, AuthorityId la, const PlainLog& log,
                                     std::size_t entries) {
        auto differs = difference_in_records(store, la, log, entries);
        if (differs.empty()) differs = difference_in_columns(store, la, log, entries);
        if (!differs.empty()) return differs;
        for (std::size_t place = 0; place < entries; place += 1 + place / 7) {
            const auto& fact = log.entries()[place].fact;
            const auto found = store.find(la, fact.source, fact.id);
            if (!found) return told(found.error());
            if (*found != place + 1) return "id " + fact.id + " is found elsewhere";
        }
        return {};
    }

    const SimulationRun& run_;
    std::mt19937 dice_;
    Writer writer_;
    // Of an import: some runs fill block after block, most find what few entries show sooner.
    std::uint64_t least_rows_;
    std::int64_t now_ = 1'750'000'000'000'000;
    // What was acknowledged, and after it what was not answered.
    std::map<AuthorityId, PlainLog> logs_;
    Marks before_flight_;   // where that begins
    bool arrived_ = false;  // what was in flight is there
    bool made_ = false;     // the store was opened once
    bool failed_ = false;
    bool full_ = false;  // the room on the disk is bounded
    std::unique_ptr<SimulatedDisk> disk_;
    std::unique_ptr<Store> store_;
};

}  // namespace

std::optional<std::string> simulate(const SimulationRun& run) {
    try {
        Simulation(run).run();
        return std::nullopt;
    } catch (const std::exception& fault) {
        return fault.what();
    }
}

}  // namespace longstop::tests
