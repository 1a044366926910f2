// The engine's answers in the words of the second opinion, so that both can be held side by side:
// histories go through a real import into a real store, and come out as lines of JSON.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "engine/law/compiled.hpp"
#include "engine/log/store.hpp"
#include "projections/breaches.hpp"
#include "projections/fold.hpp"

namespace longstop::tests {

const law::CompiledLaw& law_of_england();

// A folder of its own, gone at the end of the test.
class TemporaryFolder {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

// The instant of the import of a filled store, unless another is said: that of the conformance
// vectors, whose rows recorded later are refused.
events::Instant vectors_imported_at();

// A store filled from interchange lines (trusted recording instants, source "events").
class FilledStore {
  public:
    explicit FilledStore(const std::string& lines,
                         events::Instant imported_at = vectors_imported_at());
    const log::Store& store() const { return *store_; }

    // Under the law of England, or another.
    std::vector<std::string> clocks(const projections::Question& question,
                                    const law::CompiledLaw& law = law_of_england()) const;
    std::vector<std::string> breaches(const projections::Question& question,
                                      const projections::BreachFilter& filter,
                                      const law::CompiledLaw& law = law_of_england()) const;
    std::vector<std::string> statistics(events::Day as_of, int year,
                                        const law::CompiledLaw& law = law_of_england()) const;

  private:
    TemporaryFolder folder_;
    std::optional<log::Store> store_;
};

std::string file_text(const std::filesystem::path& file);
std::vector<std::string> lines_of(const std::string& text);

// A line of a vector file as the second opinion writes it: of a refused exception only the code.
std::string normal_line(const std::string& json);

}  // namespace longstop::tests
