// Each command has an example, help ends with it, and it works on the store of `longstop demo`.
#include <algorithm>

#include "tests/cli/e2e_shell.hpp"

namespace longstop::cli::tests {
namespace {

std::vector<CommandText> commands_demo_first() {
    auto commands = called_commands(program_text());
    std::stable_partition(commands.begin(), commands.end(),
                          [](const CommandText& command) { return command.name == "demo"; });
    return commands;
}

}  // namespace

TEST_CASE("examples: each command has one, and help ends with it", "[e2e][examples]") {
    const Program longstop;
    for (const auto& command : called_commands(program_text())) {
        INFO("give the command " << command.name << " an example");
        REQUIRE(command.example.starts_with("longstop " + command.name));
        const auto help = longstop.out(command.name + " --help");
        CHECK(help.ends_with("\n  " + command.example + "\n"));
    }
}

// One after the other, in the order of help: `restore` puts back what `backup` took.
TEST_CASE("examples: each works on the store of longstop demo", "[e2e][examples]") {
    const Program longstop;
    for (const auto& command : commands_demo_first()) {
        const auto ran = in_bash(longstop, command.example);
        INFO(command.example << "\n" << ran.err);
        CHECK(ran.status == 0);
    }
    CHECK(longstop.out("deadlines 998/DEMO-2 --format csv").find("998,DEMO-2") !=
          std::string::npos);
    CHECK(longstop.out("law diff longstop-data/amended-law --format jsonl").find("18 weeks") !=
          std::string::npos);
    CHECK(longstop("verify --store restored").status == 0);
}

}  // namespace longstop::cli::tests
