// Parameters as arguments of the command line.
#pragma once

#include "cli/arguments.hpp"
#include "cli/question/question.hpp"

namespace longstop::cli {

// What the command line gives goes into `given`, which must outlive the parsing.
void add_parameters(Arguments& command, std::span<const Parameter> rows, Parameters& given);

// Adds the question as a command; when the arguments name it, app.chosen asks it.
void add_question(Arguments& arguments, App& app, const Question& question);

}  // namespace longstop::cli
