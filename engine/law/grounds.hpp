// Whether the recorded facts make a statutory exception out. SEND Regulations 2014, regs 5(4),
// 8(2), 10(4), 13(3), 27(3), 44(3), 45(7); SI 2020/471. Numbers in brackets: docs/law/reading.md.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/law/run.hpp"

namespace longstop::law {

// Days, both inclusive.
struct Span {
    std::int32_t from;
    std::int32_t to;
    bool holds(std::int32_t day) const { return from <= day && day <= to; }
    std::int32_t days() const { return to - from + 1; }
};

// Spans in the order of their first days, with how far they reach up to each.
class Spans {
  public:
    void add(Span span);
    bool empty() const { return spans_.empty(); }
    // Whether some span has `days` days inside the period. Only for spans of as many days.
    bool some_inside(Span period, std::int32_t days) const;
    bool some_holds(std::int32_t day) const { return some_inside({day, day}, 1); }

  private:
    std::vector<Span> spans_;
    std::vector<std::int32_t> reach_;
};

// The facts of a case, arranged so that a period is asked in a few steps.
class Grounds {
  public:
    // `rules`: of the law, and outlive this. With `only`, as if of the facts that may make an
    // exception out that one alone were recorded.
    Grounds(const Common& rules, std::span<const Fact> facts, std::int32_t as_of,
            std::optional<std::uint32_t> only = std::nullopt);

    // Why a ground relied on for the clock is not made out, in the order of the tests (6.4).
    NotMadeOut evaluate(Ground ground, const Duty& duty, const Clock& clock) const;

  private:
    struct Closure {
        std::int32_t setting;
        Span window;  // in which advice must have been asked of the setting
    };
    void take(const Fact& fact);
    NotMadeOut closure(Span period) const;
    NotMadeOut relaxation(std::int32_t due) const;
    NotMadeOut circumstances(Span period) const;
    NotMadeOut absence(Span period, int days) const;
    NotMadeOut appointment(Span period, std::int32_t body) const;

    const Common& rules_;
    std::int32_t as_of_;
    bool closed_ = false;                // some closure is recorded
    std::vector<Closure> closures_;      // that lasted long enough, by setting and first day
    std::vector<std::int32_t> advised_;  // days on which advice was asked in such a window
    bool circumstances_recorded_ = false;
    Spans circumstances_;
    std::vector<Span> absences_;
    std::vector<std::pair<std::int32_t, std::int32_t>> missed_;  // body and day, sorted
};

// The type of the facts that may make a ground out; 0 where no fact does.
TypeNo fact_type_of(Ground ground);

}  // namespace longstop::law
