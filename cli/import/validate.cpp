#include "cli/import/validate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "cli/import/utf8.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

using events::Event;
using events::EventType;
using events::Field;
using events::FieldKind;
using events::FieldNo;

// The types by name. A walk over all names would cost a third of reading the row, so the names
// are spread over a table by their length and three of their letters.
class TypesByName {
  public:
    TypesByName() {
        for (const auto& type : events::event_types()) {
            auto at = slot(type.name);
            while (table_[at] != nullptr) at = (at + 1) % table_.size();
            table_[at] = &type;
        }
    }
    const EventType* find(std::string_view name) const {
        if (name.empty()) return nullptr;
        for (auto at = slot(name); table_[at] != nullptr; at = (at + 1) % table_.size()) {
            if (table_[at]->name == name) return table_[at];
        }
        return nullptr;
    }

  private:
    static std::size_t slot(std::string_view name) {
        const auto letter = [&](std::size_t i) -> std::size_t {
            return static_cast<unsigned char>(name[i]);
        };
        const auto sum = name.size() * 31U + letter(0) * 7U + letter(name.size() / 2) * 13U +
                         letter(name.size() - 1) * 3U;
        return sum % 256U;
    }
    std::array<const EventType*, 256> table_{};
};

const TypesByName& types_by_name() {
    static const TypesByName types;
    return types;
}

std::string listed(const Field& field) {
    std::string out;
    for (const auto choice : field.choices) {
        if (!out.empty()) out += ", ";
        out += choice;
    }
    return out;
}

std::string wanted_of(const EventType& type, const Field& field) {
    std::string of{" (of "};
    of += type.name;
    of += ')';
    switch (field.kind) {
        case FieldKind::choice: return "one of " + listed(field) + of;
        case FieldKind::day: return "a day YYYY-MM-DD" + of;
        case FieldKind::year: return "a year" + of;
        case FieldKind::text: break;
    }
    return "a text" + of;
}

std::optional<Reason> judge_day(std::string_view name, std::string_view text, events::Day* out) {
    const auto day = events::parse_day(text);
    if (!day) return reason_for(Why::day_malformed, {name, text, {}});
    if (!events::in_range(*day)) return reason_for(Why::day_out_of_range, {name, text, {}});
    if (out != nullptr) *out = *day;
    return std::nullopt;
}

std::optional<Reason> judge_value(const Field& field, std::string_view text) {
    const auto name = events::field_name(field.no);
    switch (field.kind) {
        case FieldKind::choice:
            if (events::choice_of(field, text) != 0) break;
            return reason_for(Why::not_listed, {name, text, listed(field)});
        case FieldKind::day: return judge_day(name, text, nullptr);
        case FieldKind::year:
            if (events::parse_year(text)) break;
            return reason_for(Why::year_malformed, {name, text, {}});
        case FieldKind::text: break;
    }
    return std::nullopt;
}

std::optional<Reason> judge_length(std::string_view name, std::string_view text) {
    if (text.size() <= longest_id) return std::nullopt;
    return reason_for(Why::too_long, {name, std::to_string(text.size()), {}});
}

// "12346" of "12346.0" and of "1.2346e4": what a program that takes references for numbers makes of
// them. The same case under two names would have no breach under either.
std::optional<std::string> whole_number(std::string_view text) {
    const bool like_one = text.find_first_not_of("0123456789.eE+") == std::string_view::npos &&
                          text.find_first_of(".eE") != std::string_view::npos;
    if (!like_one) return std::nullopt;
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr double exact = 9007199254740992;  // beyond 2^53 a double is no longer one number
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    if (number != std::floor(number) || number > exact) return std::nullopt;
    return std::to_string(static_cast<std::int64_t>(number));
}

bool has(const Event& event, FieldNo no) {
    return std::any_of(event.fields.begin(), event.fields.end(),
                       [no](const auto& field) { return field.no == no; });
}

}  // namespace

std::size_t content_size(const Event& event) {
    auto size = event.case_reference.size() + event.actor.size() + event.source_recorded_at.size();
    for (const auto& field : event.fields) size += field.name.size() + field.value.size();
    return size;
}

std::optional<Reason> Validator::judge(const RowFields& fields, Event& event) {
    sort_out(fields);
    if (auto reason = take_envelope(event)) return reason;
    if (auto reason = take_fields(*events::find_type(event.type), event)) return reason;
    return judge_size(event);
}

std::optional<Reason> Validator::judge_size(const Event& event) {
    if (event.fields.size() > most_fields) {
        const auto found = std::to_string(event.fields.size());
        return reason_for(Why::too_many_fields, {{}, found, std::to_string(most_fields)});
    }
    if (const auto size = content_size(event); size > longest_row) {
        return reason_for(Why::row_too_large, {{}, std::to_string(size), {}});
    }
    return std::nullopt;
}

std::string_view* Validator::place_of(Envelope& envelope, std::string_view name) {
    switch (name.size()) {
        case 2:
            if (name == "la") return &envelope.la;
            if (name == "id") return &envelope.id;
            break;
        case 4:
            if (name == "case") return &envelope.case_ref;
            if (name == "type") return &envelope.type;
            if (name == "date") return &envelope.date;
            break;
        case 5: return name == "actor" ? &envelope.actor : nullptr;
        case 6: return name == "source" ? &envelope.source : nullptr;
        case 11: return name == "recorded_at" ? &envelope.recorded_at : nullptr;
        case 18: return name == "source_recorded_at" ? &envelope.source_recorded_at : nullptr;
        default: break;
    }
    return nullptr;
}

void Validator::sort_out(const RowFields& fields) {
    envelope_ = {};
    others_.clear();
    for (const auto& field : fields) {
        if (is_blank(field.text)) continue;
        if (auto* place = place_of(envelope_, field.name)) {
            *place = field.text;
        } else {
            others_.push_back(field);
        }
    }
}

std::optional<Reason> Validator::take_envelope(Event& event) const {
    const auto la = events::parse_authority(envelope_.la);
    if (envelope_.la.empty()) {
        return reason_for(Why::field_missing, {"la", {}, "the authority's three-digit code"});
    }
    if (!la) return reason_for(Why::la_malformed, {"la", envelope_.la, {}});
    if (envelope_.type.empty()) {
        return reason_for(Why::field_missing, {"type", {}, "an event type"});
    }
    const auto* type = types_by_name().find(envelope_.type);
    if (type == nullptr) return reason_for(Why::type_unknown, {"type", envelope_.type, {}});
    event.la = *la;
    event.type = type->no;
    if (auto reason = take_key(*type, event)) return reason;
    return take_recording(event);
}

std::optional<Reason> Validator::take_key(const EventType& type, Event& event) const {
    // An import belongs to the authority's log and to none of its cases.
    const bool of_no_case = envelope_.case_ref.empty() && type.no == events::type::import_done;
    if (envelope_.case_ref.empty() && !of_no_case) {
        return reason_for(Why::field_missing, {"case", {}, "the authority's case reference"});
    }
    if (!of_no_case && !events::is_case_reference(envelope_.case_ref)) {
        return reason_for(Why::case_malformed, {"case", envelope_.case_ref, {}});
    }
    // What a log took once comes back as it is.
    if (envelope_.source_recorded_at.empty()) {
        if (const auto plain = whole_number(envelope_.case_ref)) {
            return reason_for(Why::case_in_disguise, {"case", envelope_.case_ref, *plain});
        }
    }
    event.case_reference = envelope_.case_ref;
    if (envelope_.date.empty()) {
        return reason_for(Why::field_missing, {"date", {}, "the legal date YYYY-MM-DD"});
    }
    return judge_day("date", envelope_.date, &event.date);
}

std::optional<Reason> Validator::take_recording(Event& event) const {
    event.id = envelope_.id;
    event.source = envelope_.source.empty() ? default_source_ : envelope_.source;
    if (event.source.empty()) return reason_for(Why::source_missing, {"source", {}, {}});
    event.actor = envelope_.actor;
    if (auto reason = judge_length("id", event.id)) return reason;
    if (auto reason = judge_length("source", event.source)) return reason;
    event.recorded_at.reset();
    if (!envelope_.recorded_at.empty()) {
        event.recorded_at = events::parse_instant(envelope_.recorded_at);
        if (!event.recorded_at) {
            return reason_for(Why::instant_malformed, {"recorded_at", envelope_.recorded_at, {}});
        }
    }
    event.from_export = !envelope_.source_recorded_at.empty();
    // An export says both when the log accepted the entry and what its source had said.
    event.source_recorded_at = envelope_.source_recorded_at.empty() ? envelope_.recorded_at
                               : envelope_.source_recorded_at == not_given
                                   ? std::string_view{}
                                   : envelope_.source_recorded_at;
    return std::nullopt;
}

std::optional<Reason> Validator::take_fields(const EventType& type, Event& event) const {
    event.fields.clear();
    for (const auto& other : others_) {
        const auto* field = events::find_field(type, other.name);
        if (field == nullptr) {
            event.fields.push_back({FieldNo::foreign, other.name, other.text});
            continue;
        }
        if (auto reason = judge_value(*field, other.text)) return reason;
        event.fields.push_back({field->no, {}, other.text});
    }
    for (const auto& field : type.fields) {
        if (!field.needed || has(event, field.no)) continue;
        const auto wanted = wanted_of(type, field);
        return reason_for(Why::field_missing, {events::field_name(field.no), {}, wanted});
    }
    if (event.fields.size() > 1) events::sort_fields(event.fields);
    return std::nullopt;
}

}  // namespace longstop::cli
