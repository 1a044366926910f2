// The engine and the second opinion behind one face, so that one test can ask both: lines of JSON
// from interchange lines.
#pragma once

#include <string>
#include <vector>

#include "tests/support/answers.hpp"
#include "tests/support/plain_evaluator.hpp"

namespace longstop::tests {

class Evaluator {
  public:
    virtual ~Evaluator() = default;
    virtual std::vector<std::string> clocks(const projections::Question& question) const = 0;
    virtual std::vector<std::string> breaches(const projections::Question& question,
                                              const plain::BreachOptions& options) const = 0;
    // Of everything that is known.
    virtual std::vector<std::string> statistics(events::Day as_of, int year) const = 0;
};

// The law as tests/conformance/duties.tsv has it.
const plain::Law& plain_law();

class Engine : public Evaluator {
  public:
    // `law` outlives it.
    explicit Engine(const std::string& lines, events::Instant imported_at = vectors_imported_at(),
                    const law::CompiledLaw& law = law_of_england());
    std::vector<std::string> clocks(const projections::Question& question) const override;
    std::vector<std::string> breaches(const projections::Question& question,
                                      const plain::BreachOptions& options) const override;
    std::vector<std::string> statistics(events::Day as_of, int year) const override;

  private:
    FilledStore filled_;
    const law::CompiledLaw& law_;
};

class SecondOpinion : public Evaluator {
  public:
    explicit SecondOpinion(const std::string& lines,
                           events::Instant imported_at = vectors_imported_at(),
                           const plain::Law& law = plain_law());
    std::vector<std::string> clocks(const projections::Question& question) const override;
    std::vector<std::string> breaches(const projections::Question& question,
                                      const plain::BreachOptions& options) const override;
    std::vector<std::string> statistics(events::Day as_of, int year) const override;

  private:
    std::vector<plain::Clock> all(const projections::Question& question) const;
    const plain::Law& law_;
    plain::Log log_;
};

// A file of tests/conformance.
std::string vector_text(const std::string& name);

projections::Question asked(const std::string& as_of, const std::string& known_at = "");

}  // namespace longstop::tests
