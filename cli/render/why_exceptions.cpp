// The steps of an explanation that hold an exception relied on against its test.
#include <fmt/format.h>

#include <array>

#include "cli/render/clock_rows.hpp"
#include "cli/render/why_parts.hpp"

namespace longstop::cli::steps {
namespace {

// By Ground; each is the id of its authority.
constexpr std::array<std::string_view, 7> ground_names{
    "",        "school-closed",      "early-years-closed", "personal-circumstances",
    "absence", "missed-appointment", "coronavirus"};

void add_candidate(Writer& writer, const law::Candidate& candidate, std::string_view ground) {
    const bool passes = candidate.failed == law::NotMadeOut::none;
    writer.add(What::tested, candidate.fact,
               fmt::format("{}: {}.", writer.event_text(candidate.fact),
                           passes ? std::string{"passes the test"}
                                  : refusal_text(candidate.failed, writer.law().written)),
               ground);
}

std::string result_text(law::NotMadeOut refusal, const law::Law& law) {
    return refusal == law::NotMadeOut::none
               ? "The exception is made out. It excuses lateness; it moves no due date."
               : fmt::format("The exception is not made out: {}.", refusal_text(refusal, law));
}

}  // namespace

void add_exception(Writer& writer, const law::ExceptionTest& test) {
    const auto ground = ground_names[writer.fact(test.reliance).choice];
    writer.add(What::relied, test.reliance, writer.event_text(test.reliance) + ".", ground);
    if (test.clock == law::no_clock) {
        writer.add(What::exception, test.reliance,
                   "It speaks of no clock of this duty: none had started by then, or it had "
                   "been met in time already.");
        return;
    }
    for (const auto& candidate : test.candidates) add_candidate(writer, candidate, ground);
    writer.add(What::exception, test.reliance, result_text(test.refusal, writer.law().written),
               ground);
}

std::vector<std::string_view> exception_authorities() {
    return {ground_names.begin() + 1, ground_names.end()};
}

}  // namespace longstop::cli::steps
