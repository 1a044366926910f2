// The steps of an explanation that say which matter a plan was read as answering.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {
namespace {

// By Group, and for a plan that answers none.
constexpr std::array<std::string_view, law::group_count + 1> group_names{
    "an order, agreement or concession",
    "a notice of amendments",
    "a re-assessment",
    "a request",
    "a review",
    "nothing that is pending"};

std::string groups_text(law::Groups groups) {
    std::vector<std::string> names;
    for (std::size_t group = 0; group < group_names.size(); ++group) {
        if ((groups >> group & 1U) != 0) names.emplace_back(group_names[group]);
    }
    return joined(names, " and ");
}

// On what ground it was read so.
std::string_view ground_text(const law::Answer& answer) {
    if (answer.by_name) return "it names the matter";
    if (answer.groups == law::no_group) return "no clock was open that it could have met";
    if (!answer.left_alone.empty()) {
        return "it names no matter that settles it, and of what is pending an order, an "
               "amendment, a re-assessment, a request and a review come first in this order";
    }
    return answer.amending_only ? "amendments had been prepared for it"
                                : "nothing else was pending";
}

}  // namespace

void add_answer(Writer& writer, const law::Step& step) {
    if (writer.duty().answers == 0) return;
    const auto& answers = writer.why().answers;
    const auto found = std::find_if(answers.begin(), answers.end(), [&](const law::Answer& answer) {
        return answer.fact == step.fact;
    });
    if (found == answers.end()) return;
    writer.add(What::answered, step.fact,
               fmt::format("{} is read as answering {}: {}.", writer.event_text(step.fact),
                           groups_text(found->groups), ground_text(*found)));
}

void add_left_alone(Writer& writer, const law::Answer& answer) {
    writer.add(What::answered, answer.fact,
               fmt::format("{} is read as answering {}, and leaves this clock alone: {}. "
                           "Recorded with `matter`, it would answer what it names.",
                           writer.event_text(answer.fact), groups_text(answer.groups),
                           ground_text(answer)));
}

}  // namespace longstop::cli::steps
