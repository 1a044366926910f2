#include "cli/render/why_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "cli/render/rows.hpp"
#include "cli/render/text_width.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli {
namespace {

// Text in lines of at most `width` columns, each behind `indent` blanks.
std::string block(std::string_view text, std::size_t width, std::size_t indent) {
    const std::string blanks(indent, ' ');
    return blanks + paragraph(sanitized(text), width - indent, indent) + "\n";
}

std::string heading(const Explained& explained, std::size_t width) {
    const auto& duty = *explained.duty;
    return fmt::format("{}  {}\n", events::to_text(explained.key), duty.id) +
           block(duty.duty, width, 2) + block(duty.cite, width, 2) + block(duty.source, width, 2);
}

// One step: its number, day and sentence; below them its law, in full where it is named first.
std::string step_text(const WhyStep& step, int number, std::size_t width,
                      std::set<std::string>& told) {
    constexpr std::size_t indent = 16;
    auto text = fmt::format("{:>3}  {:<10} ", number,
                            step.date ? events::to_text(*step.date) : std::string{}) +
                paragraph(sanitized(step.says), width - indent, indent) + "\n";
    // A law told in full is not told again; the words below a step are always those of its own law.
    const bool first = !step.cite.empty() && told.insert(step.cite + step.words).second;
    if (!first) return text;
    text += block(step.cite, width, indent);
    if (!step.words.empty()) text += block("“" + step.words + "”", width, indent);
    if (!step.address.empty()) text += block(step.address, width, indent);
    return text;
}

// Which clock of how many, and for whom; empty where there is one for nobody in particular.
std::string clock_heading(const Explained& explained, int of) {
    if (explained.ordinal == 0) return {};
    const std::array parts{
        of > 1 ? fmt::format("clock {} of {}", explained.ordinal, of) : std::string{},
        explained.subject.empty() ? std::string{}
                                  : fmt::format("for {}", sanitized(explained.subject))};
    return joined(parts, ", ");
}

std::string clock_text(const Explained& explained, const std::string& cite, int of,
                       std::size_t width) {
    const auto head = clock_heading(explained, of);
    auto text = head.empty() ? std::string{"\n"} : fmt::format("\n{}\n\n", head);
    std::set<std::string> told{cite};  // the heading has it
    int number = 0;
    for (const auto& step : explained.steps) text += step_text(step, ++number, width, told);
    return text;
}

}  // namespace

std::string page_text(const std::vector<Explained>& all, std::size_t width) {
    auto text = heading(all.front(), width);
    int of = 0;
    for (const auto& one : all) of = std::max(of, one.ordinal);
    for (const auto& one : all) text += clock_text(one, all.front().duty->cite, of, width);
    return text;
}

}  // namespace longstop::cli
