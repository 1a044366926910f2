#include "projections/changes.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "events/type_no.hpp"
#include "projections/breaches.hpp"
#include "projections/other_law.hpp"

namespace longstop::projections {
namespace {

using law::Clock;
using law::Fact;
using law::Status;

constexpr std::array<std::string_view, change_kinds> kind_texts{
    "appeared", "no-longer-listed", "ended", "became-overdue", "due-moved", "changed"};

using Key = ClockKeys::Key;

// The outcomes of a case, to be asked by clock.
class Outcomes {
  public:
    void add(Key key, const Outcome& outcome) { by_key_.emplace_back(key, outcome); }
    void close() { std::sort(by_key_.begin(), by_key_.end(), before); }
    std::optional<Outcome> find(Key key) const {
        const auto found =
            std::lower_bound(by_key_.begin(), by_key_.end(), std::pair{key, Outcome{}}, before);
        if (found == by_key_.end() || found->first != key) return std::nullopt;
        return found->second;
    }

  private:
    using Named = std::pair<Key, Outcome>;
    static bool before(const Named& a, const Named& b) { return a.first < b.first; }
    std::vector<Named> by_key_;
};

// The facts of `these` whose entries the others do not hold, in the order of reading.
std::vector<Fact> beyond(std::span<const Fact> these, std::span<const Fact> others) {
    std::vector<std::uint32_t> held;
    for (const auto& fact : others) held.push_back(fact.source);
    std::sort(held.begin(), held.end());
    std::vector<Fact> rest;
    std::copy_if(these.begin(), these.end(), std::back_inserter(rest), [&](const Fact& fact) {
        return !std::binary_search(held.begin(), held.end(), fact.source);
    });
    return rest;
}

// By target: the last entry that the night knows and that retracts it, itself in force or not.
std::unordered_map<Position, Position> last_retractions(const FoldableLog& night) {
    std::unordered_map<Position, Position> by_target;
    const auto& headers = night.log().headers;
    for (Position position = 1; position <= headers.size(); ++position) {
        const auto target = headers[position - 1].target;
        if (target != 0 && night.known(position)) by_target[target] = position;
    }
    return by_target;
}

class Comparison {
  public:
    Comparison(const log::LogColumns& log, const Snapshot& first, const Snapshot& second)
        : log_(log),
          first_(first),
          second_(second),
          cut_first_(cut_to(log, first.entries)),
          cut_second_(cut_to(log, second.entries)),
          known_first_(cut_first_, first.law, first.question.known_at),
          known_second_(cut_second_, second.law, second.question.known_at),
          first_rows_(log, first.law),
          second_rows_(log, second.law),
          first_law_(first.law, vocabulary()),
          second_law_(second.law, vocabulary()),
          clock_keys_(first.law, second.law),
          retractions_(last_retractions(known_second_)) {}

    std::vector<ChangedClock> answer() {
        for (std::uint32_t no = 1; no <= log_.cases.size(); ++no) compare(no);
        sort_by_case(changes_, log_);
        return std::move(changes_);
    }

  private:
    // News times facts of a case, up to which each of the news is tried alone: a fraction of a
    // second. Beyond it a case of many thousands of entries would keep everybody waiting.
    static constexpr std::size_t most_trials = 1'000'000;

    void compare(std::uint32_t no) {
        const auto of_first = known_first_.of_case(no, first_.question.as_of);
        const auto of_second = known_second_.of_case(no, second_.question.as_of);
        if (of_first.facts.empty() && of_second.facts.empty()) return;
        const CaseAnswer before{of_first.facts, first_law_.run(of_first, first_.question.as_of),
                                first_.question.as_of};
        const CaseAnswer after{of_second.facts, second_law_.run(of_second, second_.question.as_of),
                               second_.question.as_of};
        const auto begin = changes_.size();
        keys_.clear();
        each_pair(clock_keys_, before, after, [&](const Clock* x, const Clock* y) {
            x = before.seen(x);
            y = after.seen(y);
            if (x == nullptr && y == nullptr) return;
            if (x != nullptr && y != nullptr &&
                outcome_of(*x, before.facts) == outcome_of(*y, after.facts)) {
                return;
            }
            keys_.push_back(y != nullptr ? clock_keys_.after(*y, after.facts)
                                         : clock_keys_.before(*x, before.facts));
            ChangedClock change;
            change.kind = kind_of(x, y);
            change.clocks = {before.reported(x, no, log_), after.reported(y, no, log_)};
            changes_.push_back(change);
        });
        if (changes_.size() > begin) explain(no, begin, of_second);
    }

    // Each law is also asked about the other night's facts.
    const law::Vocabulary& vocabulary() const {
        const bool second_is_longer = first_.entries < second_.entries;
        return (second_is_longer ? known_second_ : known_first_).vocabulary();
    }

    ChangeKind kind_of(const Clock* x, const Clock* y) const {
        if (x == nullptr) return ChangeKind::appeared;
        if (y == nullptr) return ChangeKind::no_longer_listed;
        if (is_breach(*x, first_.law.duty(x->row)) && !is_breach(*y, second_.law.duty(y->row))) {
            return ChangeKind::no_longer_listed;
        }
        const auto open = Clock::State::open;
        if (x->state == open && y->state != open) return ChangeKind::ended;
        if (x->status != Status::overdue && y->status == Status::overdue) {
            return ChangeKind::became_overdue;
        }
        return x->due != y->due ? ChangeKind::due_moved : ChangeKind::changed;
    }

    // --- causes: the second answer again, with one thing left as it was on the first night ---

    Outcomes outcomes(law::Evaluator& evaluator, const OtherLaw& rows,
                      const law::CaseFacts& of_case, Day as_of) {
        std::vector<Fact> buffer;
        const auto own = rows.of(of_case, buffer);
        Outcomes result;
        const bool second = &evaluator == &second_law_;
        for (const auto& clock : evaluator.run(own, as_of)) {
            if (clock.started_on > events::number_of(as_of)) continue;
            const auto key =
                second ? clock_keys_.after(clock, own.facts) : clock_keys_.before(clock, own.facts);
            result.add(key, outcome_of(clock, own.facts));
        }
        result.close();
        return result;
    }
    Outcomes under_second(const law::CaseFacts& of_case) {
        return outcomes(second_law_, second_rows_, of_case, second_.question.as_of);
    }

    void explain(std::uint32_t no, std::size_t begin, const law::CaseFacts& of_case) {
        const auto as_of = second_.question.as_of;
        const auto answer = under_second(of_case);
        const auto before = known_first_.of_case(no, as_of);
        const auto without_news = under_second(before);
        const bool same_law = &first_.law == &second_.law;
        const auto without_amendment =
            same_law ? answer : outcomes(first_law_, first_rows_, of_case, as_of);
        const auto changes = std::span{changes_}.subspan(begin);
        std::vector<Unexplained> by_news;
        for (std::size_t i = 0; i < changes.size(); ++i) {
            const auto now = answer.find(keys_[i]);
            changes[i].law = without_amendment.find(keys_[i]) != now;
            if (without_news.find(keys_[i]) != now) by_news.push_back({keys_[i], now, &changes[i]});
        }
        if (!by_news.empty()) {
            name_news(news_of(before.facts, of_case.facts), before, of_case, by_news);
        }
        for (auto& change : changes) {
            change.time = !change.law && change.entries.empty();
            change.late_news = is_late_news(change);
        }
    }

    // A change that is not there without the news.
    struct Unexplained {
        Key key;
        std::optional<Outcome> now;
        ChangedClock* change;
    };

    // A fact that the second night reads and the first would not, or the other way round.
    struct News {
        Fact fact;
        bool added = true;
        Position entry = 0;  // that brought it: itself, or a retraction
    };

    std::vector<News> news_of(std::span<const Fact> before, std::span<const Fact> after) const {
        std::vector<News> news;
        for (const auto& fact : beyond(after, before)) {
            const bool recorded_since =
                fact.source > first_.entries || !known_first_.known(fact.source);
            news.push_back({fact, true, recorded_since ? fact.source : restored_by(fact.source)});
        }
        for (const auto& fact : beyond(before, after)) {
            news.push_back({fact, false, retracted_by(fact.source)});
        }
        return news;
    }

    Position retracted_by(Position position) const {
        const auto found = retractions_.find(position);
        return found == retractions_.end() ? position : found->second;
    }
    // The retraction of the retraction that had taken it out of force.
    Position restored_by(Position position) const { return retracted_by(retracted_by(position)); }

    // The news without which a clock would be another; all of it where no single one is needed.
    void name_news(const std::vector<News>& news, const law::CaseFacts& before,
                   const law::CaseFacts& of_case, const std::vector<Unexplained>& changes) {
        const bool few = news.size() * (of_case.facts.size() + before.facts.size()) <= most_trials;
        if (few) {
            try_each(news, of_case, changes);
        } else {
            take_what_touched(news, before, of_case, changes);
        }
        for (const auto& [key, now, change] : changes) {
            auto& entries = change->entries;
            if (entries.empty()) {
                for (const auto& one : news) {
                    entries.push_back(one.entry);
                    if (!few) break;
                }
            }
            std::sort(entries.begin(), entries.end());
            entries.erase(std::unique(entries.begin(), entries.end()), entries.end());
        }
    }

    // The second answer once more for each of the news.
    void try_each(const std::vector<News>& news, const law::CaseFacts& of_case,
                  const std::vector<Unexplained>& changes) {
        for (const auto& one : news) {
            const auto facts = without(of_case.facts, one);
            const auto others = under_second({facts, of_case.later_record_begins});
            for (const auto& [key, now, change] : changes) {
                if (others.find(key) != now) change->entries.push_back(one.entry);
            }
        }
    }

    // The entries whose facts opened the clock, changed it or excused it, with them or without.
    void take_what_touched(const std::vector<News>& news, const law::CaseFacts& before,
                           const law::CaseFacts& of_case, const std::vector<Unexplained>& changes) {
        std::unordered_map<Position, Position> entry_of;
        for (const auto& one : news) entry_of.emplace(one.fact.source, one.entry);
        std::unordered_map<Key, ChangedClock*> by_key;
        for (const auto& unexplained : changes) {
            by_key.emplace(unexplained.key, unexplained.change);
        }
        for (const auto& side : {of_case, before}) {
            each_touch(side, [&](Key key, Position source) {
                const auto change = by_key.find(key);
                const auto entry = entry_of.find(source);
                if (change == by_key.end() || entry == entry_of.end()) return;
                change->second->entries.push_back(entry->second);
            });
        }
    }

    template <class F>
    void each_touch(const law::CaseFacts& of_case, F f) {
        std::vector<Fact> buffer;
        const auto own = second_rows_.of(of_case, buffer);
        law::Recorder recorder;
        const auto clocks = second_law_.run(own, second_.question.as_of, &recorder);
        const auto touched = [&](const Clock& clock, std::uint32_t fact) {
            f(clock_keys_.after(clock, own.facts), own.facts[fact].source);
        };
        for (const auto& step : recorder.steps) touched(clocks[step.clock], step.fact);
        for (const auto& clock : clocks) {
            if (clock.excused_by != law::no_fact) touched(clock, clock.excused_by);
        }
    }

    static std::vector<Fact> without(std::span<const Fact> facts, const News& one) {
        std::vector<Fact> others(facts.begin(), facts.end());
        if (one.added) {
            std::erase_if(others, [&](const Fact& fact) { return fact.source == one.fact.source; });
            return others;
        }
        const auto later = [](const Fact& a, const Fact& b) {
            return a.date != b.date ? a.date < b.date : a.source < b.source;
        };
        others.insert(std::upper_bound(others.begin(), others.end(), one.fact, later), one.fact);
        return others;
    }

    bool is_late_news(const ChangedClock& change) const {
        const auto& [before, after] = change.clocks;
        if (!before || !after) return false;
        if (!is_breach(before->clock, first_.law.duty(before->clock.row))) return false;
        if (after->clock.status != Status::met) return false;
        return std::any_of(change.entries.begin(), change.entries.end(), [&](Position entry) {
            const auto& header = log_.headers[entry - 1];
            const auto recorded = Instant{std::chrono::microseconds{header.recorded_at}};
            return header.type != events::type::retracted &&
                   recorded >= Instant{events::day_of(header.date)} + late_news_after +
                                   std::chrono::days{1};
        });
    }

    const log::LogColumns& log_;
    const Snapshot& first_;
    const Snapshot& second_;
    log::LogColumns cut_first_;
    log::LogColumns cut_second_;
    FoldableLog known_first_;
    FoldableLog known_second_;
    OtherLaw first_rows_;
    OtherLaw second_rows_;
    law::Evaluator first_law_;
    law::Evaluator second_law_;
    ClockKeys clock_keys_;
    std::unordered_map<Position, Position> retractions_;  // by target
    std::vector<Key> keys_;                               // of the changes of the case at hand
    std::vector<ChangedClock> changes_;
};

}  // namespace

std::string_view kind_text(ChangeKind kind) { return kind_texts[static_cast<std::size_t>(kind)]; }

std::vector<ChangedClock> changes_between(const log::LogColumns& log, const Snapshot& first,
                                          const Snapshot& second) {
    return Comparison(log, first, second).answer();
}

}  // namespace longstop::projections
