#include "engine/log/carried_cases.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::log {
namespace {

namespace type = events::type;
using events::FieldNo;
using events::TypeNo;

std::unordered_map<std::string_view, std::uint32_t> numbers_of(const LogColumns& log) {
    std::unordered_map<std::string_view, std::uint32_t> numbers;
    for (const auto& reference : log.cases) {
        numbers.emplace(reference, static_cast<std::uint32_t>(numbers.size() + 1));
    }
    return numbers;
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

}  // namespace

bool changes_hands(TypeNo type) {
    return type == type::case_passed_on || type == type::case_taken_over;
}

Result<CarriedCases> CarriedCases::of(const Store& store, const Succession& succession) {
    auto from = store.columns(succession.from);
    if (!from) return from.error();
    auto to = store.columns(succession.to);
    if (!to) return to.error();
    return CarriedCases(*from, *to, succession);
}

CarriedCases::CarriedCases(const LogColumns& from, const LogColumns& to,
                           const Succession& succession) {
    std::vector<std::string_view> left;
    std::vector<std::string_view> joined;
    for (const auto& passed : succession.cases) {
        left.push_back(passed.reference);
        joined.push_back(passed.as);
    }
    leaving_ = entries_of(from, left);
    joining_ = entries_of(to, joined);
}

CarriedCases::ByReference CarriedCases::entries_of(const LogColumns& log,
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

const CaseEntries* CarriedCases::find(const ByReference& entries, const std::string& reference) {
    const auto found = entries.find(reference);
    return found == entries.end() ? nullptr : &found->second;
}

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

}  // namespace longstop::log
