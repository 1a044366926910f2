// The steps of an explanation that say what is read rather than written, and how else it is read.
#include <fmt/format.h>

#include "cli/render/clock_rows.hpp"
#include "cli/render/why_parts.hpp"
#include "cli/render/words.hpp"

namespace longstop::cli::steps {
namespace {

// How the clock then stands.
std::string result_text(const std::optional<Clock>& clock) {
    if (!clock) return "no clock starts";
    const auto due = clock->due == law::no_day
                         ? std::string{"no due date"}
                         : fmt::format("due {}", long_day(events::day_of(clock->due)));
    const auto late = clock->days_late > 0 ? fmt::format(", {} late", days_text(clock->days_late))
                                           : std::string{};
    return fmt::format("{}, {}{}", due, status_text(clock->status), late);
}

}  // namespace

void add_authorities(Writer& writer) {
    const auto& duty = writer.duty();
    if (duty.kind == law::Kind::case_law) {
        for (const auto& instrument : writer.law().written.instruments()) {
            if (instrument.file != duty.file) continue;
            auto& step = writer.add(What::authority,
                                    "The provisions are read together as the court read them.");
            step.words = instrument.note;
            step.address = instrument.address;
        }
    }
    for (const auto& choice : duty.choices) {
        writer.add(What::authority, "Read, not written: " + choice);
    }
}

void add_readings(Writer& writer, const WhyClock& told) {
    for (const auto& other : told.readings) {
        auto& step = writer.add_uncited(
            What::reading,
            fmt::format("Read as `{}`: {}.", other.reading->name, result_text(other.clock)));
        step.cite = other.reading->authority;
        step.words = other.reading->words;
    }
}

}  // namespace longstop::cli::steps
