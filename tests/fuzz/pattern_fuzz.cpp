// A pattern of the law: it keeps its text, and what it asks is asked of its own type alone.
#include "engine/law/pattern.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop;

void fuzz(std::string_view text) {
    const auto read = law::parse_pattern(text);
    promise(read.pattern.has_value() == read.why.empty());
    if (!read.pattern) return;
    const auto& pattern = *read.pattern;
    promise(pattern.text == text && events::find_type(pattern.type) != nullptr);
    for (int choice = 0; choice < 4; ++choice) {
        const law::EventKey own{pattern.type, choice, false, false, 2025};
        law::EventKey other = own;
        ++other.type;
        promise(!law::fits(pattern, other));
        if (pattern.conditions.empty()) promise(law::fits(pattern, own));
    }
}
