#include "engine/law/limit.hpp"

#include <array>
#include <charconv>

#include "events/field_no.hpp"

namespace longstop::law {
namespace {

constexpr std::array<std::string_view, 12> month_names{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

struct UnitName {
    std::string_view name;
    Unit unit;
};
constexpr std::array<UnitName, 8> unit_names{{{"day", Unit::days},
                                              {"days", Unit::days},
                                              {"week", Unit::weeks},
                                              {"weeks", Unit::weeks},
                                              {"month", Unit::months},
                                              {"months", Unit::months},
                                              {"working day", Unit::working_days},
                                              {"working days", Unit::working_days}}};

struct Choice {
    std::string_view opening;
    Limit::Choose choose;
};
constexpr std::array<Choice, 3> choices{{{"later of (", Limit::Choose::later},
                                         {"earlier of (", Limit::Choose::earlier},
                                         {"first of (", Limit::Choose::first}}};

// Splits `text` at the first `mark`; nothing when there is none.
std::optional<std::pair<std::string_view, std::string_view>> cut(std::string_view text,
                                                                 std::string_view mark) {
    const auto at = text.find(mark);
    if (at == std::string_view::npos) return std::nullopt;
    return std::pair{text.substr(0, at), text.substr(at + mark.size())};
}

std::optional<FieldNo> date_field(std::string_view name) {
    const auto no = events::find_field(name);
    if (no == FieldNo::foreign) return std::nullopt;
    return no;
}

// "last_review or plan_made"
std::optional<std::vector<FieldNo>> parse_fields(std::string_view text) {
    std::vector<FieldNo> fields;
    for (;;) {
        const auto parts = cut(text, " or ");
        const auto no = date_field(parts ? parts->first : text);
        if (!no) return std::nullopt;
        fields.push_back(*no);
        if (!parts) return fields;
        text = parts->second;
    }
}

// What follows "from": the start, an event type, one that wakes the clock, or fields.
std::optional<Limb> parse_from(Period period, std::string_view origin) {
    Limb limb;
    limb.period = period;
    if (origin == "start") return limb;
    const bool waking = origin.starts_with("waking ");
    const auto* type = events::find_type(waking ? origin.substr(7) : origin);
    if (type != nullptr && type->no < events::first_own_type) {
        limb.from = waking ? Limb::From::waking : Limb::From::event;
        limb.event = type->no;
        return limb;
    }
    const auto fields = parse_fields(origin);
    if (!fields) return std::nullopt;
    limb.from = Limb::From::fields;
    limb.fields = *fields;
    return limb;
}

// "before 15 Feb of year"
std::optional<Limb> parse_before(std::string_view text) {
    const auto parts = cut(text, " of ");
    if (!parts) return std::nullopt;
    const auto fixed = parse_month_day(parts->first);
    const auto field = date_field(parts->second);
    if (!fixed || !field) return std::nullopt;
    Limb limb;
    limb.from = Limb::From::before_fixed;
    limb.fixed = *fixed;
    limb.fields = {*field};
    return limb;
}

std::optional<Limb> parse_limb(std::string_view text) {
    if (text.starts_with("before ")) return parse_before(text.substr(7));
    if (const auto parts = cut(text, " before ")) {
        const auto period = parse_period(parts->first);
        const auto field = date_field(parts->second);
        if (!period || !field || period->unit == Unit::working_days) return std::nullopt;
        Limb limb;
        limb.from = Limb::From::before_field;
        limb.period = *period;
        limb.fields = {*field};
        return limb;
    }
    if (const auto parts = cut(text, " from ")) {
        const auto period = parse_period(parts->first);
        return period ? parse_from(*period, parts->second) : std::nullopt;
    }
    if (const auto period = parse_period(text)) return parse_from(*period, "start");
    const auto field = date_field(text);
    if (!field) return std::nullopt;
    Limb limb;
    limb.from = Limb::From::the_field;
    limb.fields = {*field};
    return limb;
}

}  // namespace

std::optional<Period> parse_period(std::string_view text) {
    const auto parts = cut(text, " ");
    if (!parts) return std::nullopt;
    const auto [number, unit] = *parts;
    int count = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), count);
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size()) return std::nullopt;
    if (count < 0 || count > 1000) return std::nullopt;
    for (const auto& known : unit_names) {
        if (known.name != unit) continue;
        if (known.unit == Unit::working_days && count == 0) return std::nullopt;
        return Period{count, known.unit};
    }
    return std::nullopt;
}

std::optional<date::month_day> parse_month_day(std::string_view text) {
    const auto parts = cut(text, " ");
    if (!parts) return std::nullopt;
    const auto number = parts->first;
    unsigned day = 0;
    const auto read = std::from_chars(number.data(), number.data() + number.size(), day);
    if (read.ec != std::errc{} || read.ptr != number.data() + number.size()) return std::nullopt;
    for (unsigned i = 0; i < month_names.size(); ++i) {
        if (month_names[i] != parts->second) continue;
        const date::month_day fixed{date::month{i + 1}, date::day{day}};
        if (fixed.ok()) return fixed;
    }
    return std::nullopt;
}

LimitOrWhy parse_limit(std::string_view text) {
    Limit limit;
    limit.text = std::string{text};
    auto rest = text;
    for (const auto& [opening, choose] : choices) {
        if (!text.starts_with(opening)) continue;
        if (!text.ends_with(")")) return {std::nullopt, "the bracket is not closed"};
        limit.choose = choose;
        rest = text.substr(opening.size(), text.size() - opening.size() - 1);
    }
    for (;;) {
        const auto parts = cut(rest, ", ");
        const auto part = parts ? parts->first : rest;
        const auto limb = parse_limb(part);
        if (!limb) return {std::nullopt, "cannot read \"" + std::string{part} + "\""};
        limit.limbs.push_back(*limb);
        limit.from_waking = limit.from_waking || limb->from == Limb::From::waking;
        if (!parts) break;
        rest = parts->second;
    }
    if ((limit.choose == Limit::Choose::only) != (limit.limbs.size() == 1)) {
        return {std::nullopt,
                "two limits need \"later of (...)\", \"earlier of (...)\" or \"first of (...)\""};
    }
    return {limit, {}};
}

Day add_months(Day day, int months) {
    const date::year_month_day ymd{day};
    const auto month = date::year_month{ymd.year(), ymd.month()} + date::months{months};
    const auto corresponding = month / ymd.day();
    return corresponding.ok() ? Day{corresponding} : Day{month / date::last};
}

std::optional<Day> count(Day start, Period period, Counting counting, bool skip_vacation,
                         const Calendar& calendar) {
    const bool start_counts = counting == Counting::from_incl;
    const date::days one_less{start_counts ? 1 : 0};
    switch (period.unit) {
        case Unit::days: return start + date::days{period.count} - one_less;
        case Unit::weeks: return start + date::days{7 * period.count} - one_less;
        case Unit::months: {
            const auto last = add_months(start, period.count);
            // No corresponding day: the last day of the month, and no further day off.
            const bool corresponds =
                date::year_month_day{last}.day() == date::year_month_day{start}.day();
            return corresponds ? last - one_less : last;
        }
        case Unit::working_days:
            return skip_vacation ? calendar.nth_tribunal_day(start, period.count, start_counts)
                                 : calendar.nth_working_day(start, period.count, start_counts);
    }
    return std::nullopt;
}

std::optional<Day> roll_appeal(Day computed, const Calendar& calendar) {
    if (in_tribunal_vacation(computed)) {
        const date::year_month_day ymd{computed};
        const auto new_year = ymd.year() + date::years{ymd.month() == date::December ? 1 : 0};
        const auto last = ymd.month() == date::August ? Day{ymd.year() / date::August / 31}
                                                      : Day{new_year / date::January / 1};
        return calendar.next_working_day(last);
    }
    const auto working = calendar.is_working(computed);
    if (!working) return std::nullopt;
    return *working ? computed : calendar.next_working_day(computed);
}

}  // namespace longstop::law
