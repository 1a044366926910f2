#include "engine/log/succession.hpp"

#include <algorithm>
#include <deque>
#include <unordered_map>

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

// The texts that events point into.
class Texts {
  public:
    std::string_view keep(std::string_view text) { return kept_.emplace_back(text); }

  private:
    std::deque<std::string> kept_;
};

bool changes_hands(TypeNo type) {
    return type == type::case_passed_on || type == type::case_taken_over;
}

// What the headers of a log say of some of its cases.
struct CaseEntries {
    std::vector<Position> carried;  // the entries that go along
    Position last_change = 0;       // the last time the case changed hands; 0: never
};
using CasesByNumber = std::unordered_map<std::uint32_t, CaseEntries>;

std::unordered_map<std::string_view, std::uint32_t> numbers_of(const LogColumns& log) {
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    for (const auto& reference : log.cases) {
        numbers.emplace(reference, static_cast<std::uint32_t>(numbers.size() + 1));
    }
    return numbers;
}

// The cases of a succession as both logs hold them.
class Cases {
  public:
    static Result<Cases> of(const Store& store, const Succession& succession) {
        auto from = store.columns(succession.from);
        if (!from) return from.error();
        auto to = store.columns(succession.to);
        if (!to) return to.error();
        return Cases(*from, *to, succession);
    }

    // Null where the log it leaves has no such case.
    const CaseEntries* leaving(const PassedCase& passed) const {
        return find(leaving_, passed.reference);
    }
    const CaseEntries* joining(const PassedCase& passed) const { return find(joining_, passed.as); }

  private:
    using ByReference = std::unordered_map<std::string, CaseEntries>;

    Cases(const LogColumns& from, const LogColumns& to, const Succession& succession) {
        std::vector<std::string_view> left;
        std::vector<std::string_view> joined;
        for (const auto& passed : succession.cases) {
            left.push_back(passed.reference);
            joined.push_back(passed.as);
        }
        leaving_ = entries_of(from, left);
        joining_ = entries_of(to, joined);
    }

    static ByReference entries_of(const LogColumns& log,
                                  const std::vector<std::string_view>& wanted) {
        const auto numbers = numbers_of(log);
        ByReference entries;
        std::vector<CaseEntries*> of_number(log.cases.size() + 1, nullptr);
        for (const auto reference : wanted) {
            if (const auto found = numbers.find(reference); found != numbers.end()) {
                of_number[found->second] = &entries[std::string{reference}];
            }
        }
        for (Position position = 1; position <= log.headers.size(); ++position) {
            const auto& header = log.headers[position - 1];
            auto* of_case = of_number[header.case_no];
            if (of_case == nullptr) continue;
            if (changes_hands(header.type)) {
                of_case->last_change = position;
            } else {
                of_case->carried.push_back(position);
            }
        }
        return entries;
    }

    static const CaseEntries* find(const ByReference& entries, const std::string& reference) {
        const auto found = entries.find(reference);
        return found == entries.end() ? nullptr : &found->second;
    }

    ByReference leaving_;  // references are short and few beside the entries
    ByReference joining_;
};

// An entry as it is carried over. `mark` is what `carried_from` says.
Event carried(const Event& event, const Succession& succession, const PassedCase& passed,
              std::string_view mark, Texts& texts) {
    Event result;
    result.la = succession.to;
    result.case_reference = passed.as;
    result.type = event.type;
    result.date = event.date;
    result.id = texts.keep(event.id);
    const auto renamed = succession.sources.find(event.source);
    result.source = renamed == succession.sources.end() ? texts.keep(event.source)
                                                        : std::string_view{renamed->second};
    result.actor = texts.keep(event.actor);
    result.source_recorded_at = texts.keep(event.source_recorded_at);
    for (const auto& field : event.fields) {
        if (field.no == FieldNo::carried_from) continue;
        result.fields.push_back({field.no, texts.keep(field.name), texts.keep(field.value)});
    }
    if (!mark.empty()) result.fields.push_back({FieldNo::carried_from, {}, texts.keep(mark)});
    events::sort_fields(result.fields);
    return result;
}

Result<std::optional<Entry>> entry_at(const Store& store, AuthorityId la, Position position,
                                      Texts& texts) {
    std::optional<Entry> found;
    const auto read = store.each_entry_at(la, std::span{&position, 1}, [&](const Entry& entry) {
        found = entry;
        for (auto& field : found->event.fields) field.value = texts.keep(field.value);
        return true;
    });
    if (!read) return read.error();
    return found;
}

bool is_change(const Entry& entry, TypeNo type, events::Day on, FieldNo other, AuthorityId la) {
    return entry.event.type == type && entry.event.date == on &&
           events::field_text(entry.event, other) == events::to_text(la);
}

// How a case stands in one of the two logs.
struct Standing {
    bool done = false;    // it has changed hands as the succession says
    std::string problem;  // it changed hands otherwise
};

Result<Standing> standing_in_old(const Store& store, const Succession& succession,
                                 const CaseEntries& entries) {
    if (entries.last_change == 0) return Standing{};
    Texts texts;
    const auto entry = entry_at(store, succession.from, entries.last_change, texts);
    if (!entry) return entry.error();
    if ((*entry)->event.type == type::case_taken_over) return Standing{};
    if (is_change(**entry, type::case_passed_on, succession.on, FieldNo::to_la, succession.to)) {
        return Standing{true, {}};
    }
    return Standing{false, "it was passed on to " +
                               std::string{events::field_text((*entry)->event, FieldNo::to_la)} +
                               " on " + events::to_text((*entry)->event.date)};
}

Result<bool> done_in_new(const Store& store, const Succession& succession,
                         const CaseEntries* entries) {
    if (entries == nullptr || entries->last_change == 0) return false;
    Texts texts;
    const auto entry = entry_at(store, succession.to, entries->last_change, texts);
    if (!entry) return entry.error();
    return is_change(**entry, type::case_taken_over, succession.on, FieldNo::from_la,
                     succession.from);
}

std::string taken(const Event& event, AuthorityId la, Position position) {
    return "id `" + std::string{event.id} + "` of source `" + std::string{event.source} +
           "` stands in log " + events::to_text(la) + " with other content, at position " +
           std::to_string(position);
}

// Looks at one case after the other for what would go wrong.
class Obstacles {
  public:
    Obstacles(const Store& store, const Succession& succession, const Cases& cases)
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
        std::optional<Error> failed;
        bool shares = false;
        const auto read =
            store_.each_entry_at(succession_.from, entries.carried, [&](const Entry& entry) {
                Texts texts;
                const auto event = carried(entry.event, succession_, passed, {}, texts);
                const auto known = store_.compare(succession_.to, event);
                if (!known) {
                    failed = known.error();
                    return false;
                }
                if (!*known) return true;
                const bool same = (*known)->what == Outcome::What::already_present;
                shares = shares || same;
                if (!same) add(passed, taken(event, succession_.to, (*known)->position));
                return same;
            });
        if (failed) return *failed;
        if (!read) return read.error();
        if (!shares && cases_.joining(passed) != nullptr) {
            add(passed, "log " + events::to_text(succession_.to) + " has a case `" + passed.as +
                            "` that shares no entry with it");
        }
        return {};
    }

    void add(const PassedCase& passed, std::string what) {
        found_.push_back({passed.reference, std::move(what)});
    }

    const Store& store_;
    const Succession& succession_;
    const Cases& cases_;
    std::vector<Obstacle> found_;
};

// What one commit writes.
class Crossing {
  public:
    Crossing(Store& store, const Succession& succession, const Cases& cases, const LogHead& stood)
        : store_(store), succession_(succession), cases_(cases), stood_(stood) {
        stands_in_ = std::to_string(stood.entries) + " " + to_hex(stood.root);
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
    const Cases& cases_;
    const LogHead& stood_;
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
    const auto cases = Cases::of(store, succession);
    if (!cases) return cases.error();
    return Obstacles(store, succession, *cases).all();
}

Result<CarriedOver> carry_over(Store& store, const Succession& succession,
                               const Progress& progress) {
    const auto cases = Cases::of(store, succession);
    if (!cases) return cases.error();
    const auto head = head_of(store, succession.from);
    if (!head) return head.error();
    CarriedOver result;
    result.stood = *head;
    std::uint64_t done = 0;
    for (auto next = succession.cases.begin(); next != succession.cases.end();) {
        Crossing crossing(store, succession, *cases, result.stood);
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
