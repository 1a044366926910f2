// A file of the law, rows, calendar or what is common by its first byte: it loads, or the error
// names the file, the line and why; what loads can be read under every reading that it names.
#include "engine/law/compiled.hpp"
#include "tests/fuzz/fuzz.hpp"
#include "tests/support/small_law.hpp"

using namespace longstop::law;
using longstop::tests::measured_duty;
using longstop::tests::small_common;

namespace {

constexpr auto small_calendar = R"(verified_from = 2020-01-01
verified_until = 2027-12-31
)";

}  // namespace

void fuzz(std::string_view bytes) {
    if (bytes.empty()) return;
    const bool calendar = (bytes.front() & 1) != 0;
    const bool common = !calendar && (bytes.front() & 2) != 0;
    const std::string text{bytes.substr(1)};
    std::vector<LawFile> files{{"20-measured.toml", std::string{measured_duty}},
                               {"calendar.toml", calendar ? text : small_calendar},
                               {"common.toml", common ? text : std::string{small_common}}};
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
