// A file of the law, rows, calendar or what is common by its first byte: it loads, or the error
// names the file, the line and why; what loads can be read under every reading that it names.
#include "engine/law/compiled.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::law;

namespace {

constexpr auto small_calendar = R"(verified_from = 2020-01-01
verified_until = 2027-12-31
)";
constexpr auto small_common = R"([closed_case]
stays_closed = ["note"]
[closure]
grounds = ["school-closed"]
at_least = 28
margin = 7
refused = "too short"
[relaxation]
grounds = ["coronavirus"]
due_from = 2020-05-01
due_to = 2020-09-25
refused = "outside"
)";
// Every measure is carried, whatever the rows are.
constexpr auto measured = R"([[duty]]
id = "measured"
cite = "none"
source = "https://example.org"
words = "none"
owed_by = "LA"
duty = "none"
starts = ["request-received"]
within = "1 week"
ends = ["final-plan-sent"]
on_restart = "ignore"
measures = ["twenty-weeks", "assess-decision", "no-plan-decision", "review-decision",
            "annual-review"]
in_force = { from = 2020-01-01 }
)";

}  // namespace

void fuzz(std::string_view bytes) {
    if (bytes.empty()) return;
    const bool calendar = (bytes.front() & 1) != 0;
    const bool common = !calendar && (bytes.front() & 2) != 0;
    const std::string text{bytes.substr(1)};
    std::vector<LawFile> files{{"20-measured.toml", measured},
                               {"calendar.toml", calendar ? text : small_calendar},
                               {"common.toml", common ? text : small_common}};
    if (!calendar && !common) files.push_back({"10-rows.toml", text});
    const auto read = load_law(std::move(files));
    if (!read) {
        const auto& error = read.error();
        promise((error.failed + error.found).find(".toml") != std::string::npos);
        return;
    }
    for (const auto& name : reading_names(*read)) promise(under(*read, name).has_value());
    for (RowNo row = 0; row < read->rows().size(); ++row) {
        promise(read->rows_of(read->rows()[row].id).has(row));
    }
    promise(compile(*read).plans.size() == read->rows().size());
}
