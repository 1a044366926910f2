// A case in the words of the interchange format, and its clocks in the words of the answers, so
// that a test of the law reads like the law:
//
//     const auto case_ref = Case().on("2025-01-13", "request-received", {{"by", "parent"}})
//                             .on("2025-06-02", "final-plan-sent");
//     CHECK(case_ref.clock("reg13.2-final-plan", "2025-07-01").status == Status::met);
//
// ("case_ref" because `case` is a word of the language.) A Case is a value: on() answers a longer
// case and leaves the old one as it was, so one beginning can have several ends. Mistakes in a test
// (an unknown type, a field no type has, a day that is none, a clock that is not there) throw.
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/law/compiled.hpp"
#include "engine/law/run.hpp"

namespace longstop::law {
std::ostream& operator<<(std::ostream& out, Status status);  // "met-late", as answers word it
}

namespace longstop::tests {

using law::Status;

using Fields = std::vector<std::pair<std::string, std::string>>;

// One clock, all in text; what is absent is "".
struct ClockView {
    std::string duty;
    std::string subject;  // as its starting event wrote it, trimmed; or the meeting's date
    std::string started_by;
    std::string started_on;
    std::string due;
    std::string ended_by;
    std::string ended_on;
    Status status = Status::running;
    int days_late = 0;
    int days_early = 0;
    std::string excused_by;         // the ground, where the clock is excused
    std::string relied_on;          // and the day of the reliance
    std::string exception_refused;  // the code of the first refusal
    bool listed = true;             // false while a duty that comes first is still open
    bool overtaken = false;
    bool held = false;
    bool before_record = false;  // unknown, as it fell due before the record begins
};

class Case {
  public:
    // The same case with one more thing that happened. Events of one day keep the order given.
    [[nodiscard]] Case on(std::string_view date, std::string_view type,
                          const Fields& fields = {}) const;

    // The same case, read under a named reading of the law.
    [[nodiscard]] Case under(std::string_view reading) const;

    // Every clock that has started by `as_of`, in the order of opening; of one duty only.
    std::vector<ClockView> clocks(std::string_view as_of) const;
    std::vector<ClockView> clocks(std::string_view as_of, std::string_view duty) const;

    // The one clock of the duty; the nth (1 is the first opened); the last opened of a subject.
    ClockView clock(std::string_view duty, std::string_view as_of) const;
    ClockView clock(std::string_view duty, std::string_view as_of, int nth) const;
    ClockView clock(std::string_view duty, std::string_view as_of, std::string_view subject) const;

    // How many clocks of the duty have started by `as_of`.
    std::size_t count(std::string_view duty, std::string_view as_of) const;

  private:
    struct Happening {
        events::Day date;
        events::TypeNo type;
        Fields fields;
    };
    std::vector<Happening> happenings_;  // in the order of recording
    std::string reading_;                // empty: the law as written
};

// The law of England, read once from its files; under a named reading.
const law::CompiledLaw& england();
const law::CompiledLaw& england(const std::string& reading);

}  // namespace longstop::tests
