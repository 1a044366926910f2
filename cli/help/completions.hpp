// Completions for shells, of what is known of the commands: their names, their options, and what
// may be given for an option where that can be listed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/command_text.hpp"

namespace longstop::cli {

std::string bash_completion(const CommandText& program);
std::string zsh_completion(const CommandText& program);
std::string fish_completion(const CommandText& program);

std::vector<std::string> completed_shells();
// The script for a shell; nothing where there is none for it.
std::optional<std::string> completion_for(std::string_view shell, const CommandText& program);

// What completes a value.
enum class Completes : std::uint8_t { nothing, list, file, directory };
Completes completes(const ArgumentText& argument);

bool takes_value(const ArgumentText& argument);  // an option with one
std::string joined(const std::vector<std::string>& words, std::string_view between = " ");
std::string in_quotes(std::string_view text);  // one word of bash and zsh

}  // namespace longstop::cli
