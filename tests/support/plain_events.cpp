// Section 1: which events count; 3.3: their derived fields; 3.8 and 3.9: matters and appeals.
#include <algorithm>

#include "plain_parts.hpp"

namespace longstop::plain {
namespace {

using Events = std::vector<Event>;

// The row that a retraction names, among the known rows of its case (1.2).
const Row* target_of(const Row& retraction, const std::vector<const Row*>& known) {
    for (const Row* row : known) {
        if (row->position < retraction.position && row->fields.contains("id") &&
            row->at("id") == retraction.at("of") && row->at("source") == retraction.at("source")) {
            return row;
        }
    }
    return nullptr;
}

// 1.3: from the last position to the first; one that is itself out of force has no effect.
std::set<const Row*> out_of_force(const std::vector<const Row*>& known) {
    std::set<const Row*> out;
    for (auto it = known.rbegin(); it != known.rend(); ++it) {
        if ((*it)->at("type") != "retracted" || out.contains(*it)) continue;
        if (const Row* target = target_of(**it, known)) out.insert(target);
    }
    return out;
}

bool is_of_the_whole_case(const std::string& type) {  // 3.8
    return type == "case-closed" || type == "plan-ceased" || type == "plan-transferred-out" ||
           type == "record-begins";
}

std::set<std::string> matters_of(const Row& row) {
    std::set<std::string> matters;
    if (!row.fields.contains("matter") || is_of_the_whole_case(row.at("type"))) return matters;
    for (const auto& element : split(row.at("matter"), ",")) {
        if (const auto matter = folded(element); !matter.empty()) matters.insert(matter);
    }
    return matters;
}

Event event_of(const Row& row) {
    Event event;
    event.type = row.at("type");
    event.date = *day_of(row.at("date"));
    for (const auto& [name, text] : row.fields) {
        if (name == "date" || belongs(event.type, name)) event.fields[name] = text;  // 2.4
    }
    event.matters = matters_of(row);
    return event;
}

// Known, in force, and in reading order; of whatever day.
Events events_in_force(const std::vector<const Row*>& rows, std::optional<Instant> known_at) {
    std::vector<const Row*> known;
    for (const Row* row : rows) {
        if (!known_at || row->recorded <= *known_at) known.push_back(row);  // 1.1
    }
    const auto out = out_of_force(known);
    Events events;
    for (const Row* row : known) {
        if (!out.contains(row)) events.push_back(event_of(*row));
    }
    std::stable_sort(events.begin(), events.end(),  // 1.6
                     [](const Event& a, const Event& b) { return a.date < b.date; });
    return events;
}

// -- 3.3: derived fields --------------------------------------------------------------------------

// The last event before it of one of the types, those of a different matter passed over.
const Event* last_before(const Events& events, const Event& event,
                         const std::set<std::string>& types) {
    for (Place place = event.place; place-- > 0;) {
        const auto& earlier = events[place];
        if (types.contains(earlier.type) && !of_different_matters(earlier.matters, event.matters))
            return &earlier;
    }
    return nullptr;
}

std::string kind_of_decision(const Event& event) {  // `against`, 3.5
    static const std::map<std::string, std::string> kinds = {
        {"assess-decision-notified", "assess"},
        {"no-plan-decision-notified", "issue"},
        {"final-plan-sent", "plan"},
        {"amended-plan-sent", "plan"},
        {"no-amendment-notified", "plan"},
        {"reassessment-decision-notified", "reassess"},
        {"cease-decision-notified", "cease"}};
    if (event.type == "review-decision-notified") {
        const auto& outcome = event.fields.at("outcome");
        return outcome == "maintain" ? "plan" : outcome == "cease" ? "cease" : "";
    }
    const auto found = kinds.find(event.type);
    return found == kinds.end() ? "" : found->second;
}

void derive(Event& event, const Events& events) {
    if (event.type == "appeal-not-opposed") {
        const auto* last = last_before(
            events, event, {"appeal-response-sent", "appeal-registered", "appeal-received"});
        event.fields["late"] = last && last->type == "appeal-response-sent" ? "yes" : "no";
    }
    if (event.type == "mediation-requested") event.fields.try_emplace("issues", "education");
    if (event.type == "mediation-commissioners-told") {
        const auto* last = last_before(events, event, {"mediation-requested"});
        event.fields["issues"] = last ? last->fields.at("issues") : "education";
    }
    if (event.type == "review-meeting-held") event.fields["meeting"] = text_of(event.date);
    if (event.type == "tribunal-direction") {
        event.fields["response"] = same_subject(event.fields.at("step"), "response") ? "yes" : "no";
    }
    if (const auto kind = kind_of_decision(event); !kind.empty()) event.fields["against"] = kind;
}

// 4.8: an order, concession or agreement without a matter, and what began before it.
std::optional<Place> left_alone_after(const Event& event, const Events& events) {
    if (!event.matters.empty()) return std::nullopt;
    if (event.type == "tribunal-order" || event.type == "appeal-not-opposed")
        return last_beginning(events, event.place, event);
    if (event.type != "mediation-agreement") return std::nullopt;
    const auto* asked = last_before(events, event, {"mediation-requested"});
    return asked ? std::optional(asked->place) : std::nullopt;
}

}  // namespace

std::optional<Place> last_beginning(const Events& events, Place end, const Event& asks) {
    std::optional<Place> beginning;
    bool registered = false;  // since the last receipt
    for (Place place = 0; place < end; ++place) {
        const auto& event = events[place];
        if (of_different_matters(event.matters, asks.matters)) continue;
        if (event.type == "appeal-registered") {
            beginning = place;
            registered = true;
        } else if (event.type == "appeal-received") {
            if (!registered) beginning = place;
            registered = false;
        }
    }
    return beginning;
}

CaseFile case_file(const std::vector<const Row*>& rows, Day as_of,
                   std::optional<Instant> known_at) {
    CaseFile file{events_in_force(rows, known_at), std::nullopt};
    for (const auto& event : file.events) {
        if (event.type == "record-begins") file.record_begins = event.date;  // the last (7.6)
    }
    std::erase_if(file.events, [&](const Event& event) { return event.date > as_of; });  // 1.5
    for (Place place = 0; place < file.events.size(); ++place) {
        auto& event = file.events[place];
        event.place = place;
        derive(event, file.events);
        event.leaves_alone_after = left_alone_after(event, file.events);
    }
    return file;
}

}  // namespace longstop::plain
