#include "cli/demo/fiction_line.hpp"

#include <algorithm>
#include <cassert>
#include <cstring>

#include "cli/demo/fiction_words.hpp"
#include "events/field_no.hpp"
#include "events/type_no.hpp"

namespace longstop::cli {
namespace {

using events::FieldKind;
using events::FieldNo;
using events::Slot;

constexpr std::size_t longest_rest = 1024;  // of a line, beside its two prefixes
constexpr int days_around = 2200;           // plans made elsewhere are older than the story

}  // namespace

FictionLine::FictionLine(std::string_view la, std::string_view case_prefix, events::Day from,
                         events::Day to)
    : prefix_(case_prefix) {
    head_.append(R"({"la":")").append(la).append(R"(","case":")").append(case_prefix);
    buffer_.resize(longest_rest + 2 * (head_.size() + case_prefix.size()));
    for (const auto& type : events::event_types()) {
        if (type.no >= events::first_own_type) continue;
        auto& shape = shapes_[type.no];
        shape.lead.append(R"(","type":")").append(type.name).append(R"(","date":")");
        for (const auto& field : type.fields) {
            std::string lead{",\""};
            lead.append(events::field_name(field.no)).append("\":\"");
            shape.steps.push_back({std::move(lead), value_of(type, field)});
        }
        if (const auto* field = events::choice_field(type)) shape.choices = field->choices;
    }
    const auto first = std::max(0, events::number_of(from) - days_around);
    const auto last = std::min(65535, events::number_of(to) + days_around);
    first_day_ = static_cast<std::uint32_t>(first);
    for (auto day = first; day <= last; ++day) {
        days_.push_back(events::day_text(events::day_of(day)));
    }
}

FictionLine::Value FictionLine::value_of(const events::EventType& type,
                                         const events::Field& field) {
    const bool reliance = type.no == events::type::exception_relied_on;
    switch (field.kind) {
        case FieldKind::choice: return Value::choice;
        case FieldKind::day: return field.slot == Slot::second ? Value::second : Value::first;
        case FieldKind::year: return Value::year;
        case FieldKind::text: break;
    }
    if (type.no > last_reported) return Value::any;
    switch (field.no) {
        case FieldNo::setting: return Value::setting;
        case FieldNo::body: return reliance ? Value::reliance_body : Value::body;
        case FieldNo::duty: return Value::reliance_duty;
        case FieldNo::of: return Value::retracted;
        case FieldNo::text: return Value::note;
        case FieldNo::to: return Value::addressee;
        case FieldNo::to_la:
        case FieldNo::from_la: return Value::authority;
        case FieldNo::reason:
            if (reliance) return Value::reliance_reason;
            return type.no == events::type::retracted ? Value::correction : Value::end_of_plan;
        default: return field.needed ? Value::any : Value::none;
    }
}

bool FictionLine::present(const FictionFact& fact, Value value) {
    switch (value) {
        case Value::choice: return fact.choice != 0;
        case Value::first: return fact.first != 0;
        case Value::second: return fact.second != 0;
        case Value::setting:
        case Value::authority: return fact.extra != 0;
        case Value::end_of_plan: return fact.word != 0;
        case Value::reliance_body: return !words::reliances[fact.word].body.empty();
        case Value::none: return false;
        default: return true;
    }
}

std::string_view FictionLine::write(const FictionFact& fact) {
    at_ = buffer_.data();
    const auto& shape = shapes_[fact.type];
    put(head_);
    put_number(fact.case_ref);
    put(shape.lead);
    put_day(fact.day);
    put("\"");
    for (const auto& step : shape.steps) {
        if (!present(fact, step.value)) continue;
        put(step.lead);
        put_value(fact, shape, step.value);
        put("\"");
    }
    put(",\"id\":\"");
    put_id(fact.case_ref, fact.number);
    put(R"(","source":"demo","actor":")");
    put(words::actors[fact.actor]);
    put(R"(","recorded_at":")");
    put_recording(fact.recorded);
    put("\"}");
    const auto size = static_cast<std::size_t>(at_ - buffer_.data());
    assert(size <= buffer_.size());
    return {buffer_.data(), size};
}

void FictionLine::put_value(const FictionFact& fact, const Shape& shape, Value value) {
    switch (value) {
        case Value::choice: return put(shape.choices[fact.choice - 1U]);
        case Value::first: return put_day(fact.first);
        case Value::second: return put_day(fact.second);
        case Value::year:
        case Value::authority: return put_number(fact.extra);
        case Value::body: return put(words::bodies[fact.word]);
        case Value::addressee: return put(words::addressees[fact.word]);
        case Value::setting: return put_setting(fact.extra);
        case Value::note: return put(words::notes[fact.word]);
        case Value::correction: return put(words::corrections[fact.word]);
        case Value::end_of_plan: return put(words::ends_of_plan[fact.word]);
        case Value::retracted: return put_id(fact.case_ref, fact.extra);
        case Value::reliance_duty: return put(words::reliances[fact.word].duty);
        case Value::reliance_reason: return put(words::reliances[fact.word].reason);
        case Value::reliance_body: return put(words::reliances[fact.word].body);
        case Value::any: return put("an example");
        case Value::none: return;
    }
}

void FictionLine::put(std::string_view text) {
    std::memcpy(at_, text.data(), text.size());
    at_ += text.size();
}

void FictionLine::put_number(std::uint32_t number) {
    std::array<char, 10> digits;
    auto* first = digits.data() + digits.size();
    do {
        *--first = static_cast<char>('0' + number % 10U);
        number /= 10U;
    } while (number != 0);
    put({first, static_cast<std::size_t>(digits.data() + digits.size() - first)});
}

void FictionLine::put_day(std::uint32_t day) {
    const auto place = day - first_day_;  // wraps where the day is earlier
    if (place < days_.size()) {
        put({days_[place].data(), days_[place].size()});
    } else {
        const auto text = events::day_text(events::day_of(static_cast<std::int32_t>(day)));
        put({text.data(), text.size()});
    }
}

void FictionLine::put_two(std::uint32_t number) {
    *at_++ = static_cast<char>('0' + number / 10U);
    *at_++ = static_cast<char>('0' + number % 10U);
}

void FictionLine::put_setting(std::uint16_t setting) {
    put(words::settings[setting >> 12U]);
    put_number(setting & 0xFFFU);
}

void FictionLine::put_id(std::uint32_t case_ref, std::uint32_t number) {
    put(prefix_);
    put_number(case_ref);
    put(".");
    put_number(number);
}

void FictionLine::put_recording(std::uint32_t second) {
    put_day(second / 86400U);
    put("T");
    put_two(second / 3600U % 24U);
    put(":");
    put_two(second / 60U % 60U);
    put(":");
    put_two(second % 60U);
    put("Z");
}

}  // namespace longstop::cli
