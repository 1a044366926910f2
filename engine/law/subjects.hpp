// When two subjects (a body, a setting, a step, a provision) or two matters are the same.
#pragma once

#include <string>
#include <string_view>

namespace longstop::law {

// What a text is compared by: equal keys, equal subjects. White space around it and A-Z or a-z make
// no difference.
std::string subject_key(std::string_view text);

std::string_view trimmed(std::string_view text);  // of ASCII white space

}  // namespace longstop::law
