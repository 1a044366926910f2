#include "cli/question/bind.hpp"

#include <memory>

namespace longstop::cli {
namespace {

Argument* add(Arguments& command, const Parameter& row, Parameters::Value& value) {
    const std::string name{row.name};
    const std::string means{row.means};
    switch (row.takes) {
        case Takes::flag: return command.add_flag(name, value.flag, means);
        case Takes::texts: return command.add_option(name, value.texts, means);
        case Takes::number:
            return command.add_option(name, value.number, means)
                ->capture_default_str()
                ->within(row.least, row.most);
        case Takes::text: break;
    }
    return command.add_option(name, value.text, means);
}

// Parameters of a question, its own before those of every reading command.
struct Bound {
    explicit Bound(const Question& question) : given(rows_of(question)) {}
    static std::vector<Parameter> rows_of(const Question& question) {
        std::vector<Parameter> rows(question.takes.begin(), question.takes.end());
        const auto more = reading_parameters();
        rows.insert(rows.end(), more.begin(), more.end());
        return rows;
    }
    Parameters given;
};

}  // namespace

void add_parameters(Arguments& command, std::span<const Parameter> rows, Parameters& given) {
    for (const auto& row : rows) {
        auto* argument = add(command, row, given[row.name]);
        if (!row.value.empty()) argument->type_name(std::string{row.value});
        if (row.required) argument->required();
        if (row.hidden) argument->group("");
        if (!row.needs.empty()) argument->needs(std::string{row.needs});
    }
}

void add_question(Arguments& arguments, App& app, const Question& question) {
    auto* parent = &arguments;
    auto name = question.name;
    if (const auto blank = name.find(' '); blank != std::string_view::npos) {
        parent = arguments.add_subcommand(std::string{name.substr(0, blank)},
                                          std::string{question.asks});
        parent->require_subcommand(1, 1);
        name.remove_prefix(blank + 1);
    }
    auto* command = parent->add_subcommand(std::string{name}, std::string{question.asks});
    const auto bound = std::make_shared<Bound>(question);
    add_parameters(*command, question.takes, bound->given);
    add_parameters(*command, reading_parameters(), bound->given);
    command->callback([bound, &app, &question] {
        app.chosen = [bound, &app, &question] { return ask(app, question, bound->given); };
    });
}

}  // namespace longstop::cli
