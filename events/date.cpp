#include "events/date.hpp"

#include <date/tz.h>
#include <fmt/format.h>

namespace longstop::events {
namespace {

// Reads exactly `count` decimal digits at the front of `text` and takes them off.
std::optional<int> take_digits(std::string_view& text, std::size_t count) {
    if (text.size() < count) return std::nullopt;
    int value = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const char c = text[i];
        if (c < '0' || c > '9') return std::nullopt;
        value = value * 10 + (c - '0');
    }
    text.remove_prefix(count);
    return value;
}

bool take(std::string_view& text, std::string_view any_of) {
    if (text.empty() || any_of.find(text.front()) == std::string_view::npos) return false;
    text.remove_prefix(1);
    return true;
}

std::optional<Day> take_day(std::string_view& text) {
    const auto year = take_digits(text, 4);
    if (!year || !take(text, "-")) return std::nullopt;
    const auto month = take_digits(text, 2);
    if (!month || !take(text, "-")) return std::nullopt;
    const auto day = take_digits(text, 2);
    if (!day) return std::nullopt;
    const date::year_month_day ymd{date::year{*year}, date::month{static_cast<unsigned>(*month)},
                                   date::day{static_cast<unsigned>(*day)}};
    if (!ymd.ok()) return std::nullopt;
    return Day{ymd};
}

// RFC 3339 partial-time; a leap second (":60") is the first instant of the next minute.
std::optional<std::chrono::microseconds> take_time(std::string_view& text) {
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59 || !take(text, ":")) return std::nullopt;
    const auto second = take_digits(text, 2);
    if (!second || *second > 60) return std::nullopt;
    std::int64_t micros = 0;
    if (take(text, ".")) {
        std::size_t digits = 0;
        for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
            if (digits < 6) micros = micros * 10 + (text.front() - '0');
            text.remove_prefix(1);
        }
        if (digits == 0) return std::nullopt;
        for (; digits < 6; ++digits) micros *= 10;
    }
    return std::chrono::hours{*hour} + std::chrono::minutes{*minute} +
           std::chrono::seconds{*second} + std::chrono::microseconds{micros};
}

std::optional<std::chrono::minutes> take_offset(std::string_view& text) {
    if (take(text, "Zz")) return std::chrono::minutes{0};
    const bool west = !text.empty() && text.front() == '-';
    if (!take(text, "+-")) return std::nullopt;
    const auto hour = take_digits(text, 2);
    if (!hour || *hour > 23 || !take(text, ":")) return std::nullopt;
    const auto minute = take_digits(text, 2);
    if (!minute || *minute > 59) return std::nullopt;
    const std::chrono::minutes offset = std::chrono::hours{*hour} + std::chrono::minutes{*minute};
    return west ? -offset : offset;
}

// An offset can lead out of the years that a text has figures for.
bool has_text(Instant instant) {
    return instant >= Day{date::year{0} / 1 / 1} && instant < Day{date::year{10000} / 1 / 1};
}

}  // namespace

std::optional<Day> parse_day(std::string_view text) {
    const auto day = take_day(text);
    return text.empty() ? day : std::nullopt;
}

bool in_range(Day day) {
    const auto year = static_cast<int>(date::year_month_day{day}.year());
    return year >= first_year && year <= last_year;
}

std::optional<int> parse_year(std::string_view text) {
    const auto year = take_digits(text, 4);
    if (!year || !text.empty() || *year < first_year || *year > last_year) return std::nullopt;
    return year;
}

std::optional<Instant> parse_instant(std::string_view text) {
    const auto day = take_day(text);
    if (!day || !take(text, "Tt ")) return std::nullopt;
    const auto time = take_time(text);
    if (!time) return std::nullopt;
    const auto offset = take_offset(text);
    if (!offset || !text.empty()) return std::nullopt;
    const auto instant = Instant{*day} + *time - *offset;
    return has_text(instant) ? std::optional{instant} : std::nullopt;
}

std::optional<Instant> parse_known_at(std::string_view text) {
    if (const auto day = parse_day(text)) {
        const date::local_days next{(*day + date::days{1}).time_since_epoch()};
        const auto midnight = date::make_zoned("Europe/London", next).get_sys_time();
        return midnight - std::chrono::microseconds{1};
    }
    return parse_instant(text);
}

std::array<char, 10> day_text(Day day) {
    const date::year_month_day ymd{day};
    auto rest = static_cast<unsigned>(static_cast<int>(ymd.year()));
    std::array<char, 10> text{'0', '0', '0', '0', '-', '0', '0', '-', '0', '0'};
    for (std::size_t i = 4; i-- > 0; rest /= 10) text[i] = static_cast<char>('0' + rest % 10);
    const auto put = [&text](std::size_t at, unsigned value) {
        text[at] = static_cast<char>('0' + value / 10);
        text[at + 1] = static_cast<char>('0' + value % 10);
    };
    put(5, static_cast<unsigned>(ymd.month()));
    put(8, static_cast<unsigned>(ymd.day()));
    return text;
}

std::string to_text(Day day) {
    const auto text = day_text(day);
    return {text.data(), text.size()};
}

std::string to_text(Instant instant) {
    const auto day = date::floor<date::days>(instant);
    const auto time = date::hh_mm_ss<std::chrono::microseconds>{instant - day};
    return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", to_text(day), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

}  // namespace longstop::events
