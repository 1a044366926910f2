#include "cli/help/completions.hpp"

#include <algorithm>
#include <array>

namespace longstop::cli {
namespace {

struct Shell {
    std::string_view name;
    std::string (*script)(const CommandText& program);
};
constexpr std::array shells{Shell{"bash", bash_completion}, Shell{"zsh", zsh_completion},
                            Shell{"fish", fish_completion}};

struct Named {  // the values of that name in help are files, or folders
    std::string_view value;
    Completes completes;
};
constexpr std::array of_disk{Named{"FILE", Completes::file}, Named{"DIR", Completes::directory}};

}  // namespace

std::vector<std::string> completed_shells() {
    std::vector<std::string> names;
    names.reserve(shells.size());
    for (const auto& shell : shells) names.emplace_back(shell.name);
    return names;
}

std::optional<std::string> completion_for(std::string_view shell, const CommandText& program) {
    const auto* found = std::find_if(shells.begin(), shells.end(),
                                     [&](const Shell& one) { return one.name == shell; });
    if (found == shells.end()) return std::nullopt;
    return found->script(program);
}

Completes completes(const ArgumentText& argument) {
    if (!argument.values.empty()) return Completes::list;
    for (const auto& named : of_disk) {
        if (named.value == argument.value) return named.completes;
    }
    return Completes::nothing;
}

bool takes_value(const ArgumentText& argument) {
    return !argument.positional && !argument.value.empty();
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
    std::string out;
    for (const auto& word : words) {
        if (!out.empty()) out += between;
        out += word;
    }
    return out;
}

std::string in_quotes(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? std::string{"'\\''"} : std::string{c};
    return out + "'";
}

}  // namespace longstop::cli
