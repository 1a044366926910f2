#include "engine/log/succession.hpp"

#include <array>

#include "engine/log/carried_cases.hpp"

#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::log {
namespace {

namespace type = events::type;
using events::FieldNo;
using events::TypeNo;

constexpr std::string_view own_source = "longstop-succession";
// Entries in one commit: a commit holds whole cases, so it may hold somewhat more.
constexpr std::size_t entries_in_a_commit = 8192;

std::string taken(const Event& event, AuthorityId la, Position position) {
    return "id `" + std::string{event.id} + "` of source `" + std::string{event.source} +
           "` stands in log " + events::to_text(la) + " with other content, at position " +
           std::to_string(position);
}

// Looks at one case after the other for what would go wrong.
class Obstacles {
  public:
    Obstacles(const Store& store, const Succession& succession, const CarriedCases& cases)
        : store_(store), succession_(succession), cases_(cases) {}

    Result<std::vector<Obstacle>> all() {
        for (const auto& passed : succession_.cases) {
            if (auto looked = look_at(passed); !looked) return looked.error();
        }
        return std::move(found_);
    }

  private:
    Result<void> look_at(const PassedCase& passed) {
        const auto* entries = cases_.leaving(passed);
        if (entries == nullptr) {
            add(passed, "no entry of log " + events::to_text(succession_.from) + " is about it");
            return {};
        }
        const auto standing = standing_in_old(store_, succession_, *entries);
        if (!standing) return standing.error();
        if (!standing->problem.empty()) add(passed, standing->problem);
        return compare(passed, *entries);
    }

    // Every id is free in the new log, or stands there for the same entry. A case that is there
    // already is the same child's only where the two share an entry.
    Result<void> compare(const PassedCase& passed, const CaseEntries& entries) {
        Texts texts;
        const auto events = carried_events(passed, entries, texts);
        if (!events) return events.error();
        bool shares = false;
        for (const auto& event : *events) {
            const auto known = store_.compare(succession_.to, event);
            if (!known) return known.error();
            if (!*known) continue;
            const bool same = (*known)->what == Outcome::What::already_present;
            shares = shares || same;
            if (same) continue;
            add(passed, taken(event, succession_.to, (*known)->position));
            break;
        }
        if (!shares && cases_.joining(passed) != nullptr) {
            add(passed, "log " + events::to_text(succession_.to) + " has a case `" + passed.as +
                            "` that shares no entry with it");
        }
        return {};
    }

    Result<std::vector<Event>> carried_events(const PassedCase& passed, const CaseEntries& entries,
                                              Texts& texts) const {
        std::vector<Event> events;
        const auto read =
            store_.each_entry_at(succession_.from, entries.carried, [&](const Entry& entry) {
                events.push_back(carried(entry.event, succession_, passed, {}, texts));
                return true;
            });
        if (!read) return read.error();
        return events;
    }

    void add(const PassedCase& passed, std::string what) {
        found_.push_back({passed.reference, std::move(what)});
    }

    const Store& store_;
    const Succession& succession_;
    const CarriedCases& cases_;
    std::vector<Obstacle> found_;
};

// What one commit writes.
class Crossing {
  public:
    Crossing(Store& store, const Succession& succession, const CarriedCases& cases,
             const LogHead& head)
        : store_(store), succession_(succession), cases_(cases) {
        stands_in_ = std::to_string(head.entries) + " " + to_hex(head.root);
    }

    Result<void> add(const PassedCase& passed) {
        const auto& entries = *cases_.leaving(passed);
        const auto read =
            store_.each_entry_at(succession_.from, entries.carried, [&](const Entry& entry) {
                add(passed, entry);
                return true;
            });
        if (!read) return read.error();
        const auto old_standing = standing_in_old(store_, succession_, entries);
        if (!old_standing) return old_standing.error();
        const auto* joined = cases_.joining(passed);
        const auto done = done_in_new(store_, succession_, joined);
        if (!done) return done.error();
        if (!old_standing->done) old_.push_back(passed_on(passed, entries));
        if (!*done) new_.push_back(taken_over(passed, joined));
        if (!old_standing->done || !*done) ++changed_;
        return {};
    }

    std::size_t size() const { return new_.size() + old_.size(); }

    Result<void> write(CarriedOver& result) {
        const std::array<Batch, 2> batches{Batch{succession_.to, new_},
                                           Batch{succession_.from, old_}};
        const auto outcomes = store_.append(batches, {.trust_recorded_at = true});
        if (!outcomes) return outcomes.error();
        const auto& of_new = outcomes->front();
        for (std::size_t i = 0; i < new_.size(); ++i) {
            if (changes_hands(new_[i].type)) continue;
            const bool appended = of_new[i].what == Outcome::What::appended;
            ++(appended ? result.entries : result.already_there);
        }
        result.cases += changed_;
        return {};
    }

  private:
    void add(const PassedCase& passed, const Entry& entry) {
        const auto mark = events::to_text(succession_.from) + " " + std::to_string(entry.position) +
                          " " + stands_in_;
        auto event = carried(entry.event, succession_, passed, mark, texts_);
        event.recorded_at = entry.recorded_at;
        new_.push_back(std::move(event));
    }

    Event change(AuthorityId la, TypeNo type, std::string_view reference, std::string_view other,
                 const CaseEntries* entries) {
        Event event;
        event.la = la;
        event.type = type;
        event.date = succession_.on;
        event.case_reference = reference;
        event.source = own_source;
        event.actor = succession_.actor;
        event.fields.push_back({FieldNo::reference, {}, other});
        // After how many changes of hands this one is, so that a case may go back and forth.
        const auto before = entries == nullptr ? 0 : entries->last_change;
        event.id = texts_.keep(std::string{events::type_name(type)} + " " + std::string{reference} +
                               " after " + std::to_string(before));
        return event;
    }
    Event passed_on(const PassedCase& passed, const CaseEntries& entries) {
        auto event =
            change(succession_.from, type::case_passed_on, passed.reference, passed.as, &entries);
        event.fields.push_back({FieldNo::to_la, {}, texts_.keep(events::to_text(succession_.to))});
        events::sort_fields(event.fields);
        return event;
    }
    Event taken_over(const PassedCase& passed, const CaseEntries* entries) {
        auto event =
            change(succession_.to, type::case_taken_over, passed.as, passed.reference, entries);
        event.fields.push_back(
            {FieldNo::from_la, {}, texts_.keep(events::to_text(succession_.from))});
        events::sort_fields(event.fields);
        return event;
    }

    Store& store_;
    const Succession& succession_;
    const CarriedCases& cases_;
    std::string stands_in_;
    Texts texts_;
    std::vector<Event> new_;
    std::vector<Event> old_;
    std::uint64_t changed_ = 0;
};

Result<LogHead> head_of(const Store& store, AuthorityId la) {
    const auto heads = store.heads();
    if (!heads) return heads.error();
    for (const auto& head : *heads) {
        if (head.la == la) return head;
    }
    return LogHead{la};
}

}  // namespace

Result<std::vector<Obstacle>> obstacles_to(const Store& store, const Succession& succession) {
    const auto cases = CarriedCases::of(store, succession);
    if (!cases) return cases.error();
    return Obstacles(store, succession, *cases).all();
}

Result<CarriedOver> carry_over(Store& store, const Succession& succession,
                               const Progress& progress) {
    const auto cases = CarriedCases::of(store, succession);
    if (!cases) return cases.error();
    const auto head = head_of(store, succession.from);
    if (!head) return head.error();
    CarriedOver result;
    result.head = *head;
    std::uint64_t done = 0;
    for (auto next = succession.cases.begin(); next != succession.cases.end();) {
        Crossing crossing(store, succession, *cases, result.head);
        for (; next != succession.cases.end() && crossing.size() < entries_in_a_commit; ++next) {
            if (auto added = crossing.add(*next); !added) return added.error();
            ++done;
        }
        if (auto written = crossing.write(result); !written) return written.error();
        if (progress) progress(done, succession.cases.size());
    }
    return result;
}

}  // namespace longstop::log
