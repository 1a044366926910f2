// The mutation check: changes every row of the law in every small way, and looks whether the
// histories that tests hold against the second opinion notice. Prints the changes that nothing
// notices; those that provably compute the same stand, with the reason, in same.tsv.
//
//   longstop-mutate [DUTY]     all rows, or one
//
// Ends with 1 when a change survives that same.tsv does not explain, when same.tsv explains one
// that no longer survives, or when engine and second opinion disagree on a history.
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <sstream>

#include "tests/house/mutation/crafted.hpp"
#include "tests/house/mutation/mutants.hpp"
#include "tests/support/evaluators.hpp"

#include "tests/support/paths.hpp"

namespace {

using namespace longstop;
using mutation::Mutant;

const std::filesystem::path tests{LONGSTOP_TESTS_DIR};
constexpr const char* as_of_text = "2028-06-30";

// Whatever its lateness: a right, or a condition that has not come about.
bool is_no_breach(const law::Duty& duty, const law::Clock& clock) {
    return duty.is_right() || (duty.is_conditional() && clock.state != law::Clock::State::ended);
}

// What of a clock anybody can see, in one number a case.
std::uint64_t digest(const law::CompiledLaw& law, std::span<const law::Clock> clocks,
                     std::int32_t as_of) {
    std::uint64_t sum = 1469598103934665603ULL;
    const auto mix = [&](std::uint64_t number) { sum = (sum ^ number) * 1099511628211ULL; };
    for (const auto& clock : clocks) {
        if (clock.started_on > as_of) continue;
        mix(clock.row);
        mix(static_cast<std::uint64_t>(clock.status));
        mix(static_cast<std::uint64_t>(clock.refusal));
        mix(clock.listed ? 1 : 0);
        mix(is_no_breach(law.duty(clock.row), clock) ? 1 : 0);
        mix(clock.overtaken && clock.days_late > 0 ? 1 : 0);  // a breach though it lapsed
        for (const auto number : {clock.subject, clock.started_on, clock.due, clock.ended_on,
                                  clock.days_late, clock.days_early}) {
            mix(static_cast<std::uint32_t>(number));
        }
        mix(clock.started_by);
        mix(clock.ended_by);
        mix(clock.status == law::Status::excused ? clock.excused_by : 0);
    }
    return sum;
}

// A log of histories, and what the law as it is makes of each of its cases.
struct Log {
    std::shared_ptr<tests::FilledStore> filled;  // owns what the columns look at
    std::unique_ptr<log::LogColumns> columns;    // and these what the facts do
    projections::FoldableLog foldable;
    events::Day as_of;
    std::vector<std::uint64_t> expected;  // by case number - 1
};

// Histories, and what the law as it is makes of them.
class Histories {
  public:
    explicit Histories(const law::CompiledLaw& law) : law_(law) {}

    void add(const std::string& lines, events::Day as_of, bool by_row) {
        const auto filled = std::make_shared<tests::FilledStore>(lines);
        for (const auto& head : *filled->store().heads()) {
            auto columns = std::make_unique<log::LogColumns>(*filled->store().columns(head.la));
            projections::FoldableLog foldable(*columns, law_, std::nullopt);
            const auto row = std::stoul(events::to_text(head.la));
            auto& list = by_row ? of_row_[static_cast<law::RowNo>(row - mutation::first_authority)]
                                : common_;
            Log log{filled, std::move(columns), std::move(foldable), as_of, {}};
            log.expected = answers(law_, log);
            list.push_back(std::move(log));
        }
    }

    // Whether some history has another answer; those made for the row are asked first.
    bool notice(const law::CompiledLaw& law, law::RowNo row) const {
        const auto differs = [&](const Log& log) { return answers_otherwise(law, log); };
        const auto own = of_row_.find(row);
        if (own != of_row_.end() && std::any_of(own->second.begin(), own->second.end(), differs)) {
            return true;
        }
        if (std::any_of(common_.begin(), common_.end(), differs)) return true;
        return std::any_of(of_row_.begin(), of_row_.end(), [&](const auto& others) {
            return others.first != row &&
                   std::any_of(others.second.begin(), others.second.end(), differs);
        });
    }

    std::size_t count() const {
        std::size_t count = 0;
        for (const auto& log : common_) count += log.expected.size();
        for (const auto& [row, list] : of_row_) {
            for (const auto& log : list) count += log.expected.size();
        }
        return count;
    }

  private:
    static std::uint64_t answer(law::Evaluator& evaluator, const law::CompiledLaw& law,
                                const Log& log, std::uint32_t case_no) {
        return digest(law, evaluator.run(log.foldable.of_case(case_no, log.as_of), log.as_of),
                      events::number_of(log.as_of));
    }

    static std::vector<std::uint64_t> answers(const law::CompiledLaw& law, const Log& log) {
        law::Evaluator evaluator(law, log.foldable.vocabulary());
        std::vector<std::uint64_t> all;
        for (std::uint32_t no = 1; no <= log.foldable.case_count(); ++no) {
            all.push_back(answer(evaluator, law, log, no));
        }
        return all;
    }

    static bool answers_otherwise(const law::CompiledLaw& law, const Log& log) {
        law::Evaluator evaluator(law, log.foldable.vocabulary());
        for (std::uint32_t no = 1; no <= log.foldable.case_count(); ++no) {
            if (answer(evaluator, law, log, no) != log.expected[no - 1]) return true;
        }
        return false;
    }

    const law::CompiledLaw& law_;
    std::vector<Log> common_;
    std::map<law::RowNo, std::vector<Log>> of_row_;
};

// The engine and the second opinion on the crafted histories, line by line.
bool both_agree(const std::string& lines, const law::CompiledLaw& law,
                const plain::Law& plain_law) {
    const tests::FilledStore filled(lines);
    const projections::Question question{*events::parse_day(as_of_text), std::nullopt};
    const auto found = filled.clocks(question, law);
    plain::Log log;
    plain::import_jsonl(log, lines);
    if (!log.refused.empty()) {
        std::cout << "a crafted row is refused: " << log.refused.front().reason << "\n";
        return false;
    }
    const auto all =
        plain::clocks(plain_law, log.rows, plain::Day{question.as_of.time_since_epoch()});
    if (all.size() != found.size()) {
        std::cout << found.size() << " clocks, but " << all.size() << " by the second opinion\n";
        return false;
    }
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto expected = tests::normal_line(plain::json_line(all[i], false));
        if (tests::normal_line(found[i]) == expected) continue;
        std::cout << "engine and second opinion differ:\n  " << found[i] << "\n  " << expected
                  << "\n";
        return false;
    }
    return true;
}

// Kinds of rows that one line of same.tsv can speak of, each a property that can be looked up.
struct KindOfRow {
    std::string_view name;
    bool (*holds)(const law::Duty&);
};

bool is_back(const law::Limb& limb) {
    return limb.from == law::Limb::From::before_field || limb.from == law::Limb::From::before_fixed;
}
bool counts_no_working_days(const law::Duty& duty) {
    return std::none_of(
        duty.within.limbs.begin(), duty.within.limbs.end(),
        [](const law::Limb& limb) { return limb.period.unit == law::Unit::working_days; });
}
bool counts_forward_after(const law::Duty& duty) {
    return duty.counting == law::Counting::after &&
           std::none_of(duty.within.limbs.begin(), duty.within.limbs.end(), is_back);
}
bool counts_back_from_a_field(const law::Duty& duty) {
    return std::all_of(duty.within.limbs.begin(), duty.within.limbs.end(), [](const auto& limb) {
        return limb.from == law::Limb::From::before_field && limb.period.unit != law::Unit::months;
    });
}
bool counts_back_in_months(const law::Duty& duty) {
    return std::all_of(duty.within.limbs.begin(), duty.within.limbs.end(), [](const auto& limb) {
        return limb.from == law::Limb::From::before_field && limb.period.unit == law::Unit::months;
    });
}
bool names_a_date(const law::Duty& duty) {
    return std::all_of(duty.within.limbs.begin(), duty.within.limbs.end(),
                       [](const auto& limb) { return limb.from == law::Limb::From::before_fixed; });
}
bool is_plan_act(events::TypeNo type) {
    return type == events::find_type("amended-plan-sent")->no ||
           type == events::find_type("final-plan-sent")->no ||
           type == events::find_type("no-amendment-notified")->no;
}
bool nothing_wakes_it(const law::Duty& duty) { return duty.wakes.empty(); }
bool is_right_or_window(const law::Duty& duty) {
    return duty.if_missed == law::Missed::lapsed || duty.if_missed == law::Missed::window;
}
bool no_plan_ends_it(const law::Duty& duty) {
    return std::none_of(duty.ends.begin(), duty.ends.end(),
                        [](const auto& pattern) { return is_plan_act(pattern.type); });
}
bool has_ends_from(const law::Duty& duty) { return duty.ends_from.has_value(); }

constexpr std::array<KindOfRow, 9> kinds_of_rows{
    {{"(counts no working days)", counts_no_working_days},
     {"(counts forward, after the day)", counts_forward_after},
     {"(counts back from a field, in weeks)", counts_back_from_a_field},
     {"(counts back from a field, in months)", counts_back_in_months},
     {"(names a date)", names_a_date},
     {"(nothing wakes it)", nothing_wakes_it},
     {"(a right or a window)", is_right_or_window},
     {"(no plan ends it)", no_plan_ends_it},
     {"(has ends_from)", has_ends_from}}};

// A line of same.tsv: a duty or a kind of row, key, change, reason.
struct Same {
    std::string duty, key, change, reason;
    mutable bool used = false;
};

std::vector<Same> read_same() {
    std::ifstream in(tests / "house/mutation/same.tsv");
    std::vector<Same> all;
    for (std::string line; std::getline(in, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::istringstream cells(line);
        Same same;
        std::getline(cells, same.duty, '\t');
        std::getline(cells, same.key, '\t');
        std::getline(cells, same.change, '\t');
        std::getline(cells, same.reason, '\t');
        all.push_back(same);
    }
    return all;
}

bool speaks_of(const Same& same, const law::Duty& duty) {
    for (const auto& kind : kinds_of_rows) {
        if (same.duty == kind.name) return kind.holds(duty);
    }
    return same.duty == duty.id;
}

// A change is named whole, or from a `*` on.
bool speaks_of_change(const std::string& told, const std::string& change) {
    return told == change || (told.starts_with('*') && change.ends_with(told.substr(1)));
}

const Same* explanation(const std::vector<Same>& all, const Mutant& mutant,
                        const law::CompiledLaw& law) {
    for (const auto& same : all) {
        if (same.key == mutant.key && speaks_of_change(same.change, mutant.change) &&
            same.reason.size() > 10 && speaks_of(same, law.duty(mutant.row))) {
            return &same;
        }
    }
    return nullptr;
}

bool notices(const Histories& histories, const law::CompiledLaw& law, const Mutant& mutant) {
    auto rows = law.rows();
    mutant.apply(rows[mutant.row]);
    return histories.notice(law::compile(law.written.with(std::move(rows))), mutant.row);
}

// The law under a name ("" as written), and the table that the second opinion reads it from.
struct Read {
    std::string name;
    law::CompiledLaw law;
    plain::Law plain_law;
    std::vector<law::RowNo> rows;  // that the name changes
};

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, '\t');) cells.push_back(cell);
    return cells;
}

// duties.tsv with the cells that readings.tsv changes for the reading.
std::string table_under(const std::string& reading) {
    const auto rows = tests::lines_of(tests::file_text(tests / "conformance/duties.tsv"));
    const auto header = cells_of(rows.front());
    std::map<std::pair<std::string, std::string>, std::string> changed;
    for (const auto& line : tests::lines_of(tests::file_text(tests / "conformance/readings.tsv"))) {
        const auto cells = cells_of(line);
        if (cells[1] == reading) changed[{cells[0], cells[2]}] = cells[3];
    }
    std::string table;
    for (const auto& row : rows) {
        auto cells = cells_of(row);
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto change = changed.find({cells[0], header[i]});
            table += (i == 0 ? "" : "\t") + (change == changed.end() ? cells[i] : change->second);
        }
        table += '\n';
    }
    return table;
}

std::vector<Read> every_law() {
    const auto& law = tests::law_of_england();
    const auto holidays = tests::file_text(tests / "conformance/bank-holidays-england.txt");
    std::vector<Read> all{{"", law, plain::read_law(table_under(""), holidays), {}}};
    for (law::RowNo row = 0; row < law.rows().size(); ++row) all.front().rows.push_back(row);
    for (const auto& name : law::reading_names(law.written)) {
        Read read{name,
                  law::compile(*law::under(law.written, name)),
                  plain::read_law(table_under(name), holidays),
                  {}};
        for (const auto row : all.front().rows) {
            const auto& readings = law.duty(row).readings;
            if (std::any_of(readings.begin(), readings.end(),
                            [&](const auto& one) { return one.name == name; })) {
                read.rows.push_back(row);
            }
        }
        all.push_back(std::move(read));
    }
    return all;
}

struct Tally {
    std::size_t made = 0, survived = 0, unexplained = 0;
};

// Every change of the rows that the name changes; false where engine and second opinion differ.
bool check_law(const Read& read, const std::string& only, const std::vector<Same>& same,
               Tally& tally) {
    const auto crafted = mutation::crafted_histories(read.law.written, read.plain_law, read.rows);
    if (!both_agree(crafted, read.law, read.plain_law)) return false;
    Histories histories(read.law);
    histories.add(crafted, *events::parse_day(as_of_text), true);
    for (const auto* kind : {"plausible.events", "adversarial.events", "matters.events",
                             "examples-v2", "crafted-v2"}) {
        if (!read.name.empty()) continue;  // their answers are those of the law as written
        histories.add(tests::vector_text(std::string{kind} + ".jsonl"),
                      *events::parse_day("2026-03-31"), false);
    }
    const auto before = tally;
    for (const auto& mutant : mutation::mutants_of(read.law.written)) {
        if (!only.empty() && mutant.duty != only) continue;
        if (std::find(read.rows.begin(), read.rows.end(), mutant.row) == read.rows.end()) continue;
        ++tally.made;
        if (notices(histories, read.law, mutant)) continue;
        ++tally.survived;
        if (const auto* reason = explanation(same, mutant, read.law); reason != nullptr) {
            reason->used = true;
            continue;
        }
        ++tally.unexplained;
        std::cout << "survives: " << mutant.duty << "\t" << mutant.key << "\t" << mutant.change
                  << "\n";
    }
    std::printf("%s: %zu changes of %zu rows, %zu histories\n",
                read.name.empty() ? "as written" : read.name.c_str(), tally.made - before.made,
                read.rows.size(), histories.count());
    return true;
}

int check(const std::string& only) {
    const auto begun = std::chrono::steady_clock::now();
    const auto same = read_same();
    Tally tally;
    for (const auto& read : every_law()) {
        if (!check_law(read, only, same, tally)) return 1;
    }
    std::size_t idle = 0;
    for (const auto& one : same) {
        if (one.used || !only.empty()) continue;
        ++idle;
        std::cout << "no longer survives: " << one.duty << "\t" << one.key << "\t" << one.change
                  << "\n";
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begun;
    std::printf(
        "%zu changes in %.1f s: %zu noticed, %zu compute the same, %zu survive, %zu "
        "explanations idle\n",
        tally.made, took.count(), tally.made - tally.survived, tally.survived - tally.unexplained,
        tally.unexplained, idle);
    return tally.unexplained + idle == 0 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return check(argc > 1 ? argv[1] : "");
    } catch (const std::exception& error) {
        std::cerr << "longstop-mutate: " << error.what() << "\n";
        return 2;
    }
}
