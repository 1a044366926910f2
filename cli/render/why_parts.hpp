// The parts of an explanation. Each says in steps of its own what one thing the evaluator recorded
// means; why_steps.cpp calls them in order.
#pragma once

#include "cli/render/why_steps.hpp"

namespace longstop::cli::steps {

using events::Day;
using law::Clock;
using projections::WhyClock;
using What = WhyStep::What;

// The steps written so far, and what every part looks things up in.
class Writer {
  public:
    // `duty`: as the version has it that the clock runs under.
    Writer(const projections::Why& why, const law::CompiledLaw& law, const law::Duty& duty,
           const EventDetails& details)
        : why_(why), law_(law), duty_(duty), details_(details) {}

    const projections::Why& why() const { return why_; }
    const law::CompiledLaw& law() const { return law_; }
    const law::Duty& duty() const { return duty_; }
    const law::Fact& fact(std::uint32_t at) const { return why_.facts[at]; }
    std::string event_text(std::uint32_t at) const;  // "request-received (by parent)"

    // A step, and one about an event. Its law is the authority of this id in
    // england/authorities.toml; the provision of the duty where there is none.
    WhyStep& add(What what, std::string says, std::string_view authority = {});
    WhyStep& add(What what, std::uint32_t fact, std::string says, std::string_view authority = {});
    // A step whose law the part fills in itself.
    WhyStep& add_uncited(What what, std::string says);

    std::vector<WhyStep> take() { return std::move(steps_); }

  private:
    void cite(WhyStep& step, std::string_view authority) const;

    const projections::Why& why_;
    const law::CompiledLaw& law_;
    const law::Duty& duty_;
    const EventDetails& details_;
    std::vector<WhyStep> steps_;
};

// why_changes.cpp: what an event did to the clock.
void add_change(Writer& writer, const Clock& clock, const law::Step& change);

// why_plans.cpp: what a plan was read as answering, and what that left alone.
void add_answer(Writer& writer, const law::Step& step);
void add_left_alone(Writer& writer, const law::Answer& answer);

// why_counting.cpp: how the due date was found.
void add_due(Writer& writer, const Clock& clock, const law::DueCount& due);
std::vector<std::string_view> counting_authorities();

// why_last_day.cpp: what does, and does not, move the last day once it is counted.
void add_rule12(Writer& writer, Day computed, Day due);
void add_unknown(Writer& writer);
void add_stands(Writer& writer, const Clock& clock);
void add_moves(Writer& writer, const WhyClock& told);
std::vector<std::string_view> last_day_authorities();

// why_exceptions.cpp: an exception relied on, and its tests.
void add_exception(Writer& writer, const law::ExceptionTest& test);
std::vector<std::string_view> exception_authorities();

// why_readings.cpp: what is read rather than written, and how else it is read.
void add_authorities(Writer& writer);
void add_readings(Writer& writer, const WhyClock& told);

// why_status.cpp: how the clock stands.
void add_unlisted(Writer& writer, law::RowNo kept_off_by);
void add_status(Writer& writer, const WhyClock& told, Day as_of);

// why_no_clock.cpp: that none has started.
void add_not_started(Writer& writer, const law::NotStarted& told);
void add_no_clock(Writer& writer);

}  // namespace longstop::cli::steps
