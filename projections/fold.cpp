#include "projections/fold.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <numeric>
#include <unordered_map>

#include "engine/law/decisions.hpp"
#include "events/invariant.hpp"
#include "events/type_no.hpp"
#include "projections/in_force.hpp"

namespace longstop::projections {
namespace {

namespace type = events::type;
using law::Fact;

struct EqualTexts {
    std::vector<std::int32_t> number;  // by text number (0 is no text): the least of the same
    std::int32_t response = Fact::none;
};
EqualTexts equal_texts(const std::vector<std::string>& texts) {
    EqualTexts equal{{Fact::none}};
    equal.number.reserve(texts.size() + 1);
    std::unordered_map<std::string, std::int32_t> first;
    for (const auto& text : texts) {
        const auto number = static_cast<std::int32_t>(equal.number.size());
        equal.number.push_back(first.try_emplace(law::subject_key(text), number).first->second);
    }
    const auto response = first.find(law::subject_key("response"));
    if (response != first.end()) equal.response = response->second;
    return equal;
}

std::vector<std::int32_t> rows_of_texts(const std::vector<std::string>& texts,
                                        const law::CompiledLaw& law) {
    // By the ids, which are the law's: the first row of each.
    std::unordered_map<std::string_view, std::int32_t> rows;
    for (std::size_t row = 0; row < law.rows().size(); ++row) {
        rows.emplace(law.duty(row).id, static_cast<std::int32_t>(row));
    }
    std::vector<std::int32_t> result{Fact::none};
    result.reserve(texts.size() + 1);
    for (const auto& text : texts) {
        const auto found = rows.find(text);
        result.push_back(found == rows.end() ? Fact::none : found->second);
    }
    return result;
}

bool earlier(const Fact& a, const Fact& b) { return a.date < b.date; }
[[maybe_unused]] bool in_reading_order(const Fact& a, const Fact& b) {
    return std::pair{a.date, a.source} < std::pair{b.date, b.source};
}

// Most cases are recorded in the order in which they happened; where a fact came late, a few steps
// put it in its place. Facts of one day stay in the order of their positions.
void sort_by_date(std::span<Fact> facts) {
    constexpr std::size_t few = 64;
    if (facts.size() > few) {
        if (!std::is_sorted(facts.begin(), facts.end(), earlier)) {
            std::stable_sort(facts.begin(), facts.end(), earlier);
        }
        return;
    }
    for (std::size_t i = 1; i < facts.size(); ++i) {
        if (!earlier(facts[i], facts[i - 1])) continue;
        const auto late = facts[i];
        auto to = i;
        for (; to > 0 && earlier(late, facts[to - 1]); --to) facts[to] = facts[to - 1];
        facts[to] = late;
    }
}

// What the log promises of its columns: numbers within the dictionary, retractions of what was
// there before them.
[[maybe_unused]] bool is_sound(const log::LogColumns& log) {
    for (std::size_t i = 0; i < log.headers.size(); ++i) {
        const auto& header = log.headers[i];
        if (header.case_no > log.cases.size() || header.target > i) return false;
        if (std::max({header.subject, header.other, header.matter, header.assigned}) >
            log.texts.size()) {
            return false;
        }
    }
    return true;
}

}  // namespace

FoldableLog::FoldableLog(const log::LogColumns& log, const law::CompiledLaw& law,
                         std::optional<Instant> known_at)
    : log_(log),
      known_until_(known_at ? known_at->time_since_epoch().count()
                            : std::numeric_limits<std::int64_t>::max()),
      in_force_(projections::in_force(log, known_until_)),
      tenures_(tenures_of(log)) {
    events::invariant(in_force_.size() == log.headers.size(), "every entry is in force or not");
    assert(is_sound(log));
    group_by_case(law);
}

bool FoldableLog::known(Position position) const {
    assert(position >= 1 && position <= log_.headers.size());
    return log_.headers[position - 1].recorded_at <= known_until_;
}

// By case number: whether it is ever closed. There whatever happens later reopens it.
std::vector<bool> FoldableLog::closed_cases() const {
    std::vector<bool> closed(log_.cases.size() + 1);
    for (const auto& header : log_.headers) {
        if (header.type == type::case_closed) closed[header.case_no] = true;
    }
    return closed;
}

// A counting sort by case number; positions stay in order within a case.
void FoldableLog::group_by_case(const law::CompiledLaw& law) {
    const auto& headers = log_.headers;
    const auto closed = law.only ? closed_cases() : std::vector<bool>{};
    const auto concerns = [&](const log::Header& header) {
        const auto& of = law.of_type[header.type];
        return of.concerns || (of.reopens_case && closed[header.case_no]);
    };
    const auto counts = [&](std::size_t i) {
        return in_force_[i] != 0 && headers[i].case_no != 0 &&
               headers[i].type < events::first_own_type && concerns(headers[i]);
    };
    first_of_case_.assign(log_.cases.size() + 2, 0);
    for (std::size_t i = 0; i < headers.size(); ++i) {
        if (counts(i)) ++first_of_case_[headers[i].case_no + 1];
        // Also of what is not in force: the numbers are those of the log.
        if (const auto text = headers[i].matter; text != 0) {
            vocabulary_.matters.add(text, log_.texts[text - 1]);
        }
    }
    std::partial_sum(first_of_case_.begin(), first_of_case_.end(), first_of_case_.begin());
    events::invariant(first_of_case_.back() <= headers.size(), "no entry is on two cases");
    facts_.resize(first_of_case_.back());
    const auto equal = equal_texts(log_.texts);
    vocabulary_.response = equal.response;
    const auto rows = rows_of_texts(log_.texts, law);
    const auto matter_of = [&](const log::Header& header) {
        const auto number = static_cast<std::int32_t>(header.matter);
        return vocabulary_.matters.elements(number).empty() ? 0 : number;
    };
    auto next = first_of_case_;
    for (std::size_t i = 0; i < headers.size(); ++i) {
        if (!counts(i)) continue;
        const auto& header = headers[i];
        const bool names_duty = header.type == type::exception_relied_on;
        some_record_begins_ = some_record_begins_ || header.type == type::record_begins;
        facts_[next[header.case_no]++] = {
            header.date,
            header.first,
            header.second,
            equal.number[header.subject],
            names_duty ? rows[header.other] : equal.number[header.other],
            static_cast<std::uint32_t>(i + 1),
            header.type,
            header.choice,
            matter_of(header)};
    }
    for (std::size_t no = 1; no <= log_.cases.size(); ++no) {
        const auto first = first_of_case_[no];
        assert(next[no] == first_of_case_[no + 1]);
        const auto of_case = std::span{facts_}.subspan(first, next[no] - first);
        sort_by_date(of_case);
        assert(std::is_sorted(of_case.begin(), of_case.end(), in_reading_order));
    }
}

law::CaseFacts FoldableLog::of_case(std::uint32_t case_no, Day as_of) const {
    if (!answers(case_no, events::number_of(as_of))) return std::span<const Fact>{};
    return of_case_of_any_authority(case_no, as_of);
}

law::CaseFacts FoldableLog::of_case_of_any_authority(std::uint32_t case_no, Day as_of) const {
    assert(case_no >= 1 && case_no <= case_count());
    const auto first = facts_.begin() + first_of_case_[case_no];
    const auto end = facts_.begin() + first_of_case_[case_no + 1];
    auto last = end;
    const auto last_day = events::number_of(as_of);
    while (last != first && std::prev(last)->date > last_day) --last;
    law::CaseFacts of_case{std::span{first, last}};
    if (!some_record_begins_) return of_case;
    for (auto later = last; later != end; ++later) {
        if (later->type == type::record_begins) of_case.later_record_begins = later->date;
    }
    return of_case;
}

std::uint32_t case_number(const log::LogColumns& log, std::string_view reference) {
    const auto found = std::find(log.cases.begin(), log.cases.end(), reference);
    return found == log.cases.end() ? 0 : static_cast<std::uint32_t>(found - log.cases.begin()) + 1;
}

log::LogColumns cut_to(const log::LogColumns& log, Position entries) {
    auto cut = log;
    if (entries < cut.headers.size()) cut.headers.resize(entries);
    return cut;
}

ReportedClock reported(const law::Clock& clock, std::uint32_t order, std::uint32_t case_no,
                       std::span<const Fact> facts, const log::LogColumns& log) {
    assert(clock.started_by < facts.size());
    assert(clock.ended_by == law::no_fact || clock.ended_by < facts.size());
    assert(clock.excused_by == law::no_fact || clock.excused_by < facts.size());
    ReportedClock result;
    result.clock = clock;
    result.case_no = case_no;
    result.order = order;
    const auto& started = facts[clock.started_by];
    result.started_by = started.source;
    result.started_type = started.type;
    result.subject_text = log.headers[started.source - 1].subject;
    if (clock.ended_by != law::no_fact) {
        result.ended_by = facts[clock.ended_by].source;
        result.ended_type = facts[clock.ended_by].type;
    }
    if (clock.excused_by != law::no_fact) result.excused_by = facts[clock.excused_by].source;
    return result;
}

void fold(const FoldableLog& log, const law::CompiledLaw& law, Day as_of, const CaseFunction& f,
          const std::vector<std::uint32_t>* only) {
    law::Evaluator evaluator(law, log.vocabulary());
    std::vector<ReportedClock> clocks;
    const auto one = [&](std::uint32_t case_no) {
        const auto of_case = log.of_case(case_no, as_of);
        const auto facts = of_case.facts;
        if (facts.empty()) return;
        clocks.clear();
        std::uint32_t order = 0;
        for (const auto& clock : evaluator.run(of_case, as_of)) {
            if (clock.started_on <= events::number_of(as_of)) {
                clocks.push_back(reported(clock, order, case_no, facts, log.log()));
                clocks.back().range = law::due_range(law, clock, facts);
            }
            ++order;
        }
        f(clocks);
    };
    if (only != nullptr) {
        for (const auto case_no : *only) one(case_no);
    } else {
        for (std::uint32_t case_no = 1; case_no <= log.case_count(); ++case_no) one(case_no);
    }
}

std::string subject_text(const ReportedClock& reported, const law::CompiledLaw& law,
                         const log::LogColumns& log) {
    const auto& clock = reported.clock;
    switch (law.duty(clock.row).subject) {
        case law::Subject::none: return {};
        case law::Subject::body:
        case law::Subject::setting:
        case law::Subject::to:
        case law::Subject::step:
        case law::Subject::provision:
            if (reported.subject_text == 0) return {};
            return std::string{trimmed(log.texts[reported.subject_text - 1])};
        case law::Subject::meeting:
            if (clock.subject == law::no_day) return {};
            return events::to_text(events::day_of(clock.subject));
        case law::Subject::against: return std::string{law::decision_kind_text(clock.subject)};
    }
    return {};
}

namespace {

// By row: the place of its duty's id among their like, by bytes.
std::vector<std::uint32_t> places_of_duties(const law::CompiledLaw& law) {
    std::vector<std::uint32_t> order(law.rows().size());
    std::iota(order.begin(), order.end(), 0U);
    std::sort(order.begin(), order.end(),
              [&](std::uint32_t a, std::uint32_t b) { return law.duty(a).id < law.duty(b).id; });
    std::vector<std::uint32_t> place(order.size());
    for (std::uint32_t i = 0; i < order.size(); ++i) {
        const bool same = i > 0 && law.duty(order[i]).id == law.duty(order[i - 1]).id;
        place[order[i]] = same ? place[order[i - 1]] : i;
    }
    return place;
}

// Neighbours of one case in a list.
struct Run {
    std::uint32_t case_no = 0;
    std::size_t first = 0;
    std::size_t size = 0;
};

std::vector<Run> runs_of_cases(const std::vector<ReportedClock>& clocks) {
    std::vector<Run> runs;
    for (std::size_t i = 0; i < clocks.size(); ++i) {
        if (runs.empty() || runs.back().case_no != clocks[i].case_no) {
            runs.push_back({clocks[i].case_no, i, 0});
        }
        ++runs.back().size;
    }
    return runs;
}

}  // namespace

// Clocks come case by case from a fold: the cases are put in order, and then the few of each.
void sort_for_reading(std::vector<ReportedClock>& clocks, const law::CompiledLaw& law,
                      const log::LogColumns& log) {
    auto runs = runs_of_cases(clocks);
    std::stable_sort(runs.begin(), runs.end(), [&](const Run& a, const Run& b) {
        return a.case_no != b.case_no && log.cases[a.case_no - 1] < log.cases[b.case_no - 1];
    });
    std::vector<ReportedClock> sorted;
    sorted.reserve(clocks.size());
    for (const auto& run : runs) {
        const auto first = clocks.begin() + static_cast<std::ptrdiff_t>(run.first);
        sorted.insert(sorted.end(), first, first + static_cast<std::ptrdiff_t>(run.size));
    }
    const auto duty_place = places_of_duties(law);
    const auto in_case = [&](const ReportedClock& a, const ReportedClock& b) {
        if (a.clock.started_on != b.clock.started_on) {
            return a.clock.started_on < b.clock.started_on;
        }
        const auto place_a = duty_place[a.clock.row];
        const auto place_b = duty_place[b.clock.row];
        if (place_a != place_b) return place_a < place_b;
        if (const auto x = subject_text(a, law, log), y = subject_text(b, law, log); x != y) {
            return x < y;
        }
        return a.order < b.order;
    };
    for (const auto& run : runs_of_cases(sorted)) {
        const auto first = sorted.begin() + static_cast<std::ptrdiff_t>(run.first);
        std::sort(first, first + static_cast<std::ptrdiff_t>(run.size), in_case);
    }
    events::invariant(sorted.size() == clocks.size(), "a list that is put in order loses nothing");
    clocks = std::move(sorted);
}

}  // namespace longstop::projections
