// A file of the law, rows or calendar by its first byte: it loads, or the error names the file, the
// line and why; what loads can be read under every reading that it names.
#include "engine/law/compiled.hpp"
#include "tests/fuzz/fuzz.hpp"

using namespace longstop::law;

namespace {

constexpr auto small_calendar = R"(verified_from = 2020-01-01
verified_until = 2027-12-31
)";
constexpr auto no_rows = R"([instrument]
title = "none"
cite = "none"
address = "https://example.org"
in_force = { from = 2020-01-01 }
)";

}  // namespace

void fuzz(std::string_view bytes) {
    if (bytes.empty()) return;
    const bool calendar = (bytes.front() & 1) != 0;
    const std::string text{bytes.substr(1)};
    const auto read = load_law({{"10-rows.toml", calendar ? no_rows : text},
                                {"calendar.toml", calendar ? text : small_calendar}});
    if (!read) {
        const auto& error = read.error();
        promise((error.failed + error.found).find(".toml") != std::string::npos);
        return;
    }
    for (const auto& name : reading_names(*read)) promise(under(*read, name).has_value());
    for (const auto& duty : read->rows()) promise(read->find(duty.id) == &duty);
    promise(compile(*read).plans.size() == read->rows().size());
}
