// The man pages: one a command, each with all that the command takes, in which man finds no fault.
#include <algorithm>
#include <set>

#include "cli/help/man_page.hpp"
#include "cli/help/roff.hpp"
#include "cli/questions/questions.hpp"
#include "tests/cli/e2e_shell.hpp"

namespace longstop::cli::tests {
namespace {

std::string page_of(const Program& longstop, std::string command) {
    std::replace(command.begin(), command.end(), ' ', '-');
    return longstop.read("man/longstop-" + command + ".1");
}

bool holds(const std::string& page, const std::string& roff) {
    return page.find(roff) != std::string::npos;
}

const Program& with_pages() {
    static const Program longstop;
    static const bool made = [] {
        longstop.out("help --man man");
        return true;
    }();
    static_cast<void>(made);
    return longstop;
}

}  // namespace

TEST_CASE("man: a page a command, with its arguments and its example", "[e2e][man]") {
    const auto& longstop = with_pages();
    std::set<std::string> files;
    for (const auto& command : called_commands(program_text())) {
        INFO(command.name);
        const auto page = page_of(longstop, command.name);
        REQUIRE_FALSE(page.empty());
        for (const auto& argument : command.arguments) {
            INFO(argument.name);
            CHECK(holds(page, argument.positional ? roff::italic(argument.value)
                                                  : roff::bold(argument.name)));
            CHECK(holds(page, roff::text(argument.means)));
        }
        CHECK(holds(page, roff::text(command.example)));
        for (const auto& argument : common_arguments(program_text())) {
            CHECK(holds(page, roff::bold(argument.name)));
        }
    }
    for (const auto* question : questions()) {
        const auto page = page_of(longstop, std::string{question->name});
        for (const auto& list : question->lists) {
            for (const auto field : list.fields) CHECK(holds(page, roff::bold(field.row().name)));
        }
    }
}

TEST_CASE("man: the page of the program names every command, status and option of reading",
          "[e2e][man]") {
    const auto page = with_pages().read("man/longstop.1");
    for (const auto& command : called_commands(program_text())) {
        INFO(command.name);
        auto name = "longstop-" + command.name;
        std::replace(name.begin(), name.end(), ' ', '-');
        CHECK(holds(page, roff::bold(name) + "(1)"));
    }
    for (const auto& row : reading_parameters()) CHECK(holds(page, roff::bold(row.name)));
    for (const auto* status : {"0", "1", "2", "3", "4"}) CHECK(holds(page, roff::bold(status)));
    CHECK(holds(page, "\nrequest\\-received\n"));
}

TEST_CASE("man: groff finds no fault in any page", "[e2e][man]") {
    if (!installed("groff")) return;
    const auto ran =
        in_bash(with_pages(), "for page in man/*.1; do groff -man -ww -z -Tutf8 \"$page\"; done");
    CHECK(ran.err == "");
    CHECK(ran.status == 0);
}

TEST_CASE("roff: what would be a request, an escape or a typographic sign shows as it is",
          "[man]") {
    CHECK(roff::text(".TH\n'x' -a\n\\fB") == "\\&.TH\n\\(aqx\\(aq \\-a\n\\(rsfB");
    CHECK(roff::text("~\"^`") == "\\(ti\\(dq\\(ha\\(ga");
    CHECK(roff::text("\u00a3 \u2013 \U0001F600") == "\\[u00A3] \\[u2013] \\[u1F600]");
    CHECK(roff::markdown("`LA` of [the law](law/README.md#a), [sic") ==
          "\\fBLA\\fR of the law, [sic");
}

}  // namespace longstop::cli::tests
