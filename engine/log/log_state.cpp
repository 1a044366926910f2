#include "engine/log/log_state.hpp"

#include "events/size.hpp"

namespace longstop::log {

Numbers numbers_of(const std::vector<std::string>& texts) {
    Numbers numbers;
    numbers.reserve(texts.size());
    for (const auto& text : texts) numbers.emplace(text, events::size32(numbers.size() + 1));
    return numbers;
}

}  // namespace longstop::log
