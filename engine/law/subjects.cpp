#include "engine/law/subjects.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <stdexcept>

namespace longstop::law {
namespace {

bool is_ascii(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<signed char>(c) >= 0; });
}

bool is_white(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

// Nearly every text: no table of Unicode is asked.
std::string folded_ascii(std::string_view text) {
    std::string result;
    for (const char c : text) {
        if (is_white(c)) {
            if (!result.empty() && result.back() != ' ') result += ' ';
        } else {
            result += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        }
    }
    if (!result.empty() && result.back() == ' ') result.pop_back();
    return result;
}

const icu::Normalizer2& nfkc_casefold() {
    static const icu::Normalizer2& instance = []() -> const icu::Normalizer2& {
        UErrorCode status = U_ZERO_ERROR;
        const auto* found = icu::Normalizer2::getNFKCCasefoldInstance(status);
        if (found == nullptr) throw std::runtime_error("ICU has no NFKC_Casefold");
        return *found;
    }();
    return instance;
}

bool ends_in_space(const icu::UnicodeString& text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == u' ';
}

std::string folded_unicode(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    const auto given = icu::UnicodeString::fromUTF8(
        icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
    const auto normal = nfkc_casefold().normalize(given, status);
    if (U_FAILURE(status) != 0) throw std::runtime_error("ICU cannot fold a text");
    icu::UnicodeString collapsed;
    for (std::int32_t at = 0; at < normal.length(); at = normal.moveIndex32(at, 1)) {
        const auto letter = normal.char32At(at);
        if (u_isUWhiteSpace(letter) == 0) {
            collapsed.append(letter);
        } else if (!collapsed.isEmpty() && !ends_in_space(collapsed)) {
            collapsed.append(u' ');
        }
    }
    if (ends_in_space(collapsed)) collapsed.truncate(collapsed.length() - 1);
    std::string result;
    collapsed.toUTF8String(result);
    return result;
}

}  // namespace

std::string subject_key(std::string_view text) {
    return is_ascii(text) ? folded_ascii(text) : folded_unicode(text);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view white = " \t\n\v\f\r";
    const auto first = text.find_first_not_of(white);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(white) - first + 1);
}

}  // namespace longstop::law
