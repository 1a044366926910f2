// 1.4: days and instants; 3.6: when two texts are one subject.
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include <cstdio>
#include <stdexcept>

#include "plain_evaluator.hpp"

namespace longstop::plain {
namespace {

namespace chrono = std::chrono;

bool is_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// `count` digits at `from`, or none.
std::optional<int> number_at(std::string_view text, std::size_t from, std::size_t count) {
    if (from + count > text.size()) return std::nullopt;
    int number = 0;
    for (const char c : text.substr(from, count)) {
        if (c < '0' || c > '9') return std::nullopt;
        number = 10 * number + (c - '0');
    }
    return number;
}

bool has_at(std::string_view text, std::size_t at, std::string_view allowed) {
    return at < text.size() && allowed.find(text[at]) != std::string_view::npos;
}

// `Z` or `+hh:mm` at `at`, which must end the text.
std::optional<chrono::minutes> offset_at(std::string_view text, std::size_t at) {
    if (at + 1 == text.size() && has_at(text, at, "Zz")) return chrono::minutes(0);
    if (at + 6 != text.size() || !has_at(text, at, "+-") || text[at + 3] != ':') return {};
    const auto hours = number_at(text, at + 1, 2), minutes = number_at(text, at + 4, 2);
    if (!hours || !minutes || *hours > 23 || *minutes > 59) return {};
    const chrono::minutes size = chrono::hours(*hours) + chrono::minutes(*minutes);
    return text[at] == '-' ? -size : size;
}

// Of March or October: British summer time runs from the one to the other, at 1:00 UTC.
Day last_sunday(chrono::year year, chrono::month month) {
    return Day(year / month / chrono::Sunday[chrono::last]);
}

// The first instant of the day in Europe/London (1.4); the rule is that of 1996 and since.
Instant midnight_in_london(Day day) {
    const auto year = chrono::year_month_day(day).year();
    const bool summer =
        day > last_sunday(year, chrono::March) && day <= last_sunday(year, chrono::October);
    return Instant(day) - chrono::hours(summer ? 1 : 0);
}

}  // namespace

std::optional<Day> day_of(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number_at(text, 0, 4), month = number_at(text, 5, 2),
               day = number_at(text, 8, 2);
    if (!year || !month || !day) return std::nullopt;
    const chrono::year_month_day date{chrono::year(*year), chrono::month(unsigned(*month)),
                                      chrono::day(unsigned(*day))};
    return date.ok() ? std::optional<Day>(date) : std::nullopt;
}

std::optional<Instant> instant_of(std::string_view text) {
    if (text.size() < 20 || !has_at(text, 10, "Tt ") || text[13] != ':' || text[16] != ':')
        return {};
    const auto day = day_of(text.substr(0, 10));
    const auto hours = number_at(text, 11, 2), minutes = number_at(text, 14, 2),
               seconds = number_at(text, 17, 2);
    // A leap second (60) is an RFC 3339 second; it reads as the first of the next minute.
    if (!day || !hours || !minutes || !seconds || *hours > 23 || *minutes > 59 || *seconds > 60)
        return {};
    std::size_t at = 19;
    int micros = 0;
    if (text[at] == '.') {
        int scale = 100000;  // digits past the sixth are cut off
        const auto first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) {
            micros += scale * (text[at] - '0');
        }
        if (at == first) return {};
    }
    const auto offset = offset_at(text, at);
    if (!offset) return {};
    return Instant(*day) + chrono::hours(*hours) + chrono::minutes(*minutes) +
           chrono::seconds(*seconds) + chrono::microseconds(micros) - *offset;
}

std::optional<Instant> known_at_of(std::string_view text) {
    if (const auto day = day_of(text))
        return midnight_in_london(*day + chrono::days(1)) - chrono::microseconds(1);
    return instant_of(text);
}

std::string text_of(Day day) {
    const chrono::year_month_day date{day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
                  unsigned(date.day()));
    return text;
}

std::string trimmed(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return std::string(text);
}

std::string folded(std::string_view text) {
    UErrorCode code = U_ZERO_ERROR;
    const auto* casefold = icu::Normalizer2::getNFKCCasefoldInstance(code);
    if (U_FAILURE(code)) throw std::runtime_error("no NFKC_Casefold");
    const auto wide = casefold->normalize(
        icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), int(text.size()))), code);
    if (U_FAILURE(code)) throw std::runtime_error("no text: " + std::string(text));
    icu::UnicodeString out;
    bool blank = false;  // white space is pending; none stands at either end
    for (int i = 0; i < wide.length(); i = wide.moveIndex32(i, 1)) {
        const UChar32 c = wide.char32At(i);
        if (u_isUWhiteSpace(c)) {
            blank = !out.isEmpty();
            continue;
        }
        if (blank) out.append(u' ');
        blank = false;
        out.append(c);
    }
    std::string utf8;
    return out.toUTF8String(utf8);
}

bool same_subject(std::string_view a, std::string_view b) {
    return a == b || folded(a) == folded(b);
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (;;) {
        const auto at = text.find(separator);
        parts.emplace_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + separator.size());
    }
}

}  // namespace longstop::plain
