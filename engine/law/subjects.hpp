// When two subjects (a body, a setting, a step, a provision) or two matters are the same.
#pragma once

#include <string>
#include <string_view>

namespace longstop::law {

// What a text is compared by: equal keys, equal subjects. NFKC_Casefold of Unicode, each run of
// white space one space, none at the ends (docs/law/reading.md, 3.6). Bytes that are no UTF-8 stand
// for U+FFFD.
std::string subject_key(std::string_view text);

std::string_view trimmed(std::string_view text);  // of ASCII white space

}  // namespace longstop::law
