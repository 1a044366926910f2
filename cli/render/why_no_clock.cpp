// The steps of an explanation that say why a duty has no clock on a case.
#include <fmt/format.h>

#include <array>

#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {

void add_not_started(Writer& writer, const law::NotStarted& told) {
    // By NotStarted::Why.
    constexpr std::array<std::string_view, 4> reasons{
        "the provision is not in force on that day", "a duty that goes before it is still open",
        "it is judged once, and a clock has been there already", "a clock of it is still open"};
    writer.add(What::not_started, told.fact,
               fmt::format("{} starts no clock: {}.", writer.event_text(told.fact),
                           reasons[static_cast<std::size_t>(told.why)]));
}

void add_no_clock(Writer& writer) {
    const auto& duty = writer.duty();
    std::vector<std::string> starts;
    starts.reserve(duty.starts.size());
    for (const auto& pattern : duty.starts) starts.push_back(pattern.text);
    auto& step =
        writer.add(What::status, fmt::format("No clock: {}. The duty starts with {}.",
                                             writer.why().not_started.empty()
                                                 ? "nothing that starts the duty is recorded"
                                                 : "no event that starts the duty opened one",
                                             joined(starts, ", ")));
    step.words = duty.words;
}

}  // namespace longstop::cli::steps
