#include "cli/arguments.hpp"

#include <CLI/CLI.hpp>
#include <limits>

namespace longstop::cli {

Argument* Argument::type_name(const std::string& name) {
    option_->type_name(name);
    value_ = name;
    return this;
}

Argument* Argument::required() {
    option_->required();
    return this;
}

Argument* Argument::capture_default_str() {
    option_->capture_default_str();
    return this;
}

Argument* Argument::default_str(const std::string& shown) {
    option_->default_str(shown);
    return this;
}

Argument* Argument::envname(const std::string& variable) {
    option_->envname(variable);
    return this;
}

Argument* Argument::needs(const std::string& option) {
    option_->needs(option);
    return this;
}

Argument* Argument::within(std::int64_t least, std::int64_t most) {
    option_->check(CLI::Range(least, most));
    constexpr auto unbounded = std::numeric_limits<std::int64_t>::max();
    range_ = most == unbounded ? "" : std::to_string(least) + " to " + std::to_string(most);
    return this;
}

Argument* Argument::group(const std::string& name) {
    option_->group(name);
    return this;
}

Argument* Argument::values(std::function<std::vector<std::string>()> list) {
    values_ = std::move(list);
    return this;
}

bool Argument::hidden() const { return option_->get_group().empty(); }

ArgumentText Argument::text() const {
    return {.name = option_->get_name(),
            .value = value_,
            .means = option_->get_description(),
            .standard = option_->get_default_str(),
            .range = range_,
            .positional = option_->get_positional(),
            .required = option_->get_required(),
            .repeated = option_->get_expected_max() > 1,
            .values = values_ ? values_() : std::vector<std::string>{}};
}

Arguments::Arguments(const std::string& description, const std::string& name)
    : own_(std::make_unique<CLI::App>(description, name)), app_(own_.get()) {
    app_->fallthrough();  // the program's own options may stand behind the command
    app_->get_formatter()->column_width(24);
}

Arguments::Arguments(CLI::App* app) : app_(app) {}
Arguments::~Arguments() = default;

Arguments* Arguments::add_subcommand(const std::string& name, const std::string& description) {
    commands_.push_back(
        std::unique_ptr<Arguments>{new Arguments{app_->add_subcommand(name, description)}});
    return commands_.back().get();
}

Argument* Arguments::keep(CLI::Option* option) { return &described_.emplace_back(option); }

Argument* Arguments::add_option(const std::string& names, std::string& target,
                                const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_option(const std::string& names, std::vector<std::string>& target,
                                const std::string& help) {
    auto* option = app_->add_option(names, target, help);
    // An option may be given again, or several values at once with commas; what stands behind is
    // the next argument.
    if (names.starts_with('-')) option->allow_extra_args(false)->delimiter(',');
    return keep(option);
}

Argument* Arguments::add_option(const std::string& names, int& target, const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_option(const std::string& names, std::uint32_t& target,
                                const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_option(const std::string& names, std::int64_t& target,
                                const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_option(const std::string& names, std::uint64_t& target,
                                const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_option(const std::string& names, std::optional<std::uint32_t>& target,
                                const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_option(const std::string& names, std::optional<std::int64_t>& target,
                                const std::string& help) {
    return keep(app_->add_option(names, target, help));
}

Argument* Arguments::add_flag(const std::string& names, bool& target, const std::string& help) {
    return keep(app_->add_flag(names, target, help));
}

void Arguments::set_version_flag(const std::string& names, std::function<std::string()> version) {
    keep(app_->set_version_flag(names, std::move(version)));
}

void Arguments::require_subcommand(int least, int most) {
    app_->require_subcommand(static_cast<std::size_t>(least), static_cast<std::size_t>(most));
}

void Arguments::callback(std::function<void()> parsed) { app_->callback(std::move(parsed)); }

void Arguments::example(const std::string& line) {
    example_ = line;
    app_->footer("Example, with the store of longstop demo:\n  " + line);
}

std::string Arguments::name() const { return app_->get_name(); }

std::string Arguments::full_name() const {
    std::string name;
    for (const auto* app = app_; app->get_parent() != nullptr; app = app->get_parent()) {
        name.insert(0, app->get_name() + (name.empty() ? "" : " "));
    }
    return name;
}

std::vector<std::string> Arguments::command_names() const {
    std::vector<std::string> names;
    names.reserve(commands_.size());
    for (const auto& command : commands_) names.push_back(command->name());
    return names;
}

CommandText Arguments::text() const {
    CommandText text{full_name(), app_->get_description(), example_, {}, {}};
    for (const auto& argument : described_) {
        if (!argument.hidden()) text.arguments.push_back(argument.text());
    }
    text.arguments.push_back(Argument{app_->get_help_ptr()}.text());
    for (const auto& command : commands_) text.commands.push_back(command->text());
    return text;
}

// App::help would answer with the page of the command that was parsed.
std::string Arguments::help() const {
    const auto name =
        app_->get_parent() == nullptr ? app_->get_name() : "longstop " + app_->get_name();
    return app_->get_formatter()->make_help(app_, name, CLI::AppFormatMode::Normal);
}

std::optional<std::string> Arguments::help_of(const std::string& command) const {
    for (const auto& one : commands_) {
        if (one->name() == command) return one->help();
    }
    return std::nullopt;
}

Arguments::Parsed Arguments::parse(int argc, const char* const* argv) {
    try {
        app_->parse(argc, argv);
        return {};
    } catch (const CLI::Success& asked) {
        std::ostringstream page;
        app_->exit(asked, page);
        return {true, page.str(), {}, {}};
    } catch (const CLI::ParseError& error) {
        const auto chosen = app_->get_subcommands();
        return {false, {}, error.what(), chosen.empty() ? "" : chosen.front()->get_name()};
    }
}

}  // namespace longstop::cli
