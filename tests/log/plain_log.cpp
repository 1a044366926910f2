#include "tests/log/plain_log.hpp"

#include <algorithm>

#include "engine/log/derive.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::tests {

using log::Outcome;

namespace {

// What makes the same id the same row: everything but id, source and the instant of recording.
bool same_content(const Fact& a, const Fact& b) {
    return a.type == b.type && a.case_ref == b.case_ref && a.date == b.date && a.actor == b.actor &&
           a.fields == b.fields;
}

std::string text_of(const Fact& fact, events::FieldNo no) {
    for (const auto& [field, value] : fact.fields) {
        if (field == no) return value;
    }
    return {};
}

// An entry as a fold sees it.
struct ColumnLine {
    bool operator==(const ColumnLine&) const = default;

    std::int64_t recorded_at = 0;
    std::int64_t date = 0;
    std::int64_t type = 0;
    std::int64_t choice = 0;
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::uint64_t target = 0;
    std::string_view case_ref;
    std::string_view subject;
    std::string_view other;
    std::string_view matter;
    std::string assigned;  // empty: neither is named
};

std::string told(const ColumnLine& line) {
    std::string text;
    for (const auto number :
         {line.recorded_at, line.date, line.type, line.choice, line.first, line.second}) {
        text += std::to_string(number) + " ";
    }
    text += std::to_string(line.target);
    for (const auto word :
         {line.case_ref, line.subject, line.other, line.matter, std::string_view{line.assigned}})
        text += "|" + std::string{word};
    return text;
}

ColumnLine line_of(const PlainEntry& entry) {
    const auto& event = entry.event;
    const auto& slots = entry.slots;
    return {entry.recorded_at,
            events::number_of(event.date),
            event.type,
            slots.choice,
            slots.first,
            slots.second,
            entry.target,
            event.case_reference,
            slots.subject,
            slots.other,
            slots.matter,
            slots.caseworker.empty() && slots.team.empty()
                ? std::string{}
                : log::assigned_text(slots.caseworker, slots.team)};
}

ColumnLine line_of(const log::Header& h, const log::LogColumns& log) {
    const auto text = [](std::uint32_t number, const std::vector<std::string>& texts) {
        return number == 0 ? std::string_view{} : std::string_view{texts.at(number - 1)};
    };
    return {h.recorded_at,
            h.date,
            h.type,
            h.choice,
            h.first,
            h.second,
            h.target,
            text(h.case_no, log.cases),
            text(h.subject, log.texts),
            text(h.other, log.texts),
            text(h.matter, log.texts),
            std::string{text(h.assigned, log.texts)}};
}

events::Entry as_recorded(const PlainEntry& entry, events::Position position) {
    return {position, events::Instant{std::chrono::microseconds{entry.recorded_at}}, entry.trusted,
            entry.event};
}

bool same(const events::Event& a, const events::Event& b) {
    return a.case_reference == b.case_reference && a.type == b.type && a.date == b.date &&
           a.id == b.id && a.source == b.source && a.actor == b.actor && a.fields == b.fields;
}

bool same(const events::Entry& found, const PlainEntry& entry, events::Position position) {
    return found.position == position &&
           found.recorded_at.time_since_epoch().count() == entry.recorded_at &&
           found.trusted == entry.trusted && same(found.event, entry.event);
}

std::string told(const events::Entry& entry) {
    const auto& event = entry.event;
    auto line = std::to_string(entry.position) + " " + events::to_text(entry.recorded_at) +
                (entry.trusted ? " trusted " : " ") + std::string{event.case_reference} + " " +
                std::string{events::type_name(event.type)} + " " + events::to_text(event.date) +
                " " + std::string{event.source} + ":" + std::string{event.id} + " by " +
                std::string{event.actor};
    for (const auto& field : event.fields) {
        line += " " + std::to_string(static_cast<int>(field.no)) + "=" + std::string{field.value};
    }
    return line;
}

std::string differs_at(events::Position position, const std::string& found,
                       const std::string& expected) {
    return "position " + std::to_string(position) + ": found " + found.substr(0, 300) + ", not " +
           expected.substr(0, 300);
}

std::string another_number(std::size_t found, std::size_t expected) {
    return std::to_string(found) + " are read, not " + std::to_string(expected);
}

std::string name_of(const std::string& source, const std::string& id) { return source + '\0' + id; }

}  // namespace

events::Event event_of(const Fact& fact) {
    events::Event event;
    event.type = fact.type;
    event.case_reference = fact.case_ref;
    event.date = fact.date;
    event.id = fact.id;
    event.source = fact.source;
    event.actor = fact.actor;
    event.recorded_at = fact.recorded_at;
    for (const auto& [no, value] : fact.fields) event.fields.push_back({no, {}, value});
    events::sort_fields(event.fields);
    return event;
}

std::vector<events::Event> events_of(const std::vector<Fact>& facts) {
    std::vector<events::Event> all;
    for (const auto& fact : facts) all.push_back(event_of(fact));
    return all;
}

std::optional<std::size_t> PlainLog::place_of(const std::string& source,
                                              const std::string& id) const {
    const auto found = places_.find(name_of(source, id));
    return found == places_.end() ? std::nullopt : std::optional{found->second};
}

std::vector<Outcome> PlainLog::append(const std::vector<Fact>& facts, bool trust,
                                      std::int64_t now) {
    now = std::max(now, last_recorded_at_);
    std::vector<Outcome> outcomes;
    for (auto fact : facts) {
        if (fact.id.empty()) fact.id = log::own_id(event_of(fact), 1);
        if (const auto known = place_of(fact.source, fact.id)) {
            const bool same = same_content(entries_[*known].fact, fact);
            outcomes.push_back(
                {same ? Outcome::What::already_present : Outcome::What::conflict, *known + 1});
            continue;
        }
        const auto target = target_of(fact);
        places_.emplace(name_of(fact.source, fact.id), entries_.size());
        auto& entry = entries_.emplace_back(std::move(fact));
        entry.target = target;
        entry.trusted = trust && entry.fact.recorded_at.has_value();
        entry.recorded_at =
            entry.trusted ? entry.fact.recorded_at->time_since_epoch().count() : now;
        if (!entry.trusted) last_recorded_at_ = now;
        outcomes.push_back({Outcome::What::appended, entries_.size()});
    }
    return outcomes;
}

void PlainLog::cut(const Mark& mark) {
    while (entries_.size() > mark.entries) {
        const auto& fact = entries_.back().fact;
        places_.erase(name_of(fact.source, fact.id));
        entries_.pop_back();
    }
    last_recorded_at_ = mark.last_recorded_at;
}

std::uint64_t PlainLog::version_of(const std::string& case_ref) const {
    return static_cast<std::uint64_t>(
        std::count_if(entries_.begin(), entries_.end(), [&case_ref](const auto& entry) {
            return entry.fact.case_ref == case_ref && entry.fact.type < events::first_own_type;
        }));
}

// A retraction takes out the entry with the id it names, of its own source and case, if that stands
// before it.
events::Position PlainLog::target_of(const Fact& retraction) const {
    if (retraction.type != events::type::retracted) return 0;
    const auto of = place_of(retraction.source, text_of(retraction, events::FieldNo::of));
    return of && entries_[*of].fact.case_ref == retraction.case_ref ? *of + 1 : 0;
}

std::string difference_in_records(const log::Store& store, events::AuthorityId la,
                                  const PlainLog& log, std::size_t entries) {
    std::size_t read = 0;
    std::string difference;
    const auto done = store.each_entry(la, 1, entries, [&](const auto& found) {
        const auto& expected = log.entries().at(read++);
        if (same(found, expected, read)) return true;
        difference = differs_at(read, told(found), told(as_recorded(expected, read)));
        return false;
    });
    if (!done) return done.error().failed + ": " + done.error().found;
    if (!difference.empty()) return difference;
    return read == entries ? "" : another_number(read, entries);
}

std::string difference_in_columns(const log::Store& store, events::AuthorityId la,
                                  const PlainLog& log, std::size_t entries) {
    const auto columns = store.columns(la);
    if (!columns) return columns.error().failed + ": " + columns.error().found;
    if (columns->headers.size() != entries) {
        return another_number(columns->headers.size(), entries);
    }
    for (std::size_t i = 0; i < entries; ++i) {
        const auto found = line_of(columns->headers[i], *columns);
        const auto expected = line_of(log.entries()[i]);
        if (found != expected) return differs_at(i + 1, told(found), told(expected));
    }
    return {};
}

}  // namespace longstop::tests
