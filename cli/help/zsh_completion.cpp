#include <fmt/format.h>

#include <algorithm>

#include "cli/help/completions.hpp"

namespace longstop::cli {
namespace {

constexpr std::string_view head = R"(#compdef longstop
# Completion of longstop for zsh. Made by longstop help --completions zsh.

)";

// A text in a specification of _arguments: brackets end it, and colons part it.
std::string spec_text(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == ':' || c == '\\') out += '\\';
        out += c == '[' ? '(' : c == ']' ? ')' : c;
    }
    return out;
}

// "_longstop_law_diff"
std::string function_of(const CommandText& command) {
    auto name = command.name.empty() ? "_longstop" : "_longstop_" + command.name;
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

std::string action_of(const ArgumentText& argument) {
    switch (completes(argument)) {
        case Completes::list: return fmt::format("({})", joined(argument.values));
        case Completes::file: return "_files";
        case Completes::directory: return "_directories";
        case Completes::nothing: break;
    }
    return " ";
}

std::string value_of(const ArgumentText& argument) {
    return fmt::format(":{}:{}", spec_text(argument.value), action_of(argument));
}

std::string option_spec(const ArgumentText& argument) {
    return fmt::format("{}{}{}[{}]{}", argument.repeated ? "*" : "", argument.name,
                       takes_value(argument) ? "=" : "", spec_text(argument.means),
                       takes_value(argument) ? value_of(argument) : "");
}

std::string place_spec(const ArgumentText& argument, int place) {
    if (argument.repeated) return "*" + value_of(argument);
    return fmt::format("{}{}{}", place, argument.required ? "" : ":", value_of(argument));
}

std::string common_specs(const CommandText& program) {
    std::string out;
    for (const auto& argument : common_arguments(program)) {
        out += "        " + in_quotes(option_spec(argument)) + "\n";
    }
    return out;
}

std::string own_specs(const CommandText& command) {
    std::string out;
    int place = 0;
    for (const auto& argument : command.arguments) {
        const auto spec =
            argument.positional ? place_spec(argument, ++place) : option_spec(argument);
        out += " \\\n        " + in_quotes(spec);
    }
    return out;
}

std::string command_rows(const CommandText& command) {
    std::string out;
    for (const auto& one : command.commands) {
        out += fmt::format("        {}\n", in_quotes(last_word(one) + ":" + spec_text(one.means)));
    }
    return out;
}

// One that has commands of its own offers them, and hands on to the one that is named.
std::string dispatcher(const CommandText& command) {
    const auto name = function_of(command);
    return fmt::format(
        "{0}_commands() {{\n    local -a commands=(\n{1}    )\n    _describe command "
        "commands\n}}\n\n"
        "{0}() {{\n    local curcontext=$curcontext state line\n    typeset -A opt_args\n"
        "    _arguments -C $_longstop_common{2} \\\n        '1:command:{0}_commands' "
        "'*::argument:->argument'"
        " && return\n    [[ $state == argument ]] || return\n"
        "    (( $+functions[{0}_$words[1]] )) && {0}_$words[1]\n}}\n\n",
        name, command_rows(command), own_specs(command));
}

std::string functions_of(const CommandText& command) {
    if (command.commands.empty()) {
        return fmt::format("{}() {{\n    _arguments $_longstop_common{}\n}}\n\n",
                           function_of(command), own_specs(command));
    }
    std::string out;
    for (const auto& one : command.commands) out += functions_of(one);
    return out + dispatcher(command);
}

}  // namespace

std::string zsh_completion(const CommandText& program) {
    return fmt::format("{}typeset -ga _longstop_common=(\n{})\n\n{}_longstop \"$@\"\n", head,
                       common_specs(program), functions_of(without_common_arguments(program)));
}

}  // namespace longstop::cli
