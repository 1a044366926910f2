#include "tests/log/plain_log.hpp"

#include <algorithm>

namespace longstop::tests {

using log::Outcome;

namespace {

// What makes the same id the same row: everything but id, source and the instant of recording.
bool same_content(const Fact& a, const Fact& b) {
    return a.type == b.type && a.kase == b.kase && a.date == b.date && a.actor == b.actor &&
           a.fields == b.fields;
}

std::string text_of(const Fact& fact, events::FieldNo no) {
    for (const auto& [field, value] : fact.fields) {
        if (field == no) return value;
    }
    return {};
}

struct ColumnLine {
    std::int64_t recorded_at = 0;
    std::int64_t date = 0;
    std::int64_t type = 0;
    std::int64_t choice = 0;
    std::int64_t first = 0;
    std::int64_t second = 0;
    std::uint64_t target = 0;
    std::string_view kase;
    std::string_view subject;
    std::string_view other;
};

std::string told(const ColumnLine& line) {
    std::string text;
    for (const auto number :
         {line.recorded_at, line.date, line.type, line.choice, line.first, line.second}) {
        text += std::to_string(number) + " ";
    }
    text += std::to_string(line.target);
    for (const auto word : {line.kase, line.subject, line.other}) text += "|" + std::string{word};
    return text;
}

}  // namespace

events::Event event_of(const Fact& fact) {
    events::Event event;
    event.type = fact.type;
    event.case_reference = fact.kase;
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

const PlainEntry* PlainLog::find(const std::string& source, const std::string& id) const {
    const auto found = places_.find({source, id});
    return found == places_.end() ? nullptr : &entries_[found->second];
}

std::vector<Outcome> PlainLog::append(const std::vector<Fact>& facts, bool trust,
                                      std::int64_t now) {
    now = std::max(now, last_recorded_at_);
    std::vector<Outcome> outcomes;
    for (auto fact : facts) {
        if (fact.id.empty()) fact.id = log::own_id(event_of(fact), 1);
        if (const auto* known = find(fact.source, fact.id)) {
            const auto position = static_cast<events::Position>(known - entries_.data()) + 1;
            outcomes.push_back({same_content(known->fact, fact) ? Outcome::What::already_present
                                                                : Outcome::What::conflict,
                                position});
            continue;
        }
        PlainEntry entry{fact, trust && fact.recorded_at.has_value(), now};
        if (entry.trusted) entry.recorded_at = fact.recorded_at->time_since_epoch().count();
        if (!entry.trusted) last_recorded_at_ = now;
        places_.emplace(std::pair{fact.source, fact.id}, entries_.size());
        records_.push_back(record_line(
            {entries_.size() + 1, events::Instant{std::chrono::microseconds{entry.recorded_at}},
             entry.trusted, event_of(entry.fact)}));
        entries_.push_back(std::move(entry));
        outcomes.push_back({Outcome::What::appended, entries_.size()});
    }
    return outcomes;
}

std::uint64_t PlainLog::version_of(const std::string& kase) const {
    return static_cast<std::uint64_t>(
        std::count_if(entries_.begin(), entries_.end(), [&kase](const auto& entry) {
            return entry.fact.kase == kase && entry.fact.type < events::first_own_type;
        }));
}

// A retraction takes out the entry with the id it names, of its own source and case, if that stands
// before it.
events::Position PlainLog::target_of(std::size_t place) const {
    const auto& fact = entries_[place].fact;
    if (fact.type != events::type::retracted) return 0;
    const auto found = places_.find({fact.source, text_of(fact, events::FieldNo::of)});
    if (found == places_.end() || found->second >= place) return 0;
    return entries_[found->second].fact.kase == fact.kase ? found->second + 1 : 0;
}

std::vector<std::string> PlainLog::columns() const {
    std::vector<std::string> lines;
    for (std::size_t place = 0; place < entries_.size(); ++place) {
        const auto& entry = entries_[place];
        const auto event = event_of(entry.fact);
        const auto slots = events::slots_of(event);
        lines.push_back(told({entry.recorded_at, events::number_of(event.date), event.type,
                              slots.choice, slots.first, slots.second, target_of(place),
                              event.case_reference, slots.subject, slots.other}));
    }
    return lines;
}

std::string record_line(const events::Entry& entry) {
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

events::Result<std::vector<std::string>> records_of(const log::Store& store,
                                                    const log::LogHead& head) {
    std::vector<std::string> lines;
    const auto read = store.each_entry(head.la, 1, head.entries, [&lines](const auto& entry) {
        lines.push_back(record_line(entry));
        return true;
    });
    if (!read) return read.error();
    return lines;
}

events::Result<std::vector<std::string>> columns_of(const log::Store& store,
                                                    events::AuthorityId la) {
    const auto log = store.columns(la);
    if (!log) return log.error();
    const auto text = [](std::uint32_t number, const std::vector<std::string>& texts) {
        return number == 0 ? std::string_view{} : std::string_view{texts.at(number - 1)};
    };
    std::vector<std::string> lines;
    for (const auto& h : log->headers) {
        lines.push_back(told({h.recorded_at, h.date, h.type, h.choice, h.first, h.second, h.target,
                              text(h.case_no, log->cases), text(h.subject, log->texts),
                              text(h.other, log->texts)}));
    }
    return lines;
}

}  // namespace longstop::tests
